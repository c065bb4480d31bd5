//! The search box of a list: searches while typing; `/` leads to it.

use crate::markup::view;
use crate::prelude::*;
use std::time::Duration;

/// How long a pause in typing is before the search begins.
const PAUSE: Duration = Duration::from_millis(150);

/// A search box. In a `GET` form it works without scripts.
#[component]
pub fn SearchBox(
    /// Its label and placeholder, e.g. "Search name, e-mail, username".
    #[prop(into)]
    label: String,
    /// Its name in the form; `search` when not given.
    #[prop(optional)]
    name: Option<&'static str>,
    /// What is searched for.
    #[prop(into)]
    value: Signal<String>,
    /// Called after a pause in typing, and at once on Enter.
    #[prop(into)]
    on_search: Callback<String>,
) -> AnyView {
    let pending = StoredValue::new(None::<TimeoutHandle>);
    let search = move |text: String, wait: Duration| {
        if let Some(timer) = pending.get_value() {
            timer.clear();
        }
        // Leaving the box says once more what has been searched for already; and what was on its
        // way is dropped when the text is that again.
        if value.try_get_untracked().as_ref() == Some(&text) {
            return;
        }
        let timer = set_timeout_with_handle(
            move || {
                on_search.try_run(text.clone());
            },
            wait,
        );
        pending.set_value(timer.ok());
    };
    view! {
        <span class="search">
            <i class="icon lens" aria-hidden="true"></i>
            <input
                type="search"
                name=name.unwrap_or("search")
                aria-label=label.clone()
                placeholder=label
                autocomplete="off"
                spellcheck="false"
                aria-keyshortcuts="/"
                value=value.get_untracked()
                prop:value=move || value.get()
                on:input=move |event| search(event_target_value(&event), PAUSE)
                on:change=move |event| search(event_target_value(&event), Duration::ZERO)
            />
            <kbd aria-hidden="true">"/"</kbd>
        </span>
    }
    .into_any()
}
