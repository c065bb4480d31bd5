//! Hearing what other processes commit.

use super::{Notice, newest};
use crate::database::engine::Heard;
use crate::error::Result;
use crate::services::Services;
use std::time::Duration;

/// How long to wait before listening again after the database was lost.
const AGAIN: Duration = Duration::from_secs(1);

/// Hears what other processes commit (on PostgreSQL: what every node commits, this one included)
/// and tells this node's streams. Runs until it is dropped or the database is closed; the server
/// runs exactly one.
pub async fn watch(s: Services) {
    let mut missed = false;
    loop {
        match hear(&s, missed).await {
            Err(crate::Error::Database(sqlx::Error::PoolClosed)) => return,
            Err(error) => {
                tracing::warn!(%error, "changes of other processes are not heard; trying again");
            }
            Ok(()) => {}
        }
        missed = true;
        tokio::time::sleep(AGAIN).await;
    }
}

async fn hear(s: &Services, missed: bool) -> Result<()> {
    let mut ears = s.database.listen().await?;
    if missed {
        s.live.publish(everything(newest(s).await?));
    }
    loop {
        let notice = match ears.hear().await? {
            Heard::Notice(payload) => serde_json::from_str(&payload).ok(),
            Heard::Something => None,
        };
        let notice = match notice {
            Some(notice) => notice,
            None => everything(newest(s).await?),
        };
        s.live.publish(notice);
    }
}

fn everything(seq: i64) -> Notice {
    Notice { seq, everyone: true, ..Notice::default() }
}
