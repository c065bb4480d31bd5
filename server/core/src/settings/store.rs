//! The one row of settings.

use crate::database::{Connection, values};
use crate::error::{Error, Result};
use fluxward_domain::settings::Settings;

/// The row as it is stored, with the version of all definitions that it belongs to.
#[derive(sqlx::FromRow)]
struct Row {
    data: String,
    version: i64,
    definitions: i64,
}

/// The settings as they are stored.
pub(super) struct Stored {
    pub(super) settings: Settings,
    /// The log entry of their last change.
    pub(super) version: i64,
    /// The version of all definitions.
    pub(super) definitions: i64,
}

pub(super) async fn read(connection: &mut Connection) -> Result<Stored> {
    let sql = "select s.data, s.version, h.definitions from settings s cross join log_head h";
    let row = connection.row::<Row>(sql, values![]).await?;
    let row = row.ok_or_else(|| Error::Stored("there are no settings".into()))?;
    let settings = serde_json::from_str(&row.data)
        .map_err(|error| Error::Stored(format!("settings: {error}")))?;
    Ok(Stored { settings, version: row.version, definitions: row.definitions })
}

pub(super) async fn definitions(connection: &mut Connection) -> Result<i64> {
    let sql = "select definitions from log_head where one = 1";
    let version = connection.number(sql, values![]).await?;
    version.ok_or_else(|| Error::Stored("the log has no head".into()))
}

pub(super) async fn write(
    connection: &mut Connection,
    settings: &Settings,
    version: i64,
) -> Result<()> {
    let data = serde_json::to_string(settings)
        .map_err(|error| Error::Internal(format!("settings cannot be written: {error}")))?;
    let sql = "update settings set data = $1, version = $2 where one = 1";
    connection.run(sql, values![data, version]).await?;
    Ok(())
}
