//! What one member holds beside base role and boxes: workspaces, projects, custom roles, teams,
//! with the ways there. Roles of the whole organization are given and taken right here.

use super::calls::{Revoke, of_person};
use super::handing::{Handing, held_role};
use super::parts::until;
use super::seats::refused_before;
use crate::Failure;
use crate::markup::view;
use crate::prelude::*;
use crate::ui::{Card, EmptyState, ErrorState, Skeleton};
use crate::{projects, teams, workspaces};
use fluxward_domain::grants::{HeldRole, Holdings, RoleAt};
use fluxward_domain::ids::AccountId;
use fluxward_domain::roles::{Role, RoleScope};
use leptos::server_fn::ServerFn;

/// What a member holds, asked for anew when something happened.
pub type HeldBy = Resource<Result<Holdings, Failure>>;

/// What the member `id` of the organization holds.
pub(crate) fn holdings_of(slug: StoredValue<String>, id: AccountId) -> HeldBy {
    Resource::new(|| (), move |()| of_person(slug.get_value(), id))
}

/// The card of what a member holds.
pub(crate) fn holdings_card(handing: Handing) -> AnyView {
    let hands_out = Memo::new(move |_| handing.hands_out());
    let give = format!("{}?add=role", handing.path());
    let corner = move || {
        hands_out.get().then(|| view! { <a class="button quiet" href=give.clone()>"Give role"</a> })
    };
    view! {
        <Card id="holdings" title="Workspaces, projects and teams" corner=view! { {corner} }.into_any()>
            {refused_before(&[Revoke::PATH])}
            <Transition fallback=|| view! { <Skeleton rows=2/> }>
                {move || Suspend::new(async move {
                    let (held, roles) = (handing.held.await, handing.roles.await);
                    match held {
                        Ok(held) => untrack(|| items(handing, &held, &roles.unwrap_or_default())),
                        Err(failure) => view! { <ErrorState failure=failure retry=Callback::new(move |()| handing.held.refetch())/> }.into_any(),
                    }
                })}
            </Transition>
        </Card>
    }
    .into_any()
}

fn items(handing: Handing, held: &Holdings, own: &[Role]) -> AnyView {
    let slug = &handing.slug.get_value();
    if held.roles.is_empty() && held.teams.is_empty() {
        return view! { <EmptyState title="Nothing beside the role" advice="Roles in workspaces and projects are given on their pages, places in teams on the page of the team."/> }.into_any();
    }
    let places = held
        .roles
        .chunk_by(|a, b| (a.kind, &a.slug) == (b.kind, &b.slug))
        .map(|roles| place(handing, roles, own))
        .collect::<Vec<_>>();
    let teams = held
        .teams
        .iter()
        .map(|seat| {
            let href = teams::path(slug, &seat.team.slug);
            view! {
                <li>
                    <div><a href=href>{seat.team.name.clone()}</a><small>"Team"</small></div>
                    {until(seat.expires_at)}
                </li>
            }
        })
        .collect::<Vec<_>>();
    view! { <ul class="items">{places}{teams}</ul> }.into_any()
}

/// The roles at one place.
fn place(handing: Handing, roles: &[RoleAt], own: &[Role]) -> Option<AnyView> {
    let (slug, first) = (&handing.slug.get_value(), roles.first()?);
    let (what, href) = match first.kind {
        RoleScope::Organization => ("In the whole organization", None),
        RoleScope::Workspace => ("Workspace", Some(workspaces::path(slug, &first.slug))),
        RoleScope::Project => ("Project", Some(projects::path(slug, &first.slug))),
    };
    let name = match href {
        Some(href) => {
            view! { <a href=href>{first.place.clone()}</a><small>{what}</small> }.into_any()
        }
        None => what.into_any(),
    };
    let roles = roles
        .iter()
        .map(|RoleAt { kind, role, .. }| match (kind, &role.team) {
            (RoleScope::Organization, None) => held_role(handing, role, own),
            _ => elsewhere(slug, role),
        })
        .collect::<Vec<_>>();
    Some(view! { <li><div>{name}</div><div class="seats">{roles}</div></li> }.into_any())
}

/// A role that is taken elsewhere: on the page of its place, or of the team that holds it.
fn elsewhere(slug: &str, role: &HeldRole) -> AnyView {
    let team = role.team.as_ref().map(|team| {
        let href = teams::path(slug, &team.slug);
        view! { <small>" by team "<a href=href>{team.name.clone()}</a></small> }
    });
    let is_by = team.is_some();
    view! { <span class="seat" class:by=is_by>{role.name.clone()}{team}{until(role.expires_at)}</span> }
        .into_any()
}
