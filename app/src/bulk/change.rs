//! The question before many are changed: what, what it would do, and why.

use super::calls::{begin, preview};
use super::offers::Group;
use super::select::Parts;
use super::shown::{Outlook, people};
use crate::Failure;
use crate::access::differences;
use crate::markup::view;
use crate::prelude::*;
use crate::router::{NavigateOptions, use_navigate};
use crate::ui::dialog::{CancelButton, close, open};
use crate::ui::{Button, Dialog, Look, Select};
use leptos::html;

const ID: &str = "bulk-change";

/// What was found; nothing while it is asked for.
type Found = RwSignal<Option<Result<Outlook, Failure>>>;

/// The dialog of the page; it opens when something is about to change.
pub(super) fn change_dialog(parts: Parts) -> AnyView {
    let asking = parts.asking;
    Effect::new(move |_| {
        if asking.with(Option::is_some) {
            // The dialog is in the document from the next frame on.
            request_animation_frame(|| open(ID));
        }
    });
    (move || asking.get().map(|group| untrack(|| question(parts, group)))).into_any()
}

fn question(parts: Parts, group: Group) -> AnyView {
    let choices = group.choices(&parts.slug.get_value(), &parts.offer.get_value());
    let chosen =
        RwSignal::new(choices.first().map(|choice| choice.value.clone()).unwrap_or_default());
    let found = ask_on(parts, chosen);
    let reason = NodeRef::<html::Input>::new();
    let (busy, refused) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let navigate = use_navigate();
    let confirm = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let why = reason.get_untracked().map(|input| input.value()).unwrap_or_default();
        let query = parts.query.get_value();
        let form = parts.selection.form(&query, chosen.get_untracked(), why);
        let slug = parts.slug.get_value();
        leptos::task::spawn_local(async move {
            match begin(slug, form).await {
                Ok(there) => {
                    close(ID);
                    navigate(&there, NavigateOptions::default());
                }
                Err(failure) => {
                    refused.try_set(Some(failure.to_string()));
                    busy.try_set(false);
                }
            }
        });
    };
    let nothing = Signal::derive(move || found.with(|found| does_nothing(found.as_ref())));
    let title = group.label().trim_end_matches('…');
    let asking = parts.asking;
    view! {
        <Dialog id=ID title=title on_close=Callback::new(move |()| asking.set(None))>
            <form class="form" on:submit=confirm>
                <div class="form-error" role="alert">{move || refused.get()}</div>
                <Select name="to" label="Change" choices=choices value=chosen on_change=Callback::new(move |value| chosen.set(value))/>
                <div class="foreseen" aria-live="polite">{move || outlook(found.get())}</div>
                <div class="field">
                    <label for="bulk-reason">"Reason " <small>"(optional)"</small></label>
                    <input id="bulk-reason" node_ref=reason type="text" maxlength="500" autocomplete="off"/>
                    <small>"Recorded in the activity log, beside every change."</small>
                </div>
                <div class="actions">
                    <CancelButton id=ID/>
                    <Button look=Look::Primary submit=true busy=busy disabled=nothing>{move || verb(found.get())}</Button>
                </div>
            </form>
        </Dialog>
    }
    .into_any()
}

/// Asks what the chosen change would do, again whenever another is chosen. A late answer to an
/// earlier question is not shown.
fn ask_on(parts: Parts, chosen: RwSignal<String>) -> Found {
    let found: Found = RwSignal::new(None);
    Effect::new(move |_| {
        let change = chosen.get();
        found.set(None);
        let form = parts.selection.form(&parts.query.get_value(), change.clone(), String::new());
        let slug = parts.slug.get_value();
        leptos::task::spawn_local(async move {
            let answer = preview(slug, form).await;
            if chosen.try_with_untracked(|now| *now == change) == Some(true) {
                found.try_set(Some(answer));
            }
        });
    });
    found
}

/// Whether nobody would be changed, as far as that is known.
fn does_nothing(found: Option<&Result<Outlook, Failure>>) -> bool {
    match found {
        Some(Ok(seen)) => seen.changed == 0 && seen.looked_at == seen.total,
        Some(Err(_)) => true,
        None => false,
    }
}

fn verb(found: Option<Result<Outlook, Failure>>) -> String {
    match found {
        Some(Ok(seen)) => format!("Change {}", people(seen.total)),
        _ => "Change".to_owned(),
    }
}

/// What would happen, in words.
fn outlook(found: Option<Result<Outlook, Failure>>) -> AnyView {
    let seen = match found {
        None => return view! { <p class="soft">"Working out what changes…"</p> }.into_any(),
        Some(Err(failure)) => {
            return view! { <p class="note warn">{failure.to_string()}</p> }.into_any();
        }
        Some(Ok(seen)) => seen,
    };
    let obstacles = seen
        .refusals
        .iter()
        .map(|(reason, count)| view! { <li>{format!("{}: {reason}", people(*count))}</li> })
        .collect::<Vec<_>>();
    let obstacles = (!obstacles.is_empty()).then(|| {
        view! { <div class="note warn"><p>"Refused, each alone:"</p><ul class="bullets">{obstacles}</ul></div> }
    });
    view! {
        <p>{counted(&seen)}</p>
        {obstacles}
        {differences(Ok(seen.foreseen), false)}
    }
    .into_any()
}

/// How many; and of how many that was found out.
fn counted(seen: &Outlook) -> String {
    let same = match seen.unchanged {
        0 => String::new(),
        1 => ", 1 is like that already".to_owned(),
        count => format!(", {count} are like that already"),
    };
    let changed = format!("{} would be changed{same}.", seen.changed);
    if seen.looked_at == seen.total {
        return format!("{}: {changed}", people(seen.total));
    }
    format!("{}. Of the first {} by name, {changed}", people(seen.total), seen.looked_at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(total: i64, looked_at: i64, unchanged: i64) -> Outlook {
        let changed = looked_at - unchanged;
        let (refusals, foreseen) = (Vec::new(), crate::access::foreseen::Foreseen::default());
        Outlook { total, looked_at, changed, unchanged, refusals, foreseen }
    }

    #[test]
    fn it_says_of_how_many_it_knows() {
        assert_eq!(counted(&seen(12, 12, 0)), "12 people: 12 would be changed.");
        assert_eq!(
            counted(&seen(12_000, 100, 1)),
            "12,000 people. Of the first 100 by name, 99 would be changed, 1 is like that already."
        );
    }

    #[test]
    fn nothing_to_do_is_known_only_when_everybody_was_looked_at() {
        assert!(does_nothing(Some(&Ok(seen(3, 3, 3)))));
        assert!(!does_nothing(Some(&Ok(seen(300, 100, 100)))));
        assert!(!does_nothing(None));
    }
}
