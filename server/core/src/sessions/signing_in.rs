//! Signing in with a password and, where there is one, a second factor: in one request, or with a
//! code after the password was right.
//!
//! Unknown login, disabled account and wrong password are one answer, after the same work. What
//! else there is to say (suspended, locked, a temporary password) is said after the right
//! password only, and whether a code is needed, too. A wrong code counts like a wrong password.
//! Hashing happens before the change begins; the change looks again at all that
//! may have changed meanwhile.

use super::accounts::{self, Account};
use super::attempts::{self, Place, attempt};
use super::entering::{SignedIn, let_in};
use super::failures::{self, Subject};
use super::throttle::Door;
use super::{callers, password, second_step};
use crate::access;
use crate::changes::{Change, Entry, Target};
use crate::database::Connection;
use crate::error::Result;
use crate::factors::{self, Proof};
use crate::services::{RequestInfo, Services};
use crate::{settings, text};
use fluxward_domain::access::Facts;
use fluxward_domain::errors::check;
use fluxward_domain::ids::AccountId;
use fluxward_domain::sessions::{Login, SessionKind};
use fluxward_domain::settings::Settings;
use fluxward_domain::users::Status;
use fluxward_domain::{AppError, Kind, Moment};

/// Signs in by e-mail address or username. The session is always a new one, whatever the request
/// brought along.
pub async fn sign_in(
    s: &Services,
    login: Login,
    request: &RequestInfo,
    kind: SessionKind,
) -> Result<SignedIn> {
    check(&login)?;
    s.throttle().admit(Door::SignIn, request)?;
    // Twice at most: the stored hash may be renewed by another sign-in at the same time.
    for _ in 0..2 {
        let proven = prove(s, &login).await?;
        let attempt = Attempt { account: &proven.account, code: login.code.as_deref() };
        if let Some(entered) = attempt.enter(s, request, kind).await? {
            return Ok(entered);
        }
    }
    Err(refused().into())
}

/// Goes on with a sign-in whose password was right: with the token of the refusal, and a code.
pub async fn sign_in_with_code(
    s: &Services,
    factor_token: &str,
    code: &str,
    request: &RequestInfo,
    kind: SessionKind,
) -> Result<SignedIn> {
    s.throttle().admit(Door::SignIn, request)?;
    let account = second_step::open(s, factor_token).await?;
    let _place = attempts::place(s, &Subject::account(account.id())).await?;
    let attempt = Attempt { account: &account, code: Some(code) };
    let entered = attempt.enter(s, request, kind).await?;
    entered.ok_or_else(second_step::used_up)
}

/// A login and a password that belong together.
struct Proven {
    account: Account,
    /// Held until the second factor has been looked at, so that no burst of codes gets more
    /// guesses than one after the other would.
    _place: Place,
}

/// Compares the password, slowed down and counted. No transaction is open meanwhile. Where the
/// stored hash is below today's cost, it is made anew.
async fn prove(s: &Services, login: &Login) -> Result<Proven> {
    let (account, subject) = whom(s, &login.login).await?;
    let stored = account.as_ref().and_then(password_that_counts);
    let verdict = attempt(s, &subject, stored, &login.password).await?;
    let (Some(mut account), Some((verdict, place))) = (account, verdict) else {
        return Err(refused().into());
    };
    if verdict.outdated {
        let hash = s.hasher.hash(&s.rng, &login.password).await?;
        let mut transaction = s.database.begin().await?;
        let before = account.password_hash.as_deref();
        accounts::renew_hash(&mut transaction, account.id(), before, &hash).await?;
        transaction.commit().await?;
        account.password_hash = Some(hash);
    }
    Ok(Proven { account, _place: place })
}

/// A sign-in whose password is right, as far as is known before the change.
struct Attempt<'a> {
    account: &'a Account,
    code: Option<&'a str>,
}

impl Attempt<'_> {
    /// Lets the person in, if the account may come in at this moment and the second factor is
    /// proven; `None` when the password is not the one any more.
    async fn enter(
        &self,
        s: &Services,
        request: &RequestInfo,
        kind: SessionKind,
    ) -> Result<Option<SignedIn>> {
        let id = self.account.id();
        let mut change = s.change_unasked(Some(id)).await?;
        let Some(facts) = still_right(&mut change, self.account).await? else {
            return Ok(None);
        };
        let settings = settings::seen_by(s, &mut change).await?;
        may_enter(&mut change, self.account, &facts, &settings).await?;
        match factors::prove(&mut change, id, self.code).await? {
            Proof::NotNeeded | Proof::Given => {}
            Proof::Missing => return Err(second_step::required(&change, self.account).into()),
            Proof::Wrong => {
                let refusal = second_step::wrong(&change, self.account);
                drop(change);
                failures::count(s, &Subject::account(id)).await?;
                return Err(refusal.into());
            }
        }
        forgive(&mut change, id).await?;
        let_in(change, id, &settings, request, kind, None).await.map(Some)
    }
}

/// The account of that login, and whom failures are counted for.
async fn whom(s: &Services, login: &str) -> Result<(Option<Account>, Subject)> {
    let mut connection = s.read().await?;
    let (key, account) = find(&mut connection, login).await?;
    let subject = match &account {
        Some(account) => Subject::account(account.id()),
        None => Subject::unknown(&key),
    };
    Ok((account, subject))
}

/// The account of an e-mail address or a username, with the canonical form that it was looked
/// for by. A username is never shaped like an address.
pub(super) async fn find(
    connection: &mut Connection,
    login: &str,
) -> Result<(String, Option<Account>)> {
    if login.contains('@') {
        let key = text::email_key(login).unwrap_or_else(|_| login.trim().to_lowercase());
        let account = accounts::account_by_email(connection, &key).await?;
        return Ok((key, account));
    }
    let key = text::username_key(login);
    let account = accounts::account_by_username(connection, &key).await?;
    Ok((key, account))
}

/// The hash that a sign-in is compared with; none for whoever cannot sign in.
fn password_that_counts(account: &Account) -> Option<&str> {
    let counts = matches!(Status::parse(&account.status), Some(Status::Active | Status::Suspended));
    account.password_hash.as_deref().filter(|_| counts)
}

/// The facts of the account; `None` when the password that was right is not the one any more.
async fn still_right(change: &mut Change, before: &Account) -> Result<Option<Facts>> {
    let now = accounts::account(change, before.id()).await?;
    let facts = access::facts(change, before.id()).await?;
    let same = now.is_some_and(|now| now.password_hash == before.password_hash);
    Ok(facts.filter(|_| same).map(|(_, facts)| facts))
}

/// Passes when the account may come in with its password at this moment.
async fn may_enter(
    change: &mut Change,
    account: &Account,
    facts: &Facts,
    settings: &Settings,
) -> Result<()> {
    may_come(change, facts, settings).await?;
    if account.password_temporary {
        return Err(password::change_required(change, account).into());
    }
    Ok(())
}

/// Passes when the account of `facts` may come in at this moment, by whatever proof.
pub(super) async fn may_come(
    change: &mut Change,
    facts: &Facts,
    settings: &Settings,
) -> Result<()> {
    if !facts.is_active(change.now()) {
        return Err(match facts.status {
            Status::Suspended => suspended(change, facts.account).await?,
            _ => refused(),
        }
        .into());
    }
    if facts.locked && !facts.platform_administrator {
        return Err(callers::locked(settings).into());
    }
    Ok(())
}

async fn suspended(change: &mut Change, account: AccountId) -> Result<AppError> {
    let (reason, until) = accounts::status_period(change, account).await?.unwrap_or_default();
    let until = until.map_or_else(
        || "until somebody lifts the suspension".to_owned(),
        |until| format!("until {}", Moment(until)),
    );
    let why = reason.map_or_else(String::new, |reason| format!(" The reason given: {reason}"));
    let detail = format!("This account is suspended {until}.{why}");
    Ok(AppError::new(Kind::Suspended, detail))
}

/// Forgets the failures before this success, once they are in the log.
async fn forgive(change: &mut Change, account: AccountId) -> Result<()> {
    let failed = failures::forget(change, account).await?.failures;
    if failed > 0 {
        let entry = Entry::new("session.failed", Target::User(account));
        change.record(entry.with("attempts", None, Some(&failed.to_string()))).await?;
    }
    Ok(())
}

pub(super) fn refused() -> AppError {
    let detail = "The login or the password is not right. Check both, or ask an administrator.";
    AppError::new(Kind::BadCredentials, detail)
}

pub(super) fn refused_passkey() -> AppError {
    let detail = "This passkey is not known here, or cannot be used. Sign in with your password.";
    AppError::new(Kind::BadCredentials, detail)
}
