//! What `view!` knows of an element when the page is compiled: one text, written by the macro and
//! read here. What is only known when the page runs stands in it as holes.
//!
//! # Decision: text instead of code
//! An element costs its few letters this way, and calls only for what is live in it. The marks
//! are control characters, which no markup has:
//!
//! | mark | followed by |
//! |---|---|
//! | 1 | a tag, then what it has and what stands in it, up to 7 |
//! | 2, 3 | the name of an attribute, and its fixed value |
//! | 4 | the name of an attribute whose value is a hole: `.` before a class, `=` before a property |
//! | 5 | text |
//! | 6 | nothing: a hole for a node |

use super::attribute::{Attribute, Kind as AttributeKind, Listener, Target};
use super::child::IntoNode;
use super::value::{IntoSource, Source};
use super::{Element, Kind, Node};
use crate::reactive::NodeRef;
use leptos::ev::EventDescriptor;
use leptos::web_sys;
use std::borrow::Cow;
use std::vec::IntoIter;
use wasm_bindgen::JsCast;

const OPEN: u8 = 1;
const NAME: u8 = 2;
const LIVE: u8 = 4;
const TEXT: u8 = 5;
const NODE: u8 = 6;
const CLOSE: u8 = 7;

/// The text of one element, with all that stands in it. Elements of the same shape have as many
/// children and attributes, in the same order.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Shape(&'static str);

impl Shape {
    pub(super) fn tag(self) -> &'static str {
        let mut rest = self.0;
        next(&mut rest).1
    }

    /// The attributes with fixed values.
    pub(super) fn fixed(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let mut rest = self.0;
        next(&mut rest);
        std::iter::from_fn(move || {
            loop {
                match next(&mut rest) {
                    (NAME, name) => return Some((name, next(&mut rest).1)),
                    (LIVE, _) => {}
                    _ => return None,
                }
            }
        })
    }
}

/// Takes the next mark and what follows it.
#[inline(never)]
fn next(rest: &mut &'static str) -> (u8, &'static str) {
    let text = *rest;
    let mark = text.bytes().next().unwrap_or(CLOSE);
    let end = text.bytes().skip(1).position(|byte| byte <= CLOSE).map_or(text.len(), |at| at + 1);
    *rest = text.get(end..).unwrap_or_default();
    (mark, text.get(1..end).unwrap_or_default())
}

/// A template, while its holes are filled: those in an element before its own.
pub struct Holes {
    template: &'static str,
    filled: Vec<Hole>,
}

enum Hole {
    Node(Node),
    Value(Source),
    Listener(Listener),
    Reference(Box<dyn FnOnce(&web_sys::Element) + Send>),
    InnerHtml(Cow<'static, str>),
}

impl Holes {
    /// Of a template that the macro wrote.
    #[inline(never)]
    pub fn of(template: &'static str) -> Self {
        Self { template, filled: Vec::new() }
    }

    #[inline(never)]
    fn fill(&mut self, hole: Hole) {
        self.filled.push(hole);
    }

    #[inline(never)]
    fn put(&mut self, node: Node) {
        self.fill(Hole::Node(node));
    }

    #[inline(never)]
    fn source(&mut self, source: Source) {
        self.fill(Hole::Value(source));
    }

    #[inline(never)]
    fn hears(&mut self, listener: Listener) {
        self.fill(Hole::Listener(listener));
    }

    /// A block in braces, or a component.
    pub fn child(&mut self, child: impl IntoNode) {
        self.put(child.into_node());
    }

    /// The value of an attribute, a class or a property.
    pub fn value(&mut self, value: impl IntoSource) {
        self.source(value.into_source());
    }

    /// `on:event=listener`.
    pub fn on<E>(&mut self, _: E, mut listener: impl FnMut(E::EventType) + Send + 'static)
    where
        E: EventDescriptor,
        E::EventType: JsCast,
    {
        self.hears(Box::new(move |event: web_sys::Event| listener(event.unchecked_into())));
    }

    /// `node_ref=reference`.
    pub fn reference<E>(&mut self, reference: NodeRef<E>) {
        self.fill(Hole::Reference(reference.found()));
    }

    /// `inner_html=html`: trusted markup of our own.
    pub fn inner_html(&mut self, html: impl Into<Cow<'static, str>>) {
        self.fill(Hole::InnerHtml(html.into()));
    }

    /// The element.
    #[inline(never)]
    pub fn grown(self) -> Node {
        let mut rest = self.template;
        Node(Kind::Element(Box::new(element(&mut rest, &mut self.filled.into_iter()))))
    }
}

/// An element without holes.
pub fn grown(template: &'static str) -> Node {
    Holes::of(template).grown()
}

fn element(rest: &mut &'static str, holes: &mut IntoIter<Hole>) -> Element {
    let start = *rest;
    let (mut names, mut children) = (Vec::new(), Vec::new());
    next(rest);
    loop {
        if rest.as_bytes().first() == Some(&OPEN) {
            children.push(Node(Kind::Element(Box::new(element(rest, holes)))));
            continue;
        }
        match next(rest) {
            (LIVE, name) => names.push(name),
            (TEXT, text) => children.push(super::text(text)),
            (NODE, _) => children.push(match holes.next() {
                Some(Hole::Node(node)) => node,
                _ => Node(Kind::Empty),
            }),
            (CLOSE, _) => break,
            _ => {}
        }
    }
    let attributes = names.into_iter().zip(holes).map(|(name, hole)| attribute(name, hole));
    let attributes = attributes.collect();
    let shape = Shape(start.get(..start.len() - rest.len()).unwrap_or_default());
    Element { shape, children, attributes }
}

fn attribute(name: &'static str, hole: Hole) -> Attribute {
    Attribute(match hole {
        Hole::Value(source) => AttributeKind::Set(target(name), source),
        Hole::Listener(listener) => AttributeKind::On(name, listener),
        Hole::Reference(load) => AttributeKind::Reference(load),
        Hole::InnerHtml(html) => AttributeKind::InnerHtml(html),
        Hole::Node(_) => unreachable!("the macro fills a hole with what it is for"),
    })
}

fn target(name: &'static str) -> Target {
    if let Some(class) = name.strip_prefix('.') {
        return Target::Class(class);
    }
    name.strip_prefix('=').map_or(Target::Attribute(name), Target::Property)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markup::view;

    fn shape_of(node: &Node) -> Shape {
        let Kind::Element(element) = &node.0 else { panic!("an element") };
        element.shape
    }

    #[test]
    fn a_shape_knows_its_tag_and_what_is_fixed_on_it() {
        let shape =
            shape_of(&view! { <a id=String::new() class="x" href="/y"><b id="z">"text"</b></a> });
        assert_eq!(shape.tag(), "a");
        assert_eq!(shape.fixed().collect::<Vec<_>>(), [("class", "x"), ("href", "/y")]);
    }

    #[test]
    fn holes_are_filled_where_they_are() {
        let make = |text: &'static str| view! { <p title=text><b>{text}</b>"and"<i class:on=true lang="en">{text}</i></p> };
        let node = make("x");
        let Kind::Element(element) = &node.0 else { panic!("an element") };
        assert_eq!((element.children.len(), element.attributes.len()), (3, 1));
        let Kind::Element(last) = &element.children[2].0 else { panic!("an element") };
        assert!(matches!(&last.attributes[0].0, AttributeKind::Set(Target::Class("on"), _)));
        assert!(matches!(&last.children[0].0, Kind::Text(text) if text == "x"));
        assert_eq!(last.shape.tag(), "i");
        assert!(shape_of(&node) == shape_of(&make("y")));
    }
}
