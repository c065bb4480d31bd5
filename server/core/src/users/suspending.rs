//! Suspending accounts, and writing down that a suspension is over.
//!
//! # Decision: the end of a suspension needs no job
//! Deciding, signing in and every list compare the end with the present moment, so a suspension
//! is over to the microsecond, whether or not anything has run. [`lift_due`] only writes that
//! down: the counters, the period and the log. It looks at each account again inside a change of
//! its own, so any number of nodes may do it at once, and one that dies leaves nothing half done.

use super::status::{Next, entry, finish, set};
use super::store::Account;
use super::{Opened, guards, store};
use crate::error::Result;
use crate::services::{Caller, Services};
use crate::sessions;
use fluxward_domain::errors::check;
use fluxward_domain::ids::AccountId;
use fluxward_domain::users::{Status, Suspend, UserDetail};
use fluxward_domain::{AppError, Kind, Moment};

/// How many suspensions are written down before others get their turn.
const BATCH: i64 = 100;

/// Suspends an account: it cannot sign in and all its sessions end, until the moment that is
/// given, or until somebody lifts it. Suspending somebody who is suspended says anew until when
/// and why.
pub async fn suspend(
    s: &Services,
    c: &Caller,
    id: AccountId,
    suspend: Suspend,
    expected: Option<i64>,
) -> Result<UserDetail> {
    check(&suspend)?;
    let Opened { mut change, account } = super::open(s, c, id, expected).await?;
    may_be_suspended(&account, suspend.until, change.now())?;
    let reason = suspend.reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty());
    let next = Next { until: suspend.until, reason, ..Next::of(Status::Suspended) };
    if is_so_already(&account, next)? {
        return super::detail_in(&mut change, id).await;
    }
    guards::not_the_last_administrator(&mut change, &account).await?;
    guards::no_last_owner(&mut change, &account).await?;
    set(&mut change, &account, next).await?;
    sessions::end_all(&mut change, id).await?;
    change.wake_jobs();
    finish(change, &account, "user.suspended", next).await
}

/// Passes when the account can be suspended from `now` until then.
fn may_be_suspended(account: &Account, until: Option<Moment>, now: Moment) -> Result<(), AppError> {
    if until.is_some_and(|until| until <= now) {
        let sentence = "Choose a moment in the future, or none: then somebody lifts it.";
        return Err(AppError::field("until", sentence));
    }
    let detail = match account.status() {
        Ok(Status::Inactive) => {
            "This account is deactivated, so it cannot sign in anyway. Activate it first to suspend it for a while."
        }
        Ok(Status::Pending) => {
            "This account has not been accepted yet, so there is nothing to suspend. Deactivate it to keep the person out."
        }
        _ => return Ok(()),
    };
    Err(AppError::new(Kind::Conflict, detail))
}

/// Whether the account is suspended until that very moment for that very reason.
fn is_so_already(account: &Account, next: Next<'_>) -> Result<bool> {
    Ok(account.status()? == next.status
        && account.suspended_until() == next.until
        && account.status_reason.as_deref() == next.reason)
}

/// Writes down every suspension that is over; answers when the next one ends.
pub async fn lift_due(s: &Services) -> Result<Option<Moment>> {
    let now = s.clock.now();
    let mut connection = s.read().await?;
    let over = store::suspensions_over(&mut connection, now, BATCH).await?;
    drop(connection);
    for id in over {
        lift(s, id).await?;
    }
    store::next_suspension_end(&mut s.read().await?).await
}

/// Writes down that a suspension is over, unless it is not, or not any more.
async fn lift(s: &Services, id: AccountId) -> Result<()> {
    let mut change = s.change_unasked(None).await?;
    let Some(account) = store::account(&mut change, id).await? else { return Ok(()) };
    let is_over = account.status()? == Status::Suspended
        && account.suspended_until().is_some_and(|until| until <= change.now());
    if !is_over {
        return Ok(());
    }
    let next = Next::of(Status::Active);
    set(&mut change, &account, next).await?;
    change.record(entry(&account, "user.suspension_ended", next)?).await?;
    change.commit().await?;
    Ok(())
}
