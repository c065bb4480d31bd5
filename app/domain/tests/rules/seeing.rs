//! Seeing through somebody else's eyes: nothing that one may not do oneself.

use crate::world::{NOW, Person, organization, other_organization, project, workspace};
use fluxward_domain::access::{Decision, Facts, Missing, decide};
use fluxward_domain::permissions::Permission;
use fluxward_domain::roles::BaseRole;
use fluxward_domain::scopes::Scope;

fn through(own: &Person, seen: &Person) -> Facts {
    Facts { within: Some(Box::new(own.facts.clone())), ..seen.facts.clone() }
}

#[test]
fn what_is_allowed_is_what_both_may() {
    let mut everybody: Vec<_> = BaseRole::ALL.into_iter().map(Person::member).collect();
    everybody.extend([Person::stranger(), Person::administrator()]);
    let scopes = [Scope::Platform, organization(), other_organization(), workspace(), project()];
    for (own, seen) in everybody.iter().flat_map(|own| everybody.iter().map(move |it| (own, it))) {
        for (permission, scope) in
            Permission::ALL.iter().flat_map(|it| scopes.map(|scope| (*it, scope)))
        {
            let allowed = |facts: &Facts| decide(facts, permission, scope, NOW).allowed();
            let both = allowed(&own.facts) && allowed(&seen.facts);
            assert_eq!(allowed(&through(own, seen)), both, "{permission:?} at {scope:?}");
        }
    }
}

#[test]
fn what_is_missing_is_said_of_whoever_lacks_it() {
    let (owner, stranger) = (Person::member(BaseRole::Owner), Person::stranger());
    let missing =
        |own, seen| decide(&through(own, seen), Permission::UsersManage, organization(), NOW);
    assert_eq!(missing(&stranger, &owner), Decision::Denied(Missing::Membership));
    let viewer = Person::member(BaseRole::Viewer);
    assert_eq!(missing(&owner, &viewer), Decision::Denied(Missing::Grant));
    assert_eq!(missing(&viewer, &owner), Decision::Denied(Missing::Grant));
}
