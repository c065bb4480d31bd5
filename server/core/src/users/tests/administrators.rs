//! Who administers the platform.

use super::*;

#[tokio::test]
async fn promoting_and_demoting_take_effect_at_once() {
    World::each(async |w| {
        let root = w.administrator("root").await;
        let ada = w.person("ada").await;
        let (s, caller) = (&w.s, w.caller(&root).await);
        let made = users::promote(s, &caller, ada.id, because("On call"), None).await.unwrap();
        assert!(made.user.platform_administrator);
        let entry = w.last_entry().await;
        assert!(entry.starts_with("user.promoted") && entry.contains("On call"), "{entry}");
        let theirs = w.caller(&ada).await;
        users::show(s, &theirs, root.id).await.unwrap();
        let unmade = users::demote(s, &caller, ada.id, Because::default(), None).await.unwrap();
        assert!(!unmade.user.platform_administrator);
        let act = users::promote(s, &theirs, ada.id, Because::default(), None).await;
        assert_eq!(refused(act).kind, Kind::NotFound, "the old rights are worth nothing");
        assert_eq!(users::sessions(s, &caller, ada.id).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn doing_it_twice_leaves_one_entry() {
    let w = World::new().await;
    let root = w.administrator("root").await;
    let ada = w.person("ada").await;
    let (s, caller) = (&w.s, w.caller(&root).await);
    let before = w.log().await.len();
    users::demote(s, &caller, ada.id, Because::default(), None).await.unwrap();
    users::promote(s, &caller, ada.id, Because::default(), None).await.unwrap();
    users::promote(s, &caller, ada.id, Because::default(), None).await.unwrap();
    assert_eq!(w.log().await[before..], ["user.promoted"]);
    w.end().await;
}

#[tokio::test]
async fn the_last_administrator_stays_one() {
    World::each(async |w| {
        let root = w.administrator("root").await;
        let other = w.administrator("ruth").await;
        let (s, caller) = (&w.s, w.caller(&root).await);
        users::deactivate(s, &caller, other.id, Because::default(), None).await.unwrap();
        let step = users::demote(s, &caller, root.id, Because::default(), None).await;
        assert_eq!(refused(step).kind, Kind::LastAdministrator);
        users::demote(s, &caller, other.id, Because::default(), None).await.unwrap();
        users::activate(s, &caller, other.id, Because::default(), None).await.unwrap();
        let step = users::demote(s, &caller, root.id, Because::default(), None).await;
        assert_eq!(refused(step).kind, Kind::LastAdministrator);
    })
    .await;
}

#[tokio::test]
async fn two_administrators_cannot_demote_each_other_at_once() {
    World::each(async |w| {
        let (one, two) = (w.administrator("one").await, w.administrator("two").await);
        let (first, second) = (w.caller(&one).await, w.caller(&two).await);
        let (a, b) = tokio::join!(
            users::demote(&w.s, &first, two.id, Because::default(), None),
            users::demote(&w.s, &second, one.id, Because::default(), None),
        );
        assert!(a.is_ok() != b.is_ok(), "exactly one of them is left");
    })
    .await;
}

#[tokio::test]
async fn it_needs_a_recent_sign_in() {
    let w = World::new().await;
    let root = w.administrator("root").await;
    let ada = w.person("ada").await;
    let (s, caller) = (&w.s, w.caller(&root).await);
    w.time.pass(11 * 60);
    let step = users::promote(s, &caller, ada.id, Because::default(), None).await;
    assert_eq!(refused(step).kind, Kind::StepUpRequired);
    let step = users::demote(s, &caller, root.id, Because::default(), None).await;
    assert_eq!(refused(step).kind, Kind::StepUpRequired);
    w.end().await;
}
