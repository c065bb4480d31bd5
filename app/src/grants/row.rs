//! What one person or one team holds at a place, as a cell of its row.

use super::calls::{Assign, Revoke};
use super::parts::until;
use super::people::Here;
use super::seats::{Whose, chip, subject};
use crate::markup::view;
use crate::prelude::*;
use crate::ui::save::{Control, Fallback};
use crate::ui::{Choice, SavedSelect};
use fluxward_domain::grants::HeldRole;
use fluxward_domain::permissions::PermissionSet;
use fluxward_domain::roles::Role;
use leptos::server_fn::ServerFn;

impl Here {
    /// How a control of this place is sent without scripts.
    fn fallback(self, action: &'static str, whose: &Whose, role: Option<&str>) -> Fallback {
        let mut hidden = vec![
            ("slug", self.parts().slug.get_value()),
            ("at", self.at.get_value()),
            subject(whose),
        ];
        hidden.extend(role.map(|role| ("form[role]", role.to_owned())));
        Fallback { action, name: "form[role]", hidden }
    }

    /// Whether the person at the page may hand out, and take, what permits `set`.
    fn may_hand(self, set: PermissionSet) -> bool {
        self.manages.get() && self.parts().standing.may_give(set, self.place)
    }
}

/// What a person or a team holds here, a team's roles beside a person's own.
pub(super) fn roles_of(
    here: Here,
    whose: &Whose,
    held: &[HeldRole],
    all: (&[Role], i64),
) -> AnyView {
    let through = held.iter().filter(|role| role.team.is_some()).map(|role| through(here, role));
    let own = held.iter().filter(|role| role.team.is_none()).collect::<Vec<_>>();
    let own = if here.is_project() {
        one_role(here, whose, own.first().copied(), all)
    } else {
        several(here, whose, &own, all)
    };
    view! { <div class="seats">{own}{through.collect::<Vec<_>>()}</div> }.into_any()
}

/// A role that somebody holds as one of a team.
fn through(here: Here, role: &HeldRole) -> AnyView {
    let team = role.team.as_ref().map(|team| {
        let href = crate::teams::path(&here.parts().slug.get_value(), &team.slug);
        view! { <small>" by team "<a href=href>{team.name.clone()}</a></small> }
    });
    view! { <span class="seat by">{role.name.clone()}{team}{until(role.expires_at)}</span> }
        .into_any()
}

/// The one role in a project: a dropdown, and a button that takes it.
fn one_role(
    here: Here,
    whose: &Whose,
    held: Option<&HeldRole>,
    (all, seq): (&[Role], i64),
) -> AnyView {
    let Some(held) = held else { return ().into_any() };
    let at = here.at.get_value();
    let control = here.parts().seats.role(&at, whose, "", (&held.role, seq));
    let choices =
        all.iter().map(|it| Choice::new(it.key.clone(), it.name.clone())).collect::<Vec<_>>();
    let (label, fallback) =
        (format!("Role of {}", whose.name), here.fallback(Assign::PATH, whose, None));
    let (area, fixed) = (here.parts().seats.area, Signal::derive(move || !here.manages.get()));
    let there = Memo::new(move |_| control.shown().with(|value| !value.is_empty()));
    let select = move || {
        there.get().then(|| {
            view! { <SavedSelect control area label=label.clone() choices=choices.clone() disabled=fixed fallback=fallback.clone()/> }
        })
    };
    let shown = HeldRole { name: String::new(), ..held.clone() };
    let taken = chip(
        &shown,
        format!("Take {} out", whose.name),
        control,
        here.manages,
        here.fallback(Revoke::PATH, whose, None),
    );
    view! { {select}{taken} }.into_any()
}

/// Several roles, and a dropdown that gives another.
fn several(here: Here, whose: &Whose, held: &[&HeldRole], (all, seq): (&[Role], i64)) -> AnyView {
    let at = here.at.get_value();
    let seats = here.parts().seats;
    let roles = all
        .iter()
        .map(|role| {
            let now = held.iter().find(|it| it.role == role.key).copied();
            let value = now.map(|it| it.role.as_str()).unwrap_or_default();
            let control = seats.role(&at, whose, &role.key, (value, seq));
            (role, now, control)
        })
        .collect::<Vec<_>>();
    let chips = roles
        .iter()
        .map(|(role, now, control)| {
            let fresh = HeldRole {
                role: role.key.clone(),
                name: role.name.clone(),
                expires_at: None,
                team: None,
            };
            let set = role.set();
            let may = Signal::derive(move || here.may_hand(set));
            chip(
                now.unwrap_or(&fresh),
                format!("Take {} from {}", role.name, whose.name),
                *control,
                may,
                here.fallback(Revoke::PATH, whose, Some(&role.key)),
            )
        })
        .collect::<Vec<_>>();
    let options = roles
        .iter()
        .map(|(role, _, control)| (role.key.clone(), role.name.clone(), role.set(), *control))
        .collect::<Vec<_>>();
    let whose = whose.clone();
    let more = move || here.manages.get().then(|| more(here, &whose, options.clone()));
    view! { {chips}{more} }.into_any()
}

/// A role that can be given: key, name, what it permits, and its control.
type Offer = (String, String, PermissionSet, Control);

/// The dropdown that gives another role.
fn more(here: Here, whose: &Whose, offers: Vec<Offer>) -> AnyView {
    let node = NodeRef::<leptos::html::Select>::new();
    let controls =
        offers.iter().map(|(key, .., control)| (key.clone(), *control)).collect::<Vec<_>>();
    let chosen = move |event: leptos::ev::Event| {
        let value = event_target_value(&event);
        if let Some((key, control)) = controls.iter().find(|(key, _)| *key == value) {
            control.choose(key.clone());
        }
        if let Some(select) = node.get_untracked() {
            select.set_value("");
        }
    };
    let options = offers
        .into_iter()
        .map(|(key, name, set, control)| {
            let is_out =
                move || control.shown().with(|value| !value.is_empty()) || !here.may_hand(set);
            view! { <option value=key disabled=is_out>{name}</option> }
        })
        .collect::<Vec<_>>();
    let fallback = here.fallback(Assign::PATH, whose, None);
    let hidden = fallback
        .hidden
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
        .collect::<Vec<_>>();
    view! {
        <form class="saver" method="post" action=fallback.action on:submit=|event| event.prevent_default()>
            {hidden}
            <select
                class="select quiet"
                node_ref=node
                name=fallback.name
                autocomplete="off"
                aria-label=format!("Give {} another role", whose.name)
                on:change=chosen
            >
                <option value="">"Add role"</option>
                {options}
            </select>
            <button class="button unscripted">"Give"</button>
        </form>
    }
    .into_any()
}
