//! Deleting accounts for good.
//!
//! # Decision: a person is erased, an account is not
//! What was done stays done: the log and the periods of roles and statuses keep the account's id,
//! and its row stays to be named "Deleted user" wherever history is shown. Everything that says
//! who the person was goes: names, addresses, credentials, sessions, reasons, and the values in
//! the log of whatever happened *to* them, with their salt, so that nobody can guess them back
//! from the commitment; the chain still verifies. Address and username are free again.

use super::accounts::Identity;
use super::store::{self, Account};
use super::{Opened, administrators};
use crate::changes::{Change, Entry, Target};
use crate::database::values;
use crate::error::Result;
use crate::lists::counters::{self, Bin};
use crate::lists::ranks::Ranks;
use crate::services::{Caller, Services};
use crate::{factors, invitations, links, mail, members, sessions, settings, text};
use fluxward_domain::activity::DELETED_USER;
use fluxward_domain::errors::check;
use fluxward_domain::ids::AccountId;
use fluxward_domain::pages::Because;
use fluxward_domain::settings::Deletion;
use fluxward_domain::users::Status;
use fluxward_domain::{AppError, FieldError, Kind, Moment};

/// What somebody may not leave behind: in words, and the statement that counts it for the account
/// `$1`. A feature in which people wait for each other adds its line here.
const OPEN: &[(&str, &str)] = &[(
    "open access requests",
    "select count(*) from access_requests where account_id = $1 and until_seq is null",
)];

/// How many deleted people are looked at before others get their turn.
const BATCH: i64 = 20;
const SECONDS_A_DAY: i64 = 86_400;

/// Deletes an account that is deactivated and has left nothing open. It cannot be taken back.
pub async fn delete(
    s: &Services,
    c: &Caller,
    id: AccountId,
    because: Because,
    expected: Option<i64>,
) -> Result<()> {
    check(&because)?;
    let Opened { mut change, account } = super::open(s, c, id, expected).await?;
    let allowed = settings::seen_by(s, &mut change).await?.deletion;
    may_be_deleted(&account, allowed)?;
    nothing_open(&mut change, &account, OPEN).await?;
    let left = members::leave_all(&mut change, id).await?;
    if account.platform_administrator {
        administrators::end(&mut change, id).await?;
    }
    erase_account(&mut change, &account).await?;
    erase_traces(&mut change, id).await?;
    sessions::forget_all(&mut change, id).await?;
    factors::remove_all(&mut change, id).await?;
    links::forget(&mut change, account.id).await?;
    mail::forget(&mut change, id, &account.email_key).await?;
    change.wake_jobs();
    let bin = Bin { status: account.status.as_str(), role: "" };
    change.counters().add(counters::PEOPLE, bin, -1);
    change.touch_access(id);
    change.tell_user(id);
    let target = Target::User(id);
    let mut entries = vec![Entry::new("user.deleted", target).because(because.reason.as_deref())];
    entries.extend(
        left.into_iter().map(|it| Entry::new("member.removed", target).in_organization(it)),
    );
    change.record_all(&entries).await?;
    change.commit().await?;
    Ok(())
}

/// Passes when the platform deletes accounts at all, and this one is switched off.
fn may_be_deleted(account: &Account, allowed: Deletion) -> Result<()> {
    if allowed == Deletion::Forbidden {
        let detail = "This platform never deletes accounts, so that it stays known who had access. Deactivated people are out of every list already; a platform administrator can change this in the settings.";
        return Err(AppError::new(Kind::Conflict, detail).into());
    }
    if account.status()? != Status::Inactive {
        let detail = "Only a deactivated account can be deleted. Deactivate it first.";
        return Err(AppError::new(Kind::Conflict, detail).into());
    }
    Ok(())
}

/// Passes when none of `open` is left behind; else all of it is named.
pub(super) async fn nothing_open(
    change: &mut Change,
    account: &Account,
    open: &[(&str, &'static str)],
) -> Result<()> {
    let mut errors = Vec::new();
    for (what, sql) in open {
        let count = change.number(*sql, values![AccountId(account.id)]).await?.unwrap_or_default();
        if count > 0 {
            errors.push(FieldError { field: "open".into(), message: format!("{what}: {count}") });
        }
    }
    if errors.is_empty() {
        return Ok(());
    }
    let all = errors.iter().map(|error| error.message.as_str()).collect::<Vec<_>>().join(", ");
    let detail = format!("{} has left something open. Close it first: {all}.", account.full_name);
    Err(AppError { errors, ..AppError::new(Kind::Conflict, detail) }.into())
}

/// The row stays, and says nothing of the person any more.
async fn erase_account(change: &mut Change, account: &Account) -> Result<()> {
    let id = AccountId(account.id);
    let nobody = nobody(id);
    // The rank tells the beginning of the name, so it goes, too.
    let rank = Ranks::default().next(change, &nobody.name_key).await?;
    let sql = "update accounts set email = $2, email_key = $3, username = $2, username_key = $3,
        full_name = $4, first_name = null, last_name = null, name_key = $5, search_text = $2,
        rank = $6, password_hash = null, password_temporary = $7, last_sign_in_at = 0,
        version = $8, deleted_at = $9 where id = $1";
    let row = values![
        id,
        &nobody.email,
        &nobody.email_key,
        &nobody.full_name,
        &nobody.name_key,
        rank,
        false,
        change.seq(),
        change.now()
    ];
    change.run(sql, row).await?;
    change.unindex_account(account.rank).await?;
    Ok(())
}

/// Who a deleted person is. The keys are no address and no username that anybody could have.
fn nobody(id: AccountId) -> Identity {
    let key = format!("deleted:{id}");
    Identity {
        email: String::new(),
        email_key: key.clone(),
        username: String::new(),
        username_key: key,
        full_name: DELETED_USER.into(),
        first_name: None,
        last_name: None,
        name_key: text::folded(DELETED_USER),
    }
}

/// Reasons and names in the periods, and everything in the log about what happened to them.
async fn erase_traces(change: &mut Change, id: AccountId) -> Result<()> {
    // What this very change has recorded is erased, too.
    change.write_ledger().await?;
    let name_key = text::folded(DELETED_USER);
    let sql = "update memberships set reason = null, name_key = $2 where account_id = $1";
    change.run(sql, values![id, name_key]).await?;
    for sql in [
        "update account_statuses set reason = null where account_id = $1",
        "update grants set reason = null where subject_id = $1",
        "update team_members set reason = null where account_id = $1",
        "update access_requests set reason = '', answer = null where account_id = $1",
        "delete from email_changes where account_id = $1",
        "delete from known_devices where account_id = $1",
        "delete from outbox where account_id = $1",
        "delete from event_details where seq in
            (select seq from events where target_kind = 'user' and target_id = $1)",
    ] {
        change.run(sql, values![id]).await?;
    }
    let sql = "delete from idempotency where caller = $1";
    change.run(sql, values![id.to_string()]).await?;
    invitations::erase(change, id, DELETED_USER).await
}

/// Erases the reasons and values that deleted people recorded about others, as soon as the
/// retention is over; answers when to look again. Without a retention they are kept.
pub async fn forget_due(s: &Services) -> Result<Option<Moment>> {
    let mut connection = s.read().await?;
    let Some(days) = settings::seen_by(s, &mut connection).await?.retention_days else {
        return Ok(None);
    };
    let kept = days.saturating_mul(SECONDS_A_DAY);
    let before = s.clock.now().plus_seconds(kept.saturating_neg());
    let due = store::deleted_before(&mut connection, before, BATCH).await?;
    drop(connection);
    for id in due {
        forget(s, id, kept).await?;
    }
    let next = store::next_deleted(&mut s.read().await?).await?;
    Ok(next.map(|deleted_at| deleted_at.plus_seconds(kept)))
}

/// Erases what one deleted person recorded, unless another node has.
async fn forget(s: &Services, id: AccountId, kept: i64) -> Result<()> {
    let mut change = s.change_unasked(None).await?;
    let before = change.now().plus_seconds(kept.saturating_neg());
    let sql = "update accounts set forgotten_at = $2, version = $4
        where id = $1 and forgotten_at is null and deleted_at is not null and deleted_at <= $3";
    let row = values![id, change.now(), before, change.seq()];
    if change.run(sql, row).await? == 0 {
        return Ok(());
    }
    for sql in [
        "update account_statuses set reason = null where changed_by = $1",
        "update memberships set reason = null where changed_by = $1",
        "update grants set reason = null where granted_by = $1",
        "update team_members set reason = null where granted_by = $1",
        "update access_requests set answer = null where decided_by = $1",
        "update bulk_runs set reason = null where account_id = $1",
        "delete from event_details where seq in (select seq from events where actor_id = $1)",
    ] {
        change.run(sql, values![id]).await?;
    }
    change.record(Entry::new("user.forgotten", Target::User(id))).await?;
    change.commit().await?;
    Ok(())
}
