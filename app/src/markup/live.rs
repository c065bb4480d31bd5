//! Nodes in the document: built or taken over, rebuilt in place, moved and taken away.

mod mounting;

pub(super) use mounting::insert_before;

use super::attribute::{Kind as AttributeKind, Target};
use super::held::{Held, hold, is_gone};
use super::keyed::KeyedState;
use super::template::Shape;
use super::value::Source;
use super::{Element, Kind, Making, Node};
use crate::reactive::StoredValue;
use leptos::prelude::{RenderEffect, document};
use leptos::tachys::hydration::Cursor;
use leptos::tachys::view::any_view::AnyViewState;
use leptos::tachys::view::{Mountable, Position, PositionState, Render, RenderHtml};
use leptos::web_sys;
use std::borrow::Cow;
use wasm_bindgen::JsCast;

/// A node that is in the document, or was.
pub struct State(Standing);

enum Standing {
    Empty(web_sys::Node),
    Text(web_sys::Node, Cow<'static, str>),
    Element(Box<ElementState>),
    /// The comment marks the end.
    Many(Vec<State>, web_sys::Node),
    Fragment(Vec<State>),
    Keyed(KeyedState),
    Live(RenderEffect<State>),
    View(Box<AnyViewState>),
}

struct ElementState {
    shape: Shape,
    element: web_sys::Element,
    children: Vec<State>,
    attributes: Vec<Held>,
}

/// Where a node comes from: it is made, or the server made it and it is taken over.
#[derive(Clone)]
pub(super) enum Origin {
    Made,
    Server(Cursor, PositionState),
}

impl Origin {
    /// The node for something that stands here; `make` makes it.
    pub(super) fn stand(&self, make: impl FnOnce() -> web_sys::Node) -> web_sys::Node {
        let Self::Server(cursor, position) = self else { return make() };
        if position.get() == Position::FirstChild {
            cursor.child();
        } else {
            cursor.sibling();
        }
        position.set(Position::NextChild);
        cursor.current()
    }
}

impl Node {
    /// Makes it, apart from the document.
    pub(super) fn made(self) -> State {
        self.stand(&Origin::Made)
    }

    /// Takes over what the server made of it.
    pub(super) fn taken_over(self, cursor: &Cursor, position: &PositionState) -> State {
        self.stand(&Origin::Server(cursor.clone(), position.clone()))
    }

    pub(super) fn stand(self, origin: &Origin) -> State {
        State(match self.0 {
            Kind::Empty => Standing::Empty(origin.stand(comment)),
            Kind::Text(text) => Standing::Text(stand_text(&text, origin), text),
            Kind::Element(element) => Standing::Element(Box::new(stand_element(*element, origin))),
            Kind::Many(nodes) => {
                let states = stand_all(nodes, origin);
                Standing::Many(states, origin.stand(comment))
            }
            Kind::Fragment(nodes) => Standing::Fragment(stand_all(nodes, origin)),
            Kind::Keyed(items, owner) => Standing::Keyed(KeyedState::stand(items, owner, origin)),
            Kind::Live(make) => Standing::Live(follow(make, origin.clone())),
            Kind::View(view) => Standing::View(Box::new(match origin {
                Origin::Made => view.build(),
                Origin::Server(cursor, position) => view.hydrate::<true>(cursor, position),
            })),
        })
    }
}

pub(super) fn comment() -> web_sys::Node {
    document().create_comment("").into()
}

fn stand_all(nodes: Vec<Node>, origin: &Origin) -> Vec<State> {
    nodes.into_iter().map(|node| node.stand(origin)).collect()
}

fn stand_text(text: &str, origin: &Origin) -> web_sys::Node {
    // Two texts side by side have a comment between them.
    if let Origin::Server(cursor, position) = origin
        && position.get() == Position::NextChildAfterText
    {
        cursor.sibling();
    }
    let node = origin.stand(|| document().create_text_node(text).into());
    if let Origin::Server(_, position) = origin {
        position.set(Position::NextChildAfterText);
    }
    node
}

/// Makes it again whenever what it reads changes, as long as its owner lives: what waits to be
/// made when that is taken away would read what is no more.
fn follow(mut make: Making, origin: Origin) -> RenderEffect<State> {
    let owned = StoredValue::new(());
    RenderEffect::new(move |before: Option<State>| match before {
        Some(state) if is_gone(owned) => state,
        Some(mut state) => {
            state.become_node(make());
            state
        }
        None => make().stand(&origin),
    })
}

fn stand_element(element: Element, origin: &Origin) -> ElementState {
    let Element { shape, children, attributes } = element;
    let node = origin.stand(|| make_element(shape));
    let element: web_sys::Element = node.unchecked_into();
    let children = match origin {
        Origin::Made => {
            let mut children = stand_all(children, origin);
            for child in &mut children {
                child.mount(&element, None);
            }
            children
        }
        Origin::Server(cursor, position) => {
            position.set(Position::FirstChild);
            let children = stand_all(children, origin);
            cursor.set(element.clone().into());
            position.set(Position::NextChild);
            children
        }
    };
    let is_made = matches!(origin, Origin::Made);
    let attributes = attributes.into_iter().map(|it| hold(it, &element, is_made)).collect();
    ElementState { shape, element, children, attributes }
}

fn make_element(shape: Shape) -> web_sys::Node {
    let element = document().create_element(shape.tag()).expect("tags are written in the code");
    for (name, value) in shape.fixed() {
        Target::Attribute(name).set(&element, &Some(Cow::Borrowed(value)));
    }
    element.into()
}

impl State {
    /// Becomes `node`: in place where both are of one shape, else in its stead.
    pub(super) fn become_node(&mut self, node: Node) {
        let node = match (&mut self.0, node.0) {
            (Standing::Empty(_), Kind::Empty) => return,
            (Standing::Text(node, before), Kind::Text(text)) => {
                if *before != text {
                    node.set_text_content(Some(&text));
                    *before = text;
                }
                return;
            }
            (Standing::Element(state), Kind::Element(element)) if state.shape == element.shape => {
                return state.become_element(*element);
            }
            (Standing::Many(states, end), Kind::Many(nodes)) => {
                return become_many(states, nodes, end);
            }
            (Standing::Fragment(states), Kind::Fragment(nodes)) if states.len() == nodes.len() => {
                return states
                    .iter_mut()
                    .zip(nodes)
                    .for_each(|(state, node)| state.become_node(node));
            }
            (Standing::Keyed(state), Kind::Keyed(items, _)) => return state.become_items(items),
            (Standing::View(state), Kind::View(view)) => return view.rebuild(state),
            (_, kind) => Node(kind),
        };
        let mut new = node.made();
        self.insert_before_this(&mut new);
        self.unmount();
        *self = new;
    }
}

impl ElementState {
    fn become_element(&mut self, element: Element) {
        self.children
            .iter_mut()
            .zip(element.children)
            .for_each(|(state, node)| state.become_node(node));
        for (held, attribute) in self.attributes.iter_mut().zip(element.attributes) {
            if let (Held::Fixed(before), AttributeKind::Set(target, Source::Fixed(value))) =
                (&mut *held, &attribute.0)
            {
                if before != value {
                    target.set(&self.element, value);
                    before.clone_from(value);
                }
                continue;
            }
            // What kept it before goes first: it would set it once more.
            *held = Held::Nothing;
            *held = hold(attribute, &self.element, true);
        }
    }
}

fn become_many(states: &mut Vec<State>, nodes: Vec<Node>, end: &web_sys::Node) {
    while states.len() > nodes.len() {
        if let Some(mut surplus) = states.pop() {
            surplus.unmount();
        }
    }
    for (at, node) in nodes.into_iter().enumerate() {
        if let Some(state) = states.get_mut(at) {
            state.become_node(node);
        } else {
            let mut state = node.made();
            insert_before(end, &mut state);
            states.push(state);
        }
    }
}
