//! What an attribute can be set to.

use crate::reactive::Signal;
use std::borrow::Cow;

/// A value: a text, or nothing when the attribute is not there. A flag that is set is the empty
/// text.
pub type Value = Option<Cow<'static, str>>;

/// A value, or what makes one whenever what it reads changes.
pub enum Source {
    /// Stays as it is.
    Fixed(Value),
    /// Follows.
    Live(Box<dyn FnMut() -> Value + Send>),
}

/// Something that is a value.
pub trait IntoValue {
    /// The value.
    fn into_value(self) -> Value;
}

/// Something that is a value or makes one.
pub trait IntoSource {
    /// The value, or what makes it.
    fn into_source(self) -> Source;
}

impl IntoValue for &'static str {
    fn into_value(self) -> Value {
        Some(Cow::Borrowed(self))
    }
}

impl IntoValue for String {
    fn into_value(self) -> Value {
        Some(Cow::Owned(self))
    }
}

impl IntoValue for bool {
    fn into_value(self) -> Value {
        self.then_some(Cow::Borrowed(""))
    }
}

impl<T: IntoValue> IntoValue for Option<T> {
    fn into_value(self) -> Value {
        self.and_then(T::into_value)
    }
}

impl<F, T> IntoSource for F
where
    F: FnMut() -> T + Send + 'static,
    T: IntoValue,
{
    fn into_source(mut self) -> Source {
        Source::Live(Box::new(move || self().into_value()))
    }
}

impl<T: IntoValue + Clone + Send + Sync + 'static> IntoSource for Signal<T> {
    fn into_source(self) -> Source {
        Source::Live(Box::new(move || self.get().into_value()))
    }
}

macro_rules! fixed {
    ($($kind:ty),*) => {
        $(impl IntoSource for $kind {
            fn into_source(self) -> Source {
                Source::Fixed(self.into_value())
            }
        })*
    };
}
fixed!(&'static str, String, bool, Option<&'static str>, Option<String>);

macro_rules! numbers {
    ($($kind:ty),*) => {
        $(impl IntoValue for $kind {
            fn into_value(self) -> Value {
                Some(Cow::Owned(self.to_string()))
            }
        }
        fixed!($kind);)*
    };
}
numbers!(i64, u32, usize);
