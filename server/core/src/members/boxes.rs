//! The privilege boxes of memberships, stored as grants: periods that begin with a tick.

use super::held::{Held, given};
use crate::changes::Change;
use crate::database::{Connection, Value, placeholders, values};
use crate::error::{Error, Result};
use fluxward_domain::Moment;
use fluxward_domain::ids::{AccountId, OrganizationId};
use fluxward_domain::privileges::Privilege;
use sqlx::AssertSqlSafe;
use std::collections::HashMap;
use uuid::Uuid;

/// The ticked boxes of each of `accounts`, in the order of the page.
pub(super) async fn of_all(
    connection: &mut Connection,
    organization: OrganizationId,
    accounts: impl IntoIterator<Item = Uuid>,
    now: Moment,
) -> Result<HashMap<Uuid, Vec<Privilege>>> {
    let mut values = values![organization, now];
    values.extend(accounts.into_iter().map(Value::from));
    let places = placeholders(3, &values);
    if places.is_empty() {
        return Ok(HashMap::new());
    }
    let sql = format!(
        "select subject_id, key from grants where subject_id in ({places})
        and place_kind = 'organization' and place_id = $1 and kind = 'privilege'
        and until_seq is null and (expires_at is null or expires_at > $2)"
    );
    let rows: Vec<(Uuid, String)> = connection.rows(AssertSqlSafe(sql), values).await?;
    let mut ticked: HashMap<Uuid, Vec<Privilege>> = HashMap::new();
    for (account, key) in rows {
        let privilege = Privilege::parse(&key)
            .ok_or_else(|| Error::Stored(format!("privilege “{key}” is unknown")))?;
        ticked.entry(account).or_default().push(privilege);
    }
    for boxes in ticked.values_mut() {
        boxes.sort_unstable();
    }
    Ok(ticked)
}

/// The ticked boxes of one member, in the order of the page.
pub(super) async fn of(
    connection: &mut Connection,
    organization: OrganizationId,
    account: AccountId,
    now: Moment,
) -> Result<Vec<Privilege>> {
    let mut ticked = of_all(connection, organization, [account.0], now).await?;
    Ok(ticked.remove(&account.0).unwrap_or_default())
}

/// Ticks a box that is not ticked.
pub(super) async fn tick(
    change: &mut Change,
    held: &Held,
    privilege: Privilege,
    reason: Option<&str>,
) -> Result<()> {
    // One that has expired may still be there.
    clear(change, held, privilege).await?;
    let sql = "insert into grants
        (subject_id, organization_id, place_kind, place_id, kind, key, since_seq, since_at,
        granted_by, reason)
        values ($1, $2, 'organization', $2, 'privilege', $3, $4, $5, $6, $7)";
    let row = values![
        held.account,
        held.organization,
        privilege.key(),
        change.seq(),
        change.now(),
        change.granter(),
        given(reason),
    ];
    change.run(sql, row).await?;
    Ok(())
}

/// Clears a box.
pub(super) async fn clear(change: &mut Change, held: &Held, privilege: Privilege) -> Result<()> {
    let sql = "update grants set until_seq = $4
        where subject_id = $1 and place_kind = 'organization' and place_id = $2
        and kind = 'privilege' and key = $3 and until_seq is null";
    let row = values![held.account, held.organization, privilege.key(), change.seq()];
    change.run(sql, row).await?;
    Ok(())
}
