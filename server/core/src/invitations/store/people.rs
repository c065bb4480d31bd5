//! Who is there already at an address, and among the members.

use crate::database::{Connection, Value, values};
use crate::error::Result;
use fluxward_domain::ids::{AccountId, OrganizationId};
use fluxward_domain::users::Status;
use uuid::Uuid;

/// Somebody who has an account of that canonical address.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(in crate::invitations) struct Known {
    id: Uuid,
    pub(in crate::invitations) full_name: String,
    status: String,
    pub(in crate::invitations) is_member: bool,
}

impl Known {
    /// Whether the account waits for its activation.
    pub(in crate::invitations) fn is_pending(&self) -> bool {
        Status::parse(&self.status) == Some(Status::Pending)
    }

    pub(in crate::invitations) const fn id(&self) -> AccountId {
        AccountId(self.id)
    }
}

/// The account of that canonical address, and whether it is a member of the organization.
pub(in crate::invitations) async fn known(
    on: &mut Connection,
    organization: OrganizationId,
    email_key: &str,
) -> Result<Option<Known>> {
    let sql = "select a.id, a.full_name, a.status, exists (select 1 from memberships m
            where m.organization_id = $1 and m.account_id = a.id and m.until_seq is null) as is_member
        from accounts a where a.email_key = $2";
    Ok(on.row(sql, values![organization, email_key]).await?)
}

/// The full name of an account.
pub(in crate::invitations) async fn name_of(
    on: &mut Connection,
    account: Option<AccountId>,
) -> Result<String> {
    let sql = "select full_name from accounts where id = $1";
    let row = on.row::<(String,)>(sql, values![account]).await?;
    Ok(row.map(|(name,)| name).unwrap_or_default())
}

/// The canonical address of an account.
pub(in crate::invitations) async fn address_of(
    on: &mut Connection,
    account: AccountId,
) -> Result<Option<String>> {
    let sql = "select email_key from accounts where id = $1";
    Ok(on.row::<(String,)>(sql, values![account]).await?.map(|(key,)| key))
}

/// The canonical addresses of some members.
pub(in crate::invitations) async fn some_addresses(
    on: &mut Connection,
    organization: OrganizationId,
    most: i64,
) -> Result<Vec<String>> {
    let sql = "select a.email_key from memberships m join accounts a on a.id = m.account_id
        where m.organization_id = $1 and m.until_seq is null
        order by m.name_key, m.account_id limit $2";
    let rows: Vec<(String,)> = on.rows(sql, values![organization, most]).await?;
    Ok(rows.into_iter().map(|(key,)| key).collect())
}

/// Whether any member has an address of that domain.
pub(in crate::invitations) async fn has_domain(
    on: &mut Connection,
    organization: OrganizationId,
    domain: &str,
) -> Result<bool> {
    let sql = "select 1 from memberships m join accounts a on a.id = m.account_id
        where m.organization_id = $1 and m.until_seq is null and a.email_key like $2 escape '\\'
        limit 1";
    let plain = domain.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    let row: Vec<Value> = values![organization, format!("%@{plain}")];
    Ok(on.row::<(i32,)>(sql, row).await?.is_some())
}
