//! What was asked for at the public door, kept for an hour.

use crate::database::{Connection, values};
use crate::error::Result;
use crate::services::Services;
use fluxward_domain::Moment;
use uuid::Uuid;

/// How often an address is answered …
const MOST: i64 = 5;
/// … in so many seconds.
const AN_HOUR: i64 = 3600;
/// How many are answered in one turn.
pub(super) const AT_ONCE: u8 = 50;

/// Somebody asked for a link for an address.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub(super) struct Asked {
    pub(super) id: Uuid,
    /// The canonical address.
    pub(super) address: String,
}

/// Writes down that a link was asked for `address`, unless that was done too often. In a
/// transaction of its own and not through the log: nobody's state has changed.
pub(super) async fn ask(s: &Services, address: &str) -> Result<()> {
    let now = s.clock.now();
    let mut transaction = s.database.begin().await?;
    let sql = "delete from reset_requests where asked_at <= $1";
    transaction.run(sql, values![now.plus_seconds(-AN_HOUR)]).await?;
    let sql = "select count(*) from reset_requests where address = $1";
    let so_far = transaction.number(sql, values![address]).await?.unwrap_or_default();
    if so_far < MOST {
        let sql = "insert into reset_requests (id, address, asked_at) values ($1, $2, $3)";
        transaction.run(sql, values![s.rng.uuid(now), address, now]).await?;
    }
    Ok(transaction.commit().await?)
}

/// What is not answered yet, the oldest first, at most [`AT_ONCE`].
pub(super) async fn waiting(connection: &mut Connection) -> Result<Vec<Asked>> {
    let sql = "select id, address from reset_requests where answered_at is null
        order by asked_at, id limit $1";
    Ok(connection.rows(sql, values![i64::from(AT_ONCE)]).await?)
}

/// It is answered at `now`; answers whether nobody else has done so before.
pub(super) async fn answered(
    connection: &mut Connection,
    asked: &Asked,
    now: Moment,
) -> Result<bool> {
    let sql = "update reset_requests set answered_at = $2 where id = $1 and answered_at is null";
    Ok(connection.run(sql, values![asked.id, now]).await? == 1)
}

/// It needs no answer: nobody has that address.
pub(super) async fn forget(s: &Services, asked: &Asked) -> Result<()> {
    let mut transaction = s.database.begin().await?;
    answered(&mut transaction, asked, s.clock.now()).await?;
    Ok(transaction.commit().await?)
}
