//! Grey shapes of the final size while something loads: nothing jumps when it comes.

use crate::markup::view;
use crate::prelude::*;

/// Rows that are still loading.
#[component]
pub fn Skeleton(
    /// How many.
    rows: usize,
) -> AnyView {
    let rows = (0..rows).map(|_| view! { <div class="skeleton-row"></div> }).collect::<Vec<_>>();
    view! { <div class="skeleton" aria-hidden="true">{rows}</div> }.into_any()
}
