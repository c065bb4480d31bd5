//! Whom a bulk change is about: members by their ids, or everybody who passes a list's filters.

use crate::changes::Change;
use crate::database::Connection;
use crate::error::Result;
use crate::lists::keyset::Clauses;
use crate::members;
use fluxward_domain::AppError;
use fluxward_domain::bulk::Whom;
use fluxward_domain::ids::{AccountId, BulkId, OrganizationId};
use fluxward_domain::members::MemberQuery;
use sqlx::AssertSqlSafe;
use std::collections::BTreeSet;
use uuid::Uuid;

/// The order in which they are reached: that of the list.
const ORDER: &str = "order by m.name_key, m.account_id";

/// Adds the conditions; answers the tables, memberships as `m`.
fn conditions(
    clauses: &mut Clauses,
    organization: OrganizationId,
    whom: Whom<'_>,
) -> Result<&'static str> {
    let users = match whom {
        Whom::Filter(filter) => {
            return members::passing(clauses, organization, &MemberQuery::from(filter.clone()));
        }
        Whom::Users(users) => users,
    };
    let organization = clauses.bind(organization);
    clauses.also(format!("m.organization_id = {organization} and m.until_seq is null"));
    let ids: Vec<_> = users.iter().map(|id| clauses.bind(*id)).collect();
    clauses.also(format!("m.account_id in ({})", ids.join(", ")));
    Ok("memberships m")
}

/// Passes when all who were named were found.
fn complete(whom: Whom<'_>, found: i64) -> Result<i64> {
    match whom {
        Whom::Users(users) => {
            let named: BTreeSet<_> = users.iter().collect();
            if i64::try_from(named.len()).is_ok_and(|named| named == found) {
                return Ok(found);
            }
            Err(AppError::not_found().into())
        }
        Whom::Filter(_) => Ok(found),
    }
}

/// How many there are, and the first of them, or of those who come after somebody.
pub(super) async fn some(
    on: &mut Connection,
    organization: OrganizationId,
    whom: Whom<'_>,
    (after, most): (Option<AccountId>, i64),
) -> Result<(i64, Vec<AccountId>)> {
    let mut clauses = Clauses::default();
    let tables = conditions(&mut clauses, organization, whom)?;
    let sql = format!("select count(*) from {tables} where {}", clauses.text());
    let total = on.number(AssertSqlSafe(sql), clauses.values()).await?.unwrap_or_default();
    let total = complete(whom, total)?;
    let mut clauses = Clauses::default();
    let tables = conditions(&mut clauses, organization, whom)?;
    if let Some(after) = after {
        beside(&mut clauses, organization, ">", after);
    }
    Ok((total, first(on, clauses, tables, most).await?))
}

/// The first of those up to and including `until`, of whom `also` holds.
pub(super) async fn before(
    on: &mut Connection,
    organization: OrganizationId,
    whom: Whom<'_>,
    (until, also, most): (AccountId, &str, i64),
) -> Result<Vec<AccountId>> {
    let mut clauses = Clauses::default();
    let tables = conditions(&mut clauses, organization, whom)?;
    beside(&mut clauses, organization, "<=", until);
    clauses.also(also);
    first(on, clauses, tables, most).await
}

/// Those whose place in the order `compares` with that of `account`.
fn beside(clauses: &mut Clauses, organization: OrganizationId, compares: &str, account: AccountId) {
    let (place, account) = (clauses.bind(organization), clauses.bind(account));
    clauses.also(format!(
        "(m.name_key, m.account_id) {compares} (select x.name_key, x.account_id from memberships x
        where x.organization_id = {place} and x.account_id = {account} and x.until_seq is null)"
    ));
}

async fn first(
    on: &mut Connection,
    mut clauses: Clauses,
    tables: &str,
    most: i64,
) -> Result<Vec<AccountId>> {
    let limit = clauses.bind(most);
    let sql =
        format!("select m.account_id from {tables} where {} {ORDER} limit {limit}", clauses.text());
    let rows: Vec<(Uuid,)> = on.rows(AssertSqlSafe(sql), clauses.values()).await?;
    Ok(rows.into_iter().map(|(id,)| AccountId(id)).collect())
}

/// Writes them down as the targets of `run`, in one statement however many they are; answers how
/// many they are.
pub(super) async fn write(
    change: &mut Change,
    run: BulkId,
    organization: OrganizationId,
    whom: Whom<'_>,
) -> Result<i64> {
    let mut clauses = Clauses::default();
    let run = clauses.bind(run);
    let tables = conditions(&mut clauses, organization, whom)?;
    let sql = format!(
        "insert into bulk_targets (run_id, position, account_id)
        select {run}, row_number() over ({ORDER}), m.account_id from {tables} where {}",
        clauses.text()
    );
    let written = change.run(AssertSqlSafe(sql), clauses.values()).await?;
    complete(whom, i64::try_from(written).unwrap_or(i64::MAX))
}
