//! Failed sign-ins: counted per account, not recorded one by one, summarised in the log at the
//! next success.
//!
//! The subject is the canonical account, however its login was spelled; a login that nobody has
//! is counted by its digest and in the same way, so that the answers do not tell which exist.

use crate::database::{Connection, values};
use crate::error::Result;
use crate::services::Services;
use fluxward_domain::Moment;
use fluxward_domain::ids::AccountId;
use sha2::{Digest, Sha256};

/// Failures that cost nothing.
pub(super) const FREE: u32 = 5;
/// From so many on only an unlock or a new password helps.
const HARD_STOP: i64 = 100;
/// The first wait, in seconds; it doubles with each further failure …
const FIRST_WAIT: i64 = 30;
/// … up to this.
const LONGEST_WAIT: i64 = 3600;
/// How the subjects of logins that nobody has begin.
const UNKNOWN: &str = "unknown:";
/// How long the failures of a login that nobody has are kept, in seconds.
const UNKNOWN_KEPT: i64 = 30 * 86_400;
/// A moment that never comes.
const NEVER: Moment = Moment(i64::MAX);

/// Whom failures are counted for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Subject(String);

impl Subject {
    pub(super) fn account(id: AccountId) -> Self {
        Self(format!("account:{id}"))
    }

    /// Somebody who is signed in and gives the present password.
    pub(super) fn change(id: AccountId) -> Self {
        Self(format!("change:{id}"))
    }

    /// A login that nobody has, in its canonical form.
    pub(super) fn unknown(canonical: &str) -> Self {
        let digest: [u8; 16] = Sha256::digest(canonical)[..16].try_into().unwrap_or_default();
        Self(format!("{UNKNOWN}{}", uuid::Uuid::from_bytes(digest).simple()))
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// How long a failure at `now` is remembered: an account's until it is forgiven, so that the
    /// hard stop holds; a login's that nobody has for longer than anybody would wait.
    fn kept_until(&self, now: Moment) -> Moment {
        if self.0.starts_with(UNKNOWN) { now.plus_seconds(UNKNOWN_KEPT) } else { NEVER }
    }
}

/// What is counted for one subject.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub(super) struct Failures {
    pub(super) failures: i64,
    blocked_until: i64,
}

impl Failures {
    /// How many seconds the subject is blocked for at `now`; `None` when it is not.
    pub(super) fn wait(self, now: Moment) -> Option<u32> {
        let micros = self.blocked_until.saturating_sub(now.0);
        (micros > 0).then(|| {
            let seconds = micros.saturating_add(999_999) / 1_000_000;
            u32::try_from(seconds.min(LONGEST_WAIT)).unwrap_or_default()
        })
    }
}

/// How long the subject is blocked after its `failures`-th failure at `now`.
fn blocked_until(failures: i64, now: Moment) -> Moment {
    let free = i64::from(FREE);
    if failures >= HARD_STOP {
        return NEVER;
    }
    if failures < free {
        return Moment(0);
    }
    let doubled = FIRST_WAIT << (failures - free).min(16);
    now.plus_seconds(doubled.min(LONGEST_WAIT))
}

/// The failures of `subject` so far.
pub(super) async fn of(connection: &mut Connection, subject: &Subject) -> Result<Failures> {
    let sql = "select failures, blocked_until from sign_in_failures where subject = $1";
    let row = connection.row(sql, values![subject.as_str()]).await?;
    Ok(row.unwrap_or_default())
}

/// Counts one more failure of `subject`, in a transaction of its own and not through the log.
pub(super) async fn count(s: &Services, subject: &Subject) -> Result<()> {
    let now = s.clock.now();
    let mut transaction = s.database.begin().await?;
    let sql = "delete from sign_in_failures where kept_until <= $1";
    transaction.run(sql, values![now]).await?;
    let sql = "insert into sign_in_failures (subject, failures, blocked_until, kept_until)
        values ($1, 1, 0, $2)
        on conflict (subject) do update
        set failures = sign_in_failures.failures + 1, kept_until = excluded.kept_until
        returning failures";
    let row = values![subject.as_str(), subject.kept_until(now)];
    let counted = transaction.number(sql, row).await?;
    let until = blocked_until(counted.unwrap_or(1), now);
    let sql = "update sign_in_failures set blocked_until = $2 where subject = $1";
    transaction.run(sql, values![subject.as_str(), until]).await?;
    Ok(transaction.commit().await?)
}

/// Forgets all failures of `account`; answers those of signing in.
pub(super) async fn forget(connection: &mut Connection, account: AccountId) -> Result<Failures> {
    let sql = "delete from sign_in_failures where subject = $1 returning failures, blocked_until";
    let change = Subject::change(account);
    connection.run(sql, values![change.as_str()]).await?;
    let subject = Subject::account(account);
    let row = connection.row(sql, values![subject.as_str()]).await?;
    Ok(row.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_failures_are_free_then_the_wait_doubles_to_an_hour_and_never_ends_from_100_on() {
        let wait = |failures| {
            let blocked_until = blocked_until(failures, Moment(0)).0;
            Failures { failures, blocked_until }.wait(Moment(0))
        };
        let waits: Vec<_> = (0..14).map(wait).collect();
        insta::assert_compact_debug_snapshot!(waits, @"[None, None, None, None, None, Some(30), Some(60), Some(120), Some(240), Some(480), Some(960), Some(1920), Some(3600), Some(3600)]");
        let stopped = Failures { failures: 100, blocked_until: blocked_until(100, Moment(0)).0 };
        assert_eq!(stopped.wait(Moment(i64::MAX / 2)), Some(3600));
    }
}
