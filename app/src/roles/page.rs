//! The built-in roles of an organization as a grid: what each permits, a sentence a line.

use crate::Failure;
use crate::invitations::{Tab, people_tabs};
use crate::markup::view;
use crate::organizations::{place_of_page, slug_of_page};
use crate::prelude::*;
use crate::sessions::viewing;
use crate::ui::{Breadcrumbs, Card, ErrorState, LinkButton, PageHeader, Skeleton};
use fluxward_domain::permissions::Permission;
use fluxward_domain::privileges::Privilege;
use fluxward_domain::roles::BaseRole;
use fluxward_domain::{AppError, Kind};

/// What the roles of one organization permit.
#[component]
pub fn RolesPage() -> AnyView {
    let slug = slug_of_page();
    (move || roles(slug.get())).into_any()
}

fn roles(slug: String) -> AnyView {
    let place = place_of_page(&slug);
    let here = StoredValue::new(slug);
    view! {
        <Suspense fallback=|| view! { <PageHeader title="Roles & permissions"/> <Skeleton rows=12/> }>
            {move || Suspend::new(async move {
                viewing().ready().await;
                let place = place.await;
                let slug = here.get_value();
                if !viewing().may(Permission::UsersView, &slug) {
                    let failure = AppError::new(Kind::Forbidden, "You may not see the people and roles here. Ask an Owner or Admin.");
                    return view! { <ErrorState failure=Failure(failure) whole_page=true/> }.into_any();
                }
                body(&slug, place)
            })}
        </Suspense>
    }
    .into_any()
}

fn body(slug: &str, place: (String, String)) -> AnyView {
    let members = format!("/orgs/{slug}/members");
    view! {
        <Breadcrumbs places=vec![place]/>
        <PageHeader title="Roles & permissions">
            <LinkButton href=members>"All members"</LinkButton>
        </PageHeader>
        {people_tabs(slug, Tab::Roles)}
        {about_roles()}
        {grid()}
        {about_boxes()}
    }
    .into_any()
}

fn about_roles() -> AnyView {
    let items = BaseRole::ALL
        .into_iter()
        .map(|role| view! { <li><div><b>{role.name()}</b><small>{role.sentence()}</small></div></li> })
        .collect::<Vec<_>>();
    view! { <Card id="roles" title="Roles"><ul class="items">{items}</ul></Card> }.into_any()
}

fn about_boxes() -> AnyView {
    let items = Privilege::ALL
        .into_iter()
        .map(|it| view! { <li><div><b>{it.label()}</b><small>{it.sentence()}</small></div></li> })
        .collect::<Vec<_>>();
    view! {
        <Card id="boxes" title="Privileges">
            <p class="soft">"Boxes that are ticked for one member beside the role."</p>
            <ul class="items">{items}</ul>
        </Card>
    }
    .into_any()
}

/// One permission a row, one role a column.
fn grid() -> AnyView {
    let heads = BaseRole::ALL
        .into_iter()
        .map(|role| view! { <th scope="col">{role.name()}</th> })
        .collect::<Vec<_>>();
    let rows = Permission::ALL.iter().map(|permission| row(*permission)).collect::<Vec<_>>();
    view! {
        <Card id="permissions" title="What each role permits">
            <div class="scroll" role="region" aria-label="Permissions by role" tabindex="0">
                <table class="grid">
                    <thead><tr><th scope="col">"Permission"</th>{heads}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </Card>
    }
    .into_any()
}

fn row(permission: Permission) -> AnyView {
    let cells = BaseRole::ALL
        .into_iter()
        .map(|role| {
            let (sign, word) =
                if role.permissions().contains(permission) { ("✓", "yes") } else { ("–", "no") };
            view! { <td><span aria-hidden="true">{sign}</span><span class="unseen">{word}</span></td> }
        })
        .collect::<Vec<_>>();
    view! {
        <tr>
            <th scope="row">{sentence(permission)}<small>{permission.as_str()}</small></th>
            {cells}
        </tr>
    }
    .into_any()
}

/// "See reports and dashboards".
fn sentence(permission: Permission) -> String {
    let mut letters = permission.sentence().chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
