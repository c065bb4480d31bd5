//! The worker that sends what the outbox holds.
//!
//! # Decision: a claim, not a lock
//! An attempt first takes its mail for some minutes, by one statement that only one node can win,
//! then talks to the mail server with no transaction open, then writes down how it went. A node
//! that dies in between leaves its claim behind; when that has run out, the mail is tried again,
//! under the same Message-ID, and says that it may have arrived already.

use super::store::{self, Claimed, Ended};
use super::transport::{self, Letter, Refused};
use super::{About, messages, server};
use crate::error::Result;
use crate::links;
use crate::live::{self, Notice};
use crate::services::Services;
use fluxward_domain::Moment;
use fluxward_domain::mail::MailState;
use uuid::Uuid;

/// How long an attempt has its mail for itself, in seconds: longer than it can take.
const CLAIM: i64 = 5 * 60;
/// How long to wait after each failed attempt, in seconds; the last again and again.
const WAITS: [i64; 5] = [30, 2 * 60, 10 * 60, 30 * 60, 2 * 3600];
/// How long a mail is tried, in seconds.
const PATIENCE: i64 = 2 * 86_400;
/// Most mails in one go; then other work has its turn.
const BATCH: usize = 50;

/// Said of a mail whose attempt was broken off by a stop of the server.
const BROKEN_OFF: &str = "The server stopped while this mail was on its way. It was sent again under the same Message-ID; it may arrive twice.";

/// Sends what is due; answers when the next mail will be.
pub async fn deliver_due(s: &Services) -> Result<Option<Moment>> {
    for _ in 0..BATCH {
        let Some((claim, mail)) = claim(s).await? else { break };
        deliver(s, claim, mail).await?;
    }
    store::next_due(&mut s.read().await?).await
}

async fn claim(s: &Services) -> Result<Option<(Uuid, Claimed)>> {
    let now = s.clock.now();
    // A look without the write lock first: most of the time nothing is due.
    let due = store::next_due(&mut s.read().await?).await?;
    if due.is_none_or(|due| due > now) {
        return Ok(None);
    }
    let claim = s.rng.uuid(now);
    let mut transaction = s.database.begin().await?;
    let mail = store::claim(&mut transaction, claim, now, now.plus_seconds(CLAIM)).await?;
    transaction.commit().await?;
    Ok(mail.map(|mail| (claim, mail)))
}

async fn deliver(s: &Services, claim: Uuid, mail: Claimed) -> Result<()> {
    let outcome = match attempt(s, &mail).await {
        Ok(outcome) => outcome,
        Err(error) => {
            tracing::error!(%error, mail = %mail.id, "a mail cannot be made");
            Outcome::Refused(Refused {
                is_final: false,
                words: "The mail could not be made; the server's log says why.".into(),
            })
        }
    };
    let now = s.clock.now();
    let (state, error) = match &outcome {
        Outcome::Sent if mail.broken_off => (MailState::Sent, Some(BROKEN_OFF)),
        Outcome::Sent => (MailState::Sent, None),
        Outcome::Unwanted => (MailState::Cancelled, None),
        Outcome::Refused(refused) if refused.is_final || is_late(&mail, now) => {
            (MailState::Failed, Some(refused.words.as_str()))
        }
        Outcome::Refused(refused) => (MailState::Queued, Some(refused.words.as_str())),
    };
    let is_over = state != MailState::Queued;
    let due_at = if is_over { now } else { now.plus_seconds(wait(mail.attempts)) };
    let ended = Ended { state, due_at, finished_at: Some(now).filter(|_| is_over), error };
    let mut transaction = s.database.begin().await?;
    store::ended(&mut transaction, mail.id, claim, ended).await?;
    let organization = store::organization(&mut transaction, &mail).await?;
    let notice = Notice {
        users: mail.account().into_iter().collect(),
        organizations: organization.into_iter().collect(),
        mail: true,
        ..Notice::default()
    };
    live::tell(s, transaction, notice).await
}

/// How an attempt went.
enum Outcome {
    Sent,
    /// Its link is dead by now: nobody needs the mail any more.
    Unwanted,
    Refused(Refused),
}

async fn attempt(s: &Services, mail: &Claimed) -> Result<Outcome> {
    let mut connection = s.read().await?;
    let link = match mail.link_id {
        Some(id) => links::by_id(&mut connection, id).await?,
        None => None,
    };
    if mail.link_id.is_some() && !link.as_ref().is_some_and(|link| link.is_live(s.clock.now())) {
        return Ok(Outcome::Unwanted);
    }
    let server = server(s, &mut connection).await?;
    drop(connection);
    if server.smtp_url.is_none() {
        let words = "No mail server is configured any more.".into();
        return Ok(Outcome::Refused(Refused { is_final: false, words }));
    }
    let about = About {
        name: mail.name.clone(),
        url: link.as_ref().map(|link| links::url(s, link)),
        home: s.surroundings.public_url.clone(),
        expires_at: link.map(|link| link.expires_at),
    };
    let rendered = messages::of(&mail.message, &mail.facts, &about)?;
    let letter = Letter {
        id: mail.id,
        to: &mail.address,
        name: &mail.name,
        at: Moment(mail.created_at),
        rendered: &rendered,
    };
    Ok(match transport::deliver(s, &server, letter).await {
        Ok(_) => Outcome::Sent,
        Err(refused) => Outcome::Refused(refused),
    })
}

fn wait(attempts: i64) -> i64 {
    let so_far = usize::try_from(attempts - 1).unwrap_or_default();
    WAITS[so_far.min(WAITS.len() - 1)]
}

fn is_late(mail: &Claimed, now: Moment) -> bool {
    now >= Moment(mail.created_at).plus_seconds(PATIENCE)
}
