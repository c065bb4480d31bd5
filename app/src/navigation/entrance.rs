//! The card in the middle of a page for somebody who is not signed in.

use super::brand::Brand;
use crate::markup::view;
use leptos::prelude::*;
use leptos_meta::Title;

/// A page with one thing to do.
#[component]
pub fn Entrance(
    /// The heading; also the document's title.
    title: &'static str,
    /// A sentence below it.
    #[prop(optional, into)]
    lead: Option<String>,
    /// What there is to do.
    children: Children,
) -> AnyView {
    view! {
        <Title text=format!("{title} · Fluxward")/>
        <div class="entrance">
            <Brand/>
            <section class="card">
                <h1>{title}</h1>
                {lead.map(|lead| view! { <p class="lead">{lead}</p> })}
                {children()}
            </section>
        </div>
    }
    .into_any()
}
