//! What the list of members is narrowed down by. Two forms, so that each works without scripts
//! and keeps what the other one says.

use super::query::address;
use crate::markup::view;
use crate::prelude::*;
use crate::router::NavigateOptions;
use crate::router::use_navigate;
use crate::ui::{Choice, PressButton, SearchBox, Select};
use fluxward_domain::members::MemberQuery;
use fluxward_domain::roles::BaseRole;
use fluxward_domain::users::Status;

/// Search, status, role and "Show all".
#[component]
pub fn Toolbar(
    /// The path of the list.
    path: StoredValue<String>,
    /// What the list is asked for.
    query: Memo<MemberQuery>,
) -> AnyView {
    let navigate = use_navigate();
    // Typing replaces, choosing adds an entry to go Back to.
    let go = Callback::new(move |(query, replace): (MemberQuery, bool)| {
        let to = MemberQuery { cursor: None, ..query };
        let options = NavigateOptions { scroll: false, replace };
        navigate(&address(&path.get_value(), &to), options);
    });
    let search = move |text: String| {
        let search = Some(text).filter(|text| !text.trim().is_empty());
        go.run((MemberQuery { search, ..query.get_untracked() }, true));
    };
    // Either path of the list: /orgs/{slug}/…
    let slug = path.with_value(|path| path.split('/').nth(2).map(str::to_owned));
    let doors = format!("/api/v1/organizations/{}/members/export", slug.unwrap_or_default());
    let export =
        move |query: &MemberQuery| address(&doors, &MemberQuery { cursor: None, ..query.clone() });
    let all = move |all: bool| {
        go.run((MemberQuery { show_all: all.then_some(true), ..query.get_untracked() }, false));
    };
    view! {
        <div class="bar">
            <form class="bar grow" method="get" action=path.get_value() role="search" on:submit=|event| event.prevent_default()>
                <SearchBox
                    label="Search name, e-mail, username"
                    value=Signal::derive(move || query.get().search.unwrap_or_default())
                    on_search=Callback::new(search)
                />
                {filters(query, go)}
                {hidden("show_all", move || query.get().show_all.map(|_| "true".into()))}
                <button class="button unscripted" type="submit">"Search"</button>
            </form>
            <form method="get" action=path.get_value()>
                {hidden("search", move || query.get().search)}
                {hidden("status", move || query.get().status.map(Status::key).map(Into::into))}
                {hidden("role", move || query.get().role.map(BaseRole::key).map(Into::into))}
                <PressButton
                    name="show_all"
                    pressed=Signal::derive(move || query.get().show_all.unwrap_or_default())
                    on_change=Callback::new(all)
                >
                    "Show all"
                </PressButton>
            </form>
            <a class="button quiet" href=move || query.with(&export) download="">"Export"</a>
        </div>
    }
    .into_any()
}

fn filters(query: Memo<MemberQuery>, go: Callback<(MemberQuery, bool)>) -> AnyView {
    let status = move |key: String| {
        go.run((MemberQuery { status: Status::parse(&key), ..query.get_untracked() }, false));
    };
    let role = move |key: String| {
        go.run((MemberQuery { role: BaseRole::parse(&key), ..query.get_untracked() }, false));
    };
    let statuses = choices("Any status", Status::ALL.map(|status| (status.key(), status.name())));
    let roles = choices("Any role", BaseRole::ALL.map(|role| (role.key(), role.name())));
    view! {
        <Select
            name="status"
            label="Status"
            compact=true
            choices=statuses
            value=Signal::derive(move || query.get().status.map_or_else(String::new, |it| it.key().into()))
            on_change=Callback::new(status)
        />
        <Select
            name="role"
            label="Role"
            compact=true
            choices=roles
            value=Signal::derive(move || query.get().role.map_or_else(String::new, |it| it.key().into()))
            on_change=Callback::new(role)
        />
    }
    .into_any()
}

fn choices(any: &str, all: impl IntoIterator<Item = (&'static str, &'static str)>) -> Vec<Choice> {
    let all = all.into_iter().map(|(key, name)| Choice::new(key, name));
    std::iter::once(Choice::new("", any)).chain(all).collect()
}

/// A word of the query that goes along unseen, when there is one.
fn hidden(
    name: &'static str,
    value: impl Fn() -> Option<String> + Send + Sync + 'static,
) -> AnyView {
    (move || value().map(|value| view! { <input type="hidden" name=name value=value/> })).into_any()
}
