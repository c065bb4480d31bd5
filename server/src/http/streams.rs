//! The open event streams: so many a session, the oldest gives way.

use fluxward_domain::ids::SessionId;
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::oneshot;

/// How many streams a session may have open: a browser needs one, a second one while it reloads.
const A_SESSION: usize = 4;

/// The streams of this node.
#[derive(Clone, Default)]
pub(super) struct Streams(Arc<Mutex<Open>>);

#[derive(Default)]
struct Open {
    next: u64,
    of: HashMap<SessionId, VecDeque<(u64, oneshot::Sender<()>)>>,
}

/// One stream's place; given back when dropped.
pub(super) struct Seat {
    streams: Streams,
    session: SessionId,
    number: u64,
}

impl Streams {
    /// Takes a place for a stream of `session`. The receiver completes when the place is needed
    /// for a newer one.
    pub(super) fn take(&self, session: SessionId) -> (Seat, oneshot::Receiver<()>) {
        let (give_way, asked) = oneshot::channel();
        let mut open = self.lock();
        open.next += 1;
        let number = open.next;
        let own = open.of.entry(session).or_default();
        own.push_back((number, give_way));
        if own.len() > A_SESSION {
            own.pop_front();
        }
        drop(open);
        (Seat { streams: self.clone(), session, number }, asked)
    }

    /// How many are open.
    pub(super) fn open(&self) -> usize {
        self.lock().of.values().map(VecDeque::len).sum()
    }

    fn lock(&self) -> MutexGuard<'_, Open> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut open = self.streams.lock();
        if let Some(own) = open.of.get_mut(&self.session) {
            own.retain(|(number, _)| *number != self.number);
            if own.is_empty() {
                open.of.remove(&self.session);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fluxward_domain::ids::SessionId;

    #[test]
    fn the_oldest_stream_of_a_session_gives_way() {
        let (streams, session) = (Streams::default(), SessionId(uuid::Uuid::nil()));
        let mut taken: Vec<_> = (0..=A_SESSION).map(|_| streams.take(session)).collect();
        assert!(taken[0].1.try_recv() == Err(oneshot::error::TryRecvError::Closed));
        assert!(taken[1].1.try_recv() == Err(oneshot::error::TryRecvError::Empty));
        assert_eq!(streams.open(), A_SESSION);
        drop(taken);
        assert_eq!(streams.open(), 0);
    }
}
