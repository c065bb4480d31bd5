//! One control that saves by itself.

use super::area::SaveArea;
use super::queue::{Change, Phase, Queue, Saved};
use crate::Failure;
use crate::prelude::*;
use crate::ui::toast::Toasts;
use crate::wire::Task;
use std::sync::Arc;

/// How a change is sent.
pub type Send = Arc<dyn Fn(Change) -> Task<Result<Saved, Failure>> + std::marker::Send + Sync>;
/// What is said when a value was saved, e.g. "Ada King is now Admin"; empty says nothing.
pub type Say = Arc<dyn Fn(&str) -> String + std::marker::Send + Sync>;

/// Makes a [`Send`] of an async function.
pub fn sender<F, R>(send: F) -> Send
where
    F: Fn(Change) -> R + std::marker::Send + Sync + 'static,
    R: Future<Output = Result<Saved, Failure>> + std::marker::Send + 'static,
{
    Arc::new(move |change| Box::pin(send(change)))
}

/// Makes a [`Say`].
pub fn sentence(say: impl Fn(&str) -> String + std::marker::Send + Sync + 'static) -> Say {
    Arc::new(say)
}

/// A control that saves by itself. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Control {
    queue: RwSignal<Queue>,
    area: SaveArea,
    send: StoredValue<Send>,
    say: StoredValue<Say>,
    toasts: Option<Toasts>,
}

impl Control {
    /// A control of `area` that is `value` at `version` of the thing that it belongs to.
    pub fn new(
        area: SaveArea,
        value: impl Into<String>,
        version: i64,
        send: Send,
        say: Say,
    ) -> Self {
        let control = Self {
            queue: RwSignal::new(Queue::new(value.into(), version)),
            area,
            send: StoredValue::new(send),
            say: StoredValue::new(say),
            toasts: use_context(),
        };
        area.enter(control);
        control
    }

    /// What the control shows.
    pub fn shown(self) -> Signal<String> {
        Signal::derive(move || self.queue.with(|queue| queue.shown().to_owned()))
    }

    /// Whether the control shows `true`.
    pub fn is_on(self) -> Signal<bool> {
        Signal::derive(move || self.queue.with(|queue| queue.shown() == "true"))
    }

    /// How it stands.
    pub fn phase(self) -> Phase {
        self.queue.try_with_untracked(Queue::phase).unwrap_or_default()
    }

    /// Whether its last change was refused, or did not get through.
    pub fn is_not_saved(self) -> Signal<bool> {
        Signal::derive(move || {
            self.queue.with(|queue| matches!(queue.phase(), Phase::Refused(_) | Phase::Stuck(_)))
        })
    }

    /// Chooses a value: shows it at once, and saves it when its turn comes.
    pub fn choose(self, value: impl Into<String>) {
        let value = value.into();
        self.step(|queue| queue.choose(value));
    }

    /// Takes the last change back.
    pub fn undo(self) {
        self.undo_of(self.last_saved());
    }

    /// Takes saved change number `save` back, unless something has changed since.
    fn undo_of(self, save: u32) {
        self.step(|queue| queue.undo(save));
    }

    fn last_saved(self) -> u32 {
        self.queue.try_with_untracked(Queue::last_saved).unwrap_or_default()
    }

    /// Sends again what did not get through.
    pub fn retry(self) {
        self.step(Queue::retry);
    }

    /// What the server says of its own accord (after a signal of the event stream).
    pub fn settle(self, value: impl Into<String>, version: i64) {
        let value = value.into();
        self.queue.try_update(|queue| queue.settle(value, version));
    }

    fn step(self, step: impl FnOnce(&mut Queue) -> Option<Change>) {
        let next = self.queue.try_update(step).flatten();
        self.area.look(self);
        if let Some(change) = next {
            self.go(change);
        }
    }

    #[cfg(feature = "hydrate")]
    fn go(self, change: Change) {
        let Some(sending) = self.send.try_with_value(|send| send(change)) else { return };
        leptos::task::spawn_local(async move { self.answered(sending.await) });
    }

    #[cfg(not(feature = "hydrate"))]
    fn go(self, _: Change) {
        let _ = (self.send, self.say);
    }

    #[cfg_attr(
        not(feature = "hydrate"),
        expect(dead_code, reason = "nothing is sent while rendering")
    )]
    fn answered(self, answer: Result<Saved, Failure>) {
        let may_be_retried = answer.as_ref().is_err_and(Failure::may_be_retried);
        let answer = answer.map_err(|Failure(error)| error);
        self.step(|queue| queue.answered(answer, may_be_retried));
        if let Phase::Saved { undoable: true } = self.phase() {
            self.announce();
        }
    }

    fn announce(self) {
        let (shown, save) = (self.shown().get_untracked(), self.last_saved());
        let text = self.say.try_with_value(|say| say(&shown)).unwrap_or_default();
        if let Some(toasts) = self.toasts.filter(|_| !text.is_empty()) {
            toasts.say_with_undo(text, Callback::new(move |()| self.undo_of(save)));
        }
    }
}
