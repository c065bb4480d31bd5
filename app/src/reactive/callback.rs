//! A function that is handed around.

use super::StoredValue;
use std::sync::Arc;

type Running<In, Out> = Arc<dyn Fn(In) -> Out + Send + Sync>;

/// A function that is handed around. Lives as long as its owner; cheap to copy.
pub struct Callback<In: 'static, Out: 'static = ()>(StoredValue<Running<In, Out>>);

impl<In, Out> Callback<In, Out> {
    /// Calls `run`.
    pub fn new(run: impl Fn(In) -> Out + Send + Sync + 'static) -> Self {
        Self::kept(Arc::new(run))
    }

    /// Once for a kind, not once for a function.
    #[inline(never)]
    fn kept(run: Running<In, Out>) -> Self {
        Self(StoredValue::new(run))
    }

    /// Calls it; `None` when it is gone with its owner.
    pub fn try_run(&self, with: In) -> Option<Out> {
        Some(self.0.try_get_value()?(with))
    }

    /// Calls it.
    ///
    /// # Panics
    /// When it is gone with its owner.
    pub fn run(&self, with: In) -> Out {
        self.0.get_value()(with)
    }
}

impl<In, Out> Clone for Callback<In, Out> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<In, Out> Copy for Callback<In, Out> {}

impl<In, Out> std::fmt::Debug for Callback<In, Out> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Callback")
    }
}
