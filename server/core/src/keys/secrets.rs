//! Secrets that are needed again in clear, kept so that the database alone does not give them
//! away: XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha), whose long nonce may be left to chance.
//!
//! The text begins with the id of its key, so that it is read by the right one however often the
//! keys were rotated.

use crate::services::Rng;
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{Key, KeyInit, XChaCha20Poly1305, XNonce};

/// Bytes of a nonce.
const NONCE: usize = 24;

/// A kept secret cannot be read: none of the keys has made it, or it was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a secret in the database was not made by the keys of this key file")]
pub struct Unreadable;

/// What one key keeps secrets with.
pub(super) struct Safe {
    kid: String,
    cipher: XChaCha20Poly1305,
}

impl Safe {
    pub(super) fn new(kid: &str, key: [u8; 32]) -> Self {
        Self { kid: kid.to_owned(), cipher: XChaCha20Poly1305::new(&Key::from(key)) }
    }

    pub(super) fn encrypt(
        &self,
        rng: &Rng,
        secret: &[u8],
        bound: &[u8],
    ) -> Result<String, Unreadable> {
        let nonce = rng.bytes::<NONCE>();
        let payload = Payload { msg: secret, aad: bound };
        let hidden = self.cipher.encrypt(&XNonce::from(nonce), payload).map_err(|_| Unreadable)?;
        Ok(format!("{}.{}", self.kid, BASE64.encode([nonce.as_slice(), &hidden].concat())))
    }

    /// What the text holds, when this very key has made it.
    pub(super) fn decrypt(&self, text: &str, bound: &[u8]) -> Option<Vec<u8>> {
        let hidden = text.strip_prefix(&self.kid)?.strip_prefix('.')?;
        let bytes = BASE64.decode(hidden).ok()?;
        let (nonce, hidden) = bytes.split_first_chunk::<NONCE>()?;
        let payload = Payload { msg: hidden, aad: bound };
        self.cipher.decrypt(&XNonce::from(*nonce), payload).ok()
    }
}
