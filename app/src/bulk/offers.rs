//! What can be chosen to change, in four groups.

use crate::members::{place_of, roles_for_new_member};
use crate::sessions::{present, viewing};
use crate::ui::Choice;
use fluxward_domain::grants::Offered;
use fluxward_domain::privileges::Privilege;
use fluxward_domain::roles::BaseRole;

/// What kind of thing changes: a button each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Group {
    Role,
    Privileges,
    Status,
    Workspace,
}

impl Group {
    pub(super) const ALL: [Self; 4] = [Self::Role, Self::Privileges, Self::Status, Self::Workspace];

    /// What its button says.
    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::Role => "Change role…",
            Self::Privileges => "Privileges…",
            Self::Status => "Status…",
            Self::Workspace => "Workspace role…",
        }
    }

    /// What can be chosen.
    pub(super) fn choices(self, slug: &str, offer: &[Offered]) -> Vec<Choice> {
        match self {
            Self::Role => roles(slug),
            Self::Privileges => privileges(),
            Self::Status => vec![
                Choice::new("status:inactive", "Switch the membership off"),
                Choice::new("status:active", "Switch the membership on"),
            ],
            Self::Workspace => offer.iter().flat_map(in_workspace).collect(),
        }
    }
}

fn roles(slug: &str) -> Vec<Choice> {
    let may = viewing().get().map_or_else(
        || BaseRole::ALL.to_vec(),
        |viewer| roles_for_new_member(&viewer.facts, place_of(&viewer, slug), present()),
    );
    // The one that gives least stands first: it is what is chosen at the beginning.
    let roles = may.into_iter().rev();
    roles.map(|role| Choice::new(format!("role:{}", role.key()), role.name())).collect()
}

fn privileges() -> Vec<Choice> {
    let choice = |(verb, granted)| {
        move |privilege: Privilege| {
            let value = format!("privilege:{}:{granted}", privilege.key());
            Choice::new(value, format!("{verb} “{}”", privilege.label()))
        }
    };
    let ticked = Privilege::ALL.map(choice(("Tick", true)));
    ticked.into_iter().chain(Privilege::ALL.map(choice(("Clear", false)))).collect()
}

fn in_workspace(place: &Offered) -> Vec<Choice> {
    let choice = |verb, granted| {
        move |(key, name): &(String, String)| {
            let value = format!("workspace:{}:{key}:{granted}", place.slug);
            Choice::new(value, format!("{}: {verb} {name}", place.name))
        }
    };
    let given = place.roles.iter().map(choice("give", true));
    given.chain(place.roles.iter().map(choice("take", false))).collect()
}
