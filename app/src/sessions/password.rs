//! Being built.

use crate::ui::PageHeader;
use leptos::prelude::*;

/// Being built.
#[component]
pub fn ChangePasswordPage() -> AnyView {
    view! { <PageHeader title="Choose a new password"/> }.into_any()
}
