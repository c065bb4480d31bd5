//! Seats: who is in a team, joining it and leaving it.

use super::{may_hand_all, one, open, seen, store};
use crate::changes::{Entry, Target};
use crate::error::Result;
use crate::grants::{self, Subject};
use crate::scopes::{self, At};
use crate::services::{Caller, Services};
use crate::{access, members};
use fluxward_domain::AppError;
use fluxward_domain::errors::check;
use fluxward_domain::grants::Assign;
use fluxward_domain::ids::{AccountId, TeamId};
use fluxward_domain::pages::{Because, Page, PeopleQuery};
use fluxward_domain::permissions::Permission;
use fluxward_domain::teams::TeamMember;

/// Those who are in a team, by name, a page of them.
pub async fn people(
    s: &Services,
    c: &Caller,
    (slug, team_slug): (&str, &str),
    query: &PeopleQuery,
) -> Result<Page<TeamMember>> {
    let mut on = s.read().await?;
    let place = seen(s, c, &mut on, slug).await?;
    let stored = store::one(&mut on, place.id, team_slug).await?.ok_or_else(AppError::not_found)?;
    store::members(s, &mut on, (place.id, stored.id), query).await
}

/// Somebody joins a team, for a time perhaps; answers the log's newest entry. Being in it already
/// with the same end changes nothing. Refused when the seat has changed since entry `seen`.
pub async fn join(
    s: &Services,
    c: &Caller,
    (slug, team_slug): (&str, &str),
    account: AccountId,
    assign: Assign,
    seen: Option<i64>,
) -> Result<i64> {
    let mut change = s.change(c).await?;
    let at = open(&mut change, slug).await?;
    let team = one(&mut change, &at, team_slug, None).await?;
    check(&assign)?;
    if !members::is_member(&mut change, at.organization.id, account).await? {
        return Err(AppError::not_found().into());
    }
    grants::is_to_come(&change, assign.expires_at)?;
    grants::is_as_seen(store::touched(&mut change, team.id, account).await?, seen)?;
    let before = store::seat(&mut change, team.id, account).await?;
    if before == Some(assign.expires_at) {
        return Ok(change.seen());
    }
    may_hand_all(&mut change, &at, TeamId(team.id), Some(account)).await?;
    let reason = assign.reason.as_deref();
    let place = (at.organization.id, team.id);
    store::join(&mut change, place, account, assign.expires_at, reason).await?;
    if account == c.account {
        access::nobody_gains(&mut change).await?;
    }
    let mut entry = entry("team.joined", &at, account).because(reason);
    entry = entry.with("team", None, Some(&team.name));
    if let Some(end) = assign.expires_at {
        entry = entry.with("expires_at", None, Some(&end.to_rfc3339()));
    }
    change.record(entry).await?;
    grants::tell(&mut change, &at, Subject::Account(account)).await?;
    change.commit().await
}

/// Somebody leaves a team; everyone may leave one themselves. Answers the log's newest entry.
/// Refused when the seat has changed since entry `seen`.
pub async fn leave(
    s: &Services,
    c: &Caller,
    (slug, team_slug): (&str, &str),
    account: AccountId,
    because: Because,
    seen: Option<i64>,
) -> Result<i64> {
    let mut change = s.change(c).await?;
    let oneself = account == c.account;
    let permission = if oneself { Permission::OrganizationView } else { Permission::TeamsManage };
    let at = scopes::open(&mut change, slug, None, &[permission]).await?;
    let team = one(&mut change, &at, team_slug, None).await?;
    check(&because)?;
    grants::is_as_seen(store::touched(&mut change, team.id, account).await?, seen)?;
    if store::seat(&mut change, team.id, account).await?.is_none() {
        return Err(AppError::not_found().into());
    }
    if !oneself {
        may_hand_all(&mut change, &at, TeamId(team.id), Some(account)).await?;
    }
    store::leave(&mut change, team.id, account).await?;
    let entry = entry("team.left", &at, account).because(because.reason.as_deref()).with(
        "team",
        Some(&team.name),
        None,
    );
    change.record(entry).await?;
    grants::tell(&mut change, &at, Subject::Account(account)).await?;
    change.commit().await
}

fn entry(action: &'static str, at: &At, account: AccountId) -> Entry {
    Entry::new(action, Target::User(account)).in_organization(at.organization.id)
}
