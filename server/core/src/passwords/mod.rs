//! Passwords: hashing on a bounded pool, the policy and its blocklist.

use crate::error::Result;
use crate::services::Rng;
use fluxward_domain::passwords::PasswordPolicy;
use fluxward_domain::{AppError, Kind};

/// What one hash costs (argon2id, one lane).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Memory in KiB.
    pub kib: u32,
    /// Passes over the memory.
    pub passes: u32,
}

impl Cost {
    /// What OWASP's Password Storage Cheat Sheet asks for: 19 MiB, two passes.
    pub const RECOMMENDED: Self = Self {
        kib: 19_456,
        passes: 2,
    };
    /// As little as argon2 allows: for tests, and for example people.
    pub const LEAST: Self = Self { kib: 8, passes: 1 };
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
pub struct Hasher;

impl Hasher {
    /// A pool that runs as many hashes at a time as there are cores.
    pub fn new(_cost: Cost) -> Self {
        Self
    }

    /// The PHC string of `password` with a fresh salt.
    pub async fn hash(&self, _rng: &Rng, _password: &str) -> Result<String> {
        Err(Kind::Internal.into())
    }

    /// Whether `password` is the one of `stored`; without one, as much work for nothing.
    pub async fn verify(&self, _password: &str, _stored: Option<&str>) -> Result<Verdict> {
        Err(Kind::Internal.into())
    }
}

/// Whether `password` may be chosen: the rules of `policy`, and the blocklist of common passwords
/// and of the person's own words (names, addresses, organizations; split here).
pub fn check_new(_policy: &PasswordPolicy, _password: &str, _own: &[&str]) -> Result<(), AppError> {
    Ok(())
}
