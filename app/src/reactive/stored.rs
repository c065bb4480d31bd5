//! A value that nobody follows.

use super::held::{Held, gone, handle};
use leptos::prelude::{ReadValue, UpdateValue};
use leptos::reactive::owner;
use leptos::reactive::signal::guards::{Plain, ReadGuard};

handle! {
    /// A value that nobody follows. Lives as long as its owner; cheap to copy.
    StoredValue of owner::StoredValue<Held>
}

#[inline(never)]
fn made(value: Held) -> owner::StoredValue<Held> {
    owner::StoredValue::new(value)
}

#[inline(never)]
fn read(stored: owner::StoredValue<Held>) -> Option<ReadGuard<Held, Plain<Held>>> {
    stored.try_read_value()
}

#[inline(never)]
fn update(stored: owner::StoredValue<Held>, change: &mut dyn FnMut(&mut Held)) -> bool {
    stored.try_update_value(change).is_some()
}

impl<T: Send + Sync + 'static> StoredValue<T> {
    /// Keeps `value`.
    pub fn new(value: T) -> Self {
        Self::holding(made(Held::new(value)))
    }

    /// Reads the value; `None` when it is gone with its owner.
    pub fn try_with_value<U>(&self, with: impl FnOnce(&T) -> U) -> Option<U> {
        Some(with(read(self.inner)?.get()))
    }

    /// Reads the value.
    ///
    /// # Panics
    /// When it is gone with its owner.
    pub fn with_value<U>(&self, with: impl FnOnce(&T) -> U) -> U {
        self.try_with_value(with).unwrap_or_else(|| gone())
    }

    /// Changes the value in place; `None` when it is gone with its owner.
    pub fn try_update_value<U>(&self, change: impl FnOnce(&mut T) -> U) -> Option<U> {
        let (mut change, mut made) = (Some(change), None);
        update(self.inner, &mut |held| made = change.take().map(|change| change(held.get_mut())));
        made
    }

    /// Changes the value in place.
    ///
    /// # Panics
    /// When it is gone with its owner.
    pub fn update_value(&self, change: impl FnOnce(&mut T)) {
        self.try_update_value(change).unwrap_or_else(|| gone());
    }

    /// Puts another value in its place; gives it back when there is no place any more.
    pub fn try_set_value(&self, value: T) -> Option<T> {
        let mut value = Some(Held::new(value));
        update(self.inner, &mut |held| {
            if let Some(value) = value.take() {
                *held = value;
            }
        });
        value.map(Held::take)
    }

    /// Puts another value in its place.
    pub fn set_value(&self, value: T) {
        drop(self.try_set_value(value));
    }
}

impl<T: Clone + Send + Sync + 'static> StoredValue<T> {
    /// A copy of the value; `None` when it is gone with its owner.
    pub fn try_get_value(&self) -> Option<T> {
        self.try_with_value(T::clone)
    }

    /// A copy of the value.
    ///
    /// # Panics
    /// When it is gone with its owner.
    pub fn get_value(&self) -> T {
        self.with_value(T::clone)
    }
}
