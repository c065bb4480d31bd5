//! Suspensions, exact to the second by the clock that is injected.

use super::*;
use crate::database::values;
use crate::sessions::sign_in;
use crate::testing::PASSWORD;
use crate::{activity, members};
use fluxward_domain::Moment;
use fluxward_domain::members::{MemberQuery, NewMember};
use fluxward_domain::roles::BaseRole;
use fluxward_domain::sessions::{Login, SessionKind};
use fluxward_domain::users::{Status, Suspend, UserQuery};

fn until(moment: Moment) -> Suspend {
    Suspend { until: Some(moment), reason: Some("On leave".into()) }
}

/// How a sign-in with the right password goes.
async fn signs_in(w: &World, who: &Person) -> Result<()> {
    let login = Login { login: who.username.clone(), password: PASSWORD.into(), code: None };
    sign_in(&w.s, login, &w.request(), SessionKind::Api).await.map(drop)
}

#[tokio::test]
async fn a_suspension_holds_to_its_last_second_and_ends_by_itself() {
    World::each(async |w| {
        let root = w.administrator("root").await;
        let ada = w.person("ada").await;
        let (caller, theirs) = (w.caller(&root).await, w.caller(&ada).await);
        let end = w.time.now().plus_seconds(3600);
        let held = users::suspend(&w.s, &caller, ada.id, until(end), None).await.unwrap();
        assert_eq!((held.user.status, held.user.suspended_until), (Status::Suspended, Some(end)));
        assert_eq!(held.status_reason.as_deref(), Some("On leave"));
        let told = w.last_entry().await;
        assert!(told.starts_with("user.suspended") && told.contains("On leave"), "{told}");
        let act = w.s.change(&theirs).await.map(drop);
        assert_eq!(refused(act).kind, Kind::Unauthenticated, "the sessions have ended");
        w.time.pass(3599);
        let refusal = refused(signs_in(w, &ada).await);
        assert_eq!(refusal.kind, Kind::Suspended);
        for word in ["2026-01-01T01:00:00Z", "On leave"] {
            assert!(refusal.detail.contains(word), "{}", refusal.detail);
        }
        w.time.pass(1);
        // Nothing has run, nothing is written down: it is over all the same.
        let free = show(w, &root, ada.id).await.unwrap().user;
        assert_eq!((free.status, free.suspended_until), (Status::Active, None));
        signs_in(w, &ada).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn the_wrong_password_tells_nothing_of_a_suspension() {
    let w = World::new().await;
    let root = w.administrator("root").await;
    let ada = w.person("ada").await;
    users::suspend(&w.s, &w.caller(&root).await, ada.id, Suspend::default(), None).await.unwrap();
    let login = Login { login: "ada".into(), password: "Wrong-Harbour-7".into(), code: None };
    let wrong = refused(sign_in(&w.s, login, &w.request(), SessionKind::Api).await.map(drop));
    assert_eq!(wrong.kind, Kind::BadCredentials);
    let right = refused(signs_in(&w, &ada).await);
    assert!(right.detail.contains("until somebody lifts"), "{}", right.detail);
    w.end().await;
}

#[tokio::test]
async fn its_end_is_written_down_once_by_any_number_of_nodes() {
    World::each(async |w| {
        let root = w.administrator("root").await;
        let ada = w.person("ada").await;
        organization(w, &root, "acme", &root).await;
        let caller = w.caller(&root).await;
        let joins =
            NewMember { user_id: ada.id, role: BaseRole::Viewer, expires_at: None, reason: None };
        members::add(&w.s, &caller, "acme", joins).await.unwrap();
        let end = w.time.now().plus_seconds(60);
        users::suspend(&w.s, &caller, ada.id, until(end), None).await.unwrap();
        assert_eq!(users::lift_due(&w.s).await.unwrap(), Some(end), "when to look again");
        w.time.pass(60);
        let elsewhere = w.another_node().await;
        let (here, there) = tokio::join!(users::lift_due(&w.s), users::lift_due(&elsewhere));
        assert_eq!((here.unwrap(), there.unwrap()), (None, None));
        elsewhere.database.close().await;
        let ends = w.log().await.into_iter().filter(|it| it == "user.suspension_ended").count();
        assert_eq!(ends, 1);
        let suspended = UserQuery { status: Some(Status::Suspended), ..UserQuery::default() };
        let people = users::list(&w.s, &caller, &suspended).await.unwrap();
        assert_eq!((people.items.len(), people.total), (0, Some(0)));
        let active = MemberQuery { status: Some(Status::Active), ..MemberQuery::default() };
        let members = members::list(&w.s, &caller, "acme", &active).await.unwrap();
        assert_eq!((members.items.len(), members.total), (2, Some(2)));
        let report = activity::verify(&mut w.s.read().await.unwrap()).await.unwrap();
        assert_eq!(report.problems, Vec::<String>::new());
    })
    .await;
}

#[tokio::test]
async fn lists_say_until_when_and_count_the_suspended_apart() {
    World::each(async |w| {
        let root = w.administrator("root").await;
        let ada = w.person("ada").await;
        organization(w, &root, "acme", &root).await;
        let caller = w.caller(&root).await;
        let joins =
            NewMember { user_id: ada.id, role: BaseRole::Viewer, expires_at: None, reason: None };
        members::add(&w.s, &caller, "acme", joins).await.unwrap();
        let end = w.time.now().plus_seconds(60);
        users::suspend(&w.s, &caller, ada.id, until(end), None).await.unwrap();
        let suspended = UserQuery { status: Some(Status::Suspended), ..UserQuery::default() };
        let people = users::list(&w.s, &caller, &suspended).await.unwrap();
        assert_eq!(people.total, Some(1));
        assert_eq!(people.items[0].suspended_until, Some(end));
        let suspended = MemberQuery { status: Some(Status::Suspended), ..MemberQuery::default() };
        let members = members::list(&w.s, &caller, "acme", &suspended).await.unwrap();
        assert_eq!(members.total, Some(1));
        assert_eq!(members.items[0].user.suspended_until, Some(end));
    })
    .await;
}

#[tokio::test]
async fn whoever_is_suspended_does_not_count_as_an_administrator_or_owner() {
    World::each(async |w| {
        let (root, ruth) = (w.administrator("root").await, w.administrator("ruth").await);
        let (olga, otto) = (w.person("olga").await, w.person("otto").await);
        organization(w, &root, "acme", &olga).await;
        let (s, caller) = (&w.s, w.caller(&root).await);
        let sole = users::suspend(s, &caller, olga.id, Suspend::default(), None).await;
        assert_eq!(refused(sole).kind, Kind::LastOwner);
        let joins =
            NewMember { user_id: otto.id, role: BaseRole::Owner, expires_at: None, reason: None };
        members::add(s, &caller, "acme", joins).await.unwrap();
        for first in [&ruth, &otto] {
            users::suspend(s, &caller, first.id, Suspend::default(), None).await.unwrap();
        }
        let last = users::suspend(s, &caller, olga.id, Suspend::default(), None).await;
        assert_eq!(refused(last).kind, Kind::LastOwner);
        let last = users::deactivate(s, &caller, olga.id, Because::default(), None).await;
        assert_eq!(refused(last).kind, Kind::LastOwner);
        let last = users::suspend(s, &caller, root.id, Suspend::default(), None).await;
        assert_eq!(refused(last).kind, Kind::LastAdministrator);
        let last = users::demote(s, &caller, root.id, Because::default(), None).await;
        assert_eq!(refused(last).kind, Kind::LastAdministrator);
    })
    .await;
}

#[tokio::test]
async fn the_end_of_a_suspension_lies_in_the_future() {
    let w = World::new().await;
    let root = w.administrator("root").await;
    let ada = w.person("ada").await;
    let caller = w.caller(&root).await;
    let before = w.log().await;
    for late in [w.time.now(), w.time.now().plus_seconds(-1), Moment(0)] {
        let refusal = users::suspend(&w.s, &caller, ada.id, until(late), None).await;
        assert_eq!(refused_for(refusal), (Kind::Invalid, "until".into()));
    }
    assert_eq!(w.log().await, before);
    w.end().await;
}

#[tokio::test]
async fn a_suspension_is_changed_lifted_early_and_said_twice_in_vain() {
    World::each(async |w| {
        let root = w.administrator("root").await;
        let ada = w.person("ada").await;
        let (s, caller) = (&w.s, w.caller(&root).await);
        let end = w.time.now().plus_seconds(60);
        let first = users::suspend(s, &caller, ada.id, until(end), None).await.unwrap();
        let log = w.log().await;
        let again = users::suspend(s, &caller, ada.id, until(end), None).await.unwrap();
        assert_eq!((again, w.log().await), (first, log));
        let later = end.plus_seconds(60);
        let moved = users::suspend(s, &caller, ada.id, until(later), None).await.unwrap();
        assert_eq!(moved.user.suspended_until, Some(later));
        w.time.pass(60);
        assert_eq!(refused(signs_in(w, &ada).await).kind, Kind::Suspended);
        let free = users::activate(s, &caller, ada.id, Because::default(), None).await.unwrap();
        assert_eq!((free.user.status, free.user.suspended_until), (Status::Active, None));
        signs_in(w, &ada).await.unwrap();
        w.time.pass(60);
        assert_eq!(users::lift_due(s).await.unwrap(), None);
        assert!(!w.log().await.contains(&"user.suspension_ended".to_owned()));
        let mut on = s.read().await.unwrap();
        let sql = "select count(*) from account_statuses where account_id = $1";
        assert_eq!(on.number(sql, values![ada.id]).await.unwrap(), Some(4), "periods are kept");
    })
    .await;
}

#[tokio::test]
async fn only_who_could_sign_in_is_suspended() {
    let w = World::new().await;
    let root = w.administrator("root").await;
    let (ada, bea) = (w.person("ada").await, w.person("bea").await);
    let (s, caller) = (&w.s, w.caller(&root).await);
    users::deactivate(s, &caller, ada.id, Because::default(), None).await.unwrap();
    let inactive = users::suspend(s, &caller, ada.id, Suspend::default(), None).await;
    assert_eq!(refused(inactive).kind, Kind::Conflict);
    users::deactivate(s, &caller, bea.id, Because::default(), None).await.unwrap();
    w.force("update accounts set password_hash = null where id = $1", &bea).await;
    users::activate(s, &caller, bea.id, Because::default(), None).await.unwrap();
    let pending = users::suspend(s, &caller, bea.id, Suspend::default(), None).await;
    assert_eq!(refused(pending).kind, Kind::Conflict);
    w.end().await;
}

#[tokio::test]
async fn a_suspended_person_can_be_deactivated_and_then_stays_so() {
    let w = World::new().await;
    let root = w.administrator("root").await;
    let ada = w.person("ada").await;
    let (s, caller) = (&w.s, w.caller(&root).await);
    let end = w.time.now().plus_seconds(60);
    users::suspend(s, &caller, ada.id, until(end), None).await.unwrap();
    users::deactivate(s, &caller, ada.id, Because::default(), None).await.unwrap();
    w.time.pass(61);
    users::lift_due(s).await.unwrap();
    assert_eq!(show(&w, &root, ada.id).await.unwrap().user.status, Status::Inactive);
    w.end().await;
}
