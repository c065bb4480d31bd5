//! The part of a dialog or of a page that shows what a change would do.

use super::calls::foresee;
use super::foreseen::{Foreseen, Line, Side};
use super::planned::Planned;
use crate::Failure;
use crate::markup::view;
use crate::prelude::*;
use fluxward_domain::AppError;

/// How many lines are open at once.
const SHORT: u32 = 4;

/// What a change would do, asked when somebody is about to make it. Cheap to copy.
#[derive(Clone, Copy)]
pub(crate) struct Preview {
    found: RwSignal<Option<Result<Foreseen, Failure>>>,
    /// Which question was the last: a late answer to an earlier one is not shown.
    asked: StoredValue<u32>,
}

impl Preview {
    /// Nothing is asked yet.
    pub(crate) fn new() -> Self {
        Self { found: RwSignal::new(None), asked: StoredValue::new(0) }
    }

    /// Asks what `planned` would do.
    pub(crate) fn ask(self, planned: Planned) {
        let asked = self.asked.get_value() + 1;
        self.asked.set_value(asked);
        self.found.set(None);
        leptos::task::spawn_local(async move {
            let found = foresee(planned).await;
            if self.asked.try_get_value() == Some(asked) {
                self.found.try_set(Some(found));
            }
        });
    }

    /// What was found, about `one` person or about anybody.
    pub(crate) fn shown(self, one: bool) -> AnyView {
        let content = move || match self.found.get() {
            None => working(),
            Some(found) => differences(found, one),
        };
        view! { <div class="foreseen scripted" aria-live="polite">{content}</div> }.into_any()
    }
}

/// While it is asked for.
pub(super) fn working() -> AnyView {
    view! { <p class="soft">"Working out what changes…"</p> }.into_any()
}

/// What a change would do, in words; or why it would be refused.
pub(crate) fn differences(found: Result<Foreseen, Failure>, one: bool) -> AnyView {
    let (gained, lost) = match found {
        Ok(Foreseen { refused: None, gained, lost }) => (gained, lost),
        Ok(Foreseen { refused: Some(detail), .. }) | Err(Failure(AppError { detail, .. })) => {
            return view! { <p class="note warn">{detail}</p> }.into_any();
        }
    };
    if gained.count + lost.count == 0 {
        let text = if one {
            "Nothing changes in what they may do."
        } else {
            "Nobody gains or loses anything."
        };
        return view! { <p class="soft">{text}</p> }.into_any();
    }
    let (more, less) = if one { ("Can then also", "Can no longer") } else { ("Gains", "Losses") };
    view! { {side(more, gained, one)} {side(less, lost, one)} }.into_any()
}

/// Whether the change cannot be made by whoever asked.
pub(crate) fn is_refused(found: &Result<Foreseen, Failure>) -> bool {
    found.as_ref().is_ok_and(|foreseen| foreseen.refused.is_some()) || found.is_err()
}

/// One side, short lists open.
fn side(title: &'static str, side: Side, one: bool) -> Option<AnyView> {
    if side.count == 0 {
        return None;
    }
    let plus = if side.more { "+" } else { "" };
    let count = match (one, side.people) {
        (true, _) => format!(" ({}{plus})", side.count),
        (false, 1) => format!(" ({}{plus}, of 1 person)", side.count),
        (false, people) => format!(" ({}{plus}, of {people} people)", side.count),
    };
    let hidden = side.count as usize - side.first.len();
    let rest =
        (hidden > 0 || side.more).then(|| view! { <li>{format!("and {hidden}{plus} more")}</li> });
    let is_open = side.count <= SHORT;
    let items = side.first.into_iter().map(|it| line(it, one)).collect::<Vec<_>>();
    Some(
        view! {
            <details class="more" open=is_open>
                <summary>{title}" "<small>{count}</small></summary>
                <ul class="consequences">{items}{rest}</ul>
            </details>
        }
        .into_any(),
    )
}

fn line(Line { name, permission, scopes }: Line, one: bool) -> AnyView {
    let places = scopes.join(", ");
    let who = (!one).then(|| view! { <b>{name}</b> ": " });
    view! { <li><span>{who}{permission.sentence()}" "<small class="places">{places}</small></span></li> }
        .into_any()
}
