//! Accounts that were made for somebody: a link to choose the first password, which activates
//! them.
//!
//! Until then the account is Pending and nobody can sign in to it. Who may make such an account,
//! or have the link sent again, is for `users` to say.

pub mod api;
mod mail;
#[cfg(test)]
mod tests;

pub(crate) use mail::Activation;

use crate::changes::{Change, Entry, Target};
use crate::database::Connection;
use crate::error::Result;
use crate::links::{self, Link, NewLink, Purpose};
use crate::services::{RequestInfo, Services};
use crate::sessions::{self, Door};
use crate::users::recipients::{Recipient, hand_over, recipient};
use crate::{settings, users};
use fluxward_domain::errors::check;
use fluxward_domain::ids::AccountId;
use fluxward_domain::mail::Delivery;
use fluxward_domain::resets::{Addressee, ByLink, HandedOver};
use fluxward_domain::users::Status;
use fluxward_domain::{Kind, Moment};

/// Issues a link, and mails it or hands it over. Every older one is void. It lives as long as an
/// invitation. The event is the caller's to record.
pub(crate) async fn send(change: &mut Change, to: &Recipient) -> Result<HandedOver> {
    let s = change.services().clone();
    let hours = settings::seen_by(&s, change).await?.invitation_hours;
    let new = NewLink {
        purpose: Purpose::Activation,
        subject: to.id().0,
        address: &to.email_key,
        expires_at: change.now().plus_seconds(hours * 3600),
    };
    let link = links::issue(change, new).await?;
    hand_over(change, to, &Activation { username: to.username.clone() }, &link).await
}

/// Whom the link is for, as long as it is good.
pub async fn show(s: &Services, token: &str) -> Result<Addressee> {
    let mut connection = s.read().await?;
    let link = links::find(s, &mut connection, Purpose::Activation, token).await?;
    let link = link.ok_or_else(links::gone)?;
    Ok(good_for(&mut connection, &link, s.clock.now()).await?.addressee())
}

/// Chooses the first password by a link: from then on the account is active. The token is looked
/// up before anything is hashed. Answers whose account it is.
pub async fn activate(s: &Services, by: ByLink, request: &RequestInfo) -> Result<Addressee> {
    check(&by)?;
    s.throttle().admit(Door::Password, request)?;
    let mut connection = s.read().await?;
    let link = links::find(s, &mut connection, Purpose::Activation, &by.token).await?;
    let link = link.ok_or_else(links::gone)?;
    let to = good_for(&mut connection, &link, s.clock.now()).await?;
    drop(connection);
    let hash = sessions::hash_of_choice(s, to.id(), &by.password).await?;
    let mut change = s.change_unasked(Some(to.id())).await?;
    let now = change.now();
    let to = good_for(&mut change, &link, now).await?;
    links::use_up(&mut change, &link).await?;
    complete(&mut change, to.id(), &hash).await?;
    change.commit().await?;
    Ok(to.addressee())
}

/// The account that waits is active from now on, with the password of `hash`; its links are void.
/// That the person reads the mails to its address is for the caller to know.
pub(crate) async fn complete(change: &mut Change, account: AccountId, hash: &str) -> Result<()> {
    sessions::set_chosen_password(change, account, hash).await?;
    users::reactivate(change, account).await?;
    let entry = Entry::new("user.activated", Target::User(account));
    let (before, after) = (Status::Pending.name(), Status::Active.name());
    change.record(entry.with("status", Some(before), Some(after))).await
}

/// What became of the newest activation mail to `account`, while its link is good.
pub(crate) async fn delivery(
    connection: &mut Connection,
    account: AccountId,
    now: Moment,
) -> Result<Option<Delivery>> {
    match links::live(connection, Purpose::Activation, account.0, now).await? {
        Some(link) => crate::mail::of_link(connection, link.id).await,
        None => Ok(None),
    }
}

/// Whom the link is for, if it may be used at `now`: it is live, and the account still waits for
/// it at the address that it was mailed to.
async fn good_for(connection: &mut Connection, link: &Link, now: Moment) -> Result<Recipient> {
    let to = recipient(connection, AccountId(link.subject)).await?.ok_or_else(links::gone)?;
    match to.status()? {
        Status::Pending if link.is_live(now) && to.has(link) => Ok(to),
        Status::Inactive | Status::Suspended => Err(Kind::Unauthenticated.into()),
        Status::Pending | Status::Active => Err(links::gone().into()),
    }
}
