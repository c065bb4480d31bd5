//! Deactivating and activating accounts.

use super::store::{self, Account, StatusPeriod};
use super::{Opened, guards};
use crate::changes::{Change, Entry, Target};
use crate::error::Result;
use crate::lists::counters::{self, Bin};
use crate::services::{Caller, Services};
use crate::{members, sessions};
use fluxward_domain::errors::check;
use fluxward_domain::ids::AccountId;
use fluxward_domain::pages::Because;
use fluxward_domain::users::{Status, UserDetail};
use fluxward_domain::{AppError, Kind};

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
    set_status(&mut change, &account, Status::Inactive, &because).await?;
    sessions::end_all(&mut change, id).await?;
    finish(change, &account, "user.deactivated", Status::Inactive, &because).await
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
    set_status(&mut change, &account, status, &because).await?;
    finish(change, &account, "user.activated", status, &because).await
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
    set_status(change, &account, Status::Active, &Because::default()).await?;
    Ok(Some(before))
}

/// What activating makes of the account: without a password nobody could sign in, so such an
/// account waits for one.
fn activated(account: &Account) -> Result<Status> {
    if account.has_password {
        return Ok(Status::Active);
    }
    if account.status()? == Status::Pending {
        let detail = "This account becomes active when the person accepts the invitation.";
        return Err(AppError::new(Kind::Conflict, detail).into());
    }
    Ok(Status::Pending)
}

async fn set_status(
    change: &mut Change,
    account: &Account,
    status: Status,
    because: &Because,
) -> Result<()> {
    let id = AccountId(account.id);
    let seq = change.seq();
    let period = StatusPeriod {
        account: id,
        status,
        seq,
        at: change.now(),
        by: change.actor(),
        reason: because.reason.as_deref(),
    };
    period.begin(change).await?;
    store::set_status(change, id, status, seq).await?;
    let bin = |status| Bin { status, role: "" };
    let (from, to) = (bin(account.status.as_str()), bin(status.key()));
    counters::shift(change, counters::PEOPLE, from, to).await?;
    members::relist(change, id, status).await?;
    change.touch_access(id).await?;
    change.tell_user(id);
    Ok(())
}

async fn finish(
    mut change: Change,
    account: &Account,
    action: &'static str,
    status: Status,
    because: &Because,
) -> Result<UserDetail> {
    let id = AccountId(account.id);
    let before = account.status()?;
    let entry = Entry::new(action, Target::User(id)).because(because.reason.as_deref()).with(
        "status",
        Some(before.name()),
        Some(status.name()),
    );
    change.record(entry).await?;
    let detail = super::detail_in(&mut change, id).await?;
    change.commit().await?;
    Ok(detail)
}
