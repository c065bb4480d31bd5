//! The name of the product with its mark.

use crate::markup::view;
use crate::prelude::*;

/// The mark and the name.
#[component]
pub fn Brand() -> AnyView {
    view! { <span class="brand"><i class="mark" aria-hidden="true"></i>"Fluxward"</span> }
        .into_any()
}
