//! Deactivating and activating accounts.

use super::store::{self, Account, StatusPeriod};
use super::{Opened, guards};
use crate::changes::{Change, Entry, Target};
use crate::error::Result;
use crate::lists::counters::{self, Bin};
use crate::services::{Caller, Services};
use crate::{links, members, sessions};
use fluxward_domain::errors::check;
use fluxward_domain::ids::AccountId;
use fluxward_domain::pages::Because;
use fluxward_domain::users::{Status, UserDetail};
use fluxward_domain::{AppError, Kind, Moment};

/// Switches an account off: it cannot sign in, all its sessions end, and requests that are under
/// way do not commit. Everything it holds is kept for its return.
pub async fn deactivate(
    s: &Services,
    c: &Caller,
    id: AccountId,
    because: Because,
    expected: Option<i64>,
) -> Result<UserDetail> {
    check(&because)?;
    let Opened { mut change, account } = super::open(s, c, id, expected).await?;
    if account.status()? == Status::Inactive {
        return super::detail_in(&mut change, id).await;
    }
    guards::not_the_last_administrator(&mut change, &account).await?;
    guards::no_last_owner(&mut change, &account).await?;
    let next = Next { reason: because.reason.as_deref(), ..Next::of(Status::Inactive) };
    set(&mut change, &account, next).await?;
    sessions::end_all(&mut change, id).await?;
    links::void_all(&mut change, id.0).await?;
    finish(change, &account, "user.deactivated", next).await
}

/// Switches an account on again. It signs in anew: no session is revived.
pub async fn activate(
    s: &Services,
    c: &Caller,
    id: AccountId,
    because: Because,
    expected: Option<i64>,
) -> Result<UserDetail> {
    check(&because)?;
    let Opened { mut change, account } = super::open(s, c, id, expected).await?;
    let status = activated(&account)?;
    if account.status()? == status {
        return super::detail_in(&mut change, id).await;
    }
    let next = Next { reason: because.reason.as_deref(), ..Next::of(status) };
    set(&mut change, &account, next).await?;
    finish(change, &account, "user.activated", next).await
}

/// Switches an account on inside `change`, for the way back in; answers what it was before, when
/// it was not active. The event is the caller's to record.
pub(crate) async fn reactivate(change: &mut Change, id: AccountId) -> Result<Option<Status>> {
    let account = store::account(change, id).await?;
    let account = account.ok_or_else(AppError::not_found)?;
    let before = account.status()?;
    if before == Status::Active {
        return Ok(None);
    }
    // Who has to get in again is not kept out by a plan.
    let next = Next { whatever_the_seats: true, ..Next::of(Status::Active) };
    set(change, &account, next).await?;
    Ok(Some(before))
}

/// What activating makes of the account: without a password nobody could sign in, so such an
/// account waits for one.
fn activated(account: &Account) -> Result<Status> {
    if account.has_password {
        return Ok(Status::Active);
    }
    if account.status()? == Status::Pending {
        let detail = "This account becomes active when the person chooses a password by the link in the activation mail. Send it again if it is lost.";
        return Err(AppError::new(Kind::Conflict, detail).into());
    }
    Ok(Status::Pending)
}

/// What the status of an account is to be.
#[derive(Clone, Copy)]
pub(super) struct Next<'a> {
    pub(super) status: Status,
    /// When it ends by itself.
    pub(super) until: Option<Moment>,
    /// Why.
    pub(super) reason: Option<&'a str>,
    /// Whether an organization has a seat for them even when all of its plan are taken.
    pub(super) whatever_the_seats: bool,
}

impl Next<'_> {
    /// That status, for good and without a reason.
    pub(super) const fn of(status: Status) -> Self {
        Self { status, until: None, reason: None, whatever_the_seats: false }
    }
}

/// Begins a period of the next status: stored, counted, listed and told. The event is the
/// caller's to record.
pub(super) async fn set(change: &mut Change, account: &Account, next: Next<'_>) -> Result<()> {
    let (id, seq) = (AccountId(account.id), change.seq());
    let period = StatusPeriod {
        account: id,
        status: next.status,
        ends_at: next.until,
        seq,
        at: change.now(),
        by: change.actor(),
        reason: next.reason,
    };
    period.begin(change).await?;
    store::set_status(change, id, next.status, seq).await?;
    let bin = |status| Bin { status, role: "" };
    let (from, to) = (bin(account.status.as_str()), bin(next.status.key()));
    change.counters().shift(counters::PEOPLE, from, to);
    members::relist(change, id, next.status, next.whatever_the_seats).await?;
    change.touch_access(id);
    change.tell_user(id);
    Ok(())
}

/// Records the change of status, commits, and hands back the account as it is now.
pub(super) async fn finish(
    mut change: Change,
    account: &Account,
    action: &'static str,
    next: Next<'_>,
) -> Result<UserDetail> {
    change.record(entry(account, action, next)?).await?;
    let detail = super::detail_in(&mut change, AccountId(account.id)).await?;
    change.commit().await?;
    Ok(detail)
}

/// What the log says of a change of status.
pub(super) fn entry(account: &Account, action: &'static str, next: Next<'_>) -> Result<Entry> {
    let before = account.status()?;
    let entry = Entry::new(action, Target::User(AccountId(account.id))).because(next.reason).with(
        "status",
        Some(before.name()),
        Some(next.status.name()),
    );
    let ends = [account.suspended_until(), next.until].map(|end| end.map(|end| end.to_string()));
    Ok(match ends {
        [None, None] => entry,
        [before, after] => entry.with("until", before.as_deref(), after.as_deref()),
    })
}
