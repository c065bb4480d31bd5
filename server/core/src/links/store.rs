//! Links, stored.

use super::{Link, Purpose};
use crate::database::{Connection, values};
use crate::error::{Error, Result};
use fluxward_domain::Moment;
use uuid::Uuid;

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    purpose: String,
    subject: Uuid,
    address: String,
    created_at: i64,
    expires_at: i64,
    used_at: Option<i64>,
    voided_at: Option<i64>,
}

impl Row {
    fn link(self) -> Result<Link> {
        let unknown = || Error::Stored(format!("purpose “{}” is unknown", self.purpose));
        Ok(Link {
            id: self.id,
            purpose: Purpose::parse(&self.purpose).ok_or_else(unknown)?,
            subject: self.subject,
            address: self.address,
            created_at: Moment(self.created_at),
            expires_at: Moment(self.expires_at),
            used_at: self.used_at.map(Moment),
            voided_at: self.voided_at.map(Moment),
        })
    }
}

pub(super) async fn insert(connection: &mut Connection, link: &Link) -> Result<()> {
    let sql = "insert into links (id, purpose, subject, address, created_at, expires_at)
        values ($1, $2, $3, $4, $5, $6)";
    let row = values![
        link.id,
        link.purpose.key(),
        link.subject,
        &link.address,
        link.created_at,
        link.expires_at
    ];
    connection.run(sql, row).await?;
    Ok(())
}

pub(super) async fn link(connection: &mut Connection, id: Uuid) -> Result<Option<Link>> {
    let sql = "select id, purpose, subject, address, created_at, expires_at, used_at, voided_at
        from links where id = $1";
    connection.row::<Row>(sql, values![id]).await?.map(Row::link).transpose()
}

/// The newest link of that purpose and subject that was neither used nor taken back.
pub(super) async fn newest(
    connection: &mut Connection,
    purpose: Purpose,
    subject: Uuid,
) -> Result<Option<Link>> {
    let sql = "select id, purpose, subject, address, created_at, expires_at, used_at, voided_at
        from links where subject = $1 and purpose = $2 and used_at is null and voided_at is null
        order by created_at desc, id desc limit 1";
    connection.row::<Row>(sql, values![subject, purpose.key()]).await?.map(Row::link).transpose()
}

/// Takes back what is live; answers which.
pub(super) async fn void(
    connection: &mut Connection,
    purpose: Purpose,
    subject: Uuid,
    now: Moment,
) -> Result<Vec<Uuid>> {
    let sql = "update links set voided_at = $3
        where subject = $1 and purpose = $2 and used_at is null and voided_at is null returning id";
    let rows = connection.rows::<(Uuid,)>(sql, values![subject, purpose.key(), now]).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

pub(super) async fn forget(connection: &mut Connection, subject: Uuid) -> Result<()> {
    connection.run("delete from links where subject = $1", values![subject]).await?;
    Ok(())
}

pub(super) async fn used(connection: &mut Connection, id: Uuid, now: Moment) -> Result<()> {
    let sql = "update links set used_at = $2 where id = $1";
    connection.run(sql, values![id, now]).await?;
    Ok(())
}
