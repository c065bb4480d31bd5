//! Plans, and which organization has which, stored as periods.

use crate::changes::Change;
use crate::database::{Connection, values};
use crate::error::Result;
use fluxward_domain::ids::OrganizationId;
use fluxward_domain::plans::Plan;

#[derive(sqlx::FromRow)]
struct Row {
    key: String,
    position: i64,
    name: String,
    modules: String,
    seats: Option<i64>,
    version: i64,
}

impl Row {
    fn plan(self) -> (i64, Plan) {
        let modules = self.modules.split(' ').filter(|module| !module.is_empty());
        let plan = Plan {
            modules: modules.map(str::to_owned).collect(),
            key: self.key,
            name: self.name,
            seats: self.seats,
            version: self.version,
        };
        (self.position, plan)
    }
}

/// Every plan, the smallest first.
pub(super) async fn all(connection: &mut Connection) -> Result<Vec<Plan>> {
    let sql = "select key, position, name, modules, seats, version from plans
        where until_seq is null order by position, key";
    let rows: Vec<Row> = connection.rows(sql, values![]).await?;
    Ok(rows.into_iter().map(|row| row.plan().1).collect())
}

/// One of them, with its position.
pub(super) async fn one(connection: &mut Connection, key: &str) -> Result<Option<(i64, Plan)>> {
    let sql = "select key, position, name, modules, seats, version from plans
        where key = $1 and until_seq is null";
    let row: Option<Row> = connection.row(sql, values![key]).await?;
    Ok(row.map(Row::plan))
}

/// Ends the present period of a plan and begins the next one.
pub(super) async fn replace(change: &mut Change, position: i64, plan: &Plan) -> Result<()> {
    let sql = "update plans set until_seq = $2 where key = $1 and until_seq is null";
    let row = values![&plan.key, change.seq()];
    change.run(sql, row).await?;
    let sql = "insert into plans (key, position, name, modules, seats, since_seq, version)
        values ($1, $2, $3, $4, $5, $6, $6)";
    let modules = plan.modules.join(" ");
    let row = values![&plan.key, position, &plan.name, modules, plan.seats, change.seq()];
    change.run(sql, row).await?;
    Ok(())
}

/// The organization has another plan, or another number of seats of its own, from now on.
pub(super) async fn choose(
    change: &mut Change,
    organization: OrganizationId,
    plan: &str,
    seats: Option<i64>,
    reason: Option<&str>,
) -> Result<()> {
    let sql = "update organization_plans set until_seq = $2
        where organization_id = $1 and until_seq is null";
    let row = values![organization, change.seq()];
    change.run(sql, row).await?;
    let sql = "insert into organization_plans
        (organization_id, plan, seats, since_seq, granted_by, reason)
        values ($1, $2, $3, $4, $5, $6)";
    let row = values![organization, plan, seats, change.seq(), change.actor(), reason];
    change.run(sql, row).await?;
    Ok(())
}

/// How many seats the organization has; no limit when `None`.
pub(super) async fn seats(
    connection: &mut Connection,
    organization: OrganizationId,
) -> Result<Option<i64>> {
    let sql = "select coalesce(op.seats, p.seats) from organization_plans op
        join plans p on p.key = op.plan and p.until_seq is null
        where op.organization_id = $1 and op.until_seq is null";
    let row: Option<(Option<i64>,)> = connection.row(sql, values![organization]).await?;
    let Some((chosen,)) = row else {
        let sql = "select seats from plans where key = $1 and until_seq is null";
        let key = fluxward_domain::plans::DEFAULT_PLAN;
        let row: Option<(Option<i64>,)> = connection.row(sql, values![key]).await?;
        return Ok(row.and_then(|(seats,)| seats));
    };
    Ok(chosen)
}
