//! Passwords: hashing on a bounded pool, the policy and its blocklist.
//!
//! It refuses to know accounts, sessions and where hashes are kept.

mod blocklist;
mod pool;
mod temporary;

pub use blocklist::check_new;
pub use pool::{Cost, Hasher, Verdict};
pub use temporary::temporary;

use unicode_normalization::UnicodeNormalization;

/// The form of a password that is hashed and checked: NFC (NIST SP 800-63B-4 §3.1.1.2), so that
/// every keyboard types the same one.
fn normal(password: &str) -> String {
    password.nfc().collect()
}

#[cfg(test)]
mod tests;
