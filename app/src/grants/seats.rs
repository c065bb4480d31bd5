//! The controls of who holds what: one for each role that somebody holds, or could.
//!
//! A control's value is the key of the role while it is held, and empty while it is not. In a
//! project, where everybody has one role, one control stands for all of them; elsewhere each role
//! has its own. They belong to the page, not to the rows: a row whose last role was taken leaves
//! the list, and its Undo stays.

use super::calls::{assign, revoke};
use super::forms::{AssignForm, RevokeForm};
use super::parts::until;
use crate::Failure;
use crate::access::planned::Planned;
use crate::markup::view;
use crate::prelude::*;
use crate::ui::save::{Change, Control, Fallback, SaveArea, Saved, sender, sentence};
use crate::wire::flash::flash;
use fluxward_domain::Moment;
use fluxward_domain::grants::HeldRole;
use std::collections::BTreeMap;

/// Who holds: a person by id, or a team by slug.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Whose {
    /// The account's id; empty for a team.
    pub(crate) user: String,
    /// The team's slug; empty for a person.
    pub(crate) team: String,
    /// The name that people see.
    pub(crate) name: String,
}

impl Whose {
    /// That they get `role` at a place: the slug of the organization, and what names it there.
    pub(crate) fn gets(&self, role: String, (slug, at): (String, String)) -> Planned {
        Planned::Grant { slug, at, user: self.user.clone(), team: self.team.clone(), role }
    }
}

/// What is held now, and until when, by the key of the control.
pub(crate) type Held = BTreeMap<String, (String, Option<Moment>)>;

/// The controls of a page.
#[derive(Clone, Copy)]
pub(crate) struct Seats {
    slug: StoredValue<String>,
    /// Where their saves are shown.
    pub(crate) area: SaveArea,
    known: StoredValue<BTreeMap<String, Control>>,
    held: StoredValue<Held>,
    owner: StoredValue<Option<Owner>>,
}

/// The key of the control of `role` at the place `at`; of the one role there, without a role.
pub(crate) fn key(at: &str, whose: &Whose, role: &str) -> String {
    [at, &whose.user, &whose.team, role].join(" ")
}

/// The subject of a form's fields.
pub(crate) fn subject(whose: &Whose) -> (&'static str, String) {
    if whose.team.is_empty() {
        ("form[user]", whose.user.clone())
    } else {
        ("form[team]", whose.team.clone())
    }
}

impl Seats {
    /// Those of the page that is being made.
    pub(crate) fn new(slug: StoredValue<String>) -> Self {
        Self {
            slug,
            area: SaveArea::new(),
            known: StoredValue::new(BTreeMap::new()),
            held: StoredValue::new(Held::new()),
            owner: StoredValue::new(Owner::current()),
        }
    }

    /// What the server says at entry `seq` of the log: everything that is held; of `only` these
    /// people and teams, by the words of their controls' keys, when there are others.
    pub(crate) fn settle(self, held: Held, seq: i64, only: Option<&[String]>) {
        let is_known = |key: &str| {
            only.is_none_or(|only| key.split(' ').any(|word| only.iter().any(|it| it == word)))
        };
        self.known.with_value(|known| {
            for (key, control) in known.iter().filter(|(key, _)| is_known(key)) {
                let value = held.get(key).map(|(value, _)| value.clone()).unwrap_or_default();
                control.settle(value, seq);
            }
        });
        // What is not held any more keeps its end, for whoever takes that back.
        self.held.update_value(|all| all.extend(held));
    }

    /// Others are shown from now on, with controls of their own.
    pub(crate) fn forget(self) {
        self.known.update_value(BTreeMap::clear);
    }

    /// The control of that key, made at first sight.
    pub(crate) fn of(self, key: String, make: impl FnOnce() -> Control) -> Control {
        if let Some(known) = self.known.with_value(|known| known.get(&key).copied()) {
            return known;
        }
        let new = match self.owner.get_value() {
            Some(owner) => owner.with(make),
            None => make(),
        };
        self.known.update_value(|known| {
            known.insert(key, new);
        });
        new
    }

    /// The control of a role at the place `at`; of the one role there, without a role.
    pub(crate) fn role(
        self,
        at: &str,
        whose: &Whose,
        role: &str,
        (value, seq): (&str, i64),
    ) -> Control {
        let (at, whose, role) = (at.to_owned(), whose.clone(), role.to_owned());
        let seat = Seat { key: key(&at, &whose, &role), at, whose, role };
        self.of(seat.key.clone(), || {
            let send = sender(move |change: Change| self.send(seat.clone(), change));
            Control::new(self.area, value, seq, send, sentence(|_| String::new()))
        })
    }

    async fn send(self, seat: Seat, change: Change) -> Result<Saved, Failure> {
        let slug = self.slug.get_value();
        let Seat { key, at, whose: Whose { user, team, .. }, role } = seat;
        let expected = change.expected;
        let version = if change.value.is_empty() {
            revoke(slug, at, RevokeForm { user, team, role, expected }).await?
        } else {
            // Another role in a project, and a role that is given back, end when the last one did.
            let keeps_end = role.is_empty() || expected.is_some();
            let until = self.end_of(&key).filter(|_| keeps_end).map(Moment::to_rfc3339);
            let (role, until) = (change.value.clone(), until.unwrap_or_default());
            let form = AssignForm { user, team, role, until, expected, ..AssignForm::default() };
            assign(slug, at, form).await?
        };
        Ok(Saved { value: change.value, version })
    }

    /// When what the control of that key shows ends by itself, as last known.
    pub(crate) fn end_of(self, key: &str) -> Option<Moment> {
        self.held.with_value(|held| held.get(key).and_then(|(_, end)| *end))
    }
}

/// What a control is about.
#[derive(Clone)]
struct Seat {
    key: String,
    at: String,
    whose: Whose,
    role: String,
}

/// A role as it is held, with the button that takes it where `may` says so; `about` is what the
/// button does, `fallback` how it is sent without scripts.
pub(crate) fn chip(
    role: &HeldRole,
    about: String,
    control: Control,
    may: Signal<bool>,
    fallback: Fallback,
) -> AnyView {
    let (name, ends) = (Some(role.name.clone()).filter(|name| !name.is_empty()), role.expires_at);
    let on = Memo::new(move |_| control.shown().with(|value| !value.is_empty()));
    let shown = move || {
        on.get().then(|| {
            let take = may.get().then(|| take(about.clone(), control, fallback.clone()));
            view! { <span class="seat">{name.clone()}{until(ends)}{take}</span> }
        })
    };
    shown.into_any()
}

/// The button that takes a role, or somebody out.
pub(crate) fn take(about: String, control: Control, fallback: Fallback) -> AnyView {
    let hidden = fallback
        .hidden
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
        .collect::<Vec<_>>();
    view! {
        <form class="saver" method="post" action=fallback.action on:submit=|event| event.prevent_default()>
            {hidden}
            <button class="button quiet icon-only" aria-label=about on:click=move |_| control.choose("")>
                <i class="icon cross" aria-hidden="true"></i>
            </button>
        </form>
    }
    .into_any()
}

/// What was refused of a control without scripts, right before this page.
pub(crate) fn refused_before(actions: &[&str]) -> Option<AnyView> {
    let refused = actions.iter().find_map(|action| flash(action)?.refused)?;
    let text = refused.errors.first().map_or(refused.detail.clone(), |field| field.message.clone());
    Some(view! { <p class="note bad" role="alert">"Not saved: "{text}</p> }.into_any())
}
