//! Element trees as data: what the pages' `view!` writes, and the one interpreter of it.
//!
//! [`Node`] is a view like any other of Leptos: it is rendered to HTML on the server, taken over
//! or built in the browser, and rebuilt in place when it is made again at the same place of the
//! code. See the crate `fluxward-markup` for the decision behind it.
//!
//! - [`child`]: what can stand in an element;
//! - [`value`]: what an attribute can be set to;
//! - [`html`]: rendering on the server;
//! - [`live`]: nodes in the document.

mod attribute;
mod child;
mod html;
mod live;
mod value;
mod view;

pub use attribute::{Attribute, attribute, class, inner_html, on, property, reference};
pub use child::{IntoNode, child, component};
pub use fluxward_markup::view;
pub use value::{IntoSource, IntoValue, Source, Value};

use leptos::prelude::AnyView;
use std::borrow::Cow;

/// A tree of elements, text and views.
pub struct Node(Kind);

/// A piece of it that is made anew whenever what it reads changes.
type Making = Box<dyn FnMut() -> Node + Send>;

enum Kind {
    /// Nothing, for now.
    Empty,
    Text(Cow<'static, str>),
    Element(Box<Element>),
    /// A list, of any length.
    Many(Vec<Node>),
    /// What stands side by side in the code: always as many.
    Fragment(Vec<Node>),
    Live(Making),
    /// Another kind of view.
    View(AnyView),
}

/// What is known of an element when the page is compiled.
pub struct Shape {
    /// Tells shapes apart: as many children and attributes, in the same order.
    pub site: u32,
    /// The tag.
    pub tag: &'static str,
    /// Attributes with fixed values.
    pub fixed: &'static [(&'static str, &'static str)],
}

struct Element {
    shape: &'static Shape,
    children: Vec<Node>,
    attributes: Vec<Attribute>,
}

/// An element.
pub fn element(shape: &'static Shape, children: Vec<Node>, attributes: Vec<Attribute>) -> Node {
    Node(Kind::Element(Box::new(Element { shape, children, attributes })))
}

/// Fixed text.
pub fn text(text: &'static str) -> Node {
    Node(Kind::Text(Cow::Borrowed(text)))
}

/// Nodes side by side.
pub fn fragment(nodes: Vec<Node>) -> Node {
    Node(Kind::Fragment(nodes))
}
