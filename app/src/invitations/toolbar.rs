//! What the list of invitations is narrowed down by. Two forms, so that each works without
//! scripts and keeps what the other one says.

use super::query::{address, path};
use crate::markup::view;
use crate::prelude::*;
use crate::router::NavigateOptions;
use crate::router::use_navigate;
use crate::ui::{Choice, PressButton, Select};
use fluxward_domain::invitations::{InvitationQuery, InvitationStatus};

/// Status and "Show all".
#[component]
pub fn Toolbar(
    /// The organization.
    slug: StoredValue<String>,
    /// What the list is asked for.
    query: Memo<InvitationQuery>,
) -> AnyView {
    let navigate = use_navigate();
    let go = Callback::new(move |query: InvitationQuery| {
        let to = InvitationQuery { cursor: None, ..query };
        let options = NavigateOptions { scroll: false, ..NavigateOptions::default() };
        navigate(&address(&slug.get_value(), &to), options);
    });
    let status = move |key: String| {
        go.run(InvitationQuery { status: InvitationStatus::parse(&key), ..query.get_untracked() });
    };
    let all = move |all: bool| {
        go.run(InvitationQuery { show_all: all.then_some(true), ..query.get_untracked() });
    };
    let action = path(&slug.get_value());
    let shows_all = move || query.get().show_all.is_some();
    let chosen = move || query.get().status.map(InvitationStatus::key);
    view! {
        <div class="bar">
            <form class="bar" method="get" action=action.clone() aria-label="Filter" on:submit=|event| event.prevent_default()>
                <Select
                    name="status"
                    label="Status"
                    compact=true
                    choices=choices()
                    value=Signal::derive(move || chosen().unwrap_or_default().to_owned())
                    on_change=Callback::new(status)
                />
                {move || shows_all().then(|| view! { <input type="hidden" name="show_all" value="true"/> })}
                <button class="button unscripted" type="submit">"Filter"</button>
            </form>
            <form method="get" action=action>
                {move || chosen().map(|key| view! { <input type="hidden" name="status" value=key/> })}
                <PressButton name="show_all" pressed=Signal::derive(shows_all) on_change=Callback::new(all)>
                    "Show all"
                </PressButton>
            </form>
        </div>
    }
    .into_any()
}

fn choices() -> Vec<Choice> {
    let all = InvitationStatus::ALL.into_iter().map(|it| Choice::new(it.key(), it.name()));
    std::iter::once(Choice::new("", "Any status")).chain(all).collect()
}
