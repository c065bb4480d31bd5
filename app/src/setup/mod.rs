//! First run: the first platform administrator, by the link that the server printed.

use crate::ui::PageHeader;
use leptos::prelude::*;

/// Being built.
#[component]
pub fn SetupPage() -> AnyView {
    view! { <PageHeader title="Set up Fluxward"/> }.into_any()
}
