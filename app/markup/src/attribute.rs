//! What stands in an element's tag.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use rstml::node::{KeyedAttribute, NodeAttribute};

/// One attribute.
pub(crate) enum Attribute {
    /// Name and value are known when the page is compiled.
    Fixed(String, String),
    /// A value that is known when the page runs, and the function that takes it.
    Hole { name: String, function: &'static str, value: TokenStream },
}

/// What `attribute` says.
pub(crate) fn attribute(attribute: &NodeAttribute) -> Attribute {
    match attribute {
        NodeAttribute::Attribute(attribute) => keyed(attribute),
        NodeAttribute::Block(block) => {
            wrong(&syn::Error::new_spanned(block, "a name and a value are expected"))
        }
    }
}

fn keyed(attribute: &KeyedAttribute) -> Attribute {
    let name = attribute.key.to_string();
    let name = name.strip_prefix("r#").unwrap_or(&name).to_owned();
    let Some(value) = attribute.value() else { return Attribute::Fixed(name, String::new()) };
    let directive = name.split_once(':').map(|(kind, of)| (kind.to_owned(), of.to_owned()));
    if let (None, Some(text)) = (&directive, attribute.value_literal_string())
        && !matches!(name.as_str(), "node_ref" | "inner_html")
    {
        return Attribute::Fixed(name, text);
    }
    let value = value.to_token_stream();
    let hole = |name, function, value| Attribute::Hole { name, function, value };
    match directive {
        Some((kind, event)) if kind == "on" => {
            let descriptor = format_ident!("{event}");
            hole(event, "on", quote! { ::leptos::ev::#descriptor, #value })
        }
        Some((kind, class)) if kind == "class" => hole(format!(".{class}"), "value", value),
        Some((kind, property)) if kind == "prop" => hole(format!("={property}"), "value", value),
        Some(_) => {
            wrong(&syn::Error::new_spanned(&attribute.key, "on:, class: and prop: are known"))
        }
        None if name == "node_ref" => hole(String::new(), "reference", value),
        None if name == "inner_html" => hole(String::new(), "inner_html", value),
        None => hole(name, "value", value),
    }
}

fn wrong(error: &syn::Error) -> Attribute {
    Attribute::Hole { name: String::new(), function: "value", value: error.to_compile_error() }
}
