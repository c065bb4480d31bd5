//! Ends of requests, stored: decided, taken back, or ended with what they were about.

use crate::changes::Change;
use crate::database::{Value, values};
use crate::error::Result;
use fluxward_domain::ids::{AccountId, OrganizationId, RequestId};
use fluxward_domain::requests::RequestStatus;
use sqlx::AssertSqlSafe;
use uuid::Uuid;

/// The request has ended.
pub(super) async fn end(
    change: &mut Change,
    id: RequestId,
    outcome: RequestStatus,
    answer: Option<&str>,
) -> Result<()> {
    let sql = "update access_requests set until_seq = $2, outcome = $3, ended_at = $4,
        decided_by = $5, answer = $6, version = $2 where id = $1";
    let row = values![id, change.seq(), outcome.key(), change.now(), change.actor(), answer];
    change.run(sql, row).await?;
    Ok(())
}

/// Ends every open request in an organization: it is no more.
pub(crate) async fn end_all(change: &mut Change, organization: OrganizationId) -> Result<()> {
    end_open(change, "organization_id = $3", values![organization]).await
}

/// Ends every open request of somebody in an organization: they are no member any more.
pub(crate) async fn end_all_of_member(
    change: &mut Change,
    organization: OrganizationId,
    account: AccountId,
) -> Result<()> {
    let these = "organization_id = $3 and account_id = $4";
    end_open(change, these, values![organization, account]).await
}

/// Ends every open request for a role in a workspace or project: it is no more.
pub(crate) async fn end_all_at(change: &mut Change, place: Uuid) -> Result<()> {
    end_open(change, "place_id = $3", values![place]).await
}

/// Ends every open request for a role of an organization's own: it is no more.
pub(crate) async fn end_all_for_role(
    change: &mut Change,
    organization: OrganizationId,
    key: &str,
) -> Result<()> {
    end_open(change, "organization_id = $3 and role = $4", values![organization, key]).await
}

async fn end_open(change: &mut Change, these: &str, whose: Vec<Value>) -> Result<()> {
    let sql = format!(
        "update access_requests set until_seq = $1, outcome = 'withdrawn', ended_at = $2
        where until_seq is null and {these}"
    );
    let row = [values![change.seq(), change.now()], whose].concat();
    change.run(AssertSqlSafe(sql), row).await?;
    Ok(())
}
