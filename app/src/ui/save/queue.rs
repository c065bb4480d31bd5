//! The order of saves of one control, as a plain machine without any page around it.
//!
//! What is chosen is shown at once. Changes go out strictly in the order they were made, one at
//! a time. A refusal takes back what was refused and says why; a failure to get through keeps
//! everything and waits for Retry.
//!
//! Long by its tests: the machine is the first half, every order of events the second.

use fluxward_domain::{AppError, Kind};
use std::collections::VecDeque;

/// One change on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What the control should become.
    pub value: String,
    /// For an undo: the version that it takes back, refused when something else came between.
    pub expected: Option<i64>,
}

/// What the server says after a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// What the control is now.
    pub value: String,
    /// The version of the thing that it belongs to.
    pub version: i64,
}

/// How a control stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Phase {
    /// Nothing has been changed.
    #[default]
    Untouched,
    /// Something is on its way.
    Saving,
    /// The last change is done; whether it can be taken back.
    Saved {
        /// Whether Undo is offered.
        undoable: bool,
    },
    /// Refused and taken back; why.
    Refused(AppError),
    /// Did not get through; why. It is kept, and Retry sends it again.
    Stuck(String),
}

/// The saves of one control.
#[derive(Clone, Debug)]
pub struct Queue {
    confirmed: String,
    version: i64,
    /// The first one is on its way, unless `stuck`.
    waiting: VecDeque<Change>,
    stuck: Option<String>,
    refused: Option<AppError>,
    undo: Option<Change>,
    /// How many changes have been saved.
    saves: u32,
    touched: bool,
}

impl Queue {
    /// A control as the server last described it.
    pub fn new(value: String, version: i64) -> Self {
        Self {
            confirmed: value,
            version,
            waiting: VecDeque::new(),
            stuck: None,
            refused: None,
            undo: None,
            saves: 0,
            touched: false,
        }
    }

    /// What the control shows: the last choice, else what is confirmed.
    pub fn shown(&self) -> &str {
        self.waiting.back().map_or(&self.confirmed, |change| &change.value)
    }

    /// How it stands.
    pub fn phase(&self) -> Phase {
        if let Some(why) = &self.stuck {
            return Phase::Stuck(why.clone());
        }
        if !self.waiting.is_empty() {
            return Phase::Saving;
        }
        if let Some(why) = &self.refused {
            return Phase::Refused(why.clone());
        }
        if self.touched { Phase::Saved { undoable: self.undo.is_some() } } else { Phase::Untouched }
    }

    /// Chooses `value`. Gives what is to be sent now; `None` when it has to wait its turn or
    /// changes nothing.
    #[must_use]
    pub fn choose(&mut self, value: String) -> Option<Change> {
        if value == self.shown() && self.stuck.is_none() {
            return None;
        }
        self.enqueue(Change { value, expected: None })
    }

    /// The number of the last saved change.
    pub const fn last_saved(&self) -> u32 {
        self.saves
    }

    /// Takes saved change number `save` back, as a change of its own. When another one came
    /// after it, or news from elsewhere, that is refused.
    #[must_use]
    pub fn undo(&mut self, save: u32) -> Option<Change> {
        let Some(change) = self.undo.take_if(|_| save == self.saves) else {
            self.touched = true;
            self.refused = Some(AppError::new(
                Kind::ChangedSince,
                "This has changed in the meantime, so it was not taken back.",
            ));
            return None;
        };
        self.enqueue(change)
    }

    /// Sends again what did not get through.
    #[must_use]
    pub fn retry(&mut self) -> Option<Change> {
        self.stuck.take()?;
        self.waiting.front().cloned()
    }

    /// The answer to the change that is on its way. Gives the next one to be sent.
    #[must_use]
    pub fn answered(
        &mut self,
        answer: Result<Saved, AppError>,
        may_be_retried: bool,
    ) -> Option<Change> {
        match answer {
            Err(error) if may_be_retried => {
                self.stuck = Some(error.detail);
                return None;
            }
            Err(error) => {
                self.waiting.pop_front();
                self.refused = Some(error);
                self.undo = None;
            }
            Ok(saved) => self.confirm(saved),
        }
        self.waiting.front().cloned()
    }

    /// What the server says of its own accord: taken over while nothing of ours is under way.
    pub fn settle(&mut self, value: String, version: i64) {
        if self.waiting.is_empty() && version >= self.version {
            if value != self.confirmed {
                self.undo = None;
                self.touched = false;
                self.refused = None;
            } else if let Some(undo) = &mut self.undo {
                // Something beside this control has changed: it can still be taken back.
                undo.expected = Some(version);
            }
            self.confirmed = value;
            self.version = version;
        }
    }

    fn enqueue(&mut self, change: Change) -> Option<Change> {
        self.refused = None;
        self.touched = true;
        self.waiting.push_back(change);
        let goes_now = self.waiting.len() == 1 || self.stuck.take().is_some();
        goes_now.then(|| self.waiting.front().cloned()).flatten()
    }

    fn confirm(&mut self, saved: Saved) {
        let was_undo = self.waiting.pop_front().is_some_and(|change| change.expected.is_some());
        let before = std::mem::replace(&mut self.confirmed, saved.value);
        self.version = saved.version;
        self.saves = self.saves.wrapping_add(1);
        let changed = before != self.confirmed;
        self.undo = (changed && !was_undo)
            .then_some(Change { value: before, expected: Some(saved.version) });
    }
}

#[cfg(test)]
#[expect(clippy::unnecessary_wraps, reason = "written as the queue takes them")]
mod tests {
    use super::*;

    fn saved(value: &str, version: i64) -> Result<Saved, AppError> {
        Ok(Saved { value: value.into(), version })
    }

    fn plain(value: &str) -> Option<Change> {
        Some(Change { value: value.into(), expected: None })
    }

    fn no() -> AppError {
        AppError::new(Kind::Forbidden, "No.")
    }

    fn refusal() -> Result<Saved, AppError> {
        Err(no())
    }

    fn outage() -> Result<Saved, AppError> {
        Err(AppError::new(Kind::Unavailable, "Offline."))
    }

    #[test]
    fn a_choice_is_shown_before_it_is_saved() {
        let mut queue = Queue::new("member".into(), 1);
        assert_eq!(queue.choose("admin".into()), plain("admin"));
        assert_eq!((queue.shown(), queue.phase()), ("admin", Phase::Saving));
        assert_eq!(queue.answered(saved("admin", 2), false), None);
        assert_eq!((queue.shown(), queue.phase()), ("admin", Phase::Saved { undoable: true }));
    }

    #[test]
    fn quick_ticks_go_out_in_order_and_never_two_at_once() {
        let mut queue = Queue::new("false".into(), 1);
        assert_eq!(queue.choose("true".into()), plain("true"));
        assert_eq!(queue.choose("false".into()), None);
        assert_eq!(queue.choose("true".into()), None);
        assert_eq!(queue.answered(saved("true", 2), false), plain("false"));
        assert_eq!(queue.answered(saved("false", 3), false), plain("true"));
        assert_eq!(queue.answered(saved("true", 4), false), None);
        assert_eq!(queue.shown(), "true");
    }

    #[test]
    fn choosing_what_is_there_changes_nothing() {
        let mut queue = Queue::new("member".into(), 1);
        assert_eq!(queue.choose("member".into()), None);
        assert_eq!(queue.phase(), Phase::Untouched);
    }

    #[test]
    fn a_refusal_reverts_and_says_why() {
        let mut queue = Queue::new("member".into(), 1);
        let _ = queue.choose("owner".into());
        assert_eq!(queue.answered(refusal(), false), None);
        assert_eq!((queue.shown(), queue.phase()), ("member", Phase::Refused(no())));
    }

    #[test]
    fn what_was_chosen_after_a_refused_change_still_goes_out() {
        let mut queue = Queue::new("member".into(), 1);
        let _ = queue.choose("owner".into());
        let _ = queue.choose("viewer".into());
        assert_eq!(queue.answered(refusal(), false), plain("viewer"));
        assert_eq!(queue.shown(), "viewer");
        assert_eq!(queue.answered(saved("viewer", 2), false), None);
        assert_eq!(queue.phase(), Phase::Refused(no()));
    }

    #[test]
    fn what_did_not_get_through_is_kept_and_sent_again() {
        let mut queue = Queue::new("member".into(), 1);
        let _ = queue.choose("admin".into());
        let _ = queue.choose("viewer".into());
        assert_eq!(queue.answered(outage(), true), None);
        assert_eq!((queue.shown(), queue.phase()), ("viewer", Phase::Stuck("Offline.".into())));
        assert_eq!(queue.retry(), plain("admin"));
        assert_eq!(queue.answered(saved("admin", 2), false), plain("viewer"));
    }

    #[test]
    fn another_choice_while_stuck_sends_what_came_first() {
        let mut queue = Queue::new("member".into(), 1);
        let _ = queue.choose("admin".into());
        let _ = queue.answered(outage(), true);
        assert_eq!(queue.choose("viewer".into()), plain("admin"));
        assert_eq!(queue.phase(), Phase::Saving);
    }

    #[test]
    fn an_undo_is_a_change_that_expects_nothing_in_between() {
        let mut queue = Queue::new("member".into(), 1);
        let _ = queue.choose("admin".into());
        let _ = queue.answered(saved("admin", 7), false);
        let undo = Change { value: "member".into(), expected: Some(7) };
        assert_eq!(queue.undo(1), Some(undo));
        assert_eq!(queue.shown(), "member");
        assert_eq!(queue.answered(saved("member", 8), false), None);
        assert_eq!(queue.phase(), Phase::Saved { undoable: false });
    }

    #[test]
    fn a_refused_undo_leaves_what_is_there() {
        let mut queue = Queue::new("member".into(), 1);
        let _ = queue.choose("admin".into());
        let _ = queue.answered(saved("admin", 7), false);
        let _ = queue.undo(1);
        let _ = queue.answered(refusal(), false);
        assert_eq!(queue.undo(1), None);
        assert_eq!(queue.shown(), "admin");
    }

    #[test]
    fn news_from_elsewhere_waits_for_our_own_change() {
        let mut queue = Queue::new("member".into(), 1);
        let _ = queue.choose("admin".into());
        queue.settle("viewer".into(), 2);
        assert_eq!(queue.shown(), "admin");
        let _ = queue.answered(saved("admin", 3), false);
        queue.settle("viewer".into(), 2);
        assert_eq!(queue.shown(), "admin");
        queue.settle("viewer".into(), 4);
        assert_eq!((queue.shown(), queue.phase()), ("viewer", Phase::Untouched));
    }

    #[test]
    fn news_that_changes_nothing_here_keeps_the_undo() {
        let mut queue = Queue::new("member".into(), 1);
        let _ = queue.choose("admin".into());
        let _ = queue.answered(saved("admin", 2), false);
        queue.settle("admin".into(), 2);
        assert_eq!(queue.phase(), Phase::Saved { undoable: true });
    }

    #[test]
    fn a_change_beside_it_leaves_the_undo_possible() {
        let mut queue = Queue::new("false".into(), 1);
        let _ = queue.choose("true".into());
        let _ = queue.answered(saved("true", 2), false);
        queue.settle("true".into(), 5);
        assert_eq!(queue.undo(1), Some(Change { value: "false".into(), expected: Some(5) }));
    }

    #[test]
    fn what_has_changed_since_is_not_taken_back() {
        let mut queue = Queue::new("member".into(), 1);
        let _ = queue.choose("admin".into());
        let _ = queue.answered(saved("admin", 2), false);
        let _ = queue.choose("viewer".into());
        let _ = queue.answered(saved("viewer", 3), false);
        assert_eq!(queue.undo(1), None);
        assert!(matches!(queue.phase(), Phase::Refused(error) if error.kind == Kind::ChangedSince));
        assert_eq!(queue.shown(), "viewer");
        queue.settle("owner".into(), 4);
        assert_eq!(queue.undo(2), None);
    }
}
