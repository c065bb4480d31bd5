//! Many changes in one transaction: all of them, or none.
//!
//! Whoever works through a list (an import, a bulk change), or wants to know what changes would do
//! without making them (a preview), begins a [`Batch`] and calls the very use cases with
//! [`Batch::services`]: each [`Change`](super::Change) they begin joins the one transaction, under
//! its own entries of the log. So a list is authorized, guarded and recorded like single calls,
//! and a preview cannot differ from the result: it is the result, rolled back.
//!
//! A change that is dropped without being committed (its use case refused) is undone by itself;
//! those before it stay.

use super::Notice;
use super::ledger::Ledger;
use crate::database::{Connection, values};
use crate::error::{Error, Result};
use crate::services::{Caller, Services};
use fluxward_domain::access::Facts;
use fluxward_domain::ids::{AccountId, OrganizationId, SessionId};
use std::ops::{Deref, DerefMut};
use std::sync::{Arc, Mutex, PoisonError};

/// An open transaction that changes join; rolled back when dropped.
pub struct Batch {
    services: Services,
}

/// Where the transaction waits between two changes.
pub(crate) struct Slot(Mutex<Waiting>);

struct Waiting {
    connection: Option<Connection>,
    /// What the changes have moved, as the last one that was committed left it.
    ledger: Ledger,
    /// Whether the last change was dropped: what it did is still to be undone.
    dropped: bool,
    notice: Notice,
    wakes_jobs: bool,
    /// How many changes were committed.
    settled: usize,
    /// The facts of the caller of the last change: read once for many changes, forgotten by the
    /// same touches that drop cached facts anywhere.
    caller: Option<(AccountId, SessionId, Arc<Facts>)>,
}

impl Waiting {
    /// Forgets the caller's facts when `notice` may concern them.
    fn heed(&mut self, notice: &Notice) {
        let is_touched = |(account, ..): &mut (AccountId, SessionId, Arc<Facts>)| {
            notice.everyone || !notice.ended.is_empty() || notice.access.contains(account)
        };
        drop(self.caller.take_if(is_touched));
    }
}

impl Slot {
    /// The facts of that caller, if nothing has touched them since they were read.
    pub(super) fn facts(&self, caller: &Caller) -> Option<Arc<Facts>> {
        let waiting = self.waiting();
        let (account, session, facts) = waiting.caller.as_ref()?;
        ((*account, *session) == (caller.account, caller.session)).then(|| Arc::clone(facts))
    }

    /// Keeps what was read of that caller.
    pub(super) fn keep(&self, caller: &Caller, facts: Arc<Facts>) {
        self.waiting().caller = Some((caller.account, caller.session, facts));
    }

    fn waiting(&self) -> std::sync::MutexGuard<'_, Waiting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Batch {
    /// Begins a transaction. It holds the head of the log until it ends: keep it short.
    pub async fn begin(s: &Services) -> Result<Self> {
        Self::begin_with(s, "savepoint one").await
    }

    /// … whose changes can be undone together while it goes on. For few of them: SQLite walks
    /// through all that is to be undone with each change.
    pub(crate) async fn begin_undoable(s: &Services) -> Result<Self> {
        Self::begin_with(s, "savepoint whole; savepoint one").await
    }

    async fn begin_with(s: &Services, savepoints: &'static str) -> Result<Self> {
        let mut connection = s.database.begin().await?;
        // The head is locked before anything is looked at.
        let ledger = Ledger::lock(&mut connection).await?;
        connection.run_script(savepoints).await?;
        let waiting = Waiting {
            connection: Some(connection),
            ledger,
            dropped: false,
            notice: Notice::default(),
            wakes_jobs: false,
            settled: 0,
            caller: None,
        };
        Ok(Self { services: s.joining(Arc::new(Slot(Mutex::new(waiting)))) })
    }

    /// The services whose changes join this transaction.
    pub const fn services(&self) -> &Services {
        &self.services
    }

    /// What the changes so far are told as.
    pub(crate) fn notice(&self) -> Result<Notice> {
        Ok(self.slot()?.waiting().notice.clone())
    }

    /// How many changes were committed so far: one that changes nothing is none.
    pub(crate) fn settled(&self) -> Result<usize> {
        Ok(self.slot()?.waiting().settled)
    }

    /// Open pages that show this organization ask again, once all of it is committed.
    pub(crate) fn tell_organization(&self, id: OrganizationId, slug: &str) -> Result<()> {
        self.slot()?.waiting().notice.organizations.push((id, slug.to_owned()));
        Ok(())
    }

    /// The transaction, to look at what the changes so far have done. Give it back by dropping it.
    pub(crate) async fn look(&self) -> Result<Lease> {
        let slot = self.slot()?;
        let (mut lease, mut ledger) = Lease::take(slot).await?;
        ledger.write(&mut lease).await?;
        slot.waiting().ledger = ledger;
        Ok(lease)
    }

    /// Undoes every change so far of a batch that was begun for it; the transaction stays open, so
    /// that what is looked at next is what was there before, and nothing else.
    pub(crate) async fn undo(&self) -> Result<()> {
        let mut lease = self.look().await?;
        self.slot()?.waiting().caller = None;
        lease.run("rollback to savepoint whole", values![]).await?;
        let ledger = Ledger::lock(&mut lease).await?;
        self.slot()?.waiting().ledger = ledger;
        lease.run("savepoint one", values![]).await?;
        Ok(())
    }

    /// Commits all changes; once this returns, they are durable and in force on every node.
    pub async fn commit(self) -> Result<()> {
        let slot = self.slot()?;
        let (mut lease, mut ledger) = Lease::take(slot).await?;
        ledger.write(&mut lease).await?;
        let mut connection = lease.keep()?;
        let (mut notice, wakes_jobs) = {
            let mut waiting = slot.waiting();
            (std::mem::take(&mut waiting.notice), waiting.wakes_jobs)
        };
        notice.seq = ledger.seq();
        let told = connection.notify(&notice.payload()).await?;
        connection.commit().await?;
        if !told {
            self.services.live.publish(notice);
        }
        if wakes_jobs {
            self.services.work().notify_one();
        }
        Ok(())
    }

    fn slot(&self) -> Result<&Arc<Slot>> {
        self.services.slot().ok_or_else(|| Error::Internal("this batch has no transaction".into()))
    }
}

/// The connection of a change: its own, or the one of the batch that it joined, which gets it
/// back when this is dropped.
pub(crate) struct Lease {
    connection: Option<Connection>,
    slot: Option<Arc<Slot>>,
    committed: bool,
}

impl Lease {
    /// A transaction of its own.
    pub(super) const fn own(connection: Connection) -> Self {
        Self { connection: Some(connection), slot: None, committed: false }
    }

    /// The one of a batch, with its ledger, as the last change that was committed left both.
    pub(super) async fn take(slot: &Arc<Slot>) -> Result<(Self, Ledger)> {
        let (connection, ledger, dropped) = {
            let mut waiting = slot.waiting();
            let dropped = std::mem::take(&mut waiting.dropped);
            (waiting.connection.take(), waiting.ledger.clone(), dropped)
        };
        let mut connection = connection
            .ok_or_else(|| Error::Internal("two changes of one batch at the same time".into()))?;
        let again = "release savepoint one; savepoint one";
        connection.run_script(if dropped { "rollback to savepoint one" } else { again }).await?;
        let slot = Some(Arc::clone(slot));
        Ok((Self { connection: Some(connection), slot, committed: true }, ledger))
    }

    /// What it does from now on is undone unless it is [`Self::settle`]d.
    pub(super) const fn unsettled(mut self) -> Self {
        self.committed = false;
        self
    }

    /// Whether it is a transaction of its own.
    pub(super) const fn is_own(&self) -> bool {
        self.slot.is_none()
    }

    /// Ends a change that joined a batch: its notice is told with the batch's, and its ledger is
    /// the next change's. `Some` for a transaction of its own, which is still to be committed.
    pub(super) fn settle(
        mut self,
        notice: &mut Notice,
        ledger: Ledger,
        wakes_jobs: bool,
    ) -> Option<Connection> {
        let Some(slot) = &self.slot else { return self.connection.take() };
        let mut waiting = slot.waiting();
        waiting.ledger = ledger;
        waiting.heed(notice);
        waiting.notice.join(std::mem::take(notice));
        waiting.wakes_jobs |= wakes_jobs;
        waiting.settled += 1;
        drop(waiting);
        self.committed = true;
        None
    }

    fn keep(mut self) -> Result<Connection> {
        self.connection.take().ok_or_else(|| Error::Internal("the transaction is gone".into()))
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        if let (Some(slot), Some(connection)) = (&self.slot, self.connection.take()) {
            let mut waiting = slot.waiting();
            waiting.connection = Some(connection);
            waiting.dropped = !self.committed;
        }
    }
}

impl Deref for Lease {
    type Target = Connection;
    fn deref(&self) -> &Connection {
        self.connection.as_ref().expect("held until it is dropped, kept or settled")
    }
}

impl DerefMut for Lease {
    fn deref_mut(&mut self) -> &mut Connection {
        self.connection.as_mut().expect("held until it is dropped, kept or settled")
    }
}
