//! Forgotten passwords: a link by mail, and a new password by the link.
//!
//! # Decision: answered before it is known whether there is an account
//! Asking only writes the address down, whoever's it is; what follows happens beside the request
//! and is told by mail alone. So the answer is the same for everybody, in the same time, without
//! any artificial waiting, and what was asked outlives this process. An address is answered a few
//! times an hour; what is asked beyond that is forgotten without a word.

pub mod api;
mod mail;
mod store;
#[cfg(test)]
mod tests;

pub(crate) use mail::PasswordReset;

use crate::changes::{Change, Entry, Target};
use crate::database::Connection;
use crate::error::Result;
use crate::links::{self, Link, NewLink, Purpose};
use crate::services::{RequestInfo, Services};
use crate::sessions::{self, Door};
use crate::users::recipients::{Recipient, hand_over, recipient, recipient_at};
use crate::{access, activations, settings, text};
use fluxward_domain::errors::check;
use fluxward_domain::ids::AccountId;
use fluxward_domain::resets::{Addressee, ByLink, Forgot, HandedOver};
use fluxward_domain::users::Status;
use fluxward_domain::{Kind, Moment};

/// Asks for a link to choose a new password. Nothing about the answer tells whether there is an
/// account.
pub async fn forgot(s: &Services, forgot: &Forgot, request: &RequestInfo) -> Result<()> {
    check(forgot)?;
    s.throttle().admit(Door::Password, request)?;
    store::ask(s, &text::email_key(&forgot.email)?).await?;
    s.work().notify_one();
    Ok(())
}

/// Answers what was asked and is not answered yet. As a job it runs at the start, too: what was
/// asked of a process that is gone is answered by the next one.
pub(crate) async fn due(s: &Services) -> Result<Option<Moment>> {
    let waiting = store::waiting(&mut s.read().await?).await?;
    for asked in &waiting {
        if let Err(error) = answer(s, asked).await {
            tracing::error!(%error, "a forgotten password is not answered");
        }
    }
    let more = waiting.len() == usize::from(store::AT_ONCE);
    Ok(more.then(|| s.clock.now()))
}

/// Answers one question: a link for whoever may sign in, the activation mail again for whoever
/// has no password yet, nothing for everyone else.
async fn answer(s: &Services, asked: &store::Asked) -> Result<()> {
    let Some(to) = recipient_at(&mut s.read().await?, &asked.address).await? else {
        return store::forget(s, asked).await;
    };
    let mut change = s.change_unasked(None).await?;
    let now = change.now();
    if !store::answered(&mut change, asked, now).await? {
        return Ok(());
    }
    if crate::mail::is_configured(s, &mut change).await? {
        if to.status()? == Status::Pending {
            activations::send(&mut change, &to).await?;
            change.record(Entry::new("user.activation_sent", Target::User(to.id()))).await?;
        } else if is_active(&mut change, to.id()).await? {
            send(&mut change, &to, false).await?;
            change.record(Entry::new("user.reset_requested", Target::User(to.id()))).await?;
        }
    }
    change.commit().await?;
    Ok(())
}

/// Issues a link, and mails it or hands it over. Every older one is void. The event is the
/// caller's to record.
pub(crate) async fn send(
    change: &mut Change,
    to: &Recipient,
    by_administrator: bool,
) -> Result<HandedOver> {
    let s = change.services().clone();
    let minutes = settings::seen_by(&s, change).await?.reset_minutes;
    let new = NewLink {
        purpose: Purpose::Reset,
        subject: to.id().0,
        address: &to.email_key,
        expires_at: change.now().plus_seconds(minutes * 60),
    };
    let link = links::issue(change, new).await?;
    hand_over(change, to, &PasswordReset { by_administrator }, &link).await
}

/// Whom the link is for, as long as it is good.
pub async fn show(s: &Services, token: &str) -> Result<Addressee> {
    let mut connection = s.read().await?;
    let link = links::find(s, &mut connection, Purpose::Reset, token).await?;
    let link = link.ok_or_else(links::gone)?;
    Ok(good_for(&mut connection, &link, s.clock.now()).await?.addressee())
}

/// Chooses a new password by a link: all sessions end, and the person signs in with it as ever,
/// second factor included. The token is looked up before anything is hashed. Answers whose
/// password it is.
pub async fn reset(s: &Services, reset: ByLink, request: &RequestInfo) -> Result<Addressee> {
    check(&reset)?;
    s.throttle().admit(Door::Password, request)?;
    let mut connection = s.read().await?;
    let link = links::find(s, &mut connection, Purpose::Reset, &reset.token).await?;
    let link = link.ok_or_else(links::gone)?;
    let to = good_for(&mut connection, &link, s.clock.now()).await?;
    drop(connection);
    let hash = sessions::hash_of_choice(s, to.id(), &reset.password).await?;
    let mut change = s.change_unasked(Some(to.id())).await?;
    let now = change.now();
    let to = good_for(&mut change, &link, now).await?;
    links::use_up(&mut change, &link).await?;
    sessions::set_chosen_password(&mut change, to.id(), &hash).await?;
    let entry = Entry::new("user.password_changed", Target::User(to.id()));
    change.record(entry.with("by", None, Some("Reset link"))).await?;
    sessions::tell_password_changed(&mut change, to.id(), Some(request)).await?;
    change.commit().await?;
    Ok(to.addressee())
}

/// Whom the link is for, if it may be used at `now`: it is live, the account has still the
/// address that it was mailed to, and may sign in.
async fn good_for(connection: &mut Connection, link: &Link, now: Moment) -> Result<Recipient> {
    let id = AccountId(link.subject);
    let to = recipient(connection, id).await?.ok_or_else(links::gone)?;
    let (_, facts) = access::facts(connection, id).await?.ok_or_else(links::gone)?;
    if !facts.is_active(now) {
        return Err(Kind::Unauthenticated.into());
    }
    if !link.is_live(now) || !to.has(link) {
        return Err(links::gone().into());
    }
    if facts.locked && !facts.platform_administrator {
        return Err(Kind::Maintenance.into());
    }
    Ok(to)
}

/// Whether the account may sign in at the moment of the change.
async fn is_active(change: &mut Change, id: AccountId) -> Result<bool> {
    let facts = access::facts(change, id).await?;
    Ok(facts.is_some_and(|(_, facts)| facts.is_active(change.now())))
}
