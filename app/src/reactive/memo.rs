//! A value that is made of others, and passed on only when it is another one.

use super::held::{Held, handle, reading};
use leptos::prelude::{Get, Read, ReadUntracked};
use leptos::reactive::computed as machine;

pub(super) type Inner = machine::Memo<Held>;
pub(super) type Guard = <Inner as ReadUntracked>::Value;
type Making = Box<dyn Fn(Option<&Held>) -> Held + Send + Sync>;

handle! {
    /// A value that is made of others, and passed on only when it is another one.
    Memo of Inner
}
reading!(Memo);

#[inline(never)]
pub(super) fn read(memo: &Inner) -> Option<Guard> {
    memo.try_read()
}

#[inline(never)]
pub(super) fn peek(memo: &Inner) -> Option<Guard> {
    memo.try_read_untracked()
}

#[inline(never)]
fn made(make: Making) -> Inner {
    Inner::new(make)
}

impl<T: PartialEq + Send + Sync + 'static> Memo<T> {
    /// A memo of what `make` makes; it is handed what it made before.
    pub fn new(make: impl Fn(Option<&T>) -> T + Send + Sync + 'static) -> Self {
        let make = move |before: Option<&Held>| Held::comparable(make(before.map(Held::get)));
        Self::holding(made(Box::new(make)))
    }
}

impl<T> Memo<T> {
    /// What is inside, for other handles.
    pub(super) const fn inside(self) -> Inner {
        self.inner
    }
}

impl<T: Clone + PartialEq + Send + Sync + 'static> From<machine::Memo<T>> for Memo<T> {
    fn from(memo: machine::Memo<T>) -> Self {
        Self::new(move |_| memo.get())
    }
}
