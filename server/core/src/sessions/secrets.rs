//! Secrets that a client keeps and the database does not: 256 bits of chance, known here only by
//! their SHA-256.

use crate::services::Rng;
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use sha2::{Digest, Sha256};

/// Characters of a secret.
const LENGTH: usize = 43;

/// A secret as its client keeps it.
pub(super) struct Secret(String);

impl Secret {
    pub(super) fn fresh(rng: &Rng) -> Self {
        Self(BASE64.encode(rng.bytes::<32>()))
    }

    /// A secret that came with a request; `None` when it cannot be one.
    pub(super) fn presented(text: &str) -> Option<Self> {
        (text.len() == LENGTH).then(|| Self(text.to_owned()))
    }

    /// What the database keeps.
    pub(super) fn hash(&self) -> [u8; 32] {
        Sha256::digest(&self.0).into()
    }

    pub(super) fn into_text(self) -> String {
        self.0
    }
}
