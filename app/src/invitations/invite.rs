//! Inviting somebody: the form, then the review of what would be sent.
//!
//! Both steps live in the address, so they work without scripts and survive Back. The form asks
//! the server what it would do; nothing is sent before the review is confirmed.

use super::calls::{offer as ask_offer, review};
use super::forms::InviteForm;
use super::query::path;
use super::review::reviewed;
use crate::Failure;
use crate::address::query_at;
use crate::markup::view;
use crate::members::{place_of, roles_for_new_member};
use crate::organizations::calls::show;
use crate::organizations::slug_of_page;
use crate::prelude::*;
use crate::sessions::{present, viewing};
use crate::ui::{
    Breadcrumbs, Card, Choice, ErrorState, PageHeader, Select, Skeleton, Submission, TextArea,
    TextField,
};
use fluxward_domain::grants::Offered;
use fluxward_domain::permissions::Permission;
use fluxward_domain::privileges::Privilege;
use fluxward_domain::roles::BaseRole;
use fluxward_domain::{AppError, Kind};

/// The form of an invitation, and its review.
#[component]
pub fn InvitePage() -> AnyView {
    let slug = slug_of_page();
    (move || steps(slug.get())).into_any()
}

fn steps(slug: String) -> AnyView {
    let words = query_at(Signal::stored(format!("/orgs/{slug}/invitations/new")));
    let draft = Memo::new(move |_| words.with(InviteForm::read));
    let reviews = Memo::new(move |_| words.with(|words| words.get_str("step") == Some("review")));
    let place = Resource::new_blocking(|| (), {
        let slug = slug.clone();
        move |()| show(slug.clone())
    });
    let here = StoredValue::new(slug);
    let offer = Resource::new_blocking(|| (), move |()| ask_offer(here.get_value()));
    let found = Resource::new_blocking(
        move || draft.get().filter(|_| reviews.get()),
        move |draft| async move {
            match draft {
                Some(draft) => Some(review(here.get_value(), draft).await),
                None => None,
            }
        },
    );
    view! {
        <Suspense fallback=|| view! { <PageHeader title="Invite"/> <Skeleton rows=6/> }>
            {move || Suspend::new(async move {
                viewing().ready().await;
                let (place, found) = (place.await.ok(), found.await);
                let offer = offer.await.unwrap_or_default();
                let slug = here.get_value();
                let name = place.as_ref().map_or(slug.clone(), |place| place.name.clone());
                let defaults = place.map(|place| place.default_privileges).unwrap_or_default();
                if !viewing().may(Permission::UsersInvite, &slug) {
                    return refused();
                }
                let draft = draft.get_untracked();
                let step = untrack(|| match (found, draft) {
                    (Some(Ok(review)), Some(draft)) => reviewed(&slug, draft, review),
                    (Some(Err(failure)), Some(draft)) => form(&slug, draft, (defaults, offer), Some(failure.0)),
                    (_, draft) => {
                        let draft = draft.unwrap_or_else(|| InviteForm::fresh(&defaults));
                        form(&slug, draft, (defaults, offer), None)
                    }
                });
                let place = (name, format!("/orgs/{slug}"));
                framed(&slug, place, step)
            })}
        </Suspense>
    }
    .into_any()
}

fn refused() -> AnyView {
    let detail =
        "You need a role or privilege here that lets you invite people. Ask an Owner or Admin.";
    let failure = Failure(AppError::new(Kind::Forbidden, detail));
    view! { <ErrorState failure=failure whole_page=true/> }.into_any()
}

fn framed(slug: &str, place: (String, String), step: AnyView) -> AnyView {
    let people = ("Members".to_owned(), format!("/orgs/{slug}/members"));
    let many = format!("/orgs/{slug}/invitations/bulk");
    view! {
        <Breadcrumbs places=vec![place, people]/>
        <PageHeader title="Invite"><a class="button" href=many>"Invite many"</a></PageHeader>
        <div class="stack narrow">{step}</div>
    }
    .into_any()
}

/// The form. It is sent by GET: it changes nothing, it leads to the review.
fn form(
    slug: &str,
    draft: InviteForm,
    (defaults, offer): (Vec<Privilege>, Vec<Offered>),
    error: Option<AppError>,
) -> AnyView {
    let submission = Submission::of("");
    let said = error.as_ref().filter(|error| error.errors.is_empty()).map(|it| it.detail.clone());
    submission.refused.set(error);
    let action = format!("{}/new", path(slug));
    let role = RwSignal::new(draft.role());
    let boxes = boxes(&draft, role, defaults);
    let workspaces = workspaces(&draft, &offer);
    let replaces = (!draft.replaces.is_empty())
        .then(|| view! { <input type="hidden" name="replaces" value=draft.replaces.clone()/> });
    let (back, choices) = (path(slug), roles(slug));
    view! {
        <form class="form" method="get" action=action aria-label="Invitation">
            <input type="hidden" name="step" value="review"/>
            {replaces}
            <div class="form-error" role="alert">{said}</div>
            <Card id="person" title="Person">
                <TextField name="email" label="E-mail" kind="email" hint="Prefer the company address: it stays traceable when somebody leaves." autocomplete="off" submission=submission value=draft.email required=true autofocus=true/>
                <TextField name="full_name" label="Name" autocomplete="off" submission=submission value=draft.full_name required=true/>
            </Card>
            <Card id="access" title="Access">
                <Select name="role" label="Role" choices=choices value=Signal::derive(move || role.get().key().to_owned()) on_change=Callback::new(move |key: String| role.set(BaseRole::parse(&key).unwrap_or(BaseRole::Member)))/>
                <p class="soft" role="status">{move || role.get().sentence()}</p>
                {boxes}
                {workspaces}
            </Card>
            <Card id="words" title="Message">
                <TextArea name="message" label="A few words" submission=submission value=draft.message/>
            </Card>
            <div class="actions">
                <a class="button" href=back>"Cancel"</a>
                <button class="button primary" type="submit">"Review"</button>
            </div>
        </form>
    }
    .into_any()
}

/// The roles that the viewer may give; when that is not known, all of them.
pub(super) fn roles(slug: &str) -> Vec<Choice> {
    let offered = viewing().get().map_or_else(
        || BaseRole::ALL.to_vec(),
        |viewer| roles_for_new_member(&viewer.facts, place_of(&viewer, slug), present()),
    );
    offered.into_iter().map(|role| Choice::new(role.key(), role.name())).collect()
}

/// The privilege boxes. Another role begins with other boxes: they follow it.
fn boxes(draft: &InviteForm, role: RwSignal<BaseRole>, defaults: Vec<Privilege>) -> AnyView {
    let all =
        Privilege::ALL.map(|privilege| (privilege, RwSignal::new(draft.is_ticked(privilege))));
    Effect::new(move |before: Option<BaseRole>| {
        let now = role.get();
        if before.is_some_and(|before| before != now) {
            for (privilege, ticked) in all {
                ticked.set(Privilege::at_first(now, &defaults).contains(&privilege));
            }
        }
        now
    });
    let items =
        all.map(|(privilege, ticked)| tick(privilege, ticked)).into_iter().collect::<Vec<_>>();
    view! {
        <fieldset>
            <legend>"Privileges"</legend>
            <p class="soft">"Beside the role. The boxes can be changed at any time later."</p>
            {items}
        </fieldset>
    }
    .into_any()
}

fn tick(privilege: Privilege, ticked: RwSignal<bool>) -> AnyView {
    let id = format!("box-{}", privilege.key());
    let hint = format!("{id}-hint");
    view! {
        <div class="check">
            <input
                type="checkbox"
                id=id.clone()
                name=privilege.key()
                value="true"
                checked=move || ticked.get()
                prop:checked=move || ticked.get().then_some("true")
                aria-describedby=hint.clone()
                on:change=move |event| ticked.set(event_target_checked(&event))
            />
            <span><label for=id>{privilege.label()}</label><small id=hint>{privilege.sentence()}</small></span>
        </div>
    }
    .into_any()
}

/// The roles in workspaces that come along, a fieldset for each workspace.
fn workspaces(draft: &InviteForm, offer: &[Offered]) -> AnyView {
    let sets = offer.iter().map(|place| workspace(draft, place)).collect::<Vec<_>>();
    sets.into_any()
}

fn workspace(draft: &InviteForm, place: &Offered) -> AnyView {
    let items = place.roles.iter().map(|(key, name)| {
        let (id, value) = (format!("in-{}-{key}", place.slug), format!("{}:{key}", place.slug));
        let is_given = draft.gives(&place.slug, key);
        view! {
            <div class="check">
                <input type="checkbox" id=id.clone() name="in" value=value checked=is_given/>
                <label for=id>{name.clone()}</label>
            </div>
        }
    });
    view! {
        <fieldset>
            <legend>{format!("Roles in {}", place.name)}</legend>
            {items.collect::<Vec<_>>()}
        </fieldset>
    }
    .into_any()
}
