//! The one way to change anything: lock the log's head, authorize, change, record, commit.
//!
//! # Decision: the head row is the only lock
//! Every change begins by updating the one row of `log_head`. Changes therefore happen one after
//! the other on either engine, in the order of the log; whatever was true when a change
//! authorized is still true when it commits. Guards like "the last Owner stays" need no further
//! locks, reading before inserting cannot race, and `seq` has no gaps. Hashing passwords and
//! sending mail never happen inside.

mod batch;
mod chain;
mod entry;
mod ledger;
#[cfg(test)]
mod tests;

pub use batch::Batch;
pub(crate) use batch::Slot;
pub use chain::{Detail, commitment, digest, hex};
pub use entry::{Entry, Target};

use crate::access;
use crate::database::Connection;
use crate::error::{Error, Result};
use crate::lists::counters::Moves;
use crate::live::Notice;
use crate::seeing;
use crate::services::{Caller, Services, authorize};
use batch::Lease;
use fluxward_domain::access::Facts;
use fluxward_domain::ids::{AccountId, OrganizationId, SessionId};
use fluxward_domain::permissions::Permission;
use fluxward_domain::scopes::Scope;
use fluxward_domain::{Kind, Moment};
use ledger::Ledger;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

/// An open change; rolled back when dropped. Statements run on it as on a [`Connection`].
pub struct Change {
    connection: Lease,
    services: Services,
    ledger: Ledger,
    begun_at: i64,
    now: Moment,
    actor: Option<AccountId>,
    granter: Option<AccountId>,
    facts: Option<Arc<Facts>>,
    notice: Notice,
    wakes_jobs: bool,
}

impl Change {
    pub(crate) async fn begin(services: &Services, caller: &Caller) -> Result<Self> {
        seeing::refuse(caller)?;
        let mut change = Self::begin_unasked(services, Some(caller.account)).await?;
        let facts = match services.slot().and_then(|slot| slot.facts(caller)) {
            Some(facts) => facts,
            None => change.read_facts(caller).await?,
        };
        if !facts.is_active(change.now) {
            return Err(Kind::Unauthenticated.into());
        }
        if facts.locked && !facts.platform_administrator {
            return Err(Kind::Maintenance.into());
        }
        change.facts = Some(facts);
        Ok(change)
    }

    /// The caller's facts as they are now, if the session is good.
    async fn read_facts(&mut self, caller: &Caller) -> Result<Arc<Facts>> {
        if !access::session_is_live(&mut self.connection, caller.session, self.now).await? {
            return Err(Kind::Unauthenticated.into());
        }
        let (_, mut facts) = access::facts(&mut self.connection, caller.account)
            .await?
            .ok_or_else(|| Error::from(Kind::Unauthenticated))?;
        // What a token includes never changes.
        facts.limited_to = caller.facts.limited_to;
        let facts = Arc::new(facts);
        if let Some(slot) = self.services.slot() {
            slot.keep(caller, Arc::clone(&facts));
        }
        Ok(facts)
    }

    pub(crate) async fn begin_unasked(
        services: &Services,
        actor: Option<AccountId>,
    ) -> Result<Self> {
        let waiting = services.database.waiting();
        let (connection, ledger) = if let Some(slot) = services.slot() {
            let (lease, ledger) = Lease::take(slot).await?;
            (lease.unsettled(), ledger)
        } else {
            let mut connection = services.database.begin().await?;
            let ledger = Ledger::lock(&mut connection).await?;
            (Lease::own(connection), ledger)
        };
        drop(waiting);
        let now = services.clock.now().max(ledger.next_moment());
        Ok(Self {
            connection,
            services: services.clone(),
            begun_at: ledger.seq(),
            ledger,
            now,
            actor,
            granter: actor,
            facts: None,
            notice: Notice::default(),
            wakes_jobs: false,
        })
    }

    /// The log entry that this change is (the first of them): where its periods begin and end.
    pub const fn seq(&self) -> i64 {
        self.begun_at + 1
    }

    /// The newest entry of the log before this change.
    pub const fn seen(&self) -> i64 {
        self.begun_at
    }

    /// The moment of this change.
    pub const fn now(&self) -> Moment {
        self.now
    }

    /// The account that this change is recorded under.
    pub const fn actor(&self) -> Option<AccountId> {
        self.actor
    }

    /// From here on this change is recorded under `account`, which it has begun itself.
    pub(crate) const fn act_as(&mut self, account: AccountId) {
        self.actor = Some(account);
    }

    /// The account that answers for what this change grants: the actor, unless another vouches.
    pub(crate) const fn granter(&self) -> Option<AccountId> {
        self.granter
    }

    /// From here on `account` answers for what this change grants: whoever invited, when an
    /// invitation is accepted.
    pub(crate) const fn vouched_by(&mut self, account: AccountId) {
        self.granter = Some(account);
    }

    /// The services of this process.
    pub const fn services(&self) -> &Services {
        &self.services
    }

    /// The caller's facts as of this change. An error for a change that nobody asked for.
    pub fn facts(&self) -> Result<&Arc<Facts>> {
        self.facts.as_ref().ok_or_else(|| Error::Internal("this change has no caller".into()))
    }

    /// Passes when the caller may do `permission` at `scope`; see [`authorize`].
    pub fn authorize(&self, permission: Permission, scope: Scope) -> Result<()> {
        authorize(self.facts()?, permission, scope, self.now)
    }

    /// How many rows lists have, as this change and those of its batch move it.
    pub(crate) const fn counters(&mut self) -> &mut Moves {
        &mut self.ledger.counters
    }

    /// Writes what has been counted and recorded so far, for a statement that is to see it.
    pub(crate) async fn write_ledger(&mut self) -> Result<()> {
        self.ledger.write_rows(&mut self.connection).await
    }

    /// Records what has been changed, in the order in which it happened.
    pub async fn record(&mut self, entry: Entry) -> Result<()> {
        self.record_all(&[entry]).await
    }

    /// Records many entries in few statements.
    pub async fn record_all(&mut self, entries: &[Entry]) -> Result<()> {
        let (on, rng) = (&mut self.connection, &self.services.rng);
        self.ledger.append(on, self.now, self.actor, entries, rng).await
    }

    /// The access of `account` is no longer what it was: cached facts are dropped on every node,
    /// and its open pages ask again.
    pub fn touch_access(&mut self, account: AccountId) {
        self.ledger.touch(account, self.seq());
        self.notice.access.push(account);
    }

    /// The access of everybody may have changed (settings, organizations): all cached facts are
    /// dropped on every node.
    pub fn touch_definitions(&mut self) {
        self.ledger.define(self.seq());
        self.notice.everyone = true;
    }

    /// Open pages that show `account` ask again.
    pub fn tell_user(&mut self, account: AccountId) {
        self.notice.users.push(account);
    }

    /// Open pages that show this membership ask again.
    pub fn tell_member(&mut self, organization: OrganizationId, slug: &str, account: AccountId) {
        self.notice.members.push((organization, slug.to_owned(), account));
    }

    /// Open pages that show this organization ask again.
    pub fn tell_organization(&mut self, organization: OrganizationId, slug: &str) {
        self.notice.organizations.push((organization, slug.to_owned()));
    }

    /// These sessions have ended: their streams close.
    pub fn tell_ended(&mut self, sessions: impl IntoIterator<Item = SessionId>) {
        self.notice.ended.extend(sessions);
    }

    /// There is something to do in the background, once this is committed.
    pub fn wake_jobs(&mut self) {
        self.wakes_jobs = true;
    }

    /// Commits; once this returns, the change is durable and in force on every node. Answers the
    /// log's newest entry. An error when something was changed and nothing recorded is left to
    /// the caller's discipline and the tests': a change without an entry is a defect.
    pub async fn commit(mut self) -> Result<i64> {
        self.ledger.changed_at(self.now);
        if self.connection.is_own() || self.ledger.has_defined() {
            self.ledger.write(&mut self.connection).await?;
        }
        let seq = self.ledger.seq();
        self.notice.seq = seq;
        let mut notice = std::mem::take(&mut self.notice);
        let settled = self.connection.settle(&mut notice, self.ledger, self.wakes_jobs);
        let Some(mut connection) = settled else {
            // The batch that this change has joined commits, and tells.
            return Ok(seq);
        };
        let told = connection.notify(&notice.payload()).await?;
        connection.commit().await?;
        if !told {
            self.services.live.publish(notice);
        }
        if self.wakes_jobs {
            self.services.work().notify_one();
        }
        Ok(seq)
    }
}

impl Deref for Change {
    type Target = Connection;
    fn deref(&self) -> &Connection {
        &self.connection
    }
}

impl DerefMut for Change {
    fn deref_mut(&mut self) -> &mut Connection {
        &mut self.connection
    }
}
