//! Stands in for the crate of the same name.
//!
//! # Decision
//! Leptos' server functions can take and give bodies bit by bit; ours never do, see
//! `fluxward_app::wire`. The classes that it takes are exported to the browser's script, so that
//! no optimiser may leave them out: sixteen kilobytes of the part that every page loads. Here are
//! the four functions that are named, of streams in which nothing comes.

use futures_core::Stream;
use std::pin::Pin;
use std::task::{Context, Poll};
use wasm_bindgen::JsValue;

/// The browser's stream.
#[derive(Debug)]
pub struct ReadableStream(web_sys::ReadableStream);

impl ReadableStream {
    /// Of the browser's own.
    pub fn from_raw(raw: web_sys::ReadableStream) -> Self {
        Self(raw)
    }

    /// Of one of ours: nothing comes.
    ///
    /// # Panics
    /// When the browser has no streams.
    pub fn from_stream(_: impl Stream<Item = Result<JsValue, JsValue>> + 'static) -> Self {
        Self(web_sys::ReadableStream::new().expect("a browser with streams"))
    }

    /// The browser's own.
    pub fn into_raw(self) -> web_sys::ReadableStream {
        self.0
    }

    /// As one of ours: nothing comes.
    pub fn into_stream(self) -> Nothing {
        Nothing
    }
}

/// A stream in which nothing comes.
#[derive(Debug)]
pub struct Nothing;

impl Stream for Nothing {
    type Item = Result<JsValue, JsValue>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(None)
    }
}
