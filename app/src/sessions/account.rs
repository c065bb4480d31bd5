//! Being built.

use crate::ui::PageHeader;
use leptos::prelude::*;

/// Being built.
#[component]
pub fn AccountPage() -> AnyView {
    view! { <PageHeader title="Account"/> }.into_any()
}
