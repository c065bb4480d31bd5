//! One entry of the log as a line: what happened, to whom, by whom and why.

use super::query::address;
use crate::markup::view;
use crate::prelude::*;
use crate::ui::Time;
use fluxward_domain::activity::{ActivityQuery, DELETED_USER, Event, FieldChange, Named};

/// Where a line stands: what everybody there knows already is not repeated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// The path of the log that a name leads into; none on a person's card.
    pub(super) log: Option<String>,
    /// Whether the whole list is of one organization.
    pub(super) in_organization: bool,
    /// The name of whom the whole list is about.
    pub(super) about: Option<String>,
}

/// The entries, newest first.
pub(super) fn lines(events: Vec<Event>, place: &Place) -> AnyView {
    let items = events.iter().map(|event| line(event, place)).collect::<Vec<_>>();
    view! { <ol class="lines">{items}</ol> }.into_any()
}

fn line(event: &Event, place: &Place) -> AnyView {
    let at = event.at;
    let reason =
        event.reason.as_ref().map(|reason| view! { <q class="line-reason">{reason.clone()}</q> });
    view! {
        <li class="line">
            <span class=format!("line-mark {}", noun(&event.action)) aria-hidden="true"></span>
            <div class="line-text">
                <p>{event.sentence()}{target(event, place)}</p>
                <p class="line-by">{actor(event, place)}{organization(event, place)}{reason}</p>
                {changes(event)}
            </div>
            <span class="line-time"><Time at=at/></span>
        </li>
    }
    .into_any()
}

/// The part of an action before the dot.
fn noun(action: &str) -> &str {
    action.split('.').next().unwrap_or_default()
}

fn target(event: &Event, place: &Place) -> Option<AnyView> {
    let target = event.target.as_ref()?;
    let is_known = place.about.as_ref() == Some(&target.name)
        || event.actor.as_ref().is_some_and(|actor| actor.id == target.id)
        || matches!(target.kind.as_str(), "system" | "settings" | "session")
        || (place.in_organization && target.kind == "organization");
    (!is_known).then(|| view! { " · " <b>{named(target, event)}</b> }.into_any())
}

/// A name; a person's leads to the person.
fn named(name: &Named, event: &Event) -> AnyView {
    let text = name.name.clone();
    match (name.kind.as_str(), event.action.as_str()) {
        ("user", _) if text != DELETED_USER => {
            view! { <a href=format!("/users/{}", name.id)>{text}</a> }.into_any()
        }
        _ => text.into_any(),
    }
}

fn actor(event: &Event, place: &Place) -> AnyView {
    let Some(actor) = &event.actor else { return "by the system".into_any() };
    if place.about.as_ref() == Some(&actor.name) {
        return "by themselves".into_any();
    }
    let only = ActivityQuery { actor: Some(actor.id), ..ActivityQuery::default() };
    let name = actor.name.clone();
    let shown = match &place.log {
        Some(path) => {
            let title = format!("Only what {name} did");
            view! { <a href=address(path, &only) title=title>{name}</a> }.into_any()
        }
        None => name.into_any(),
    };
    view! { "by " {shown} }.into_any()
}

fn organization(event: &Event, place: &Place) -> Option<String> {
    let organization = event.organization.as_ref().filter(|_| !place.in_organization)?;
    let is_target = event.target.as_ref().is_some_and(|target| target.id == organization.id);
    (!is_target).then(|| format!(" · in {}", organization.name))
}

/// Before and after, where the sentence does not say it already.
fn changes(event: &Event) -> Option<AnyView> {
    let told = untold(event);
    if told.is_empty() {
        return None;
    }
    let rows = told
        .into_iter()
        .map(|change| {
            view! { <div><dt>{label(&change.field)}</dt><dd>{before_and_after(change)}</dd></div> }
        })
        .collect::<Vec<_>>();
    Some(view! { <dl class="line-changes">{rows}</dl> }.into_any())
}

/// What was not there before, or is not there any more, needs no arrow.
fn before_and_after(change: &FieldChange) -> AnyView {
    match (shown(change.before.as_ref()), shown(change.after.as_ref())) {
        (Some(before), Some(after)) => {
            view! { <del>{before}</del>" → "<ins>{after}</ins> }.into_any()
        }
        (None, Some(after)) => view! { <ins>{after}</ins> }.into_any(),
        (Some(before), None) => view! { <del>{before}</del> }.into_any(),
        (None, None) => "empty".into_any(),
    }
}

/// The changes that the sentence and the names beside it leave out.
fn untold(event: &Event) -> Vec<&FieldChange> {
    let sentence = event.sentence();
    let named = event.target.as_ref().map(|target| target.name.as_str());
    let says = |value: &Option<String>| {
        value.as_deref().is_none_or(|value| sentence.contains(value) || named == Some(value))
    };
    let is_told = |change: &FieldChange| {
        matches!(change.field.as_str(), "status" | "until")
            || (says(&change.before) && says(&change.after))
    };
    event.changes.iter().filter(|change| !is_told(change)).collect()
}

fn shown(value: Option<&String>) -> Option<String> {
    value.filter(|value| !value.is_empty()).cloned()
}

/// `full_name` as people read it: "Full name".
fn label(field: &str) -> String {
    if field == "email" {
        return "E-mail".to_owned();
    }
    let text = field.replace(['_', '.'], " ");
    let mut letters = text.chars();
    // Names of fields are ASCII.
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use fluxward_domain::Moment;

    fn event(action: &str, changes: &[(&str, Option<&str>, Option<&str>)]) -> Event {
        let changes = changes.iter().map(|(field, before, after)| FieldChange {
            field: (*field).into(),
            before: before.map(Into::into),
            after: after.map(Into::into),
        });
        Event {
            seq: 1,
            at: Moment(0),
            action: action.into(),
            actor: None,
            target: None,
            organization: None,
            reason: None,
            changes: changes.collect(),
        }
    }

    #[test]
    fn what_the_sentence_says_is_not_said_twice() {
        assert!(
            untold(&event("member.role_changed", &[("role", Some("Member"), Some("Admin"))]))
                .is_empty()
        );
        assert!(
            untold(&event("user.deactivated", &[("status", Some("Active"), Some("Inactive"))]))
                .is_empty()
        );
    }

    #[test]
    fn several_changes_are_listed() {
        let event = event(
            "user.edited",
            &[("email", Some("a@x"), Some("b@x")), ("full_name", None, Some("B"))],
        );
        assert_eq!(untold(&event).len(), 2);
        assert_eq!(label("full_name"), "Full name");
    }
}
