//! What open pages are told as it happens, over one event stream per browser.
//!
//! A signal says what changed, never the new value: the page asks again, and is answered with
//! what the person may see at that moment.

use crate::ids::AccountId;
use serde::{Deserialize, Serialize};

/// One thing that changed, as far as the listening person may know of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Signal {
    /// The stream is open; nothing was missed before `seq`.
    Hello {
        /// The newest entry of the log when the stream began.
        seq: i64,
    },
    /// An account changed: its details, status or platform role.
    User {
        /// The account.
        id: AccountId,
        /// The entry of the log.
        seq: i64,
    },
    /// A membership of an organization changed, began or ended.
    Member {
        /// The organization's slug.
        organization: String,
        /// The account.
        id: AccountId,
        /// The entry of the log.
        seq: i64,
    },
    /// An organization itself changed, began or ended.
    Organization {
        /// The organization's slug.
        organization: String,
        /// The entry of the log.
        seq: i64,
    },
    /// A mail left, or could not.
    Mail {
        /// The newest entry of the log.
        seq: i64,
    },
    /// What the listening person may do has changed: ask again who one is.
    Access {
        /// The entry of the log.
        seq: i64,
    },
    /// The listening session has ended; the stream closes after this.
    SignedOut,
}
