//! Memberships, written: each is a row of periods, of which at most one has no end.

use super::held::{Held, given};
use crate::changes::Change;
use crate::database::values;
use crate::error::Result;
use fluxward_domain::ids::{AccountId, OrganizationId};
use fluxward_domain::users::Status;

/// Begins a period with this change; the membership's version becomes the change.
pub(super) async fn begin(change: &mut Change, held: &Held, reason: Option<&str>) -> Result<()> {
    let sql = "insert into memberships
        (organization_id, account_id, role, status, since_seq, since_at, changed_by, reason,
        joined_at, listed_status, name_key, version, expires_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $5, $12)";
    let row = values![
        held.organization,
        held.account,
        held.role.key(),
        held.status.key(),
        change.seq(),
        change.now(),
        change.granter(),
        given(reason),
        held.joined_at,
        held.listed().key(),
        &held.name_key,
        held.expires_at,
    ];
    change.run(sql, row).await?;
    Ok(())
}

/// Ends the present period with this change.
pub(super) async fn end(change: &mut Change, held: &Held) -> Result<()> {
    let sql = "update memberships set until_seq = $3
        where organization_id = $1 and account_id = $2 and until_seq is null";
    let row = values![held.organization, held.account, change.seq()];
    change.run(sql, row).await?;
    Ok(())
}

/// Says that something other than the period was changed: the version becomes the change.
pub(super) async fn touch(change: &mut Change, held: &Held) -> Result<()> {
    let sql = "update memberships set version = $3
        where organization_id = $1 and account_id = $2 and until_seq is null";
    let row = values![held.organization, held.account, change.seq()];
    change.run(sql, row).await?;
    Ok(())
}

/// Lists the membership under another status.
pub(super) async fn list_as(change: &mut Change, held: &Held, listed: Status) -> Result<()> {
    let sql = "update memberships set listed_status = $3
        where organization_id = $1 and account_id = $2 and until_seq is null";
    let row = values![held.organization, held.account, listed.key()];
    change.run(sql, row).await?;
    Ok(())
}

/// Sorts every membership of `account` by another name.
pub(super) async fn rename(change: &mut Change, account: AccountId, name_key: &str) -> Result<()> {
    let sql = "update memberships set name_key = $2 where account_id = $1 and until_seq is null";
    change.run(sql, values![account, name_key]).await?;
    Ok(())
}

/// Ends every membership of `organization`.
pub(super) async fn end_all(change: &mut Change, organization: OrganizationId) -> Result<()> {
    let sql = "update memberships set until_seq = $2
        where organization_id = $1 and until_seq is null";
    let row = values![organization, change.seq()];
    change.run(sql, row).await?;
    Ok(())
}
