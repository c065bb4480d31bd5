//! Registering oneself, where the platform lets people in by themselves.
//!
//! Until the address is confirmed there is no account: only a row that holds what was entered.
//! As with forgotten passwords (`resets`), the answer is given before it is known whether the
//! address has an account; the mail alone tells.

pub mod api;
mod mail;
mod store;
#[cfg(test)]
mod tests;

pub(crate) use mail::{Confirmation, Known};

use crate::changes::{Change, Entry, Target};
use crate::error::Result;
use crate::links::{self, NewLink, Purpose};
use crate::mail::To;
use crate::services::{RequestInfo, Services};
use crate::sessions::Door;
use crate::users::accounts::{self, NewAccount};
use crate::users::recipients::recipient_at;
use crate::{passwords, settings, text};
use fluxward_domain::errors::check;
use fluxward_domain::registrations::{Entrances, Register};
use fluxward_domain::resets::Addressee;
use fluxward_domain::users::Status;
use fluxward_domain::{AppError, Kind, Moment};

/// How long an address can be confirmed, in seconds: a day.
const KEPT: i64 = 86_400;

/// Which public doors are open.
pub async fn entrances(s: &Services) -> Result<Entrances> {
    let mut connection = s.read().await?;
    let mail = crate::mail::is_configured(s, &mut connection).await?;
    let registration = settings::seen_by(s, &mut connection).await?.self_registration;
    Ok(Entrances { registration: registration && mail, mail })
}

/// Passes when people may register themselves at all: 403 when not, before anything else is
/// looked at; 409 when no mail could reach them.
pub async fn is_open(s: &Services) -> Result<()> {
    if !settings::current(s).await?.self_registration {
        let detail = "People cannot register themselves here. Ask an administrator for an account.";
        return Err(AppError::new(Kind::Forbidden, detail).into());
    }
    if !entrances(s).await?.mail {
        let detail = "Nobody can register at the moment: no mail server is configured, so no address can be confirmed. Ask an administrator.";
        return Err(AppError::new(Kind::Conflict, detail).into());
    }
    Ok(())
}

/// Registers somebody: they are mailed a link to confirm the address, or that they have an account
/// already. Nothing about the answer tells which.
pub async fn register(s: &Services, register: Register, request: &RequestInfo) -> Result<()> {
    is_open(s).await?;
    check(&register)?;
    s.throttle().admit(Door::Register, request)?;
    let email_key = text::email_key(&register.email)?;
    let policy = settings::password_policy(s).await?;
    let username = register.username.as_deref().unwrap_or_default();
    let own = [register.email.as_str(), username, register.full_name.as_str()];
    passwords::check_new(&policy, &register.password, &own)?;
    let password_hash = s.hasher.hash(&s.rng, &register.password).await?;
    store::ask(s, &register, &email_key, &password_hash).await?;
    s.work().notify_one();
    Ok(())
}

/// Mails whoever registered and was not mailed yet. A job.
pub(crate) async fn due(s: &Services) -> Result<Option<Moment>> {
    let waiting = store::waiting(&mut s.read().await?).await?;
    for asked in &waiting {
        if let Err(error) = answer(s, asked).await {
            tracing::error!(%error, "somebody who registered is not answered");
        }
    }
    let more = waiting.len() == usize::from(store::AT_ONCE);
    Ok(more.then(|| s.clock.now()))
}

/// Mails one of them. The newest registration of an address voids the older ones.
async fn answer(s: &Services, asked: &store::Registration) -> Result<()> {
    let mut change = s.change_unasked(None).await?;
    let now = change.now();
    if !store::answered(&mut change, asked, now).await? {
        return Ok(());
    }
    if let Some(to) = recipient_at(&mut change, &asked.email_key).await? {
        if matches!(to.status()?, Status::Active | Status::Pending) {
            crate::mail::send(&mut change, to.to(), &Known { email: asked.email.clone() }, None)
                .await?;
        }
        store::forget_password(&mut change, asked).await?;
        change.record(Entry::new("user.registered_again", Target::User(to.id()))).await?;
        change.commit().await?;
        return Ok(());
    }
    for id in store::others(&mut change, asked).await? {
        links::void(&mut change, Purpose::Registration, id).await?;
    }
    let new = NewLink {
        purpose: Purpose::Registration,
        subject: asked.id,
        address: &asked.email_key,
        expires_at: Moment(asked.asked_at).plus_seconds(KEPT),
    };
    let link = links::issue(&mut change, new).await?;
    let to =
        To { address: &asked.email, name: &asked.full_name, account: None, organization: None };
    let message = Confirmation { email: asked.email.clone() };
    crate::mail::send(&mut change, to, &message, Some(&link)).await?;
    change.record(Entry::new("registration.requested", Target::Registration(asked.id))).await?;
    change.commit().await?;
    Ok(())
}

/// Who registered, as long as the link is good.
pub async fn show(s: &Services, token: &str) -> Result<Addressee> {
    let mut connection = s.read().await?;
    let link = links::find(s, &mut connection, Purpose::Registration, token).await?;
    let link = link.filter(|link| link.is_live(s.clock.now())).ok_or_else(links::gone)?;
    let asked = store::registration(&mut connection, link.subject).await?;
    let asked = asked.ok_or_else(links::gone)?;
    Ok(Addressee { full_name: asked.full_name, email: asked.email })
}

/// Confirms the address: from then on there is an account, which belongs to no organization yet.
/// Somebody who has the username by now keeps it; the new account gets another one.
pub async fn confirm(s: &Services, token: &str, request: &RequestInfo) -> Result<Addressee> {
    s.throttle().admit(Door::Register, request)?;
    let link = links::find(s, &mut s.read().await?, Purpose::Registration, token).await?;
    let link = link.ok_or_else(links::gone)?;
    if !settings::current(s).await?.self_registration {
        let detail = "People cannot register themselves here any more. Ask an administrator.";
        return Err(AppError::new(Kind::Forbidden, detail).into());
    }
    let mut change = s.change_unasked(None).await?;
    links::use_up(&mut change, &link).await?;
    let asked = store::registration(&mut change, link.subject).await?;
    let asked = asked.ok_or_else(links::gone)?;
    create(&mut change, &asked).await?;
    store::remove(&mut change, &asked.email_key).await?;
    change.commit().await?;
    Ok(Addressee { full_name: asked.full_name, email: asked.email })
}

async fn create(change: &mut Change, asked: &store::Registration) -> Result<()> {
    let new = NewAccount {
        email: asked.email.clone(),
        username: accounts::free_or(change, asked.username.as_deref(), &asked.email).await?,
        full_name: asked.full_name.clone(),
        first_name: None,
        last_name: None,
        password_hash: Some(asked.password_hash.clone()),
        temporary: false,
        status: Status::Active,
    };
    let id = accounts::create_account(change, new).await?;
    let entry = Entry::new("user.registered", Target::User(id))
        .with("full_name", None, Some(&asked.full_name))
        .with("email", None, Some(&asked.email));
    change.record(entry).await
}
