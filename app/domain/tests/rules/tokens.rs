//! A token takes away and never gives.

use crate::world::Person;
use fluxward_domain::Moment;
use fluxward_domain::access::{Decision, Missing, decide};
use fluxward_domain::ids::OrganizationId;
use fluxward_domain::permissions::{Permission, PermissionSet};
use fluxward_domain::scopes::Scope;
use uuid::Uuid;

const NOW: Moment = Moment(0);

#[test]
fn a_token_gives_what_it_names_and_its_owner_may_and_nothing_else() {
    let place = Scope::Organization(OrganizationId(Uuid::from_u128(1)));
    for scope in [Scope::Platform, place] {
        for limit in Permission::ALL {
            let mut person = Person::administrator();
            person.facts.limited_to = Some(PermissionSet::of(&[*limit]));
            let held = person.facts.permissions(scope, NOW);
            assert_eq!(held, PermissionSet::of(&[*limit]));
            person.facts.platform_administrator = false;
            assert!(person.facts.permissions(scope, NOW).is_empty());
        }
    }
}

#[test]
fn what_the_token_leaves_out_is_the_last_thing_missing() {
    let mut person = Person::administrator();
    person.facts.limited_to = Some(PermissionSet::NONE);
    let decide =
        |person: &Person| decide(&person.facts, Permission::UsersView, Scope::Platform, NOW);
    assert_eq!(decide(&person), Decision::Denied(Missing::Token));
    person.facts.platform_administrator = false;
    assert_eq!(decide(&person), Decision::Denied(Missing::PlatformAdministrator));
}
