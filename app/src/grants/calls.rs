//! The doors of handing out roles: who calls, the use case, the error.
#![expect(missing_docs, reason = "the macro makes fields of the arguments, without documentation")]

use super::forms::{AssignForm, RevokeForm};
use super::paging::Extent;
use crate::Failure;
use crate::prelude::*;
use crate::wire::Wire;
use crate::workspaces::calls::Places;
use fluxward_domain::access::TeamName;
use fluxward_domain::grants::{Holdings, PlaceMember, PlaceTeam};
use fluxward_domain::ids::AccountId;
use fluxward_domain::members::MemberUser;
use fluxward_domain::projects::Project;
use fluxward_domain::roles::Role;
use fluxward_domain::workspaces::Workspace;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use {
    super::forms::{about_until, ending, place, read_place, whose},
    super::paging::asked,
    crate::caller::asking,
    crate::workspaces::calls::places,
    fluxward_core::{grants, live, projects, roles, teams, workspaces},
    fluxward_domain::pages::Page,
    fluxward_domain::roles::RoleScope,
    fluxward_domain::{AppError, Kind},
};

/// A workspace or a project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Inside {
    /// A workspace.
    Workspace(Workspace),
    /// A project.
    Project(Project),
}

/// A workspace or a project with what its page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Looked {
    /// The place.
    pub inside: Inside,
    /// Who holds roles there, by name; nothing where the caller may not see it.
    pub people: Option<Vec<PlaceMember>>,
    /// Where these stand among all of them.
    pub extent: Extent,
    /// The teams that hold roles there, by name.
    pub teams: Vec<PlaceTeam>,
    /// The roles that can be held there.
    pub roles: Vec<Role>,
    /// The teams of the organization; none where the caller may not see them.
    pub all_teams: Vec<TeamName>,
    /// What lies beside it.
    pub places: Places,
    /// The newest entry of the log before anything of it was read.
    pub seq: i64,
}

/// A workspace or a project, with those people there who are found by `search`, from `cursor` on.
#[server(prefix = "/_fn", endpoint = "grants/look", protocol = Wire)]
pub async fn look(
    slug: String,
    at: String,
    search: String,
    cursor: String,
) -> Result<Looked, Failure> {
    let ((s, c), asked) = (asking()?, asked(search, cursor));
    let seq = live::newest(&s).await?;
    let (kind, word) = read_place(&at).ok_or_else(AppError::not_found)?;
    let (inside, people, holders) = match kind {
        RoleScope::Workspace => (
            Inside::Workspace(workspaces::show(&s, &c, &slug, word).await?),
            workspaces::people(&s, &c, (&slug, word), &asked).await,
            workspaces::teams(&s, &c, &slug, word).await,
        ),
        RoleScope::Project => (
            Inside::Project(projects::show(&s, &c, &slug, word).await?),
            projects::people(&s, &c, (&slug, word), &asked).await,
            projects::teams(&s, &c, &slug, word).await,
        ),
        RoleScope::Organization => return Err(AppError::not_found().into()),
    };
    let mut roles = roles::list(&s, &c, &slug).await?.items;
    roles.retain(|role| role.scope == kind);
    let all_teams = seen(teams::list(&s, &c, &slug).await)?.map(|page| page.items);
    let named =
        all_teams.into_iter().flatten().map(|team| TeamName { slug: team.slug, name: team.name });
    let (people, extent) = seen(people)?.map(Extent::of).unzip();
    Ok(Looked {
        inside,
        people,
        extent: extent.unwrap_or_default(),
        teams: seen(holders)?.map(|page| page.items).unwrap_or_default(),
        roles,
        all_teams: named.collect(),
        places: places(&s, &c, &slug).await?,
        seq,
    })
}

/// The page; nothing where the caller may not see it, while they see what is around it.
#[cfg(feature = "ssr")]
fn seen<T>(answer: fluxward_core::Result<Page<T>>) -> Result<Option<Page<T>>, Failure> {
    match answer.map_err(AppError::from) {
        Ok(page) => Ok(Some(page)),
        Err(error) if error.kind == Kind::Forbidden => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Members who could be given something at a place; `organization/` for a seat in a team.
#[server(prefix = "/_fn", endpoint = "grants/choosable", protocol = Wire)]
pub async fn choosable(
    slug: String,
    at: String,
    search: String,
) -> Result<Vec<MemberUser>, Failure> {
    let (services, caller) = asking()?;
    let (place, _) = place(&slug, &at)?;
    Ok(grants::choosable(&services, &caller, place, search.trim()).await?)
}

/// Gives a role; answers the newest entry of the log.
#[server(prefix = "/_fn", endpoint = "grants/assign", protocol = Wire)]
pub async fn assign(
    slug: String,
    at: String,
    #[server(default)] form: AssignForm,
) -> Result<i64, Failure> {
    let (services, caller) = asking()?;
    let AssignForm { user, team, role, until, until_plain, reason, expected } = form;
    let (place, giving) = place(&slug, &at)?;
    let place = place.seen_at(expected);
    let (whose, assign) = (whose(&user, &team)?, ending(until, until_plain, reason)?);
    let given = grants::assign(&services, &caller, place, whose, (&role, giving), assign).await;
    given.map_err(about_until)
}

/// Takes a role; answers the newest entry of the log.
#[server(prefix = "/_fn", endpoint = "grants/revoke", protocol = Wire)]
pub async fn revoke(
    slug: String,
    at: String,
    #[server(default)] form: RevokeForm,
) -> Result<i64, Failure> {
    let (services, caller) = asking()?;
    let (place, _) = place(&slug, &at)?;
    let whose = whose(&form.user, &form.team)?;
    let role = Some(form.role.as_str()).filter(|role| !role.is_empty());
    let place = place.seen_at(form.expected);
    Ok(grants::revoke(&services, &caller, place, whose, role, None).await?)
}

/// What a member holds beside base role and boxes.
#[server(prefix = "/_fn", endpoint = "grants/of-person", protocol = Wire)]
pub async fn of_person(slug: String, id: AccountId) -> Result<Holdings, Failure> {
    let (services, caller) = asking()?;
    Ok(grants::of_person(&services, &caller, &slug, id).await?)
}
