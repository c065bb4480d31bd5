//! The access grid: every role and privilege × permission × place, printed by the code that
//! decides. The snapshot beside this file is meant to be read by people who do not write code;
//! a change of it is a change of what customers' people may do.

use crate::world::{NOW, Person};
use fluxward_domain::access::decide;
use fluxward_domain::permissions::Permission;
use fluxward_domain::privileges::Privilege;
use fluxward_domain::roles::{BaseRole, ProjectRole, WorkspaceRole};
use fluxward_domain::scopes::Scope;
use std::fmt::Write as _;

fn people() -> Vec<(&'static str, Person)> {
    let mut people = vec![("Platform administrator", Person::administrator())];
    people.extend(BaseRole::ALL.map(|role| (role.name(), Person::member(role))));
    people.extend(
        Privilege::ALL.map(|box_| (box_.short(), Person::member(BaseRole::Viewer).ticked(box_))),
    );
    people.extend(
        WorkspaceRole::ALL
            .map(|role| (role.name(), Person::member(BaseRole::Viewer).in_workspace(role))),
    );
    people.push((
        "Team Admin, overriding allowed",
        Person::member(BaseRole::Viewer).overriding_in_workspace(),
    ));
    people.extend(
        ProjectRole::ALL
            .map(|role| (role.name(), Person::member(BaseRole::Viewer).in_project(role))),
    );
    people.push(("switched off Owner", Person::member(BaseRole::Owner).switched_off()));
    people.push(("deactivated Owner", Person::member(BaseRole::Owner).deactivated()));
    people.push(("somebody else", Person::stranger()));
    people
}

fn places() -> [(&'static str, Scope); 7] {
    [
        ("ON THE PLATFORM ITSELF", Scope::Platform),
        ("IN THE ORGANIZATION", crate::world::organization()),
        ("IN THE WORKSPACE WHERE THE WORKSPACE ROLE IS HELD", crate::world::workspace()),
        ("IN ANOTHER WORKSPACE OF THE ORGANIZATION", crate::world::other_workspace()),
        ("IN THE PROJECT WHERE THE PROJECT ROLE IS HELD", crate::world::project()),
        ("IN ANOTHER PROJECT OF THE ORGANIZATION", crate::world::other_project()),
        ("IN ANOTHER ORGANIZATION", crate::world::other_organization()),
    ]
}

#[test]
fn the_grid_of_every_role_permission_and_place_is_as_printed() {
    let people = people();
    let mut grid = String::from(
        "Who may do what, and where: each line names everybody who may.\n\
         Assets, Tags and Users are Viewers with that one box ticked; workspace and project roles\n\
         are held by Viewers of the organization.\n",
    );
    for (title, place) in places() {
        let _ = write!(grid, "\n{title}\n");
        for permission in Permission::ALL {
            let holders: Vec<_> = people
                .iter()
                .filter(|(_, person)| decide(&person.facts, *permission, place, NOW).allowed())
                .map(|(name, _)| *name)
                .collect();
            let _ = writeln!(grid, "  {:<20} {}", permission.as_str(), sentence(&holders));
        }
    }
    insta::assert_snapshot!(grid);
}

fn sentence(holders: &[&str]) -> String {
    if holders.is_empty() { "nobody".into() } else { holders.join(" · ") }
}
