//! What the list of people is narrowed down by. Two forms, so that each works without scripts
//! and keeps what the other one says.

use super::query::{address, export};
use crate::markup::view;
use crate::prelude::*;
use crate::router::NavigateOptions;
use crate::router::use_navigate;
use crate::ui::{Choice, PressButton, SearchBox, Select};
use fluxward_domain::users::{Status, UserQuery, UserSort};

/// Search, status and "Show all".
#[component]
pub(super) fn Toolbar(
    /// What the list is asked for.
    query: Memo<UserQuery>,
) -> AnyView {
    let navigate = use_navigate();
    // Typing replaces, choosing adds an entry to go Back to.
    let go = Callback::new(move |(query, replace): (UserQuery, bool)| {
        let to = UserQuery { cursor: None, ..query };
        navigate(&address(&to), NavigateOptions { scroll: false, replace });
    });
    let search = move |text: String| {
        let search = Some(text).filter(|text| !text.trim().is_empty());
        go.run((UserQuery { search, ..query.get_untracked() }, true));
    };
    let status = move |key: String| {
        go.run((UserQuery { status: Status::parse(&key), ..query.get_untracked() }, false));
    };
    let all = move |all: bool| {
        go.run((UserQuery { show_all: all.then_some(true), ..query.get_untracked() }, false));
    };
    view! {
        <div class="bar">
            <form class="bar grow" method="get" action="/users" role="search" on:submit=|event| event.prevent_default()>
                <SearchBox
                    label="Search name, e-mail, username"
                    value=Signal::derive(move || query.get().search.unwrap_or_default())
                    on_search=Callback::new(search)
                />
                <Select
                    name="status"
                    label="Status"
                    compact=true
                    choices=statuses()
                    value=Signal::derive(move || query.get().status.map_or_else(String::new, |it| it.key().into()))
                    on_change=Callback::new(status)
                />
                {hidden("sort", move || query.get().sort.map(UserSort::key).map(Into::into))}
                {hidden("show_all", move || query.get().show_all.map(|_| "true".into()))}
                <button class="button unscripted" type="submit">"Search"</button>
            </form>
            <form method="get" action="/users">
                {hidden("search", move || query.get().search)}
                {hidden("status", move || query.get().status.map(Status::key).map(Into::into))}
                {hidden("sort", move || query.get().sort.map(UserSort::key).map(Into::into))}
                <PressButton
                    name="show_all"
                    pressed=Signal::derive(move || query.get().show_all.unwrap_or_default())
                    on_change=Callback::new(all)
                >
                    "Show all"
                </PressButton>
            </form>
            <a class="button quiet" href=move || query.with(export) download="">"Export"</a>
        </div>
    }
    .into_any()
}

fn statuses() -> Vec<Choice> {
    std::iter::once(Choice::new("", "Any status"))
        .chain(Status::ALL.into_iter().map(|status| Choice::new(status.key(), status.name())))
        .collect()
}

/// A word of the query that goes along unseen, when there is one.
fn hidden(
    name: &'static str,
    value: impl Fn() -> Option<String> + Send + Sync + 'static,
) -> AnyView {
    (move || value().map(|value| view! { <input type="hidden" name=name value=value/> })).into_any()
}
