//! Who holds roles at a place: a row each, with the roles and what can be done about them.

use super::calls::Looked;
use super::parts::Parts;
use super::row::roles_of;
use super::seats::{Held, Whose, key};
use crate::markup::view;
use crate::prelude::*;
use crate::ui::{Avatar, Column, EmptyState, StatusDot, Table};
use fluxward_domain::access::Place;
use fluxward_domain::grants::{PlaceMember, PlaceTeam};
use fluxward_domain::members::MembershipStatus;
use fluxward_domain::users::Status;

/// The place of a page as its rows need it. Cheap to copy.
#[derive(Clone, Copy)]
pub(super) struct Here {
    pub(super) parts: StoredValue<Parts>,
    /// The place as a form names it.
    pub(super) at: StoredValue<String>,
    pub(super) place: Place,
    /// Whether the person at the page hands out roles here.
    pub(super) manages: Signal<bool>,
}

impl Here {
    /// What the parts of the page share.
    pub(super) fn parts(self) -> Parts {
        self.parts.get_value()
    }

    /// Whether everybody has one role here.
    pub(super) const fn is_project(self) -> bool {
        matches!(self.place, Place::Project(_))
    }
}

/// A person as a form names them.
pub(super) fn person(person: &PlaceMember) -> Whose {
    Whose {
        user: person.user.id.to_string(),
        team: String::new(),
        name: person.user.full_name.clone(),
    }
}

/// A team as a form names it.
pub(super) fn team(team: &PlaceTeam) -> Whose {
    Whose { user: String::new(), team: team.team.slug.clone(), name: team.team.name.clone() }
}

/// Everything that is held here, by the keys of the controls.
pub(super) fn held(here: Here, looked: &Looked) -> Held {
    let at = here.at.get_value();
    let people = looked.people.iter().flatten().map(|it| (person(it), &it.roles));
    let teams = looked.teams.iter().map(|it| (team(it), &it.roles));
    let mut held = Held::new();
    for (whose, roles) in people.chain(teams) {
        for role in roles.iter().filter(|role| role.team.is_none()) {
            let own = if here.is_project() { "" } else { &role.role };
            held.insert(key(&at, &whose, own), (role.role.clone(), role.expires_at));
        }
    }
    held
}

/// The words of the controls that something is known of, when there are people on other pages.
pub(super) fn only(here: Here, looked: &Looked) -> Option<Vec<String>> {
    let people = looked.people.iter().flatten().map(|it| it.user.id.to_string());
    let teams = looked.teams.iter().map(|it| it.team.slug.clone());
    here.parts().paging.get_value().only(&looked.extent, people.chain(teams))
}

/// The people, by name.
pub(super) fn people(here: Here, looked: &Looked) -> AnyView {
    let Some(people) = &looked.people else {
        return view! { <EmptyState title="Not for everybody to see" advice="You may not see who holds roles here. Ask somebody who manages the people of this place."/> }.into_any();
    };
    if people.is_empty() {
        let nobody = || view! { <EmptyState title="Nobody in it yet" advice=nobody(here)/> };
        return here
            .parts()
            .paging
            .get_value()
            .nobody_found()
            .unwrap_or_else(|| nobody().into_any());
    }
    let rows = people
        .iter()
        .map(|it| {
            let whose = person(it);
            let roles = roles_of(here, &whose, &it.roles, (&looked.roles, looked.seq));
            view! {
                <tr>
                    <td class="wide">{who(here, it)}</td>
                    <td><StatusDot status=status(it) until=it.user.suspended_until/></td>
                    <td class="roles">{roles}</td>
                </tr>
            }
        })
        .collect::<Vec<_>>();
    let columns = ["Name", "Status", "Roles"].map(Column::new).to_vec();
    view! { <Table label="Members" columns=columns>{rows}</Table> }.into_any()
}

fn nobody(here: Here) -> &'static str {
    match (here.manages.get_untracked(), here.is_project()) {
        (false, _) => "Ask somebody who manages it to add people.",
        (true, true) => "Add the first person. Owners and Admins reach into it anyway.",
        (true, false) => "Add the first person, and give them one role or several.",
    }
}

/// The teams, by name.
pub(super) fn teams(here: Here, looked: &Looked) -> Option<AnyView> {
    if looked.teams.is_empty() {
        return None;
    }
    let rows = looked
        .teams
        .iter()
        .map(|it| {
            let slug = here.parts().slug.get_value();
            let roles = roles_of(here, &team(it), &it.roles, (&looked.roles, looked.seq));
            let href = crate::teams::path(&slug, &it.team.slug);
            view! {
                <tr>
                    <td class="wide"><div class="who"><span><a href=href>{it.team.name.clone()}</a></span></div></td>
                    <td class="roles">{roles}</td>
                </tr>
            }
        })
        .collect::<Vec<_>>();
    let columns = ["Team", "Roles"].map(Column::new).to_vec();
    Some(view! { <Table label="Teams" columns=columns>{rows}</Table> }.into_any())
}

fn who(here: Here, it: &PlaceMember) -> AnyView {
    let (slug, user) = (here.parts().slug.get_value(), &it.user);
    view! {
        <div class="who">
            <Avatar name=user.full_name.clone()/>
            <span>
                <a href=format!("/orgs/{slug}/members/{}", user.id)>{user.full_name.clone()}</a>
                <small>{user.email.clone()}</small>
            </span>
        </div>
    }
    .into_any()
}

/// The account's status unless it is active, else the membership's.
fn status(it: &PlaceMember) -> Status {
    match (it.user.status, it.status) {
        (Status::Active, MembershipStatus::Inactive) => Status::Inactive,
        (status, _) => status,
    }
}
