//! A new role, empty or as another one is.

use super::calls::{Create, Roles, list};
use super::catalogue::{Giving, checkboxes};
use super::{about, kind, path, reach};
use crate::Failure;
use crate::address::query_at;
use crate::markup::view;
use crate::organizations::slug_of_page;
use crate::prelude::*;
use crate::router::NavigateOptions;
use crate::router::use_navigate;
use crate::sessions::viewing;
use crate::ui::{
    Breadcrumbs, Button, Card, Choice, ErrorState, Form, Look, PageHeader, Select, Skeleton,
    Submission, TextField, toasts,
};
use crate::wire::json;
use fluxward_domain::permissions::{Permission, PermissionSet};
use fluxward_domain::roles::{Role, RoleScope};
use fluxward_domain::{AppError, Kind};
use leptos::server_fn::ServerFn;

/// The form of a new role.
#[component]
pub fn NewRolePage() -> AnyView {
    let slug = slug_of_page();
    (move || page(slug.get())).into_any()
}

fn page(slug: String) -> AnyView {
    let words = query_at(Signal::stored(format!("{}/new", path(&slug))));
    let here = StoredValue::new(slug);
    let all = Resource::new_blocking(|| (), move |()| list(here.get_value()));
    view! {
        <Suspense fallback=|| view! { <PageHeader title="New role"/> <Skeleton rows=12/> }>
            {move || Suspend::new(async move {
                viewing().ready().await;
                let (slug, from) = (here.get_value(), words.with_untracked(|words| words.get("from")));
                match all.await {
                    Ok(all) if viewing().may(Permission::RolesManage, &slug) => {
                        untrack(|| body(slug, &all, from))
                    }
                    Ok(_) => refused(),
                    Err(failure) => view! { <ErrorState failure=failure whole_page=true/> }.into_any(),
                }
            })}
        </Suspense>
    }
    .into_any()
}

fn refused() -> AnyView {
    let detail = "You need a role here that lets you change roles. Ask an Owner or Admin.";
    let failure = Failure(AppError::new(Kind::Forbidden, detail));
    view! { <ErrorState failure=failure whole_page=true/> }.into_any()
}

fn body(slug: String, all: &Roles, from: Option<String>) -> AnyView {
    let model = from.and_then(|key| all.roles.iter().find(|role| role.key == key));
    let places = vec![
        (all.organization.clone(), format!("/orgs/{slug}")),
        ("Roles & permissions".to_owned(), path(&slug)),
    ];
    let Some(giving) = Giving::here(&slug) else { return refused() };
    view! {
        <Breadcrumbs places=places/>
        <PageHeader title="New role"/>
        {form(slug, model, &giving, &all.left_out)}
    }
    .into_any()
}

fn form(slug: String, model: Option<&Role>, giving: &Giving, left_out: &[String]) -> AnyView {
    let submission = Submission::of(Create::PATH);
    let (navigate, toasts, here) = (use_navigate(), toasts(), slug.clone());
    let done = Callback::new(move |answer: String| {
        let Some(made) = json::read::<Role>(&answer) else { return };
        toasts.say(format!("The role {} is there", made.name));
        navigate(&about(&here, &made.key), NavigateOptions::default());
    });
    let copied = model.map(|role| format!("Copy of {}", role.name)).unwrap_or_default();
    let first = submission
        .entered("form[scope]")
        .and_then(|key| RoleScope::parse(&key))
        .or_else(|| model.map(|role| role.scope))
        .unwrap_or(RoleScope::Organization);
    let scope = RwSignal::new(first);
    let chosen = Callback::new(move |key: String| {
        scope.set(RoleScope::parse(&key).unwrap_or(RoleScope::Organization));
    });
    let entered = submission.entered_all("form[may][]").map(|all| {
        let known = all.iter().filter_map(|name| Permission::parse(name)).collect::<Vec<_>>();
        PermissionSet::of(&known)
    });
    let ticked = entered.unwrap_or_else(|| model.map_or(PermissionSet::NONE, Role::set));
    let kinds = RoleScope::ALL.map(|scope| Choice::new(scope.key(), kind(scope))).to_vec();
    let back = path(&slug);
    let boxes = checkboxes("form[may][]", ticked, scope.into(), giving, left_out);
    view! {
        <Form action=Create::PATH submission=submission on_done=done hidden=vec![("slug", slug)] label="New role">
            <div class="two making">
                <Card id="naming" title="Role">
                    <TextField name="form[name]" label="Name" submission=submission value=copied required=true autofocus=true/>
                    <TextField name="form[key]" label="Key" hint="A word that stays, for programs and in the log. Empty: made from the name." submission=submission literal=true/>
                    <Select name="form[scope]" label="Kind of place" choices=kinds value=Signal::derive(move || scope.get().key().to_owned()) on_change=chosen submission=submission/>
                    <p class="soft" role="status">{move || reach(scope.get())}</p>
                </Card>
                <Card id="permits" title="What it permits">
                    <p class="soft">"What you may not give is greyed out."</p>
                    {boxes}
                </Card>
                <Card id="creating" title="Create it">
                    <TextField name="form[reason]" label="Reason" hint="Recorded in the activity log, beside the change." submission=submission/>
                    <p class="soft">"Nobody holds a new role: nobody gains or loses anything yet."</p>
                    <div class="actions">
                        <a class="button" href=back>"Cancel"</a>
                        <Button look=Look::Primary submit=true busy=submission.pending>"Create role"</Button>
                    </div>
                </Card>
            </div>
        </Form>
    }
    .into_any()
}
