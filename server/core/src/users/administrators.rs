//! Platform administrators: who is one, from when to when.

use super::{Opened, guards, store};
use crate::changes::{Change, Entry, Target};
use crate::database::values;
use crate::error::Result;
use crate::services::{Caller, Services};
use crate::sessions;
use fluxward_domain::errors::check;
use fluxward_domain::ids::AccountId;
use fluxward_domain::pages::Because;
use fluxward_domain::users::UserDetail;
use uuid::Uuid;

/// Makes somebody a platform administrator. Needs a recent sign-in.
pub async fn promote(
    s: &Services,
    c: &Caller,
    id: AccountId,
    because: Because,
    expected: Option<i64>,
) -> Result<UserDetail> {
    check(&because)?;
    super::manages(s, c)?;
    sessions::step_up(s, c)?;
    let Opened { mut change, account } = super::open(s, c, id, expected).await?;
    if account.platform_administrator {
        return super::detail_in(&mut change, id).await;
    }
    begin(&mut change, id, because.reason.as_deref()).await?;
    finish(change, id, "user.promoted", &because).await
}

/// Takes the platform administrator's role away. Sessions stay; the rights are gone at once.
/// Needs a recent sign-in.
pub async fn demote(
    s: &Services,
    c: &Caller,
    id: AccountId,
    because: Because,
    expected: Option<i64>,
) -> Result<UserDetail> {
    check(&because)?;
    super::manages(s, c)?;
    sessions::step_up(s, c)?;
    let Opened { mut change, account } = super::open(s, c, id, expected).await?;
    if !account.platform_administrator {
        return super::detail_in(&mut change, id).await;
    }
    guards::not_the_last_administrator(&mut change, &account).await?;
    end(&mut change, id).await?;
    finish(change, id, "user.demoted", &because).await
}

/// Stores the grant of the role, from this change on. The event is the caller's to record.
pub(crate) async fn begin(
    change: &mut Change,
    account: AccountId,
    reason: Option<&str>,
) -> Result<()> {
    let sql = "insert into grants
        (subject_id, place_kind, place_id, kind, key, since_seq, since_at, granted_by, reason)
        values ($1, 'platform', $2, 'role', 'administrator', $3, $4, $5, $6)";
    let row = values![account, Uuid::nil(), change.seq(), change.now(), change.actor(), reason];
    change.run(sql, row).await?;
    change.touch_access(account);
    Ok(())
}

/// Ends the grant of the role with this change. The event is the caller's to record.
pub(super) async fn end(change: &mut Change, account: AccountId) -> Result<()> {
    let sql = "update grants set until_seq = $3 where subject_id = $1 and place_kind = 'platform'
        and place_id = $2 and key = 'administrator' and until_seq is null";
    let row = values![account, Uuid::nil(), change.seq()];
    change.run(sql, row).await?;
    change.touch_access(account);
    Ok(())
}

async fn finish(
    mut change: Change,
    id: AccountId,
    action: &'static str,
    because: &Because,
) -> Result<UserDetail> {
    let seq = change.seq();
    store::set_version(&mut change, id, seq).await?;
    change.tell_user(id);
    let entry = Entry::new(action, Target::User(id)).because(because.reason.as_deref());
    change.record(entry).await?;
    let detail = super::detail_in(&mut change, id).await?;
    change.commit().await?;
    Ok(detail)
}
