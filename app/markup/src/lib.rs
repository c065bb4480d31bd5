//! The `view!` macro of the pages: the syntax of Leptos, the element trees of one concrete type.
//!
//! # Decision: one type instead of one for each tree
//! Leptos gives every element tree a type of its own, with everything that can be done to a view
//! compiled for it anew: built, hydrated, rebuilt, erased. That was two thirds of what the
//! browser had to load. Here a tree is data, `fluxward_app::markup::Node`, and one small
//! interpreter does those things to all of them. Components, with their props and children, stay
//! Leptos' own: their tags are handed to its macro, their children come back as one `Node`.
//!
//! This crate refuses to know what a node is; it only writes calls of `crate::markup`.

mod attribute;
mod element;

use proc_macro2::TokenStream;
use quote::quote;
use rstml::{Parser, ParserConfig};

/// Elements, components, text in quotes and blocks in braces, as in `leptos::view!`.
#[proc_macro]
pub fn view(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let config =
        ParserConfig::new().always_self_closed_elements(element::VOID.into_iter().collect());
    match Parser::new(config).parse_simple(input) {
        Ok(nodes) => element::tree(&nodes).into(),
        Err(error) => error.to_compile_error().into(),
    }
}

/// A call of one of the functions of `crate::markup`.
fn call(function: &str, arguments: TokenStream) -> TokenStream {
    let function = quote::format_ident!("{function}");
    quote! { crate::markup::#function(#arguments) }
}
