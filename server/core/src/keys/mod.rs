//! The keys of this installation: what signs access tokens, cursors and one-purpose tokens, and
//! what keeps secrets unreadable in the database.
//!
//! One file holds a list of seeds, newest last: the newest signs, the older ones go on verifying.
//! Every purpose gets its own key, derived from the seed by HKDF (RFC 5869), so that a text made
//! for one purpose is nothing for another. This module refuses to know what the payloads mean
//! and when they end: that is said by whoever seals and opens them.

mod file;
mod secrets;
mod tokens;

pub use file::KeyError;
pub use secrets::Unreadable;
pub use tokens::Claims;

use crate::services::Rng;
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use file::Stored;
use fluxward_domain::Moment;
use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use secrets::Safe;
use sha2::Sha256;
use std::path::Path;
use std::sync::Arc;
use tokens::Signer;

/// Bytes of an HMAC-SHA256.
const TAG: usize = 32;

/// What a sealed text is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Where a list goes on.
    Cursor,
    /// The first platform administrator.
    SetUp,
    /// One change of a password that has to be changed.
    PasswordChange,
    /// A link in a mail.
    Link,
    /// A sign-in whose password was right, and which waits for its second factor.
    SecondFactor,
    /// A recovery code, known by its tag only.
    RecoveryCode,
}

impl Purpose {
    const ALL: [Self; 6] = [
        Self::Cursor,
        Self::SetUp,
        Self::PasswordChange,
        Self::Link,
        Self::SecondFactor,
        Self::RecoveryCode,
    ];

    const fn info(self) -> &'static str {
        match self {
            Self::Cursor => "fluxward v1 cursor",
            Self::SetUp => "fluxward v1 set-up",
            Self::PasswordChange => "fluxward v1 password change",
            Self::Link => "fluxward v1 link",
            Self::SecondFactor => "fluxward v1 second factor",
            Self::RecoveryCode => "fluxward v1 recovery code",
        }
    }
}

/// The keys of this installation; cheap to clone. Never empty, the newest last.
#[derive(Clone)]
pub struct Keys(Arc<Vec<Key>>);

struct Key {
    signer: Signer,
    safe: Safe,
    seals: [Hmac<Sha256>; Purpose::ALL.len()],
}

impl Key {
    fn derive(stored: &Stored) -> Self {
        let expand = |info: &str| {
            let mut key = [0; 32];
            Hkdf::<Sha256>::new(None, &stored.seed)
                .expand(info.as_bytes(), &mut key)
                .expect("32 bytes are a length that SHA-256 can expand to");
            key
        };
        let seal = |purpose: Purpose| {
            Hmac::new_from_slice(&expand(purpose.info()))
                .expect("an HMAC takes a key of any length")
        };
        Self {
            signer: Signer::new(&stored.kid, expand("fluxward v1 access token")),
            safe: Safe::new(&stored.kid, expand("fluxward v1 kept secret")),
            seals: Purpose::ALL.map(seal),
        }
    }

    /// The tag of `payload` for `purpose`, tied to `bound`.
    fn tag(&self, purpose: Purpose, payload: &[u8], bound: &[u8]) -> Hmac<Sha256> {
        let mut tag = self.seals[purpose as usize].clone();
        tag.update(&(bound.len() as u64).to_be_bytes());
        tag.update(bound);
        tag.update(payload);
        tag
    }
}

impl Keys {
    /// Reads the key file at `path`, or makes it with one fresh key and mode 0600.
    pub fn load_or_create(path: &Path, rng: &Rng, now: Moment) -> Result<Self, KeyError> {
        Ok(Self::of(&file::load_or_create(path, rng, now)?))
    }

    /// Keys that are kept nowhere: for tests, and for commands that sign nothing.
    pub fn ephemeral(rng: &Rng) -> Self {
        Self::of(&[Stored::fresh(rng, Moment(0))])
    }

    /// Adds a fresh key to the file at `path`: it signs from the next start on, older ones go on
    /// verifying. Answers its id.
    pub fn rotate(path: &Path, rng: &Rng, now: Moment) -> Result<String, KeyError> {
        file::rotate(path, rng, now)
    }

    fn of(stored: &[Stored]) -> Self {
        Self(Arc::new(stored.iter().map(Key::derive).collect()))
    }

    fn newest(&self) -> &Key {
        self.0.last().expect("a key file without a key is refused")
    }

    /// `payload` as text that nobody else can make. It opens only for the same `purpose` and the
    /// same `bound`, which the text does not hold.
    pub fn seal(&self, purpose: Purpose, payload: &[u8], bound: &[u8]) -> String {
        let tag = self.newest().tag(purpose, payload, bound).finalize();
        let mut bytes = tag.into_bytes().to_vec();
        bytes.extend_from_slice(payload);
        BASE64.encode(bytes)
    }

    /// The payload of a text that [`Self::seal`] made by any of the keys; `None` for any other.
    pub fn open(&self, purpose: Purpose, text: &str, bound: &[u8]) -> Option<Vec<u8>> {
        let bytes = BASE64.decode(text).ok()?;
        let (tag, payload) = bytes.split_at_checked(TAG)?;
        let mut keys = self.0.iter().rev();
        keys.any(|key| key.tag(purpose, payload, bound).verify_slice(tag).is_ok())
            .then(|| payload.to_vec())
    }

    /// What a sealed text claims, unproven: to find what it has to be bound to.
    pub fn claimed(text: &str) -> Option<Vec<u8>> {
        let bytes = BASE64.decode(text).ok()?;
        Some(bytes.split_at_checked(TAG)?.1.to_vec())
    }

    /// `secret` as text that only this installation can read, to be kept in the database. It can
    /// be read for the same `bound` only, which the text does not hold.
    pub fn encrypt(&self, rng: &Rng, secret: &[u8], bound: &[u8]) -> Result<String, Unreadable> {
        self.newest().safe.encrypt(rng, secret, bound)
    }

    /// What [`Self::encrypt`] was given, by whichever of the keys.
    pub fn decrypt(&self, text: &str, bound: &[u8]) -> Result<Vec<u8>, Unreadable> {
        let safes = self.0.iter().map(|key| &key.safe);
        safes.into_iter().find_map(|safe| safe.decrypt(text, bound)).ok_or(Unreadable)
    }

    /// The text that a cursor travels as.
    pub fn sign_cursor(&self, payload: &[u8]) -> String {
        self.seal(Purpose::Cursor, payload, &[])
    }

    /// What [`Self::sign_cursor`] was given; `None` for a forged cursor.
    pub fn open_cursor(&self, text: &str) -> Option<Vec<u8>> {
        self.open(Purpose::Cursor, text, &[])
    }

    /// The token that lets the first platform administrator in.
    pub fn set_up_token(&self) -> String {
        let tag = self.newest().tag(Purpose::SetUp, &[], &[]).finalize();
        BASE64.encode(&tag.into_bytes()[..24])
    }
}

#[cfg(test)]
mod tests;
