//! An answer of the server: asked for while the page is rendered there, and sent along with it.

use super::held::Held;
use crate::wire::json;
use leptos::prelude::{self as machine, Get};
use leptos::server::codee::{Decoder, Encoder};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::cell::Cell;
use std::convert::Infallible;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

type Inner = machine::Resource<Answer, Text>;
type Asking = Box<dyn Fn(Arc<Held>) -> Coming + Send + Sync>;
type Coming = Pin<Box<dyn Future<Output = Answer> + Send>>;

/// What came, and how it is written down for the browser.
#[derive(Clone)]
struct Answer {
    held: Arc<Held>,
    #[cfg(feature = "ssr")]
    write: fn(&Held) -> String,
}

/// An answer of the server. Cheap to copy; `.await` it in a [`super::Suspend`].
pub struct Resource<T> {
    inner: Inner,
    of: PhantomData<fn() -> T>,
}

impl<T> Clone for Resource<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Resource<T> {}

impl<T: Serialize + DeserializeOwned + Clone + Send + Sync + 'static> Resource<T> {
    /// What `ask` answers to `about`, again whenever that is another one.
    pub fn new<A, F>(
        about: impl Fn() -> A + Send + Sync + 'static,
        ask: impl Fn(A) -> F + Send + Sync + 'static,
    ) -> Self
    where
        A: PartialEq + Clone + Send + Sync + 'static,
        F: Future<Output = T> + Send + 'static,
    {
        Self::asking(about, ask, false)
    }

    /// The same; the server waits for it before it sends anything.
    pub fn new_blocking<A, F>(
        about: impl Fn() -> A + Send + Sync + 'static,
        ask: impl Fn(A) -> F + Send + Sync + 'static,
    ) -> Self
    where
        A: PartialEq + Clone + Send + Sync + 'static,
        F: Future<Output = T> + Send + 'static,
    {
        Self::asking(about, ask, true)
    }

    fn asking<A, F>(
        about: impl Fn() -> A + Send + Sync + 'static,
        ask: impl Fn(A) -> F + Send + Sync + 'static,
        blocking: bool,
    ) -> Self
    where
        A: PartialEq + Clone + Send + Sync + 'static,
        F: Future<Output = T> + Send + 'static,
    {
        let about = move || Arc::new(Held::comparable(about()));
        let ask = move |about: Arc<Held>| -> Coming {
            let coming = ask(about.get::<A>().clone());
            Box::pin(async move { answer(coming.await) })
        };
        let inner = made(Box::new(about), Box::new(ask), blocking, |text| {
            json::read(text).map(|value: T| answer(value))
        });
        Self { inner, of: PhantomData }
    }
}

fn answer<T: Serialize + Send + Sync + 'static>(value: T) -> Answer {
    Answer {
        held: Arc::new(Held::new(value)),
        #[cfg(feature = "ssr")]
        write: |held| serde_json::to_string(held.get::<T>()).unwrap_or_default(),
    }
}

#[inline(never)]
fn made(
    about: Box<dyn Fn() -> Arc<Held> + Send + Sync>,
    ask: Asking,
    blocking: bool,
    read: Reading,
) -> Inner {
    READING.set(Some(read));
    let made = Inner::new_with_options(about, ask, blocking);
    READING.set(None);
    made
}

impl<T> Resource<T> {
    /// Asks again.
    pub fn refetch(self) {
        self.inner.refetch();
    }
}

impl<T: Clone + 'static> Resource<T> {
    /// What came, tracked; `None` while it has not.
    pub fn get(&self) -> Option<T> {
        self.inner.get().map(|answer| answer.held.get::<T>().clone())
    }
}

type Reading = fn(&str) -> Option<Answer>;

thread_local! {
    /// How the answer of the resource that is being made is read: what the server sent along is
    /// read at once, by a codec that knows one type only.
    static READING: Cell<Option<Reading>> = const { Cell::new(None) };
}

/// Answers as text.
struct Text;

impl Encoder<Answer> for Text {
    type Error = Infallible;
    type Encoded = String;

    fn encode(answer: &Answer) -> Result<String, Infallible> {
        #[cfg(feature = "ssr")]
        return Ok((answer.write)(&answer.held));
        #[cfg(not(feature = "ssr"))]
        {
            let _ = answer;
            Ok(String::new())
        }
    }
}

impl Decoder<Answer> for Text {
    type Error = ();
    type Encoded = str;

    fn decode(text: &str) -> Result<Answer, ()> {
        READING.get().and_then(|read| read(text)).ok_or(())
    }
}

impl<T: Clone + 'static> IntoFuture for Resource<T> {
    type Output = T;
    type IntoFuture = Awaited<T>;

    fn into_future(self) -> Awaited<T> {
        Awaited { coming: coming(self.inner), of: PhantomData }
    }
}

#[inline(never)]
fn coming(inner: Inner) -> Coming {
    Box::pin(inner.into_future())
}

/// An answer that is waited for.
pub struct Awaited<T> {
    coming: Coming,
    of: PhantomData<fn() -> T>,
}

impl<T: Clone + 'static> Future for Awaited<T> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        self.coming.as_mut().poll(context).map(|answer| answer.held.get::<T>().clone())
    }
}
