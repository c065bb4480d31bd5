//! Nothing to show: says so, and what to do next.

use crate::markup::view;
use crate::prelude::*;

/// An empty list or part.
#[component]
pub fn EmptyState(
    /// What there is none of.
    #[prop(into)]
    title: String,
    /// What to do next.
    #[prop(into)]
    advice: String,
    /// The button or link that does it.
    #[prop(optional, into)]
    action: Option<AnyView>,
) -> AnyView {
    view! {
        <div class="empty">
            <p class="empty-title">{title}</p>
            <p>{advice}</p>
            {action}
        </div>
    }
    .into_any()
}
