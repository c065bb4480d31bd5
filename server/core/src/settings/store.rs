//! The one row of settings.

use crate::database::{Connection, values};
use crate::error::{Error, Result};
use crate::keys::Keys;
use crate::services::Services;
use fluxward_domain::settings::Settings;

/// What the address of the mail server is sealed for: it may hold a password.
const BOUND: &[u8] = b"settings mail.smtp_url";

/// The address that is kept sealed; none, when it was sealed by another key file.
fn opened(keys: &Keys, kept: &str) -> Option<String> {
    let opened = keys.decrypt(kept, BOUND).ok().and_then(|url| String::from_utf8(url).ok());
    if opened.is_none() {
        tracing::error!("the address of the mail server cannot be read with this key file");
    }
    opened
}

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

pub(super) async fn read(connection: &mut Connection, keys: &Keys) -> Result<Stored> {
    let sql = "select s.data, s.version, h.definitions from settings s cross join log_head h";
    let row = connection.row::<Row>(sql, values![]).await?;
    let row = row.ok_or_else(|| Error::Stored("there are no settings".into()))?;
    let mut settings: Settings = serde_json::from_str(&row.data)
        .map_err(|error| Error::Stored(format!("settings: {error}")))?;
    settings.mail.smtp_url = settings.mail.smtp_url.and_then(|kept| opened(keys, &kept));
    Ok(Stored { settings, version: row.version, definitions: row.definitions })
}

pub(super) async fn definitions(connection: &mut Connection) -> Result<i64> {
    let sql = "select definitions from log_head where one = 1";
    let version = connection.number(sql, values![]).await?;
    version.ok_or_else(|| Error::Stored("the log has no head".into()))
}

pub(super) async fn write(
    connection: &mut Connection,
    s: &Services,
    settings: &Settings,
    version: i64,
) -> Result<()> {
    let mut settings = settings.clone();
    if let Some(url) = &settings.mail.smtp_url {
        let kept = s.keys.encrypt(&s.rng, url.as_bytes(), BOUND);
        settings.mail.smtp_url = Some(kept.map_err(|error| Error::Internal(error.to_string()))?);
    }
    let data = serde_json::to_string(&settings)
        .map_err(|error| Error::Internal(format!("settings cannot be written: {error}")))?;
    let sql = "update settings set data = $1, version = $2 where one = 1";
    connection.run(sql, values![data, version]).await?;
    Ok(())
}
