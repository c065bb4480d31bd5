//! What stands around every page: the ways to the others, and the theme.

pub mod theme;

use crate::ui::ToastRegion;
use leptos::prelude::*;

/// The frame around every page.
#[component]
pub fn Frame(
    /// The page.
    children: Children,
) -> AnyView {
    view! {
        <main id="main" tabindex="-1">{children()}</main>
        <ToastRegion/>
    }
    .into_any()
}
