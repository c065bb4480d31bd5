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
use crate::ui::{Button, Dialog, Look, Select, grouped};
use fluxward_domain::ids::AccountId;
use leptos::html;

const ID: &str = "bulk-change";

/// Which hundred is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Place {
    /// The last one of the hundred before.
    after: Option<AccountId>,
    /// How many come before.
    before: i64,
}

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
    let place = RwSignal::new(Place::default());
    let found = ask_on(parts, chosen, place);
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
    let choose = Callback::new(move |value| {
        place.set(Place::default());
        chosen.set(value);
    });
    let nothing = Signal::derive(move || found.with(|found| does_nothing(found.as_ref())));
    let title = group.label().trim_end_matches('…');
    let asking = parts.asking;
    view! {
        <Dialog id=ID title=title on_close=Callback::new(move |()| asking.set(None))>
            <form class="form" on:submit=confirm>
                <div class="form-error" role="alert">{move || refused.get()}</div>
                <Select name="to" label="Change" choices=choices value=chosen on_change=choose/>
                <div class="foreseen" aria-live="polite">{move || outlook(found.get(), place)}</div>
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
fn ask_on(parts: Parts, chosen: RwSignal<String>, place: RwSignal<Place>) -> Found {
    let found: Found = RwSignal::new(None);
    Effect::new(move |_| {
        let (change, here) = (chosen.get(), place.get());
        found.set(None);
        let form = parts.selection.form(&parts.query.get_value(), change.clone(), String::new());
        let slug = parts.slug.get_value();
        leptos::task::spawn_local(async move {
            let answer = preview(slug, form, here.after).await;
            let is_asked = chosen.try_with_untracked(|now| *now == change) == Some(true)
                && place.try_get_untracked() == Some(here);
            if is_asked {
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

/// What would happen, in words; and the way to the next hundred.
fn outlook(found: Option<Result<Outlook, Failure>>, place: RwSignal<Place>) -> AnyView {
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
    let Place { before, .. } = place.get_untracked();
    let counted = counted(&seen, before);
    let next = Place { after: seen.next, before: before + seen.looked_at };
    let next = next.after.is_some().then(|| {
        let on = Callback::new(move |()| place.set(next));
        view! { <p><Button on_click=on>"Look at those who come next"</Button></p> }
    });
    view! {
        <p>{counted}</p>
        {obstacles}
        {differences(Ok(seen.foreseen), false)}
        {next}
    }
    .into_any()
}

/// How many; and of how many that was found out.
fn counted(seen: &Outlook, before: i64) -> String {
    let same = match seen.unchanged {
        0 => String::new(),
        1 => ", 1 is like that already".to_owned(),
        count => format!(", {count} are like that already"),
    };
    let changed = format!("{} would be changed{same}.", seen.changed);
    if seen.looked_at == seen.total {
        return format!("{}: {changed}", people(seen.total));
    }
    let all = people(seen.total);
    if before == 0 {
        return format!("{all}. Of the first {} by name, {changed}", seen.looked_at);
    }
    let (from, to) = (grouped(before + 1), grouped(before + seen.looked_at));
    format!("{all}. Of number {from} to {to} by name, {changed}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(total: i64, looked_at: i64, unchanged: i64) -> Outlook {
        let changed = looked_at - unchanged;
        let (refusals, foreseen) = (Vec::new(), crate::access::foreseen::Foreseen::default());
        Outlook { total, looked_at, next: None, changed, unchanged, refusals, foreseen }
    }

    #[test]
    fn it_says_of_how_many_it_knows() {
        assert_eq!(counted(&seen(12, 12, 0), 0), "12 people: 12 would be changed.");
        assert_eq!(
            counted(&seen(12_000, 100, 1), 0),
            "12,000 people. Of the first 100 by name, 99 would be changed, 1 is like that already."
        );
        assert_eq!(
            counted(&seen(12_000, 100, 0), 1_000),
            "12,000 people. Of number 1,001 to 1,100 by name, 100 would be changed."
        );
    }

    #[test]
    fn nothing_to_do_is_known_only_when_everybody_was_looked_at() {
        assert!(does_nothing(Some(&Ok(seen(3, 3, 3)))));
        assert!(!does_nothing(Some(&Ok(seen(300, 100, 100)))));
        assert!(!does_nothing(None));
    }
}
