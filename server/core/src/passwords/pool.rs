//! Hashing, at most as many at a time as there are cores, with a queue that has an end.
//!
//! A hash takes 19 MiB and tens of milliseconds on purpose. Without a limit a few hundred
//! requests would take all memory; without an end of the queue everyone would wait forever.

use super::normal;
use crate::error::{Error, Result};
use crate::services::Rng;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use fluxward_domain::{AppError, Kind};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// How many may wait beside those that run.
const QUEUE: usize = 64;
/// When to come again after the queue was full, in seconds.
const RETRY_AFTER: u32 = 2;

/// What one hash costs (argon2id, one lane).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Memory in KiB; at least 8.
    pub kib: u32,
    /// Passes over the memory; at least 1.
    pub passes: u32,
}

impl Cost {
    /// What OWASP's Password Storage Cheat Sheet asks for: 19 MiB, two passes.
    pub const RECOMMENDED: Self = Self { kib: 19_456, passes: 2 };
    /// As little as argon2 allows: for tests and for example people.
    pub const LEAST: Self = Self { kib: 8, passes: 1 };

    fn argon2(self) -> Argon2<'static> {
        let params = Params::new(self.kib.max(8), self.passes.max(1), 1, None).unwrap_or_default();
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
    }
}

/// What looking at a password found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Whether it is the right one.
    pub right: bool,
    /// Whether it should be hashed again, at today's cost.
    pub outdated: bool,
}

/// Hashes and verifies passwords on a bounded pool; cheap to clone.
#[derive(Clone)]
pub struct Hasher(Arc<Pool>);

struct Pool {
    cost: Cost,
    /// Verified against when there is no account, so that this takes as long.
    nobody: String,
    running: Arc<Semaphore>,
    /// Running and waiting together.
    places: Arc<Semaphore>,
}

impl Hasher {
    /// A pool that runs as many hashes at a time as there are cores.
    pub fn new(cost: Cost) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self::with_places(cost, cores, QUEUE)
    }

    pub(super) fn with_places(cost: Cost, running: usize, waiting: usize) -> Self {
        let nobody = hashed(cost, "nobody", &[0; 16]).unwrap_or_default();
        Self(Arc::new(Pool {
            cost,
            nobody,
            running: Arc::new(Semaphore::new(running)),
            places: Arc::new(Semaphore::new(running + waiting)),
        }))
    }

    /// The PHC string of `password` with a fresh salt. [`Kind::Busy`] when the queue is full.
    pub async fn hash(&self, rng: &Rng, password: &str) -> Result<String> {
        let (cost, password, salt) = (self.0.cost, normal(password), rng.bytes::<16>());
        self.run(move || hashed(cost, &password, &salt)).await?
    }

    /// Whether `password` is the one of `stored`; without one, as much work for nothing.
    /// [`Kind::Busy`] when the queue is full.
    pub async fn verify(&self, password: &str, stored: Option<&str>) -> Result<Verdict> {
        let (cost, password, known) = (self.0.cost, normal(password), stored.is_some());
        let stored = stored.unwrap_or(&self.0.nobody).to_owned();
        self.run(move || {
            let parsed = PasswordHash::new(&stored)
                .map_err(|error| Error::Stored(format!("a password hash: {error}")))?;
            let right = cost.argon2().verify_password(password.as_bytes(), &parsed).is_ok();
            Ok(Verdict { right: right && known, outdated: is_outdated(&parsed, cost) })
        })
        .await?
    }

    /// Runs `work` when it is its turn. Work that has begun keeps its place until it is done, even
    /// when nobody waits for it any more.
    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        let place = Arc::clone(&self.0.places).try_acquire_owned().map_err(|_| busy())?;
        let turn = Arc::clone(&self.0.running).acquire_owned().await.map_err(|_| busy())?;
        let done = tokio::task::spawn_blocking(move || {
            let _kept = (place, turn);
            work()
        });
        done.await.map_err(|error| Error::Internal(format!("hashing failed: {error}")))
    }
}

fn busy() -> Error {
    let mut error = AppError::new(
        Kind::Busy,
        "Too many people are signing in at this moment. Try again in a few seconds.",
    );
    error.retry_after = Some(RETRY_AFTER);
    error.into()
}

fn hashed(cost: Cost, password: &str, salt: &[u8]) -> Result<String> {
    cost.argon2()
        .hash_password_with_salt(password.as_bytes(), salt)
        .map(|hash| hash.to_string())
        .map_err(|error| Error::Internal(format!("a password cannot be hashed: {error}")))
}

/// Whether `hash` was made at a lower cost than `cost`.
fn is_outdated(hash: &PasswordHash, cost: Cost) -> bool {
    let below = |name, least| hash.params.get_decimal(name).is_none_or(|value| value < least);
    hash.algorithm.as_str() != "argon2id" || below("m", cost.kib) || below("t", cost.passes)
}
