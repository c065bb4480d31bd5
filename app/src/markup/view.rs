//! A node is a view of Leptos.

use super::html::Out;
use super::live::State;
use super::{Element, Kind, Node};
use leptos::tachys::html::attribute::Attribute as AnyAttributeOf;
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::ssr::StreamBuilder;
use leptos::tachys::view::add_attr::AddAnyAttr;
use leptos::tachys::view::{Position, PositionState, Render, RenderHtml};
use std::pin::Pin;

impl Render for Node {
    type State = State;

    fn build(self) -> State {
        self.made()
    }

    fn rebuild(self, state: &mut State) {
        state.become_node(self);
    }
}

impl AddAnyAttr for Node {
    type Output<SomeNewAttr: AnyAttributeOf> = Self;

    /// Attributes are written on elements, never handed to trees from outside.
    fn add_any_attr<NewAttr: AnyAttributeOf>(self, _: NewAttr) -> Self {
        self
    }
}

impl RenderHtml for Node {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {
        match &mut self.0 {
            Kind::Empty | Kind::Text(_) | Kind::Keyed(..) => {}
            Kind::Element(element) => element.children.iter_mut().for_each(Self::dry_resolve),
            Kind::Many(nodes) | Kind::Fragment(nodes) => {
                nodes.iter_mut().for_each(Self::dry_resolve);
            }
            Kind::Live(make) => make().dry_resolve(),
            Kind::View(view) => view.dry_resolve(),
        }
    }

    async fn resolve(self) -> Self {
        resolved(self).await
    }

    fn to_html_with_buf(
        self,
        html: &mut String,
        position: &mut Position,
        _: bool,
        _: bool,
        _: Vec<AnyAttribute>,
    ) {
        Out::Text(html).node(self, position);
    }

    fn to_html_async_with_buf<const OUT_OF_ORDER: bool>(
        self,
        html: &mut StreamBuilder,
        position: &mut Position,
        _: bool,
        _: bool,
        _: Vec<AnyAttribute>,
    ) {
        Out::Stream(html).node(self, position);
    }

    fn hydrate<const FROM_SERVER: bool>(self, cursor: &Cursor, position: &PositionState) -> State {
        self.taken_over(cursor, position)
    }

    /// The code of a page is there before it is taken over.
    async fn hydrate_async(self, cursor: &Cursor, position: &PositionState) -> State {
        self.taken_over(cursor, position)
    }

    fn into_owned(self) -> Self {
        self
    }
}

/// Boxed, because nodes stand in nodes.
fn resolved(node: Node) -> Pin<Box<dyn Future<Output = Node> + Send>> {
    Box::pin(async move {
        Node(match node.0 {
            Kind::Element(element) => {
                let Element { shape, children, attributes } = *element;
                let children = all_resolved(children).await;
                Kind::Element(Box::new(Element { shape, children, attributes }))
            }
            Kind::Many(nodes) => Kind::Many(all_resolved(nodes).await),
            Kind::Fragment(nodes) => Kind::Fragment(all_resolved(nodes).await),
            Kind::Live(mut make) => return resolved(make()).await,
            Kind::View(view) => Kind::View(view.resolve().await),
            kind => kind,
        })
    })
}

async fn all_resolved(nodes: Vec<Node>) -> Vec<Node> {
    let mut all = Vec::with_capacity(nodes.len());
    for node in nodes {
        all.push(resolved(node).await);
    }
    all
}
