//! Who may hand out what.

use crate::world::{NOW, ORGANIZATION, Person};
use fluxward_domain::granting::{Granting, Refusal};
use fluxward_domain::permissions::Permission;
use fluxward_domain::privileges::Privilege;
use fluxward_domain::roles::BaseRole::{self, Admin, Member, Owner, Viewer};
use proptest::prelude::*;

fn granting<'a>(caller: &'a Person, target: &'a Person) -> Granting<'a> {
    Granting {
        caller: &caller.facts,
        target: target.facts.account,
        organization: ORGANIZATION,
        role: target.membership().map(|membership| membership.role),
        now: NOW,
    }
}

fn assign(caller: &Person, target: &Person, role: BaseRole) -> Result<(), Refusal> {
    granting(caller, target).may_assign(role)
}

#[test]
fn an_owner_makes_owners_and_everything_below() {
    let owner = Person::member(Owner).id(1);
    for role in BaseRole::ALL {
        assert_eq!(assign(&owner, &Person::member(Member).id(2), role), Ok(()));
    }
}

#[test]
fn no_other_owner_takes_ownership_away() {
    let (one, other) = (Person::member(Owner).id(1), Person::member(Owner).id(2));
    assert_eq!(assign(&one, &other, Admin), Err(Refusal::OwnerStepsDownAlone));
    assert_eq!(granting(&one, &other).may_change(), Err(Refusal::OwnerStepsDownAlone));
    assert_eq!(assign(&one, &one, Admin), Ok(()));
}

#[test]
fn an_admin_grants_up_to_admin_and_never_touches_an_owner() {
    let admin = Person::member(Admin).id(1);
    let member = Person::member(Member).id(2);
    assert_eq!(assign(&admin, &member, Admin), Ok(()));
    assert_eq!(assign(&admin, &member, Owner), Err(Refusal::AboveOneself));
    assert_eq!(assign(&admin, &Person::member(Owner).id(3), Member), Err(Refusal::Outranked));
}

#[test]
fn the_users_box_gives_member_and_viewer_and_every_box() {
    let holder = Person::member(Member).ticked(Privilege::Users).id(1);
    let viewer = Person::member(Viewer).id(2);
    assert_eq!(assign(&holder, &viewer, Member), Ok(()));
    assert_eq!(assign(&holder, &viewer, Admin), Err(Refusal::AboveOneself));
    for privilege in Privilege::ALL {
        assert_eq!(granting(&holder, &viewer).may_tick(privilege, true), Ok(()));
    }
    assert_eq!(
        granting(&holder, &Person::member(Admin).id(3)).may_tick(Privilege::Tags, false),
        Err(Refusal::Outranked)
    );
}

#[test]
fn nobody_ticks_for_themselves_what_they_do_not_hold() {
    let holder = Person::member(Member).ticked(Privilege::Users).id(1);
    assert_eq!(
        granting(&holder, &holder).may_tick(Privilege::Assets, true),
        Err(Refusal::RaisesOneself)
    );
    assert_eq!(granting(&holder, &holder).may_tick(Privilege::Users, false), Ok(()));
    assert_eq!(assign(&holder, &holder, Admin), Err(Refusal::RaisesOneself));
    let admin = Person::member(Admin).id(1);
    assert_eq!(granting(&admin, &admin).may_tick(Privilege::Assets, true), Ok(()));
}

#[test]
fn whoever_manages_people_by_a_role_hands_out_nothing_beyond_what_they_hold() {
    let clerk = Person::member(Viewer).with_role_here(&[Permission::UsersManage]).id(1);
    let target = Person::stranger().id(2);
    assert_eq!(assign(&clerk, &target, Viewer), Ok(()));
    assert_eq!(assign(&clerk, &target, Member), Err(Refusal::AboveOneself));
    let tick = |privilege, granted| granting(&clerk, &target).may_tick(privilege, granted);
    assert_eq!(tick(Privilege::Tags, true), Err(Refusal::AboveOneself));
    assert_eq!(tick(Privilege::Tags, false), Ok(()));
    assert_eq!(
        granting(&clerk, &target).may_invite(Viewer, &[Privilege::Tags]),
        Err(Refusal::AboveOneself)
    );
    let tagging =
        Person::member(Member).with_role_here(&[Permission::UsersManage]).ticked(Privilege::Tags);
    assert_eq!(granting(&tagging.id(1), &target).may_tick(Privilege::Tags, true), Ok(()));
}

#[test]
fn a_platform_administrator_assigns_any_role() {
    let administrator = Person::administrator().id(1);
    for role in BaseRole::ALL {
        assert_eq!(assign(&administrator, &Person::member(Owner).id(2), role), Ok(()));
    }
}

proptest! {
    #[test]
    fn nobody_ever_gives_a_role_above_their_own(
        caller in prop::sample::select(BaseRole::ALL.to_vec()),
        present in prop::option::of(prop::sample::select(BaseRole::ALL.to_vec())),
        role in prop::sample::select(BaseRole::ALL.to_vec()),
        oneself in any::<bool>(),
    ) {
        let caller = Person::member(caller).ticked(Privilege::Users).id(1);
        let target = present.map_or_else(Person::stranger, Person::member).id(2);
        let target = if oneself { &caller } else { &target };
        if assign(&caller, target, role).is_ok() {
            let own = caller.membership().unwrap().role;
            prop_assert!(role <= own || (role == Member && own == Viewer && !oneself));
        }
    }
}

#[test]
fn whoever_may_only_invite_gives_nothing_beyond_what_they_hold() {
    let target = Person::stranger().id(2);
    let invite = |caller: &Person, role, privileges: &[Privilege]| {
        granting(caller, &target).may_invite(role, privileges)
    };
    let owner = Person::member(Owner).id(1);
    assert_eq!(invite(&owner, Owner, &Privilege::ALL), Ok(()));
    let admin = Person::member(Admin).id(1);
    assert_eq!(invite(&admin, Owner, &[]), Err(Refusal::AboveOneself));
    let clerk = Person::member(Member).ticked(Privilege::Users).id(1);
    assert_eq!(invite(&clerk, Member, &Privilege::ALL), Ok(()));
    assert_eq!(invite(&clerk, Admin, &[]), Err(Refusal::AboveOneself));
    let member = Person::member(Member).ticked(Privilege::Tags).id(1);
    assert_eq!(invite(&member, Viewer, &[Privilege::Tags]), Ok(()));
    assert_eq!(invite(&member, Member, &[Privilege::Assets]), Err(Refusal::AboveOneself));
}
