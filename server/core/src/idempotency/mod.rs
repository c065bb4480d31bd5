//! Requests that must be carried out once, however often they arrive.
//!
//! A key is taken before its request is carried out. A process that dies in between leaves the
//! key taken without an answer: nobody can know any more whether the change was committed, so the
//! request is never carried out a second time; the caller is told to look. This module refuses to
//! know HTTP: it keeps a status and bytes.

mod store;

use crate::access;
use crate::changes::digest;
use crate::database::Connection;
use crate::error::Result;
use crate::services::Services;
use fluxward_domain::ids::AccountId;
use fluxward_domain::{AppError, Kind};

/// A day, in seconds: how long a key is kept.
const KEPT: i64 = 24 * 3600;
/// Seconds after which a request without an answer has broken off.
const BROKEN_OFF: i64 = 120;
/// The status of a request that has no answer yet.
const RUNNING: i64 = 0;

/// A caller's key for one request.
#[derive(Clone, Debug)]
pub struct Key {
    /// Whose key it is.
    pub caller: AccountId,
    /// The key as given.
    pub key: String,
    /// The digest of the request.
    pub request: [u8; 32],
}

/// What taking a key found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Held {
    /// Nothing: the key is the caller's now, and the request is to be carried out.
    Free,
    /// The answer of the same request.
    Answered {
        /// Its HTTP status.
        status: u16,
        /// Its body.
        body: Vec<u8>,
    },
}

/// Takes `key`, or finds the answer of the same request. 422 when the key was used for another
/// request, 409 when the same request is still being carried out, or broke off.
pub async fn take(s: &Services, key: &Key) -> Result<Held> {
    let now = s.clock.now();
    let mut connection = s.database.begin().await?;
    store::forget_before(&mut connection, now.plus_seconds(-KEPT)).await?;
    if store::insert(&mut connection, key, now).await? {
        connection.commit().await?;
        return Ok(Held::Free);
    }
    let found = store::find(&mut connection, key).await?;
    let Some(found) = found else {
        // Given back at this very moment.
        return Err(still_running());
    };
    if found.request_hash != key.request {
        let detail = "This Idempotency-Key was used for another request. Use a new key.";
        return Err(AppError::field("Idempotency-Key", detail).into());
    }
    if found.status != RUNNING && found.rights != rights(&mut connection, key).await? {
        let detail = "This request was carried out already, and your access has changed since. Look at the result itself.";
        return Err(AppError::new(Kind::Conflict, detail).into());
    }
    if found.status != RUNNING {
        let status = u16::try_from(found.status).unwrap_or_default();
        return Ok(Held::Answered { status, body: found.body });
    }
    if found.created_at < now.plus_seconds(-BROKEN_OFF).0 {
        let detail = "The first request with this Idempotency-Key broke off. Look whether it took effect; use a new key to try again.";
        return Err(AppError::new(Kind::Conflict, detail).into());
    }
    Err(still_running())
}

fn still_running() -> crate::Error {
    let detail = "The first request with this Idempotency-Key is still being carried out. Try again shortly.";
    AppError { retry_after: Some(1), ..AppError::new(Kind::Conflict, detail) }.into()
}

/// Keeps the answer for whoever repeats the request.
pub async fn keep(s: &Services, key: &Key, status: u16, body: &[u8]) -> Result<()> {
    let mut connection = s.database.begin().await?;
    let rights = rights(&mut connection, key).await?;
    store::answer(&mut connection, key, i64::from(status), body, rights).await?;
    connection.commit().await?;
    Ok(())
}

/// The digest of what the caller may do now: an answer is given again to the same rights only.
async fn rights(connection: &mut Connection, key: &Key) -> Result<[u8; 32]> {
    let facts = access::facts(connection, key.caller).await?.map(|(_, facts)| facts);
    Ok(digest(&serde_json::to_vec(&facts).unwrap_or_default()))
}

/// Gives the key back: nothing was carried out.
pub async fn give_back(s: &Services, key: &Key) -> Result<()> {
    let mut connection = s.database.begin().await?;
    store::delete(&mut connection, key).await?;
    connection.commit().await?;
    Ok(())
}
