//! A status as a dot with its word: never by colour alone.

use super::time::Time;
use crate::markup::view;
use crate::prelude::*;
use fluxward_domain::Moment;
use fluxward_domain::users::Status;

/// A status.
#[component]
pub fn StatusDot(
    /// The status.
    #[prop(into)]
    status: Signal<Status>,
    /// Until when, where it ends by itself.
    #[prop(optional, into)]
    until: Signal<Option<Moment>>,
) -> AnyView {
    let ends = move || {
        until.get().map(|at| view! { <span class="dot-until">" until "<Time at=at/></span> })
    };
    view! { <span class=move || class(status.get())>{move || status.get().name()}{ends}</span> }
        .into_any()
}

const fn class(status: Status) -> &'static str {
    match status {
        Status::Active => "dot",
        Status::Inactive => "dot off",
        Status::Pending => "dot pending",
        Status::Suspended => "dot hold",
    }
}
