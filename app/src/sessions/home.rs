//! Being built.

use crate::ui::PageHeader;
use leptos::prelude::*;

/// Being built.
#[component]
pub fn HomePage() -> AnyView {
    view! { <PageHeader title="Fluxward"/> }.into_any()
}
