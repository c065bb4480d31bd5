//! A view that comes later.

use crate::markup::{IntoNode, Node};
use leptos::prelude as machine;
use std::pin::Pin;

/// A view that comes later: inside of a `Suspense`.
pub struct Suspend(machine::Suspend<Node>);

impl Suspend {
    /// Comes when `view` is there.
    pub fn new<V: IntoNode>(view: impl Future<Output = V> + Send + 'static) -> Self {
        Self(made(Box::pin(async move { view.await.into_node() })))
    }

    /// For the markup.
    pub(crate) fn into_inner(self) -> machine::Suspend<Node> {
        self.0
    }
}

#[inline(never)]
fn made(view: Pin<Box<dyn Future<Output = Node> + Send>>) -> machine::Suspend<Node> {
    machine::Suspend::new(view)
}
