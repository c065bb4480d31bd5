//! A value that whoever reads it follows.

use super::held::{Held, gone, handle, reading};
use leptos::prelude::{Read, ReadUntracked, Set, Update};
use leptos::reactive::signal as machine;
use leptos::reactive::signal::guards::{Plain, ReadGuard};

pub(super) type Inner = machine::RwSignal<Held>;
pub(super) type Guard = ReadGuard<Held, Plain<Held>>;

handle! {
    /// A value that whoever reads it follows. Lives as long as its owner; cheap to copy.
    RwSignal of machine::RwSignal<Held>
}
reading!(RwSignal);

#[inline(never)]
pub(super) fn read(signal: &machine::RwSignal<Held>) -> Option<Guard> {
    signal.try_read()
}

#[inline(never)]
pub(super) fn peek(signal: &machine::RwSignal<Held>) -> Option<Guard> {
    signal.try_read_untracked()
}

#[inline(never)]
fn set(signal: machine::RwSignal<Held>, value: Held) -> Option<Held> {
    signal.try_set(value)
}

#[inline(never)]
fn update(signal: machine::RwSignal<Held>, change: &mut dyn FnMut(&mut Held)) -> bool {
    signal.try_update(change).is_some()
}

#[inline(never)]
fn made(value: Held) -> machine::RwSignal<Held> {
    machine::RwSignal::new(value)
}

impl<T: Send + Sync + 'static> RwSignal<T> {
    /// A signal of `value`.
    pub fn new(value: T) -> Self {
        Self::holding(made(Held::new(value)))
    }

    /// Puts another value in its place; gives it back when the signal is gone with its owner.
    pub fn try_set(&self, value: T) -> Option<T> {
        set(self.inner, Held::new(value)).map(Held::take)
    }

    /// Puts another value in its place.
    pub fn set(&self, value: T) {
        drop(set(self.inner, Held::new(value)));
    }

    /// Changes the value in place; `None` when the signal is gone with its owner.
    pub fn try_update<U>(&self, change: impl FnOnce(&mut T) -> U) -> Option<U> {
        let (mut change, mut made) = (Some(change), None);
        update(self.inner, &mut |held| made = change.take().map(|change| change(held.get_mut())));
        made
    }

    /// Changes the value in place.
    ///
    /// # Panics
    /// When the signal is gone with its owner.
    pub fn update(&self, change: impl FnOnce(&mut T)) {
        self.try_update(change).unwrap_or_else(|| gone());
    }
}

impl<T> RwSignal<T> {
    /// What is inside, for other handles.
    pub(super) const fn inside(self) -> machine::RwSignal<Held> {
        self.inner
    }
}

/// A signal that lives as long as something holds it.
pub struct ArcRwSignal<T> {
    inner: machine::ArcRwSignal<Held>,
    of: std::marker::PhantomData<fn() -> T>,
}

impl<T> Clone for ArcRwSignal<T> {
    fn clone(&self) -> Self {
        Self { inner: self.inner.clone(), of: self.of }
    }
}

#[inline(never)]
fn read_shared(signal: &machine::ArcRwSignal<Held>) -> Option<Guard> {
    signal.try_read()
}

#[inline(never)]
fn peek_shared(signal: &machine::ArcRwSignal<Held>) -> Option<Guard> {
    signal.try_read_untracked()
}

#[inline(never)]
fn set_shared(signal: &machine::ArcRwSignal<Held>, value: Held) {
    signal.set(value);
}

impl<T: Send + Sync + 'static> ArcRwSignal<T> {
    /// A signal of `value`.
    pub fn new(value: T) -> Self {
        let inner = machine::ArcRwSignal::new(Held::new(value));
        Self { inner, of: std::marker::PhantomData }
    }

    /// Reads the value, untracked.
    pub fn with_untracked<U>(&self, with: impl FnOnce(&T) -> U) -> U {
        with(peek_shared(&self.inner).unwrap_or_else(|| gone()).get())
    }

    /// Puts another value in its place.
    pub fn set(&self, value: T) {
        set_shared(&self.inner, Held::new(value));
    }

    /// A handle that is cheap to copy and lives as long as the present owner.
    pub fn handle(&self) -> RwSignal<T> {
        RwSignal::holding(self.inner.clone().into())
    }
}

impl<T: Clone + Send + Sync + 'static> ArcRwSignal<T> {
    /// A copy of the value, tracked.
    pub fn get(&self) -> T {
        T::clone(read_shared(&self.inner).unwrap_or_else(|| gone()).get())
    }

    /// A copy of the value, untracked.
    pub fn get_untracked(&self) -> T {
        self.with_untracked(T::clone)
    }
}
