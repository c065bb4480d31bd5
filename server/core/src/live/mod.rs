//! Telling open pages what changed, the moment it is committed.
//!
//! A change gathers one [`Notice`]; every node publishes it to its own streams. On SQLite the
//! committing process is the only one that serves; on PostgreSQL the notice travels by `NOTIFY`
//! and every node, the committing one included, hears it. Each stream turns notices into the
//! [`fluxward_domain::live::Signal`]s that its person may know of.

mod streams;
mod watching;

pub use streams::stream;
pub use watching::watch;

use crate::database::{Connection, values};
use crate::error::Result;
use crate::services::Services;
use fluxward_domain::ids::{AccountId, OrganizationId, SessionId};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{OnceCell, broadcast};
use tokio::time::Instant;
use uuid::Uuid;

/// How many notices a slow stream may lag behind before it is told to ask for everything.
const BACKLOG: usize = 1024;
/// PostgreSQL's limit for a payload, with room to spare.
const PAYLOAD_MAX: usize = 7_000;
/// How many deliveries are remembered, and for how long, for pages that come after them.
const DELIVERIES: usize = 64;
const JUST_NOW: Duration = Duration::from_secs(10);
/// From so many things on a change is told as "everything".
const MANY: usize = 200;

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
    /// Whether a mail left, or could not.
    #[serde(default)]
    pub mail: bool,
    /// Whether everything may have changed for everyone.
    pub everyone: bool,
}

impl Notice {
    /// Tells what `other` tells, too.
    pub(crate) fn join(&mut self, other: Self) {
        self.seq = self.seq.max(other.seq);
        self.users.extend(other.users);
        self.members.extend(other.members);
        self.organizations.extend(other.organizations);
        self.access.extend(other.access);
        self.ended.extend(other.ended);
        self.mail |= other.mail;
        self.everyone |= other.everyone;
    }

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

/// A notice on its way to the streams of this node.
pub struct Published {
    notice: Notice,
    /// Where the accounts in `users` belong; looked up when the first stream needs to know.
    organizations: OnceCell<HashMap<AccountId, Vec<OrganizationId>>>,
}

impl Published {
    /// The organizations that one of the notice's `users` belongs to.
    async fn organizations_of(&self, s: &Services, account: AccountId) -> Vec<OrganizationId> {
        let looked_up = self.organizations.get_or_try_init(|| self.look_up(s));
        let all = looked_up.await.ok();
        all.and_then(|all| all.get(&account).cloned()).unwrap_or_default()
    }

    async fn look_up(&self, s: &Services) -> Result<HashMap<AccountId, Vec<OrganizationId>>> {
        let mut connection = s.read().await?;
        let mut found = HashMap::new();
        for &account in &self.notice.users {
            let sql = "select organization_id from memberships
                where account_id = $1 and until_seq is null";
            let rows = connection.rows::<(Uuid,)>(sql, values![account]).await?;
            let ids = rows.into_iter().map(|(id,)| OrganizationId(id));
            found.insert(account, ids.collect());
        }
        Ok(found)
    }
}

/// The notices of this node.
pub struct Live {
    notices: broadcast::Sender<Arc<Published>>,
    /// The latest deliveries: they are no entries of the log, so a page that was made just before
    /// one cannot see that it missed it. Whoever comes is told of them again.
    deliveries: Mutex<VecDeque<(Instant, Arc<Published>)>>,
}

impl Default for Live {
    fn default() -> Self {
        Self { notices: broadcast::channel(BACKLOG).0, deliveries: Mutex::default() }
    }
}

impl Live {
    /// Tells every stream of this node. A change of very many things is told as "everything".
    pub fn publish(&self, mut notice: Notice) {
        if notice.users.len() + notice.members.len() + notice.organizations.len() > MANY {
            notice.everyone = true;
            notice.users.clear();
            notice.members.clear();
            notice.organizations.clear();
        }
        let published = Arc::new(Published { notice, organizations: OnceCell::new() });
        if published.notice.mail {
            let mut latest = self.deliveries.lock().unwrap_or_else(PoisonError::into_inner);
            latest.truncate(DELIVERIES - 1);
            latest.push_front((Instant::now(), Arc::clone(&published)));
        }
        // Nobody listening is fine.
        let _ = self.notices.send(published);
    }

    /// The deliveries that a page that has just come may have missed.
    fn just_delivered(&self) -> Vec<Arc<Published>> {
        let latest = self.deliveries.lock().unwrap_or_else(PoisonError::into_inner);
        let recent = latest.iter().take_while(|(at, _)| at.elapsed() < JUST_NOW);
        recent.map(|(_, published)| Arc::clone(published)).collect()
    }

    /// Hears every notice from now on.
    fn subscribe(&self) -> broadcast::Receiver<Arc<Published>> {
        self.notices.subscribe()
    }
}

/// Commits what is no change of the log, and tells of it.
pub(crate) async fn tell(
    s: &Services,
    mut connection: Connection,
    mut notice: Notice,
) -> Result<()> {
    let seq = connection.number("select seq from log_head where one = 1", values![]).await?;
    notice.seq = seq.unwrap_or_default();
    let told = connection.notify(&notice.payload()).await?;
    connection.commit().await?;
    if !told {
        s.live.publish(notice);
    }
    Ok(())
}

/// The newest entry of the log.
pub async fn newest(s: &Services) -> Result<i64> {
    let sql = "select seq from log_head where one = 1";
    let seq = s.read().await?.number(sql, values![]).await?;
    Ok(seq.unwrap_or_default())
}

#[cfg(test)]
mod tests;
