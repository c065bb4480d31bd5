//! Ways across: the places above a page, and the pages beside it.

use crate::markup::view;
use crate::prelude::*;

/// The places above this page, the nearest last; the page itself is its heading.
#[component]
pub fn Breadcrumbs(
    /// Name and address.
    places: Vec<(String, String)>,
) -> AnyView {
    let items = places
        .into_iter()
        .map(|(name, href)| view! { <li><a href=href>{name}</a></li> })
        .collect::<Vec<_>>();
    view! { <nav class="crumbs" aria-label="Breadcrumbs"><ol>{items}</ol></nav> }.into_any()
}

/// The pages beside this one.
#[component]
pub fn Tabs(
    /// What the group is called.
    #[prop(into)]
    label: String,
    /// Name, address, and whether it is this one.
    pages: Vec<(String, String, bool)>,
) -> AnyView {
    let items = pages
        .into_iter()
        .map(|(name, href, here)| {
            view! { <li><a href=href aria-current=here.then_some("page")>{name}</a></li> }
        })
        .collect::<Vec<_>>();
    view! { <nav class="tabs" aria-label=label><ul>{items}</ul></nav> }.into_any()
}
