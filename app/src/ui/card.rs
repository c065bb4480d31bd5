//! A framed part of a page with its own heading.

use crate::markup::view;
use crate::prelude::*;

/// A section with a heading.
#[component]
pub fn Card(
    /// Its `id`; the heading's is `{id}-title`.
    id: &'static str,
    /// The heading.
    #[prop(into)]
    title: String,
    /// The upper right corner: a save status, a link.
    #[prop(optional, into)]
    corner: Option<AnyView>,
    /// What it holds.
    children: Children,
) -> AnyView {
    let heading = format!("{id}-title");
    let labelled_by = heading.clone();
    view! {
        <section class="card" id=id aria-labelledby=labelled_by>
            <div class="card-head">
                <h2 id=heading>{title}</h2>
                {corner}
            </div>
            {children()}
        </section>
    }
    .into_any()
}

/// Names and values, one below the other: the details of a person or a place.
#[component]
pub fn Facts(
    /// What it is and how it is, in order.
    items: Vec<(&'static str, AnyView)>,
) -> AnyView {
    let items = items
        .into_iter()
        .map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> })
        .collect::<Vec<_>>();
    view! { <dl class="facts">{items}</dl> }.into_any()
}
