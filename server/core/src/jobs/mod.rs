//! What is done in the background: once, whatever the number of nodes, and after any crash.
//!
//! # Decision: jobs hold no truth
//! Nothing is in force or expired because a job ran: whoever decides compares with the clock. A
//! job only writes down what has become so, or sends what was written down. It looks for what is
//! due, and does each thing in a transaction that looks again; so every node runs all of them,
//! none needs to lead, and one that is killed leaves nothing behind that the next cannot find.

use crate::error::{Error, Result};
use crate::services::Services;
use crate::{bulk, grants, invitations, mail, members, registrations, resets, users};
use fluxward_domain::Moment;
use std::time::Duration;

/// The longest sleep: another node may have written something down.
const NAP: Duration = Duration::from_secs(5);
/// The shortest one.
const WINK: Duration = Duration::from_millis(100);

/// Does what is due, again and again, until it is dropped or the database is closed; the server
/// runs exactly one.
pub async fn run(s: Services) {
    loop {
        let next = match once(&s).await {
            Ok(next) => next,
            Err(Error::Database(sqlx::Error::PoolClosed)) => return,
            Err(error) => {
                tracing::warn!(%error, "the background work is interrupted; trying again");
                None
            }
        };
        let nap = next.map_or(NAP, |next| until(s.clock.now(), next));
        let _ = tokio::time::timeout(nap, s.work().notified()).await;
    }
}

/// How long to sleep at `now` when something is due at `next`.
fn until(now: Moment, next: Moment) -> Duration {
    let micros = u64::try_from(next.0.saturating_sub(now.0)).unwrap_or_default();
    Duration::from_micros(micros).clamp(WINK, NAP)
}

/// Does everything that is due now; answers when something will be next.
pub async fn once(s: &Services) -> Result<Option<Moment>> {
    // What makes mails comes before what sends them.
    let due = [
        resets::due(s).await?,
        registrations::due(s).await?,
        invitations::remind_due(s).await?,
        mail::deliver_due(s).await?,
        users::lift_due(s).await?,
        grants::end_due(s).await?,
        members::end_due(s).await?,
        users::forget_due(s).await?,
        // The longest work comes last, a few hundreds a turn.
        bulk::due(s).await?,
    ];
    Ok(due.into_iter().flatten().min())
}
