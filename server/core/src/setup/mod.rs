//! The first platform administrator, and the way back in.
//!
//! Whoever can read what the server prints, or run its command line, may do this; nobody has
//! signed in. So these changes have no actor in the log.

pub mod api;
mod store;

use crate::changes::{Change, Entry, Target};
use crate::error::Result;
use crate::services::{RequestInfo, Services};
use crate::sessions::Door;
use crate::users::accounts::{NewAccount, create_account};
use crate::users::administrators;
use crate::{factors, passwords, sessions, settings, users};
use fluxward_domain::errors::check;
use fluxward_domain::ids::AccountId;
use fluxward_domain::sessions::Setup;
use fluxward_domain::users::{Status, User};
use fluxward_domain::{AppError, Kind};
use subtle::ConstantTimeEq;

/// A way back in.
#[derive(Clone, Debug)]
pub struct Recovered {
    /// Whose it is.
    pub account: AccountId,
    /// The full name.
    pub full_name: String,
    /// To be changed at the first sign-in.
    pub temporary_password: String,
    /// Whether the account was not active and is again.
    pub reactivated: bool,
    /// Whether there were second factors; they are removed.
    pub factors_removed: bool,
}

/// The one-time token that the server prints: derived from the key file, kept nowhere.
pub fn token(s: &Services) -> String {
    s.keys.set_up_token()
}

/// Whether there is no platform administrator yet. The last one cannot go, so what is closed
/// stays closed.
pub async fn is_open(s: &Services) -> Result<bool> {
    Ok(!store::has_administrator(&mut s.read().await?).await?)
}

/// Passes while there is no platform administrator; [`Kind::Gone`] ever after.
pub async fn open(s: &Services) -> Result<()> {
    if is_open(s).await? { Ok(()) } else { Err(gone().into()) }
}

/// Makes the first platform administrator; [`Kind::Gone`] ever after, [`Kind::Forbidden`] for a
/// wrong token.
pub async fn run(s: &Services, setup: Setup, request: &RequestInfo) -> Result<User> {
    s.throttle().admit(Door::SetUp, request)?;
    open(s).await?;
    if !bool::from(setup.setup_token.as_bytes().ct_eq(token(s).as_bytes())) {
        let detail =
            "This is not the set-up token. Use the link that the server printed when it started.";
        return Err(AppError::new(Kind::Forbidden, detail).into());
    }
    let new = new_administrator(s, &setup).await?;
    let mut change = s.change_unasked(None).await?;
    if store::has_administrator(&mut change).await? {
        return Err(gone().into());
    }
    let id = create(&mut change, new).await?;
    change.record(Entry::new("platform.set_up", Target::User(id))).await?;
    let user = store::user(&mut change, id).await?;
    change.commit().await?;
    Ok(user)
}

fn gone() -> AppError {
    let detail =
        "Fluxward is set up already. Sign in, or ask a platform administrator for an account.";
    AppError::new(Kind::Gone, detail)
}

/// Makes a platform administrator from the command line, with a password of their own.
pub async fn admin_create(
    s: &Services,
    email: &str,
    username: &str,
    full_name: &str,
    password: &str,
) -> Result<AccountId> {
    let wanted = Setup {
        setup_token: String::new(),
        email: email.to_owned(),
        username: username.to_owned(),
        full_name: full_name.to_owned(),
        password: password.to_owned(),
    };
    let new = new_administrator(s, &wanted).await?;
    let mut change = s.change_unasked(None).await?;
    let id = create(&mut change, new).await?;
    change.commit().await?;
    Ok(id)
}

/// Checks who it shall be, and hashes the password before any change begins.
async fn new_administrator(s: &Services, wanted: &Setup) -> Result<NewAccount> {
    check(wanted)?;
    let policy = settings::password_policy(s).await?;
    let own = [wanted.full_name.as_str(), &wanted.email, &wanted.username];
    passwords::check_new(&policy, &wanted.password, &own)?;
    Ok(NewAccount {
        email: wanted.email.clone(),
        username: wanted.username.clone(),
        full_name: wanted.full_name.clone(),
        first_name: None,
        last_name: None,
        password_hash: Some(s.hasher.hash(&s.rng, &wanted.password).await?),
        temporary: false,
        status: Status::Active,
    })
}

async fn create(change: &mut Change, new: NewAccount) -> Result<AccountId> {
    let id = create_account(change, new).await?;
    change.record(Entry::new("user.created", Target::User(id))).await?;
    administrators::begin(change, id, None).await?;
    change.record(Entry::new("user.promoted", Target::User(id))).await?;
    Ok(id)
}

/// Break-glass, from the command line on the machine itself: a new temporary password for the
/// account of that e-mail address or username. It is active again if it was not, no session of it
/// is left, sign-in is not blocked and asks for no second factor; what it may do stays as it is.
pub async fn recover(s: &Services, login: &str) -> Result<Recovered> {
    let found = sessions::account_of(&mut s.read().await?, login).await?;
    let (account, full_name) = found.ok_or_else(|| {
        let detail = format!("There is no account with the e-mail address or username “{login}”.");
        AppError::new(Kind::NotFound, detail)
    })?;
    let temporary_password = passwords::temporary(&s.rng, &settings::password_policy(s).await?);
    let hash = s.hasher.hash(&s.rng, &temporary_password).await?;
    let mut change = s.change_unasked(None).await?;
    let before = users::reactivate(&mut change, account).await?;
    sessions::set_temporary_password(&mut change, account, &hash).await?;
    let factors_removed = factors::remove_all(&mut change, account).await?;
    let mut entry = Entry::new("user.recovered", Target::User(account));
    if let Some(before) = before {
        entry = entry.with("status", Some(before.name()), Some(Status::Active.name()));
    }
    if factors_removed {
        factors::tell_all_removed(&mut change, account).await?;
        entry = entry.with("second_factor", Some("on"), Some("off"));
    }
    change.record(entry).await?;
    change.commit().await?;
    let reactivated = before.is_some();
    Ok(Recovered { account, full_name, temporary_password, reactivated, factors_removed })
}

#[cfg(test)]
mod tests;
