//! What every change moves: the log and its head, the heads of the organizations' logs, the
//! versions of people's access, and the counters of lists.
//!
//! # Decision: moved in memory, written once
//! A change keeps them here and writes them when it commits; in a batch, each change hands them to
//! the next one, and the batch writes them. A row that one transaction writes again for each of
//! many changes is found by walking through all that it was before, on PostgreSQL at least: an
//! import of a thousand lines would cost a million steps. And many rows in one statement cost
//! little more than one.

use super::{Entry, chain};
use crate::database::{Connection, Value, placeholders, values};
use crate::error::{Error, Result};
use crate::lists::counters::Moves;
use crate::services::Rng;
use fluxward_domain::Moment;
use fluxward_domain::ids::{AccountId, OrganizationId};
use sqlx::AssertSqlSafe;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// How many accounts one statement touches at most.
const AT_ONCE: usize = 400;

/// The end of the log.
#[derive(Clone, Debug, sqlx::FromRow)]
struct Head {
    seq: i64,
    at: i64,
    hash: Vec<u8>,
    definitions: i64,
}

/// The end of one organization's log.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct OrganizationHead {
    pub(super) chain_seq: i64,
    pub(super) chain_hash: Vec<u8>,
}

/// What has been moved and is still to be written.
#[derive(Clone, Debug)]
pub(super) struct Ledger {
    head: Head,
    /// As far as they have been asked for.
    organizations: BTreeMap<OrganizationId, OrganizationHead>,
    pub(super) counters: Moves,
    /// The `definitions` that are stored: others look whether they have moved.
    definitions: i64,
    /// What was recorded, and is not written yet.
    recorded: Vec<Arc<Recorded>>,
    /// Whose access is no longer what it was, and is not said yet.
    touched: BTreeSet<AccountId>,
    /// The entry with which it is not.
    touched_at: i64,
}

/// The rows of some entries.
#[derive(Clone, Debug)]
struct Recorded {
    events: Vec<Vec<Value>>,
    details: Vec<Vec<Value>>,
}

impl Ledger {
    /// Locks the head until the transaction ends.
    pub(super) async fn lock(connection: &mut Connection) -> Result<Self> {
        let sql =
            "update log_head set seq = seq where one = 1 returning seq, at, hash, definitions";
        let head: Option<Head> = connection.row(sql, values![]).await?;
        let head = head.ok_or_else(|| Error::Stored("the log has no head".into()))?;
        Ok(Self {
            definitions: head.definitions,
            touched_at: head.seq,
            head,
            organizations: BTreeMap::new(),
            counters: Moves::default(),
            recorded: Vec::new(),
            touched: BTreeSet::new(),
        })
    }

    /// The newest entry of the log.
    pub(super) const fn seq(&self) -> i64 {
        self.head.seq
    }

    /// The first moment after the last change.
    pub(super) const fn next_moment(&self) -> Moment {
        Moment(self.head.at + 1)
    }

    /// Everybody's access may have changed with entry `seq`.
    pub(super) const fn define(&mut self, seq: i64) {
        self.head.definitions = seq;
    }

    /// The last change was at that moment.
    pub(super) const fn changed_at(&mut self, at: Moment) {
        self.head.at = at.0;
    }

    /// Whether somebody who reads on the same connection would miss that definitions have moved.
    pub(super) const fn has_defined(&self) -> bool {
        self.head.definitions != self.definitions
    }

    /// The access of `account` is no longer what it was before entry `seq`.
    pub(super) fn touch(&mut self, account: AccountId, seq: i64) {
        self.touched.insert(account);
        self.touched_at = self.touched_at.max(seq);
    }

    /// Appends events in their order and moves the heads of the platform and of their
    /// organizations.
    pub(super) async fn append(
        &mut self,
        connection: &mut Connection,
        at: Moment,
        actor: Option<AccountId>,
        entries: &[Entry],
        rng: &Rng,
    ) -> Result<()> {
        self.find_organizations(connection, entries).await?;
        let mut events = Vec::with_capacity(entries.len());
        let mut details = Vec::with_capacity(entries.len());
        for entry in entries {
            let (seq, salt) = (self.head.seq + 1, rng.bytes::<32>());
            let organization = entry.organization.and_then(|id| self.organizations.get_mut(&id));
            let end = organization.as_deref();
            let sealed = chain::seal(seq, &self.head.hash, at, actor, entry, &salt, end)
                .map_err(|error| Error::Internal(format!("an event cannot be written: {error}")))?;
            let org_seq = organization.map(|organization| {
                organization.chain_seq += 1;
                organization.chain_hash = sealed.hash.to_vec();
                organization.chain_seq
            });
            self.head.seq = seq;
            self.head.hash = sealed.hash.to_vec();
            events.push(values![
                seq,
                at,
                entry.action,
                actor,
                entry.target.kind(),
                entry.target.id(),
                entry.organization,
                org_seq,
                sealed.canonical,
                sealed.hash
            ]);
            details.push(values![seq, salt, sealed.detail]);
        }
        self.recorded.push(Arc::new(Recorded { events, details }));
        Ok(())
    }

    /// Reads the ends of the logs of those organizations that `entries` belong to and no entry
    /// before did.
    async fn find_organizations(
        &mut self,
        connection: &mut Connection,
        entries: &[Entry],
    ) -> Result<()> {
        let sql = "select chain_seq, chain_hash from organizations where id = $1";
        for id in entries.iter().filter_map(|entry| entry.organization) {
            if !self.organizations.contains_key(&id)
                && let Some(head) = connection.row(sql, values![id]).await?
            {
                self.organizations.insert(id, head);
            }
        }
        Ok(())
    }

    /// Writes everything but the heads.
    pub(super) async fn write_rows(&mut self, connection: &mut Connection) -> Result<()> {
        self.counters.write(connection).await?;
        let recorded = std::mem::take(&mut self.recorded).into_iter().map(Arc::unwrap_or_clone);
        let (events, details): (Vec<_>, Vec<_>) =
            recorded.map(|Recorded { events, details }| (events, details)).unzip();
        let insert = "insert into events (seq, at, action, actor_id, target_kind, target_id,
            organization_id, org_seq, canonical, hash)";
        connection.insert_all(insert, events.concat()).await?;
        let insert = "insert into event_details (seq, salt, data)";
        connection.insert_all(insert, details.concat()).await?;
        let touched: Vec<_> = std::mem::take(&mut self.touched).into_iter().collect();
        for some in touched.chunks(AT_ONCE) {
            let mut values = values![self.touched_at];
            values.extend(some.iter().map(|account| Value::from(*account)));
            let places = placeholders(2, &values);
            let sql = format!("update accounts set access_version = $1 where id in ({places})");
            connection.run(AssertSqlSafe(sql), values).await?;
        }
        Ok(())
    }

    /// Writes everything that has been moved.
    pub(super) async fn write(&mut self, connection: &mut Connection) -> Result<()> {
        self.write_rows(connection).await?;
        for (id, end) in std::mem::take(&mut self.organizations) {
            let sql = "update organizations set chain_seq = $2, chain_hash = $3 where id = $1";
            connection.run(sql, values![id, end.chain_seq, end.chain_hash]).await?;
        }
        let Head { seq, at, hash, definitions } = &self.head;
        let sql =
            "update log_head set seq = $1, at = $2, hash = $3, definitions = $4 where one = 1";
        connection.run(sql, values![*seq, *at, hash.as_slice(), *definitions]).await?;
        self.definitions = *definitions;
        Ok(())
    }
}
