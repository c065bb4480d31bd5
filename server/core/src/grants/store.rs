//! Roles that people and teams hold, stored: periods that begin and end with a change.

use super::Subject;
use crate::changes::Change;
use crate::database::{Connection, values};
use crate::error::Result;
use crate::scopes::At;
use fluxward_domain::Moment;
use fluxward_domain::access::Place;
use fluxward_domain::ids::{AccountId, OrganizationId};
use uuid::Uuid;

const fn kind_of(place: Place) -> &'static str {
    match place {
        Place::Organization => "organization",
        Place::Workspace(_) => "workspace",
        Place::Project(_) => "project",
    }
}

/// The keys of the roles that `subject` holds at a place, with their ends.
pub(super) async fn held(
    connection: &mut Connection,
    at: &At,
    subject: Subject,
) -> Result<Vec<(String, Option<Moment>)>> {
    let sql = "select key, expires_at from grants
        where subject_id = $1 and place_kind = $2 and place_id = $3 and kind = 'role'
        and until_seq is null order by key";
    let row = values![subject.id(), kind_of(at.place()), at.id()];
    let rows: Vec<(String, Option<i64>)> = connection.rows(sql, row).await?;
    Ok(rows.into_iter().map(|(key, end)| (key, end.map(Moment))).collect())
}

/// The entry of the log with which `role`, or any role when none is named, was last given to
/// `subject` at a place, or taken; 0 when it never was.
pub(super) async fn touched(
    connection: &mut Connection,
    at: &At,
    subject: Subject,
    role: Option<&str>,
) -> Result<i64> {
    let sql = "select coalesce(max(coalesce(until_seq, since_seq)), 0) from grants
        where subject_id = $1 and place_kind = $2 and place_id = $3 and kind = 'role'
        and (cast($4 as text) is null or key = $4)";
    let row = values![subject.id(), kind_of(at.place()), at.id(), role];
    Ok(connection.number(sql, row).await?.unwrap_or_default())
}

/// Begins a grant with this change.
pub(super) async fn begin(
    change: &mut Change,
    at: &At,
    subject: Subject,
    role: &str,
    expires_at: Option<Moment>,
    reason: Option<&str>,
) -> Result<()> {
    let sql = "insert into grants
        (subject_id, subject_kind, organization_id, place_kind, place_id, kind, key, since_seq,
        since_at, expires_at, granted_by, reason)
        values ($1, $2, $3, $4, $5, 'role', $6, $7, $8, $9, $10, $11)";
    let row = values![
        subject.id(),
        subject.kind(),
        at.organization.id,
        kind_of(at.place()),
        at.id(),
        role,
        change.seq(),
        change.now(),
        expires_at,
        change.granter(),
        reason,
    ];
    change.run(sql, row).await?;
    Ok(())
}

/// Ends a grant with this change.
pub(super) async fn end(change: &mut Change, at: &At, subject: Subject, role: &str) -> Result<()> {
    let sql = "update grants set until_seq = $5
        where subject_id = $1 and place_kind = $2 and place_id = $3 and key = $4
        and kind = 'role' and until_seq is null";
    let row = values![subject.id(), kind_of(at.place()), at.id(), role, change.seq()];
    change.run(sql, row).await?;
    Ok(())
}

/// Ends everything that an account was granted in the organization, its workspaces and projects,
/// and takes it out of the organization's teams.
pub(crate) async fn end_all_of_member(
    change: &mut Change,
    organization: OrganizationId,
    account: AccountId,
) -> Result<()> {
    let sql = "update grants set until_seq = $3
        where subject_id = $1 and organization_id = $2 and until_seq is null";
    let row = values![account, organization, change.seq()];
    change.run(sql, row).await?;
    let sql = "update team_members set until_seq = $3
        where account_id = $1 and organization_id = $2 and until_seq is null";
    let row = values![account, organization, change.seq()];
    change.run(sql, row).await?;
    Ok(())
}

/// Ends everything that a team holds.
pub(crate) async fn end_all_of_team(change: &mut Change, team: Uuid) -> Result<()> {
    let sql = "update grants set until_seq = $2 where subject_id = $1 and until_seq is null";
    let row = values![team, change.seq()];
    change.run(sql, row).await?;
    Ok(())
}

/// Ends everything that is held at a workspace or a project.
pub(crate) async fn end_all_at(change: &mut Change, place: Uuid) -> Result<()> {
    let sql = "update grants set until_seq = $2 where place_id = $1 and until_seq is null";
    let row = values![place, change.seq()];
    change.run(sql, row).await?;
    Ok(())
}

/// Ends everything that anyone was granted in the organization; asked before the memberships and
/// the teams end.
pub(crate) async fn end_all(change: &mut Change, organization: OrganizationId) -> Result<()> {
    let sql = "update grants set until_seq = $2
        where organization_id = $1 and until_seq is null
        and subject_id in (select account_id from memberships
            where organization_id = $1 and until_seq is null
            union all select id from teams where organization_id = $1 and until_seq is null)";
    let row = values![organization, change.seq()];
    change.run(sql, row).await?;
    Ok(())
}
