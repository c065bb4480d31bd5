//! The roles of an organization by the kind of place, and what the built-in ones of the
//! organization permit, as a grid, a sentence a line.

use super::calls::{Roles, list};
use super::compare::cell;
use super::{about, base, held, path, reach};
use crate::Failure;
use crate::access::sentence;
use crate::invitations::{Tab, people_tabs};
use crate::live::on_signal;
use crate::markup::view;
use crate::organizations::slug_of_page;
use crate::prelude::*;
use crate::sessions::viewing;
use crate::ui::{Breadcrumbs, Card, ErrorState, LinkButton, Look, PageHeader, Skeleton};
use fluxward_domain::live::Signal as News;
use fluxward_domain::permissions::Permission;
use fluxward_domain::privileges::Privilege;
use fluxward_domain::roles::{BaseRole, Role, RoleScope};
use fluxward_domain::{AppError, Kind};

/// The roles of one organization.
#[component]
pub fn RolesPage() -> AnyView {
    let slug = slug_of_page();
    (move || roles(slug.get())).into_any()
}

fn roles(slug: String) -> AnyView {
    let here = StoredValue::new(slug.clone());
    let all = Resource::new_blocking(|| (), move |()| list(here.get_value()));
    on_signal(move |news| match news {
        News::Organization { organization, .. } if organization == slug => all.refetch(),
        News::Hello { .. } | News::Access { .. } => all.refetch(),
        _ => (),
    });
    view! {
        <Transition fallback=|| view! { <PageHeader title="Roles & permissions"/> <Skeleton rows=12/> }>
            {move || Suspend::new(async move {
                viewing().ready().await;
                let all = all.await;
                let slug = here.get_value();
                if !viewing().may(Permission::UsersView, &slug) {
                    let failure = AppError::new(Kind::Forbidden, "You may not see the people and roles here. Ask an Owner or Admin.");
                    return view! { <ErrorState failure=Failure(failure) whole_page=true/> }.into_any();
                }
                match all {
                    Ok(all) => body(&slug, &all),
                    Err(failure) => view! { <ErrorState failure=failure whole_page=true/> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

fn body(slug: &str, all: &Roles) -> AnyView {
    let makes = viewing().may(Permission::RolesManage, slug);
    let place = (all.organization.clone(), format!("/orgs/{slug}"));
    let new = makes.then(|| format!("{}/new", path(slug)));
    let kinds = RoleScope::ALL.map(|scope| of_kind(slug, all, scope, makes)).into_iter();
    let compare = format!("{}/compare", path(slug));
    view! {
        <Breadcrumbs places=vec![place]/>
        <PageHeader title="Roles & permissions">
            <LinkButton href=compare>"Compare"</LinkButton>
            {new.map(|href| view! { <LinkButton href=href look=Look::Primary>"New role"</LinkButton> })}
        </PageHeader>
        {people_tabs(slug, Tab::Roles)}
        {left_out(all)}
        {kinds.collect::<Vec<_>>()}
        {grid()}
        {about_boxes()}
    }
    .into_any()
}

/// What the plan leaves out.
fn left_out(all: &Roles) -> Option<AnyView> {
    if all.left_out.is_empty() {
        return None;
    }
    let modules = all.left_out.join(", ");
    let text = format!(
        "The plan “{}” does not include: {modules}. What roles permit of it is kept, and without effect until another plan is chosen.",
        all.plan
    );
    Some(view! { <p class="note">{text}</p> }.into_any())
}

/// The roles for one kind of place, the built-in ones first.
fn of_kind(slug: &str, all: &Roles, scope: RoleScope, makes: bool) -> AnyView {
    let (id, title) = match scope {
        RoleScope::Organization => ("organization-roles", "Organization roles"),
        RoleScope::Workspace => ("workspace-roles", "Workspace roles"),
        RoleScope::Project => ("project-roles", "Project roles"),
    };
    let items = all
        .roles
        .iter()
        .filter(|role| role.scope == scope)
        .map(|role| item(slug, role, makes))
        .collect::<Vec<_>>();
    view! { <Card id=id title=title><p class="soft">{reach(scope)}</p><ul class="items">{items}</ul></Card> }
        .into_any()
}

fn item(slug: &str, role: &Role, makes: bool) -> AnyView {
    let badge = (!role.built_in).then(|| view! { " " <span class="badge">"own"</span> });
    let said = base(role).map_or_else(
        || match role.permissions.len() {
            1 => "1 permission".to_owned(),
            n => format!("{n} permissions"),
        },
        |base| base.sentence().to_owned(),
    );
    let duplicate = makes.then(|| {
        let href = format!("{}/new?from={}", path(slug), role.key);
        view! { <a class="button quiet" href=href>"Duplicate"<span class="unseen">" "{role.name.clone()}</span></a> }
    });
    view! {
        <li>
            <div>
                <a href=about(slug, &role.key)><b>{role.name.clone()}</b></a>{badge}
                <small>{said}" · "{held(role.holders)}</small>
            </div>
            {duplicate}
        </li>
    }
    .into_any()
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
        <Card id="permissions" title="What each organization role permits">
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
        .map(|role| cell(role.permissions().contains(permission)))
        .collect::<Vec<_>>();
    view! {
        <tr>
            <th scope="row">{sentence(permission)}<small>{permission.as_str()}</small></th>
            {cells}
        </tr>
    }
    .into_any()
}
