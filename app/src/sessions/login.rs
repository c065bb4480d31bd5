//! Being built.

use crate::ui::PageHeader;
use leptos::prelude::*;

/// Being built.
#[component]
pub fn LoginPage() -> AnyView {
    view! { <PageHeader title="Sign in"/> }.into_any()
}
