//! The toolbar of the log: which kind of entry, and whose.

use super::query::{NOUNS, address};
use crate::markup::view;
use crate::prelude::*;
use crate::router::NavigateOptions;
use crate::router::use_navigate;
use crate::ui::{Choice, Select};
use fluxward_domain::activity::{ActivityQuery, Event};

/// The form that narrows the log down; it works without scripts.
#[component]
pub(super) fn Filters(
    /// The path of the log.
    path: String,
    /// What is asked for.
    query: Memo<ActivityQuery>,
) -> AnyView {
    let navigate = use_navigate();
    let target = path.clone();
    let choose = Callback::new(move |action: String| {
        let asked = ActivityQuery { action: Some(action), cursor: None, ..query.get_untracked() };
        navigate(
            &address(&target, &asked),
            NavigateOptions { scroll: false, ..NavigateOptions::default() },
        );
    });
    let choices = std::iter::once(Choice::new("", "Everything"))
        .chain(NOUNS.iter().map(|(noun, name)| Choice::new(*noun, *name)))
        .collect::<Vec<_>>();
    let chosen = Signal::derive(move || query.get().action.unwrap_or_default());
    let actor = move || {
        let actor = query.get().actor?;
        Some(view! { <input type="hidden" name="actor" value=actor.to_string()/> })
    };
    view! {
        <form class="bar" method="get" action=path>
            <Select name="action" label="What" choices=choices value=chosen on_change=choose compact=true/>
            {actor}
            <button class="button unscripted" type="submit">"Show"</button>
        </form>
    }
    .into_any()
}

/// Whose entries are shown, and the way back to everybody's.
pub(super) fn only(path: &str, query: &ActivityQuery, events: &[Event]) -> Option<AnyView> {
    let actor = query.actor?;
    let found =
        events.iter().filter_map(|event| event.actor.as_ref()).find(|named| named.id == actor);
    let name = found.map_or_else(|| "one person".to_owned(), |named| named.name.clone());
    let wider = ActivityQuery { actor: None, cursor: None, ..query.clone() };
    let href = address(path, &wider);
    Some(
        view! {
            <p class="chip">"Only what " <b>{name}</b> " did " <a href=href>"Show everybody"</a></p>
        }
        .into_any(),
    )
}
