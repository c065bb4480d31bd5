//! The hash chain: the bytes that an event is, and their digest.
//!
//! The canonical bytes are stored and are what is hashed; nothing is ever serialised again to
//! check them. They hold the digest of the previous event of the platform and of the previous
//! event of the organization, so that an organization's export proves itself complete, and a
//! salted commitment to the personal values instead of the values, so that these can be erased.

use super::{Entry, ledger::OrganizationHead};
use fluxward_domain::Moment;
use fluxward_domain::activity::FieldChange;
use fluxward_domain::ids::AccountId;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// SHA-256.
pub fn digest(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// The personal side of an event: erasable.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Detail {
    /// Why.
    pub reason: Option<String>,
    /// What was before and after.
    pub changes: Vec<FieldChange>,
}

/// The chained side of an event, in the order of its canonical bytes (JSON without spaces).
#[derive(Serialize)]
struct Canonical<'a> {
    version: u8,
    seq: i64,
    previous: String,
    at: Moment,
    action: &'a str,
    actor: Option<AccountId>,
    target_kind: &'a str,
    target: uuid::Uuid,
    organization: Option<uuid::Uuid>,
    organization_seq: Option<i64>,
    organization_previous: Option<String>,
    detail: String,
}

/// An event about to be stored.
pub(super) struct Sealed {
    pub(super) canonical: Vec<u8>,
    pub(super) hash: [u8; 32],
    pub(super) detail: String,
}

pub(super) fn seal(
    seq: i64,
    previous: &[u8],
    at: Moment,
    actor: Option<AccountId>,
    entry: &Entry,
    salt: &[u8],
    organization: Option<&OrganizationHead>,
) -> serde_json::Result<Sealed> {
    let detail = serde_json::to_string(&Detail {
        reason: entry.reason.clone(),
        changes: entry.changes.clone(),
    })?;
    let canonical = serde_json::to_vec(&Canonical {
        version: 1,
        seq,
        previous: hex(previous),
        at,
        action: entry.action,
        actor,
        target_kind: entry.target.kind(),
        target: entry.target.id(),
        organization: entry.organization.map(|id| id.0),
        organization_seq: organization.map(|head| head.chain_seq + 1),
        organization_previous: organization.map(|head| hex(&head.chain_hash)),
        detail: hex(&commitment(salt, &detail)),
    })?;
    let hash = digest(&canonical);
    Ok(Sealed { canonical, hash, detail })
}

/// What the chain holds instead of the personal values: SHA-256 of salt and text.
pub fn commitment(salt: &[u8], detail: &str) -> [u8; 32] {
    let mut hasher = Sha256::new();
    hasher.update(salt);
    hasher.update(detail.as_bytes());
    hasher.finalize().into()
}

/// Lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
