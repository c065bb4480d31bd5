//! The card in the middle of a page for somebody who is not signed in.

use super::brand::Brand;
use crate::markup::view;
use crate::prelude::*;
use crate::ui::header::document_title;

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
    document_title(move || format!("{title} · Fluxward"));
    view! {
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
