//! A status as a dot with its word: never by colour alone.

use crate::markup::view;
use fluxward_domain::users::Status;
use leptos::prelude::*;

/// A status.
#[component]
pub fn StatusDot(
    /// The status.
    #[prop(into)]
    status: Signal<Status>,
    /// More beside the word, e.g. "until 1 Dec".
    #[prop(optional, into)]
    note: Option<String>,
) -> AnyView {
    let note = note.map(|note| format!(" {note}"));
    view! { <span class=move || class(status.get())>{move || status.get().name()}{note}</span> }
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
