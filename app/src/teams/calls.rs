//! The doors of the teams' pages: who calls, the use case, the error.
#![expect(missing_docs, reason = "the macro makes fields of the arguments, without documentation")]

use super::forms::{EditTeamForm, JoinForm, NewTeamForm};
use crate::Failure;
use crate::grants::Extent;
use crate::prelude::*;
use crate::wire::Wire;
use crate::workspaces::calls::Places;
use fluxward_domain::ids::AccountId;
use fluxward_domain::roles::Role;
use fluxward_domain::teams::{Team, TeamMember};
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use {
    super::{list_path, path},
    crate::caller::asking,
    crate::forms::given,
    crate::grants::asked,
    crate::grants::forms::{about_until, ending},
    crate::wire::answer::go_to,
    crate::workspaces::calls::places,
    fluxward_core::{live, roles, teams},
    fluxward_domain::pages::Because,
    fluxward_domain::roles::RoleScope,
    fluxward_domain::roles::is_built_in,
};

/// A team with what its page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Looked {
    /// The team, with the roles it holds.
    pub team: Team,
    /// Who is in it, by name.
    pub people: Vec<TeamMember>,
    /// Where these stand among all of them.
    pub extent: Extent,
    /// The roles that it could hold, anywhere.
    pub roles: Vec<Role>,
    /// Where.
    pub places: Places,
    /// The newest entry of the log before anything of it was read.
    pub seq: i64,
}

/// The teams of an organization, with what they hold.
#[server(prefix = "/_fn", endpoint = "teams/list", protocol = Wire)]
pub async fn list(slug: String) -> Result<Vec<Team>, Failure> {
    let (services, caller) = asking()?;
    Ok(teams::list(&services, &caller, &slug).await?.items)
}

/// One team, with those people in it who are found by `search`, from `cursor` on.
#[server(prefix = "/_fn", endpoint = "teams/look", protocol = Wire)]
pub async fn look(
    slug: String,
    team: String,
    search: String,
    cursor: String,
) -> Result<Looked, Failure> {
    let ((s, c), asked) = (asking()?, asked(search, cursor));
    let seq = live::newest(&s).await?;
    let shown = teams::show(&s, &c, &slug, &team).await?;
    let (people, extent) = Extent::of(teams::people(&s, &c, (&slug, &team), &asked).await?);
    let mut roles = roles::list(&s, &c, &slug).await?.items;
    // The base roles are people's own.
    roles.retain(|role| role.scope != RoleScope::Organization || !is_built_in(&role.key));
    Ok(Looked { team: shown, people, extent, roles, places: places(&s, &c, &slug).await?, seq })
}

/// A new team; goes to its page afterwards.
#[server(prefix = "/_fn", endpoint = "teams/create", protocol = Wire)]
pub async fn create(slug: String, form: NewTeamForm) -> Result<Team, Failure> {
    let (services, caller) = asking()?;
    let created = teams::create(&services, &caller, &slug, form.into()).await?;
    go_to(&path(&slug, &created.slug));
    Ok(created)
}

/// Another name or slug; goes to the page at the address that holds afterwards.
#[server(prefix = "/_fn", endpoint = "teams/edit", protocol = Wire)]
pub async fn edit(
    slug: String,
    team: String,
    form: EditTeamForm,
    expected: Option<i64>,
) -> Result<Team, Failure> {
    let (services, caller) = asking()?;
    let edited = teams::edit(&services, &caller, &slug, &team, form.into(), expected).await?;
    go_to(&path(&slug, &edited.slug));
    Ok(edited)
}

/// Deletes it; goes to the list afterwards.
#[server(prefix = "/_fn", endpoint = "teams/delete", protocol = Wire)]
pub async fn delete(slug: String, team: String, reason: Option<String>) -> Result<(), Failure> {
    let (services, caller) = asking()?;
    let because = Because { reason: given(reason) };
    teams::delete(&services, &caller, &slug, &team, because, None).await?;
    go_to(&list_path(&slug));
    Ok(())
}

/// Somebody joins; answers the newest entry of the log.
#[server(prefix = "/_fn", endpoint = "teams/join", protocol = Wire)]
pub async fn join(
    slug: String,
    team: String,
    id: AccountId,
    #[server(default)] form: JoinForm,
) -> Result<i64, Failure> {
    let (services, caller) = asking()?;
    let assign = ending(form.until, form.until_plain, form.reason)?;
    let joined = teams::join(&services, &caller, (&slug, &team), id, assign, form.expected).await;
    joined.map_err(about_until)
}

/// Somebody leaves; answers the newest entry of the log.
#[server(prefix = "/_fn", endpoint = "teams/leave", protocol = Wire)]
pub async fn leave(
    slug: String,
    team: String,
    id: AccountId,
    #[server(default)] expected: Option<i64>,
) -> Result<i64, Failure> {
    let (services, caller) = asking()?;
    let because = Because::default();
    Ok(teams::leave(&services, &caller, (&slug, &team), id, because, expected).await?)
}
