//! One role: what it permits and who holds it; and, of one's own, changing and deleting it.

use super::calls::{Holders, Roles, holders, list};
use super::catalogue::Giving;
use super::deleting::deleting;
use super::editor::{editing, hindrance, reading};
use super::forms::RoleForm;
use super::holders::holders_card;
use super::review::reviewed;
use super::{about, base, held, kind, path};
use crate::Failure;
use crate::access::calls::foresee;
use crate::access::foreseen::Foreseen;
use crate::access::planned::Planned;
use crate::address::query_at;
use crate::markup::view;
use crate::organizations::slug_of_page;
use crate::prelude::*;
use crate::router::use_params_map;
use crate::seeing::{places_of_role, see_as_role};
use crate::sessions::viewing;
use crate::ui::{
    Breadcrumbs, Card, ErrorState, Facts, LinkButton, NotFoundPage, PageHeader, Skeleton,
};
use fluxward_domain::permissions::Permission;
use fluxward_domain::roles::{BaseRole, Role};

/// One role.
#[component]
pub fn RolePage() -> AnyView {
    let (slug, params) = (slug_of_page(), use_params_map());
    let key = Memo::new(move |_| params.with(|params| params.get("key").unwrap_or_default()));
    (move || role_of(slug.get(), key.get())).into_any()
}

/// What was asked from the server.
type Found = (Option<Result<Holders, Failure>>, Option<Result<Foreseen, Failure>>);

fn role_of(slug: String, key: String) -> AnyView {
    let words = query_at(Signal::stored(about(&slug, &key)));
    let draft = Memo::new(move |_| words.with(RoleForm::read));
    let (slug, key) = (StoredValue::new(slug), StoredValue::new(key));
    let all = Resource::new_blocking(|| (), move |()| list(slug.get_value()));
    let holding = Resource::new_blocking(
        || (),
        move |()| async move {
            let is_listed = BaseRole::parse(&key.get_value()).is_none();
            if is_listed { Some(holders(slug.get_value(), key.get_value()).await) } else { None }
        },
    );
    let review = Resource::new_blocking(
        move || draft.get().filter(|(is_review, _)| *is_review),
        move |draft| async move {
            let (_, RoleForm { may: permissions, .. }) = draft?;
            let (slug, key) = (slug.get_value(), key.get_value());
            Some(foresee(Planned::Role { slug, key, permissions }).await)
        },
    );
    let seeing = places_of_role(slug, key);
    let again = Callback::new(move |()| all.refetch());
    view! {
        <Transition fallback=|| view! { <PageHeader title="Role"/> <Skeleton rows=12/> }>
            {move || Suspend::new(async move {
                viewing().ready().await;
                let (all, found) = (all.await, (holding.await, review.await));
                let places = seeing.await;
                let form = draft.get_untracked().map(|(_, form)| form);
                match all {
                    Ok(all) => untrack(|| body((&slug.get_value(), &key.get_value()), &all, form, found, (again, places))),
                    Err(failure) => view! { <ErrorState failure=failure whole_page=true/> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

fn body(
    (slug, key): (&str, &str),
    all: &Roles,
    form: Option<RoleForm>,
    (holders, review): Found,
    (again, places): (Callback<()>, Vec<(String, String)>),
) -> AnyView {
    let Some(role) = all.roles.iter().find(|role| role.key == key) else {
        return view! { <NotFoundPage/> }.into_any();
    };
    let giving = Giving::here(slug);
    let why = hindrance(slug, role, giving.as_ref());
    let content = match (why, giving, form, review) {
        (Some(why), ..) => reading(role, why, &all.left_out),
        (None, _, Some(form), Some(review)) => reviewed(slug, role, form, review, again),
        (None, Some(giving), form, _) => {
            let form = form.unwrap_or_else(|| RoleForm::of(role));
            editing(slug, role, form, &giving, &all.left_out)
        }
        (None, None, ..) => ().into_any(),
    };
    let is_other = |it: &&Role| it.scope == role.scope && it.key != role.key && base(it).is_none();
    let others = all.roles.iter().filter(is_other).cloned().collect::<Vec<_>>();
    let end = why.is_none().then(|| deleting(slug, role, &others));
    let ways = ways(slug, role, places);
    let places = vec![
        (all.organization.clone(), format!("/orgs/{slug}")),
        ("Roles & permissions".to_owned(), path(slug)),
    ];
    view! {
        <Breadcrumbs places=places/>
        <PageHeader title=role.name.clone()>{ways}</PageHeader>
        <div class="two">
            <div class="stack">{content}</div>
            <div class="stack">{facts(role)} {holders_card(slug, role, holders)} {end}</div>
        </div>
    }
    .into_any()
}

fn ways(slug: &str, role: &Role, places: Vec<(String, String)>) -> AnyView {
    let see_as = see_as_role(slug, (&role.key, &role.name), places);
    let compare = format!("{}/compare?left={}", path(slug), role.key);
    let duplicate = viewing()
        .may(Permission::RolesManage, slug)
        .then(|| format!("{}/new?from={}", path(slug), role.key));
    view! {
        <LinkButton href=compare>"Compare"</LinkButton>
        {see_as}
        {duplicate.map(|href| view! { <LinkButton href=href>"Duplicate"</LinkButton> })}
    }
    .into_any()
}

fn facts(role: &Role) -> AnyView {
    let made = if role.built_in { "built in" } else { "this organization's own" };
    let items = vec![
        ("Key", view! { <code>{role.key.clone()}</code> }.into_any()),
        ("Kind", kind(role.scope).into_any()),
        ("Made", made.into_any()),
        ("In use", held(role.holders).into_any()),
    ];
    view! { <Card id="details" title="Details"><Facts items=items/></Card> }.into_any()
}
