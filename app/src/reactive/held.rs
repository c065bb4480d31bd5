//! A value whose type is forgotten, and found again by whoever put it in.

use std::any::Any;

/// A value of some type.
pub(super) struct Held {
    value: Box<dyn Any + Send + Sync>,
    same: fn(&Self, &Self) -> bool,
}

impl Held {
    /// Holds a value that is never the same as another.
    pub(super) fn new<T: Send + Sync + 'static>(value: T) -> Self {
        Self { value: Box::new(value), same: |_, _| false }
    }

    /// Holds a value that is compared with the one that comes after it.
    pub(super) fn comparable<T: PartialEq + Send + Sync + 'static>(value: T) -> Self {
        Self { value: Box::new(value), same: |a, b| a.get::<T>() == b.get::<T>() }
    }

    /// The value, which is only ever asked for as what it was held as.
    pub(super) fn get<T: 'static>(&self) -> &T {
        self.value.downcast_ref().unwrap_or_else(|| mistaken())
    }

    /// The value, to be changed.
    pub(super) fn get_mut<T: 'static>(&mut self) -> &mut T {
        self.value.downcast_mut().unwrap_or_else(|| mistaken())
    }

    /// The value itself.
    pub(super) fn take<T: 'static>(self) -> T {
        self.value.downcast().map_or_else(|_| mistaken(), |value| *value)
    }
}

impl PartialEq for Held {
    fn eq(&self, other: &Self) -> bool {
        (self.same)(self, other)
    }
}

/// Never reached: the handles carry the type of what they hold.
#[cold]
#[inline(never)]
fn mistaken() -> ! {
    unreachable!("a value is asked for as what it was held as")
}

/// What reads a value whose owner is gone.
#[cold]
#[inline(never)]
pub(super) fn gone() -> ! {
    panic!("a value was read after its owner was gone")
}

/// A handle of something inside, typed and cheap to copy.
macro_rules! handle {
    ($(#[$doc:meta])* $name:ident of $inner:ty) => {
        $(#[$doc])*
        pub struct $name<T> {
            inner: $inner,
            of: std::marker::PhantomData<fn() -> T>,
        }

        impl<T> $name<T> {
            const fn holding(inner: $inner) -> Self {
                Self { inner, of: std::marker::PhantomData }
            }
        }

        impl<T> Clone for $name<T> {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<T> Copy for $name<T> {}

        impl<T> PartialEq for $name<T> {
            fn eq(&self, other: &Self) -> bool {
                self.inner == other.inner
            }
        }

        impl<T> Eq for $name<T> {}

        impl<T> std::fmt::Debug for $name<T> {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(stringify!($name))
            }
        }
    };
}
pub(super) use handle;

/// Reading a handle by its module's `read` (tracked) and `peek` (untracked), which give a guard
/// of what is held, or nothing when it is gone.
macro_rules! reading {
    ($name:ident) => {
        impl<T: 'static> $name<T> {
            /// Reads the value, tracked; `None` when it is gone with its owner.
            pub fn try_with<U>(&self, with: impl FnOnce(&T) -> U) -> Option<U> {
                Some(with(read(&self.inner)?.get()))
            }

            /// Reads the value, tracked.
            ///
            /// # Panics
            /// When it is gone with its owner.
            pub fn with<U>(&self, with: impl FnOnce(&T) -> U) -> U {
                self.try_with(with).unwrap_or_else(|| crate::reactive::held::gone())
            }

            /// Reads the value, untracked; `None` when it is gone with its owner.
            pub fn try_with_untracked<U>(&self, with: impl FnOnce(&T) -> U) -> Option<U> {
                Some(with(peek(&self.inner)?.get()))
            }

            /// Reads the value, untracked.
            ///
            /// # Panics
            /// When it is gone with its owner.
            pub fn with_untracked<U>(&self, with: impl FnOnce(&T) -> U) -> U {
                self.try_with_untracked(with).unwrap_or_else(|| crate::reactive::held::gone())
            }

            /// Listens to the value without reading it.
            pub fn track(&self) {
                drop(read(&self.inner));
            }
        }

        crate::reactive::held::copying!($name);
    };
}
pub(super) use reading;

/// A copy of the value, for handles that can be read.
macro_rules! copying {
    ($name:ident) => {
        impl<T: Clone + 'static> $name<T> {
            /// A copy of the value, tracked; `None` when it is gone with its owner.
            pub fn try_get(&self) -> Option<T> {
                self.try_with(T::clone)
            }

            /// A copy of the value, tracked.
            ///
            /// # Panics
            /// When it is gone with its owner.
            pub fn get(&self) -> T {
                self.with(T::clone)
            }

            /// A copy of the value, untracked; `None` when it is gone with its owner.
            pub fn try_get_untracked(&self) -> Option<T> {
                self.try_with_untracked(T::clone)
            }

            /// A copy of the value, untracked.
            ///
            /// # Panics
            /// When it is gone with its owner.
            pub fn get_untracked(&self) -> T {
                self.with_untracked(T::clone)
            }
        }
    };
}
pub(super) use copying;
