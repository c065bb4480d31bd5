//! How sessions end, whoever ends them: inside a change, with their open streams told.

use super::{failures, store};
use crate::changes::{Change, Entry, Target};
use crate::error::Result;
use crate::services::{Caller, Services};
use fluxward_domain::AppError;
use fluxward_domain::errors::check;
use fluxward_domain::ids::{AccountId, SessionId};
use fluxward_domain::pages::Because;

/// Ends one session of `account`; answers its device, or `None` when it had ended or is not
/// theirs. Recording is the caller's.
pub(super) async fn end_one(
    change: &mut Change,
    account: AccountId,
    session: SessionId,
) -> Result<Option<String>> {
    let now = change.now();
    let device = store::end_one(change, account, session, now).await?;
    if device.is_some() {
        change.tell_ended([session]);
    }
    Ok(device)
}

/// Ends one session of `account` inside `change` and records it; 404 when it has ended or is not
/// theirs. Whether the caller may do that is for the caller's use case to authorize.
pub async fn end_of_user(
    change: &mut Change,
    account: AccountId,
    session: SessionId,
    because: Option<&str>,
) -> Result<()> {
    let Some(device) = end_one(change, account, session).await? else {
        return Err(AppError::not_found().into());
    };
    let entry = Entry::new("session.revoked", Target::User(account)).because(because).with(
        "device",
        Some(&device),
        None,
    );
    change.record(entry).await
}

/// Ends every session of `account` inside `change`; answers how many. Recording why is the
/// caller's: disabling, demoting and new passwords do so with their own entries.
pub async fn end_all(change: &mut Change, account: AccountId) -> Result<usize> {
    end_others(change, account, None).await
}

/// Erases every session of `account` with what is known of its devices, and its failed sign-ins:
/// the account is being deleted.
pub(crate) async fn forget_all(change: &mut Change, account: AccountId) -> Result<()> {
    end_all(change, account).await?;
    failures::forget(change, account).await?;
    store::forget_all(change, account).await
}

/// Ends every session of `account` but `keep`; answers how many.
pub(super) async fn end_others(
    change: &mut Change,
    account: AccountId,
    keep: Option<SessionId>,
) -> Result<usize> {
    let now = change.now();
    let ended = store::end_all(change, account, keep, now).await?;
    let count = ended.len();
    change.tell_ended(ended);
    Ok(count)
}

/// Ends the caller's session: cookie, access and refresh token are dead at once. A session that
/// has ended already stays so.
pub async fn sign_out(s: &Services, c: &Caller) -> Result<()> {
    let mut change = s.change_unasked(Some(c.account)).await?;
    let Some(device) = end_one(&mut change, c.account, c.session).await? else {
        return Ok(());
    };
    let entry = Entry::new("session.ended", Target::User(c.account));
    change.record(entry.with("device", Some(&device), None)).await?;
    change.commit().await?;
    Ok(())
}

/// Ends one of one's own sessions; 404 for anybody else's.
pub async fn revoke(s: &Services, c: &Caller, id: SessionId, because: Because) -> Result<()> {
    super::in_full(c)?;
    check(&because)?;
    let mut change = s.change(c).await?;
    end_of_user(&mut change, c.account, id, because.reason.as_deref()).await?;
    change.commit().await?;
    Ok(())
}
