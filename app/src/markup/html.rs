//! A node as HTML, on the server.

use super::attribute::{Attribute, Kind as AttributeKind, Target};
use super::template::Shape;
use super::value::{Source, Value};
use super::{Element, Kind, Node};
use leptos::tachys::ssr::StreamBuilder;
use leptos::tachys::view::{Position, RenderHtml};

/// Elements without content (HTML, void elements).
const VOID: [&str; 6] = ["br", "hr", "img", "input", "link", "meta"];

/// Where the HTML goes.
pub(super) enum Out<'a> {
    /// Other views may still be waiting for theirs.
    Stream(&'a mut StreamBuilder),
    /// All at once, with what is there already.
    Text(&'a mut String),
}

impl Out<'_> {
    fn with_buf(&mut self, write: impl FnOnce(&mut String)) {
        match self {
            Self::Stream(stream) => stream.with_buf(write),
            Self::Text(text) => write(text),
        }
    }

    pub(super) fn node(&mut self, node: Node, position: &mut Position) {
        match node.0 {
            Kind::Empty => self.marker(position),
            Kind::Text(text) => self.text(&text, position),
            Kind::Element(element) => self.element(*element, position),
            Kind::Many(nodes) => {
                self.nodes(nodes, position);
                self.marker(position);
            }
            Kind::Keyed(items, _) => {
                for (_, make) in items {
                    self.node(make(), position);
                }
                self.marker(position);
            }
            Kind::Fragment(nodes) => self.nodes(nodes, position),
            Kind::Live(mut make) => self.node(make(), position),
            Kind::View(view) => match self {
                Self::Stream(stream) => {
                    view.to_html_async_with_buf::<false>(stream, position, true, false, Vec::new());
                }
                Self::Text(text) => view.to_html_with_buf(text, position, true, false, Vec::new()),
            },
        }
    }

    fn nodes(&mut self, nodes: Vec<Node>, position: &mut Position) {
        for node in nodes {
            self.node(node, position);
        }
    }

    /// A comment where something may stand later.
    fn marker(&mut self, position: &mut Position) {
        self.with_buf(|html| html.push_str("<!>"));
        *position = Position::NextChild;
    }

    fn text(&mut self, text: &str, position: &mut Position) {
        // Two texts side by side would be one for the browser.
        if *position == Position::NextChildAfterText {
            self.with_buf(|html| html.push_str("<!>"));
        }
        // And an empty one none.
        let text = if text.is_empty() { " " } else { text };
        self.with_buf(|html| escape(html, text));
        *position = Position::NextChildAfterText;
    }

    fn element(&mut self, element: Element, position: &mut Position) {
        let Element { shape, children, attributes } = element;
        let inside = self.open(shape, attributes);
        if VOID.contains(&shape.tag()) {
            *position = Position::NextChild;
            return;
        }
        match inside {
            Some(markup) => self.with_buf(|html| html.push_str(&markup)),
            None => self.nodes(children, &mut Position::FirstChild),
        }
        self.with_buf(|html| {
            html.push_str("</");
            html.push_str(shape.tag());
            html.push('>');
        });
        *position = Position::NextChild;
    }

    /// Writes the opening tag; gives back the markup that was set as the element's content.
    fn open(&mut self, shape: Shape, attributes: Vec<Attribute>) -> Option<String> {
        let (mut inside, mut classes, mut html) = (None, String::new(), String::new());
        for (name, value) in shape.fixed() {
            if name == "class" {
                add_class(&mut classes, value);
            } else {
                write_attribute(&mut html, name, value);
            }
        }
        for Attribute(kind) in attributes {
            match kind {
                AttributeKind::Set(target, source) => {
                    write_value(&mut html, &mut classes, target, now(source));
                }
                AttributeKind::InnerHtml(markup) => inside = Some(markup.into_owned()),
                AttributeKind::On(..) | AttributeKind::Reference(_) => {}
            }
        }
        if !classes.is_empty() {
            write_attribute(&mut html, "class", &classes);
        }
        self.with_buf(|all| {
            all.push('<');
            all.push_str(shape.tag());
            all.push_str(&html);
            all.push('>');
        });
        inside
    }
}

fn now(source: Source) -> Value {
    match source {
        Source::Fixed(value) => value,
        Source::Live(mut make) => make(),
    }
}

fn write_value(html: &mut String, classes: &mut String, target: Target, value: Value) {
    match (target, value) {
        (Target::Attribute("class"), Some(value)) => add_class(classes, &value),
        (Target::Attribute(name), Some(value)) => write_attribute(html, name, &value),
        (Target::Class(name), Some(_)) => add_class(classes, name),
        // A property is the browser's; what is not there is not written.
        (Target::Property(_), _) | (_, None) => {}
    }
}

fn add_class(classes: &mut String, class: &str) {
    if !classes.is_empty() {
        classes.push(' ');
    }
    classes.push_str(class);
}

fn write_attribute(html: &mut String, name: &str, value: &str) {
    html.push(' ');
    html.push_str(name);
    if value.is_empty() && !matches!(name, "value" | "alt" | "href") {
        return;
    }
    html.push_str("=\"");
    escape(html, value);
    html.push('"');
}

/// Escapes for text and for quoted attributes alike.
fn escape(html: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            c => html.push(c),
        }
    }
}
