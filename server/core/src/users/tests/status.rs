//! Switching accounts off and on.

use super::*;
use crate::database::values;
use crate::members;
use fluxward_domain::members::NewMember;
use fluxward_domain::roles::BaseRole;
use fluxward_domain::users::{Status, UserQuery};

#[tokio::test]
async fn a_deactivated_account_acts_no_more_and_comes_back_without_its_sessions() {
    World::each(async |w| {
        let root = w.administrator("root").await;
        let ada = w.administrator("ada").await;
        let caller = w.caller(&root).await;
        let theirs = w.caller(&ada).await;
        let off = users::deactivate(&w.s, &caller, ada.id, because("Left"), None).await.unwrap();
        assert_eq!(off.user.status, Status::Inactive);
        assert_eq!(off.status_reason.as_deref(), Some("Left"));
        assert!(off.user.platform_administrator, "grants are kept for the return");
        let entry = w.last_entry().await;
        assert!(entry.starts_with("user.deactivated") && entry.contains("Left"), "{entry}");
        let act = users::deactivate(&w.s, &theirs, root.id, Because::default(), None).await;
        assert_eq!(refused(act).kind, Kind::Unauthenticated);
        assert!(users::sessions(&w.s, &caller, ada.id).await.unwrap().is_empty());
        let on = users::activate(&w.s, &caller, ada.id, Because::default(), None).await.unwrap();
        assert_eq!((on.user.status, on.status_reason), (Status::Active, None));
        let act = users::deactivate(&w.s, &theirs, root.id, Because::default(), None).await;
        assert_eq!(refused(act).kind, Kind::Unauthenticated, "no session is revived");
    })
    .await;
}

#[tokio::test]
async fn doing_it_twice_is_fine_and_leaves_one_entry() {
    let w = World::new().await;
    let root = w.administrator("root").await;
    let ada = w.person("ada").await;
    let caller = w.caller(&root).await;
    let first = users::deactivate(&w.s, &caller, ada.id, Because::default(), None).await.unwrap();
    let log = w.log().await;
    let second = users::deactivate(&w.s, &caller, ada.id, because("Again"), None).await.unwrap();
    assert_eq!((w.log().await, second), (log, first));
    w.end().await;
}

#[tokio::test]
async fn whoever_has_no_password_waits_for_one() {
    let w = World::new().await;
    let root = w.administrator("root").await;
    let ada = w.person("ada").await;
    let caller = w.caller(&root).await;
    users::deactivate(&w.s, &caller, ada.id, Because::default(), None).await.unwrap();
    w.force("update accounts set password_hash = null where id = $1", &ada).await;
    let on = users::activate(&w.s, &caller, ada.id, Because::default(), None).await.unwrap();
    assert_eq!(on.user.status, Status::Pending);
    let again = users::activate(&w.s, &caller, ada.id, Because::default(), None).await;
    assert_eq!(refused(again).kind, Kind::Conflict);
    w.end().await;
}

#[tokio::test]
async fn the_last_active_owner_of_a_place_is_not_switched_off() {
    World::each(async |w| {
        let root = w.administrator("root").await;
        let owner = w.person("olga").await;
        organization(w, &root, "acme", &owner).await;
        let (s, caller) = (&w.s, w.caller(&root).await);
        let off = users::deactivate(s, &caller, owner.id, Because::default(), None).await;
        let refusal = refused(off);
        assert_eq!(refusal.kind, Kind::LastOwner);
        assert!(refusal.detail.contains("ACME"), "{}", refusal.detail);
        let other = w.person("otto").await;
        let joins =
            NewMember { user_id: other.id, role: BaseRole::Owner, expires_at: None, reason: None };
        members::add(s, &caller, "acme", joins).await.unwrap();
        users::deactivate(s, &caller, owner.id, Because::default(), None).await.unwrap();
        let off = users::deactivate(s, &caller, other.id, Because::default(), None).await;
        assert_eq!(refused(off).kind, Kind::LastOwner);
    })
    .await;
}

#[tokio::test]
async fn the_last_active_administrator_is_not_switched_off_by_themselves_either() {
    World::each(async |w| {
        let root = w.administrator("root").await;
        let (s, caller) = (&w.s, w.caller(&root).await);
        let off = users::deactivate(s, &caller, root.id, Because::default(), None).await;
        assert_eq!(refused(off).kind, Kind::LastAdministrator);
        let other = w.administrator("ruth").await;
        users::deactivate(s, &caller, other.id, Because::default(), None).await.unwrap();
        let off = users::deactivate(s, &caller, root.id, Because::default(), None).await;
        assert_eq!(refused(off).kind, Kind::LastAdministrator);
        users::activate(s, &caller, other.id, Because::default(), None).await.unwrap();
        let off = users::deactivate(s, &caller, root.id, Because::default(), None).await.unwrap();
        assert_eq!(off.user.status, Status::Inactive);
    })
    .await;
}

#[tokio::test]
async fn two_administrators_cannot_switch_each_other_off_at_once() {
    World::each(async |w| {
        let (one, two) = (w.administrator("one").await, w.administrator("two").await);
        let (first, second) = (w.caller(&one).await, w.caller(&two).await);
        let (a, b) = tokio::join!(
            users::deactivate(&w.s, &first, two.id, Because::default(), None),
            users::deactivate(&w.s, &second, one.id, Because::default(), None),
        );
        assert!(a.is_ok() != b.is_ok(), "exactly one of them is left");
    })
    .await;
}

#[tokio::test]
async fn every_list_is_counted_again() {
    World::each(async |w| {
        let root = w.administrator("root").await;
        let ada = w.person("ada").await;
        organization(w, &root, "acme", &root).await;
        let (s, caller) = (&w.s, w.caller(&root).await);
        let joins =
            NewMember { user_id: ada.id, role: BaseRole::Viewer, expires_at: None, reason: None };
        members::add(s, &caller, "acme", joins).await.unwrap();
        users::deactivate(s, &caller, ada.id, Because::default(), None).await.unwrap();
        let total = async |query: UserQuery| users::list(s, &caller, &query).await.unwrap().total;
        assert_eq!(total(UserQuery::default()).await, Some(1));
        let all = UserQuery { show_all: Some(true), ..UserQuery::default() };
        assert_eq!(total(all).await, Some(2));
        let inactive = UserQuery { status: Some(Status::Inactive), ..UserQuery::default() };
        assert_eq!(total(inactive).await, Some(1));
        let sql = "select n from counters where role = 'viewer' and status = $1";
        let mut on = s.read().await.unwrap();
        assert_eq!(on.number(sql, values!["inactive"]).await.unwrap(), Some(1));
        assert_eq!(on.number(sql, values!["active"]).await.unwrap(), Some(0));
    })
    .await;
}
