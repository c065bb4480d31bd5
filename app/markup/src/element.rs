//! Elements, components and what stands in them.

use crate::attribute::{Attribute, attribute};
use crate::call;
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use rstml::Infallible;
use rstml::node::{Node, NodeElement, NodeName};
use std::hash::{DefaultHasher, Hash, Hasher};

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

/// Children before attributes: the order in which Leptos evaluates them.
fn plain(element: &Element) -> TokenStream {
    let tag = element.name().to_string();
    let children = element.children.iter().map(expression);
    let (mut fixed, mut other) = (Vec::new(), Vec::new());
    for written in element.attributes() {
        match attribute(written) {
            Attribute::Fixed(name, value) => fixed.push(quote! { (#name, #value) }),
            Attribute::Other(tokens) => other.push(tokens),
        }
    }
    let site = site_of(element);
    let shape = quote! { &crate::markup::Shape { site: #site, tag: #tag, fixed: &[#(#fixed),*] } };
    call("element", quote! { #shape, ::std::vec![#(#children),*], ::std::vec![#(#other),*] })
}

/// Trees that are written alike have the same shape, wherever they stand.
fn site_of(element: &Element) -> u32 {
    let mut hasher = DefaultHasher::new();
    element.to_token_stream().to_string().hash(&mut hasher);
    let hash = hasher.finish();
    u32::try_from(hash >> 32).unwrap_or_default()
}
