//! What runs in the browser whenever what it reads changes.

use leptos::prelude as machine;
use std::any::Any;

type Running = Box<dyn FnMut(Option<Kept>) -> Kept>;
type Kept = Box<dyn Any>;

/// What runs in the browser whenever what it reads changes, as long as its owner lives.
pub struct Effect;

impl Effect {
    /// Runs `run` once everything is in the document, and again whenever what it reads changes;
    /// it is handed what it gave before.
    pub fn new<T: 'static>(mut run: impl FnMut(Option<T>) -> T + 'static) -> Self {
        if cfg!(not(feature = "hydrate")) {
            return Self;
        }
        let run = move |before: Option<Kept>| -> Kept {
            let before = before.and_then(|kept| kept.downcast().ok()).map(|kept: Box<T>| *kept);
            Box::new(run(before))
        };
        started(Box::new(run));
        Self
    }
}

#[inline(never)]
fn started(run: Running) {
    machine::Effect::new(run);
}
