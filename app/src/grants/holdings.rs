//! What one member holds beside base role and boxes: workspaces, projects, custom roles, teams,
//! with the ways there.

use super::calls::of_person;
use super::parts::until;
use crate::Failure;
use crate::markup::view;
use crate::prelude::*;
use crate::ui::{Card, EmptyState, ErrorState, Skeleton};
use crate::{projects, teams, workspaces};
use fluxward_domain::grants::{Holdings, RoleAt};
use fluxward_domain::ids::AccountId;
use fluxward_domain::roles::RoleScope;

/// What a member holds, asked for anew when something happened.
pub type HeldBy = Resource<Result<Holdings, Failure>>;

/// What the member `id` of the organization holds.
pub(crate) fn holdings_of(slug: StoredValue<String>, id: AccountId) -> HeldBy {
    Resource::new(|| (), move |()| of_person(slug.get_value(), id))
}

/// The card.
#[component]
pub fn HoldingsCard(
    /// The organization.
    slug: StoredValue<String>,
    /// What is held.
    held: HeldBy,
) -> AnyView {
    view! {
        <Card id="holdings" title="Workspaces, projects and teams">
            <Transition fallback=|| view! { <Skeleton rows=2/> }>
                {move || Suspend::new(async move {
                    match held.await {
                        Ok(held) => items(&slug.get_value(), &held),
                        Err(failure) => view! { <ErrorState failure=failure retry=Callback::new(move |()| held.refetch())/> }.into_any(),
                    }
                })}
            </Transition>
        </Card>
    }
    .into_any()
}

fn items(slug: &str, held: &Holdings) -> AnyView {
    if held.roles.is_empty() && held.teams.is_empty() {
        return view! { <EmptyState title="Nothing beside the role" advice="Roles in workspaces and projects are given on their pages, places in teams on the page of the team."/> }.into_any();
    }
    let places = held
        .roles
        .chunk_by(|a, b| (a.kind, &a.slug) == (b.kind, &b.slug))
        .map(|roles| place(slug, roles))
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
fn place(slug: &str, roles: &[RoleAt]) -> Option<AnyView> {
    let first = roles.first()?;
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
        .map(|RoleAt { role, .. }| {
            let team = role.team.as_ref().map(|team| {
                let href = teams::path(slug, &team.slug);
                view! { <small>" by team "<a href=href>{team.name.clone()}</a></small> }
            });
            let is_by = team.is_some();
            view! { <span class="seat" class:by=is_by>{role.name.clone()}{team}{until(role.expires_at)}</span> }
        })
        .collect::<Vec<_>>();
    Some(view! { <li><div>{name}</div><div class="seats">{roles}</div></li> }.into_any())
}
