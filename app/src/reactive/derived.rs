//! Whatever can be read: fixed, or following others.

use super::held::{Held, copying, gone, handle};
use super::{Memo, RwSignal, memo, signal};
use leptos::prelude::WithValue;
use leptos::reactive::owner;
use std::sync::Arc;

/// Where a value comes from.
#[derive(Clone)]
enum Source {
    Fixed(Arc<Held>),
    Derived(Arc<dyn Fn() -> Held + Send + Sync>),
    Signal(signal::Inner),
    Memo(memo::Inner),
}

handle! {
    /// Whatever can be read: fixed, or following others.
    Signal of owner::StoredValue<Source>
}
copying!(Signal);

#[inline(never)]
fn made(source: Source) -> owner::StoredValue<Source> {
    owner::StoredValue::new(source)
}

/// Hands the value to `with`, unless it is gone.
#[inline(never)]
fn look(source: owner::StoredValue<Source>, tracked: bool, with: &mut dyn FnMut(&Held)) {
    let Some(source) = source.try_with_value(Source::clone) else { return };
    match source {
        Source::Fixed(held) => with(&held),
        Source::Derived(make) if tracked => with(&make()),
        Source::Derived(make) => with(&leptos::prelude::untrack(|| make())),
        Source::Signal(it) => {
            let guard = if tracked { signal::read(&it) } else { signal::peek(&it) };
            if let Some(guard) = guard {
                with(&guard);
            }
        }
        Source::Memo(it) => {
            let guard = if tracked { memo::read(&it) } else { memo::peek(&it) };
            if let Some(guard) = guard {
                with(&guard);
            }
        }
    }
}

impl<T: 'static> Signal<T> {
    fn looked<U>(&self, tracked: bool, with: impl FnOnce(&T) -> U) -> Option<U> {
        let (mut with, mut made) = (Some(with), None);
        look(self.inner, tracked, &mut |held| made = with.take().map(|with| with(held.get())));
        made
    }

    /// Reads the value, tracked; `None` when it is gone with its owner.
    pub fn try_with<U>(&self, with: impl FnOnce(&T) -> U) -> Option<U> {
        self.looked(true, with)
    }

    /// Reads the value, tracked.
    ///
    /// # Panics
    /// When it is gone with its owner.
    pub fn with<U>(&self, with: impl FnOnce(&T) -> U) -> U {
        self.looked(true, with).unwrap_or_else(|| gone())
    }

    /// Reads the value, untracked; `None` when it is gone with its owner.
    pub fn try_with_untracked<U>(&self, with: impl FnOnce(&T) -> U) -> Option<U> {
        self.looked(false, with)
    }

    /// Reads the value, untracked.
    ///
    /// # Panics
    /// When it is gone with its owner.
    pub fn with_untracked<U>(&self, with: impl FnOnce(&T) -> U) -> U {
        self.looked(false, with).unwrap_or_else(|| gone())
    }
}

impl<T: Send + Sync + 'static> Signal<T> {
    /// What `make` makes, anew whenever it is read.
    pub fn derive(make: impl Fn() -> T + Send + Sync + 'static) -> Self {
        Self::holding(made(Source::Derived(Arc::new(move || Held::new(make())))))
    }

    /// A value that stays as it is.
    pub fn stored(value: T) -> Self {
        Self::holding(made(Source::Fixed(Arc::new(Held::new(value)))))
    }
}

impl<T: Default + Send + Sync + 'static> Default for Signal<T> {
    fn default() -> Self {
        Self::stored(T::default())
    }
}

impl<T: Send + Sync + 'static> From<T> for Signal<T> {
    fn from(value: T) -> Self {
        Self::stored(value)
    }
}

impl From<&str> for Signal<String> {
    fn from(value: &str) -> Self {
        Self::stored(value.to_owned())
    }
}

impl<T> From<RwSignal<T>> for Signal<T> {
    fn from(signal: RwSignal<T>) -> Self {
        Self::holding(made(Source::Signal(signal.inside())))
    }
}

impl<T> From<Memo<T>> for Signal<T> {
    fn from(memo: Memo<T>) -> Self {
        Self::holding(made(Source::Memo(memo.inside())))
    }
}
