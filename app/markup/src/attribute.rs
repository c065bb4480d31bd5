//! What stands in an element's tag.

use crate::call;
use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use rstml::node::{KeyedAttribute, NodeAttribute};

/// One attribute.
pub(crate) enum Attribute {
    /// Name and value are known when the page is compiled.
    Fixed(String, String),
    /// An expression that makes one.
    Other(TokenStream),
}

/// What `attribute` says.
pub(crate) fn attribute(attribute: &NodeAttribute) -> Attribute {
    match attribute {
        NodeAttribute::Attribute(attribute) => keyed(attribute),
        NodeAttribute::Block(block) => Attribute::Other(
            syn::Error::new_spanned(block, "a name and a value are expected").to_compile_error(),
        ),
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
    Attribute::Other(match directive {
        Some((kind, event)) if kind == "on" => {
            let event = format_ident!("{event}");
            call("on", quote! { ::leptos::ev::#event, #value })
        }
        Some((kind, class)) if kind == "class" => call("class", quote! { #class, #value }),
        Some((kind, property)) if kind == "prop" => call("property", quote! { #property, #value }),
        Some(_) => syn::Error::new_spanned(&attribute.key, "on:, class: and prop: are known")
            .to_compile_error(),
        None if name == "node_ref" => call("reference", value),
        None if name == "inner_html" => call("inner_html", value),
        None => call("attribute", quote! { #name, #value }),
    })
}
