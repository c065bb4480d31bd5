//! What can stand in an element.

use super::{Kind, Node};
use crate::reactive::{Signal, Suspend};
use leptos::prelude::{AnyView, IntoView};
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
    view.map_or(Node(Kind::Empty), |view| {
        Node(Kind::View(leptos::prelude::IntoAny::into_any(view)))
    })
}

/// Something that becomes a view of the one type that components give. It takes the place of
/// Leptos' trait of that name, which compiles all that can be done to a view for each kind of it.
pub trait IntoAny {
    /// The view.
    fn into_any(self) -> AnyView;
}

impl<T: IntoNode> IntoAny for T {
    fn into_any(self) -> AnyView {
        erased(self.into_node())
    }
}

#[inline(never)]
fn erased(node: Node) -> AnyView {
    match node.0 {
        Kind::View(view) => view,
        kind => leptos::prelude::IntoAny::into_any(Node(kind)),
    }
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

impl IntoNode for Suspend {
    fn into_node(self) -> Node {
        Node(Kind::View(leptos::prelude::IntoAny::into_any(self.into_inner())))
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
