//! One's own e-mail address: another one counts as soon as it is confirmed there. The old one is
//! told, and may take it back for a week.
//!
//! The link in the mail to the new address proves that the person reads it; so without a mail
//! server only an administrator changes an address.

pub mod api;
mod mail;
mod store;
#[cfg(test)]
mod tests;

pub(crate) use mail::{Announcement, Confirmation};

use crate::changes::{Change, Entry, Target};
use crate::error::Result;
use crate::links::{self, Link, NewLink, Purpose};
use crate::mail::To;
use crate::services::{Caller, RequestInfo, Services};
use crate::sessions::{self, Door};
use crate::users::recipients::{Recipient, recipient};
use crate::{access, resets, text, users};
use fluxward_domain::emails::{ChangeEmail, EmailChange, WaitingEmail};
use fluxward_domain::errors::check;
use fluxward_domain::ids::AccountId;
use fluxward_domain::{AppError, Kind};
use store::Changed;

/// How long a new address can be confirmed, in seconds: a day.
const TO_CONFIRM: i64 = 86_400;
/// How long it can be taken back, in seconds: a week.
const TO_UNDO: i64 = 7 * 86_400;
/// How often an address is mailed in an hour.
const MOST: i64 = 5;
const AN_HOUR: i64 = 3600;

/// Enters another address for oneself. Needs a recent sign-in. Whether the address belongs to
/// somebody else is said only to whoever reads its mails.
pub async fn change(s: &Services, c: &Caller, new: ChangeEmail) -> Result<WaitingEmail> {
    sessions::step_up(s, c)?;
    check(&new)?;
    let email_key = text::email_key(&new.email)?;
    let mut change = s.change(c).await?;
    let me = recipient(&mut change, c.account).await?.ok_or(Kind::Unauthenticated)?;
    if me.email_key == email_key {
        return Err(AppError::field("email", "This is your address already.").into());
    }
    may_be_mailed(&mut change, &email_key).await?;
    let now = change.now();
    let changed = Changed {
        id: s.rng.uuid(now),
        account_id: c.account.0,
        before: me.email.clone(),
        email: new.email.trim().to_owned(),
        email_key,
    };
    store::insert(&mut change, &changed, now).await?;
    let link = announce(&mut change, &me, &changed).await?;
    let entry = Entry::new("user.email_change_requested", Target::User(c.account));
    change.record(entry.with("email", Some(&me.email), Some(&changed.email))).await?;
    change.tell_user(c.account);
    change.commit().await?;
    Ok(WaitingEmail { email: changed.email, expires_at: link.expires_at })
}

/// Passes when a mail can reach the address, and has not too often.
async fn may_be_mailed(change: &mut Change, email_key: &str) -> Result<()> {
    let s = change.services().clone();
    if !crate::mail::is_configured(&s, change).await? {
        let detail = "No mail server is configured, so a new address cannot be confirmed. Ask an administrator to change it.";
        return Err(AppError::new(Kind::Conflict, detail).into());
    }
    let since = change.now().plus_seconds(-AN_HOUR);
    if crate::mail::count_since::<Confirmation>(change, email_key, since).await? >= MOST {
        let detail = "This address was mailed several times within the hour. Look into its mailbox, or try again later.";
        let error = AppError::new(Kind::TooManyAttempts, detail);
        return Err(AppError { retry_after: Some(3600), ..error }.into());
    }
    Ok(())
}

/// Mails the new address a link to confirm it, and the old one a link to take it back. Answers
/// the former.
async fn announce(change: &mut Change, me: &Recipient, changed: &Changed) -> Result<Link> {
    let now = change.now();
    let confirm = NewLink {
        purpose: Purpose::EmailChange,
        subject: changed.account_id,
        address: &changed.email_key,
        expires_at: now.plus_seconds(TO_CONFIRM),
    };
    let confirm = links::issue(change, confirm).await?;
    let to = To { address: &changed.email, ..me.to() };
    let message = Confirmation { before: changed.before.clone() };
    crate::mail::send(change, to, &message, Some(&confirm)).await?;
    let undo = NewLink {
        purpose: Purpose::EmailUndo,
        subject: changed.id,
        address: &me.email_key,
        expires_at: now.plus_seconds(TO_UNDO),
    };
    let undo = links::issue(change, undo).await?;
    let message = Announcement { email: changed.email.clone() };
    crate::mail::send(change, me.to(), &message, Some(&undo)).await?;
    Ok(confirm)
}

/// The address of the caller's that waits to be confirmed, if one does.
pub async fn waiting(s: &Services, c: &Caller) -> Result<Option<WaitingEmail>> {
    crate::sessions::as_oneself(c)?;
    let mut connection = s.read().await?;
    let now = s.clock.now();
    let link = links::live(&mut connection, Purpose::EmailChange, c.account.0, now).await?;
    let Some(link) = link else { return Ok(None) };
    let changed = store::to_confirm(&mut connection, c.account, &link.address).await?;
    Ok(changed.map(|changed| WaitingEmail { email: changed.email, expires_at: link.expires_at }))
}

/// Takes the caller's own change of the address back before it is confirmed: its link is void. The
/// link that was mailed to the old address stays good, because whoever cancels may be whoever
/// entered the new one.
pub async fn cancel(s: &Services, c: &Caller) -> Result<()> {
    sessions::in_person(c)?;
    let mut change = s.change(c).await?;
    let now = change.now();
    let link = links::live(&mut change, Purpose::EmailChange, c.account.0, now).await?;
    let link = link.ok_or_else(AppError::not_found)?;
    let changed = store::to_confirm(&mut change, c.account, &link.address).await?;
    let changed = changed.ok_or_else(AppError::not_found)?;
    links::void(&mut change, Purpose::EmailChange, c.account.0).await?;
    let entry = Entry::new("user.email_change_cancelled", Target::User(c.account));
    change.record(entry.with("email", Some(&changed.email), Some(&changed.before))).await?;
    change.tell_user(c.account);
    change.commit().await?;
    Ok(())
}

/// What the link is about, as long as it is good: to confirm a change, or to take it back.
pub async fn show(s: &Services, purpose: Purpose, token: &str) -> Result<EmailChange> {
    let mut connection = s.read().await?;
    let link = links::find(s, &mut connection, purpose, token).await?;
    let link = link.filter(|link| link.is_live(s.clock.now())).ok_or_else(links::gone)?;
    let changed = if purpose == Purpose::EmailUndo {
        store::changed(&mut connection, link.subject).await?
    } else {
        store::to_confirm(&mut connection, AccountId(link.subject), &link.address).await?
    };
    let changed = changed.ok_or_else(links::gone)?;
    Ok(EmailChange { before: changed.before, email: changed.email })
}

/// Confirms the new address by the link that was mailed there: from now on it is the account's.
pub async fn confirm(s: &Services, token: &str, request: &RequestInfo) -> Result<EmailChange> {
    s.throttle().admit(Door::Password, request)?;
    let link = links::find(s, &mut s.read().await?, Purpose::EmailChange, token).await?;
    let link = link.ok_or_else(links::gone)?;
    let id = AccountId(link.subject);
    let mut change = s.change_unasked(Some(id)).await?;
    is_active(&mut change, id).await?;
    links::use_up(&mut change, &link).await?;
    let changed = store::to_confirm(&mut change, id, &link.address).await?;
    let changed = changed.ok_or_else(links::gone)?;
    let now = change.now();
    store::confirmed(&mut change, changed.id, now).await?;
    users::set_email(&mut change, id, &changed.email).await?;
    change.commit().await?;
    Ok(EmailChange { before: changed.before, email: changed.email })
}

/// Takes a change of the address back by the link that was mailed to the old one: the old address
/// stays or returns. Whoever entered the new one may know the password, so all sessions end, and
/// the next password is chosen by a link that goes to the old address.
pub async fn undo(s: &Services, token: &str, request: &RequestInfo) -> Result<EmailChange> {
    s.throttle().admit(Door::Password, request)?;
    let link = links::find(s, &mut s.read().await?, Purpose::EmailUndo, token).await?;
    let link = link.ok_or_else(links::gone)?;
    let changed = store::changed(&mut s.read().await?, link.subject).await?;
    let changed = changed.ok_or_else(links::gone)?;
    let id = AccountId(changed.account_id);
    let mut change = s.change_unasked(Some(id)).await?;
    is_active(&mut change, id).await?;
    links::use_up(&mut change, &link).await?;
    let entry = Entry::new("user.email_change_undone", Target::User(id));
    change.record(entry.with("email", Some(&changed.email), Some(&changed.before))).await?;
    users::set_email(&mut change, id, &changed.before).await?;
    sessions::forget_password(&mut change, id).await?;
    let to = recipient(&mut change, id).await?.ok_or_else(links::gone)?;
    resets::send(&mut change, &to, false).await?;
    change.commit().await?;
    Ok(EmailChange { before: changed.before, email: changed.email })
}

/// Links that were mailed to old addresses of `account` take nothing back any more: somebody else
/// has decided on the address.
pub(crate) async fn settle(change: &mut Change, account: AccountId) -> Result<()> {
    for id in store::of_account(change, account).await? {
        links::void(change, Purpose::EmailUndo, id).await?;
    }
    Ok(())
}

async fn is_active(change: &mut Change, id: AccountId) -> Result<()> {
    let (_, facts) = access::facts(change, id).await?.ok_or_else(links::gone)?;
    if !facts.is_active(change.now()) {
        return Err(Kind::Unauthenticated.into());
    }
    Ok(())
}
