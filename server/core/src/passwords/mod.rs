//! Passwords: hashing on a bounded pool, the policy and its blocklist.

/// Hashes passwords.
pub struct Hasher;
