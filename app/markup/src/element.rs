//! Elements, components and what stands in them.

use crate::attribute::{Attribute, attribute};
use crate::call;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use rstml::Infallible;
use rstml::node::{Node, NodeElement, NodeName};

/// Elements without content (HTML, void elements), as far as the pages use them.
pub(crate) const VOID: [&str; 6] = ["br", "hr", "img", "input", "link", "meta"];

type Element = NodeElement<Infallible>;

/// One node; several become a fragment.
pub(crate) fn tree(nodes: &[Node]) -> TokenStream {
    match nodes {
        [node] => expression(node),
        nodes => {
            let nodes = nodes.iter().map(expression);
            call("fragment", quote! { ::std::vec![#(#nodes),*] })
        }
    }
}

fn expression(node: &Node) -> TokenStream {
    match node {
        Node::Element(element) if is_component(element.name()) => component(element),
        Node::Element(element) => plain(element),
        Node::Text(text) => call("text", text.value.to_token_stream()),
        Node::Block(block) => {
            call("child", quote! { #[allow(unused_braces, reason = "as it was written")] #block })
        }
        Node::Fragment(fragment) => tree(&fragment.children),
        other => {
            let error = syn::Error::new_spanned(
                other,
                "elements, components, text in quotes and blocks are expected",
            );
            error.to_compile_error()
        }
    }
}

/// Components are named like types, or by a path.
fn is_component(name: &NodeName) -> bool {
    let NodeName::Path(path) = name else { return false };
    let segments = &path.path.segments;
    let last = segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default();
    segments.len() > 1 || last.starts_with(char::is_uppercase)
}

/// Its tag goes to Leptos as it stands, its children as one node.
fn component(element: &Element) -> TokenStream {
    let (name, attributes) = (element.name(), element.attributes());
    let view = if element.children.is_empty() {
        quote! { ::leptos::prelude::view! { <#name #(#attributes)*/> } }
    } else {
        let inside = tree(&element.children);
        quote! { ::leptos::prelude::view! { <#name #(#attributes)*>{#inside}</#name> } }
    };
    call("component", view)
}

/// Its template, and the calls that fill the holes in it.
fn plain(element: &Element) -> TokenStream {
    let mut grown = Grown::default();
    grown.element(element);
    let Grown { template, holes } = grown;
    if holes.is_empty() {
        return call("grown", template.into_token_stream());
    }
    let name = Ident::new("holes", Span::mixed_site());
    let fill = holes.iter().map(|(function, value)| {
        let function = Ident::new(function, Span::call_site());
        quote! { #name.#function(#value); }
    });
    quote! {{
        let mut #name = crate::markup::Holes::of(#template);
        #(#fill)*
        #name.grown()
    }}
}

/// An element as `fluxward_app::markup::template` reads it.
#[derive(Default)]
struct Grown {
    template: String,
    /// The functions that fill the holes, and with what.
    holes: Vec<(&'static str, TokenStream)>,
}

impl Grown {
    /// Children before attributes: the order in which Leptos evaluates them.
    fn element(&mut self, element: &Element) {
        self.mark(1, &element.name().to_string());
        let mut own = Vec::new();
        for written in element.attributes() {
            match attribute(written) {
                Attribute::Fixed(name, value) => {
                    self.mark(2, &name);
                    self.mark(3, &value);
                }
                Attribute::Hole { name, function, value } => {
                    self.mark(4, &name);
                    own.push((function, value));
                }
            }
        }
        for child in &element.children {
            match child {
                Node::Element(element) if !is_component(element.name()) => self.element(element),
                Node::Text(text) => self.mark(5, &text.value_string()),
                Node::Block(block) => self
                    .child(quote! { #[allow(unused_braces, reason = "as it was written")] #block }),
                other => self.child(expression(other)),
            }
        }
        self.mark(7, "");
        self.holes.append(&mut own);
    }

    fn child(&mut self, value: TokenStream) {
        self.mark(6, "");
        self.holes.push(("child", value));
    }

    fn mark(&mut self, mark: u8, text: &str) {
        self.template.push(char::from(mark));
        // The marks would mean something.
        self.template.extend(text.chars().filter(|c| *c > '\u{7}'));
    }
}
