//! Being built.
pub mod calls;
mod consequences;
mod query;
mod standing;
use leptos::prelude::*;

/// Being built.
#[component]
pub fn MembersPage() -> AnyView {
    ().into_any()
}

/// Being built.
#[component]
pub fn MemberPage() -> AnyView {
    ().into_any()
}
