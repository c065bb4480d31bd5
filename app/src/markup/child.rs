//! What can stand in an element.

use super::{Kind, Node};
use leptos::prelude::*;
use std::any::Any;
use std::borrow::Cow;

/// Something that is a node or makes one.
pub trait IntoNode {
    /// The node.
    fn into_node(self) -> Node;
}

/// A block in braces.
pub fn child(child: impl IntoNode) -> Node {
    child.into_node()
}

/// A component.
pub fn component<V: IntoView + 'static>(view: V) -> Node {
    // Most components give an erased view already: it is not wrapped once more.
    let mut view = Some(view);
    if let Some(view) = (&mut view as &mut dyn Any).downcast_mut::<Option<AnyView>>()
        && let Some(view) = view.take()
    {
        return Node(Kind::View(view));
    }
    view.map_or(Node(Kind::Empty), |view| Node(Kind::View(view.into_any())))
}

impl IntoNode for Node {
    fn into_node(self) -> Node {
        self
    }
}

impl IntoNode for () {
    fn into_node(self) -> Node {
        Node(Kind::Empty)
    }
}

impl IntoNode for AnyView {
    fn into_node(self) -> Node {
        Node(Kind::View(self))
    }
}

impl IntoNode for &'static str {
    fn into_node(self) -> Node {
        Node(Kind::Text(Cow::Borrowed(self)))
    }
}

impl IntoNode for String {
    fn into_node(self) -> Node {
        Node(Kind::Text(Cow::Owned(self)))
    }
}

impl<T: IntoNode> IntoNode for Option<T> {
    fn into_node(self) -> Node {
        self.map_or(Node(Kind::Empty), T::into_node)
    }
}

impl<T: IntoNode> IntoNode for Vec<T> {
    fn into_node(self) -> Node {
        Node(Kind::Many(self.into_iter().map(T::into_node).collect()))
    }
}

impl<T> IntoNode for Suspend<T>
where
    Self: IntoView + 'static,
{
    fn into_node(self) -> Node {
        Node(Kind::View(self.into_any()))
    }
}

impl<F, T> IntoNode for F
where
    F: FnMut() -> T + Send + 'static,
    T: IntoNode,
{
    fn into_node(mut self) -> Node {
        Node(Kind::Live(Box::new(move || self().into_node())))
    }
}

impl<T: IntoNode + Clone + Send + Sync + 'static> IntoNode for Signal<T> {
    fn into_node(self) -> Node {
        Node(Kind::Live(Box::new(move || self.get().into_node())))
    }
}

macro_rules! numbers {
    ($($kind:ty),*) => {
        $(impl IntoNode for $kind {
            fn into_node(self) -> Node {
                self.to_string().into_node()
            }
        })*
    };
}
numbers!(i64, u32, usize);
