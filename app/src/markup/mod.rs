//! Element trees as data: what the pages' `view!` writes, and the one interpreter of it.
//!
//! [`Node`] is a view like any other of Leptos: it is rendered to HTML on the server, taken over
//! or built in the browser, and rebuilt in place when it is made again at the same place of the
//! code. See the crate `fluxward-markup` for the decision behind it.
//!
//! - [`child`]: what can stand in an element;
//! - [`template`]: what is known of an element when the page is compiled;
//! - [`value`]: what an attribute can be set to;
//! - [`html`]: rendering on the server;
//! - [`keyed`]: lists whose items stay what they are;
//! - [`live`]: nodes in the document.

mod attribute;
mod child;
mod held;
mod html;
mod keyed;
mod live;
mod template;
mod value;
mod view;

pub use child::{IntoAny, IntoNode, child, component};
pub use fluxward_markup::view;
pub use keyed::{Item, keyed};
pub use template::{Holes, grown};
pub use value::{IntoSource, IntoValue, Source, Value};

use attribute::Attribute;
use leptos::prelude::{AnyView, Owner};
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
    /// A list whose items have keys, and the owner of theirs.
    Keyed(Vec<keyed::Item>, Owner),
    /// What stands side by side in the code: always as many.
    Fragment(Vec<Node>),
    Live(Making),
    /// Another kind of view.
    View(AnyView),
}

struct Element {
    shape: template::Shape,
    children: Vec<Node>,
    attributes: Vec<Attribute>,
}

/// Fixed text.
pub fn text(text: &'static str) -> Node {
    Node(Kind::Text(Cow::Borrowed(text)))
}

/// Nodes side by side.
pub fn fragment(nodes: Vec<Node>) -> Node {
    Node(Kind::Fragment(nodes))
}
