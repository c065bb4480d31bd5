//! Teams: sets of members of an organization that hold roles like a person.
//!
//! Whoever joins gets what the team holds; so nobody joins anybody to a team that holds more,
//! anywhere, than they hold there themselves, and nobody gains by joining.

pub mod api;
mod seats;
mod store;

pub use seats::{join, leave, people};
pub(crate) use store::{accounts, end_all, of_accounts};

use crate::changes::{Change, Entry, Target};
use crate::database::Connection;
use crate::error::Result;
use crate::grants::{self, Subject};
use crate::roles;
use crate::scopes::{self, At};
use crate::services::{Caller, Services};
use crate::{organizations, text};
use fluxward_domain::errors::check;
use fluxward_domain::ids::{AccountId, OrganizationId, TeamId};
use fluxward_domain::pages::{Because, Page};
use fluxward_domain::permissions::{Permission, PermissionSet};
use fluxward_domain::scopes::Scope;
use fluxward_domain::teams::{EditTeam, NewTeam, Team};
use fluxward_domain::{AppError, Kind, Moment};
use store::Stored;

/// The teams of an organization, by name, with what they hold.
pub async fn list(s: &Services, c: &Caller, slug: &str) -> Result<Page<Team>> {
    let mut on = s.read().await?;
    let place = seen(s, c, &mut on, slug).await?;
    let now = s.clock.now();
    let mut teams = Vec::new();
    for stored in store::all(&mut on, place.id).await? {
        teams.push(team(&mut on, (place.id, &place.slug), stored, now).await?);
    }
    Ok(Page::whole(teams))
}

/// One team.
pub async fn show(s: &Services, c: &Caller, slug: &str, team_slug: &str) -> Result<Team> {
    let mut on = s.read().await?;
    let place = seen(s, c, &mut on, slug).await?;
    let stored = store::one(&mut on, place.id, team_slug).await?.ok_or_else(AppError::not_found)?;
    team(&mut on, (place.id, &place.slug), stored, s.clock.now()).await
}

/// The organization of that slug, if the caller may see who is in it.
async fn seen(
    s: &Services,
    c: &Caller,
    on: &mut Connection,
    slug: &str,
) -> Result<organizations::Resolved> {
    let place = organizations::resolve(on, slug).await?.ok_or_else(AppError::not_found)?;
    let scope = Scope::Organization(place.id);
    scopes::any_of(&[Permission::TeamsManage, Permission::UsersView], |permission| {
        c.authorize(s, permission, scope)
    })?;
    Ok(place)
}

async fn team(
    on: &mut Connection,
    place: (OrganizationId, &str),
    stored: Stored,
    now: Moment,
) -> Result<Team> {
    let id = TeamId(stored.id);
    Ok(Team {
        id,
        roles: grants::of_team(on, place, id, now).await?,
        slug: stored.slug,
        name: stored.name,
        members: stored.members,
        created_at: Moment(stored.created_at),
        version: stored.version,
    })
}

/// Creates a team, with nobody in it.
pub async fn create(s: &Services, c: &Caller, slug: &str, new: NewTeam) -> Result<Team> {
    let mut change = s.change(c).await?;
    let at = open(&mut change, slug).await?;
    check(&new)?;
    is_free(&mut change, &at, &new.slug).await?;
    let id = change.services().rng.uuid(change.now());
    let stored = Stored {
        id,
        slug: new.slug,
        name: text::kept(&new.name),
        created_at: change.now().0,
        version: change.seq(),
        members: 0,
    };
    store::begin(&mut change, at.organization.id, &stored).await?;
    let entry = entry("team.created", &at, TeamId(id))
        .because(new.reason.as_deref())
        .with("name", None, Some(&stored.name))
        .with("slug", None, Some(&stored.slug));
    finish(change, &at, stored, entry).await
}

/// Renames a team, or changes the word in its address.
pub async fn edit(
    s: &Services,
    c: &Caller,
    slug: &str,
    team_slug: &str,
    edit: EditTeam,
    expected: Option<i64>,
) -> Result<Team> {
    let mut change = s.change(c).await?;
    let at = open(&mut change, slug).await?;
    let before = one(&mut change, &at, team_slug, expected).await?;
    check(&edit)?;
    let name = edit.name.as_deref().map_or_else(|| before.name.clone(), text::kept);
    let word = edit.slug.unwrap_or_else(|| before.slug.clone());
    if name == before.name && word == before.slug {
        let now = change.now();
        return team(&mut change, (at.organization.id, &at.organization.slug), before, now).await;
    }
    if word != before.slug {
        is_free(&mut change, &at, &word).await?;
    }
    let mut entry = entry("team.edited", &at, TeamId(before.id)).because(edit.reason.as_deref());
    if name != before.name {
        entry = entry.with("name", Some(&before.name), Some(&name));
    }
    if word != before.slug {
        entry = entry.with("slug", Some(&before.slug), Some(&word));
    }
    let after = Stored { name, slug: word, version: change.seq(), ..before };
    store::end(&mut change, after.id).await?;
    store::begin(&mut change, at.organization.id, &after).await?;
    // The team's name stands beside what its members hold.
    change.touch_definitions();
    finish(change, &at, after, entry).await
}

/// Deletes a team: what it holds ends, and with it what its members hold through it.
pub async fn delete(
    s: &Services,
    c: &Caller,
    slug: &str,
    team_slug: &str,
    because: Because,
    expected: Option<i64>,
) -> Result<()> {
    let mut change = s.change(c).await?;
    let at = open(&mut change, slug).await?;
    let team = one(&mut change, &at, team_slug, expected).await?;
    check(&because)?;
    may_hand_all(&mut change, &at, TeamId(team.id), None).await?;
    let id = TeamId(team.id);
    grants::tell(&mut change, &at, Subject::Team(id)).await?;
    grants::end_all_of_team(&mut change, team.id).await?;
    store::empty(&mut change, team.id).await?;
    store::end(&mut change, team.id).await?;
    let people = team.members.to_string();
    let entry = entry("team.deleted", &at, id)
        .because(because.reason.as_deref())
        .with("name", Some(&team.name), None)
        .with("members", Some(&people), None);
    change.record(entry).await?;
    change.commit().await?;
    Ok(())
}

/// Passes when the caller may hand out everything that the team holds, wherever it is.
async fn may_hand_all(
    change: &mut Change,
    at: &At,
    team: TeamId,
    account: Option<AccountId>,
) -> Result<()> {
    let subject = account.map_or(Subject::Team(team), Subject::Account);
    let now = change.now();
    let place = (at.organization.id, at.organization.slug.as_str());
    // An Owner's or Admin's seat in a team is for whoever does not stand below them.
    grants::may_hand(change, at, subject, PermissionSet::NONE).await?;
    for held in grants::of_team(change, place, team, now).await? {
        let Some(there) = scopes::find(change, &held.scope).await? else { continue };
        if let Some(role) = roles::defined(change, &there, &held.role).await? {
            grants::may_hand(change, &there, subject, role.permissions).await?;
        }
    }
    Ok(())
}

/// The organization, if the caller of `change` may manage its teams.
async fn open(change: &mut Change, slug: &str) -> Result<At> {
    scopes::open(change, slug, None, &[Permission::TeamsManage]).await
}

/// The living team of that slug, as the caller last saw it.
async fn one(change: &mut Change, at: &At, slug: &str, expected: Option<i64>) -> Result<Stored> {
    let found = store::one(change, at.organization.id, slug).await?;
    let found = found.ok_or_else(AppError::not_found)?;
    if expected.is_some_and(|expected| expected != found.version) {
        let detail = "This team has changed in the meantime. Look at it again, then decide.";
        return Err(AppError::new(Kind::ChangedSince, detail).into());
    }
    Ok(found)
}

/// The id of the living team of that slug.
pub(crate) async fn find(
    connection: &mut Connection,
    organization: OrganizationId,
    slug: &str,
) -> Result<Option<TeamId>> {
    Ok(store::one(connection, organization, slug).await?.map(|team| TeamId(team.id)))
}

async fn is_free(change: &mut Change, at: &At, slug: &str) -> Result<()> {
    if slug == "new" {
        return Err(AppError::field("slug", "This word is reserved. Choose another one.").into());
    }
    if store::one(change, at.organization.id, slug).await?.is_some() {
        let sentence = "Another team has this word in its address. Choose another one.";
        return Err(AppError::taken("slug", sentence).into());
    }
    Ok(())
}

fn entry(action: &'static str, at: &At, team: TeamId) -> Entry {
    Entry::new(action, Target::Team(team)).in_organization(at.organization.id)
}

async fn finish(mut change: Change, at: &At, stored: Stored, entry: Entry) -> Result<Team> {
    change.record(entry).await?;
    change.tell_organization(at.organization.id, &at.organization.slug);
    let now = change.now();
    let place = (at.organization.id, at.organization.slug.as_str());
    let team = team(&mut change, place, stored, now).await?;
    change.commit().await?;
    Ok(team)
}
