//! Streams on a real database, on both engines.

use super::*;
use crate::changes::{Entry, Target};
use crate::services::Caller;
use crate::testing::{NOBODY, World};
use crate::{members, organizations, sessions, users};
use fluxward_domain::live::Signal;
use fluxward_domain::members::NewMember;
use fluxward_domain::organizations::NewOrganization;
use fluxward_domain::pages::Because;
use fluxward_domain::roles::BaseRole;
use futures::StreamExt;
use futures::stream::BoxStream;
use std::time::Duration;
use tokio::time::timeout;

const PATIENCE: Duration = Duration::from_secs(10);

/// A world whose streams hear what is committed.
async fn listening(world: &World) {
    tokio::spawn(watch(world.s.clone()));
    let mut heard = world.s.live.subscribe();
    while timeout(Duration::from_millis(50), heard.recv()).await.is_err() {
        touch(&world.s, AccountId(NOBODY)).await;
    }
}

/// A change that only says that `account` changed.
async fn touch(s: &Services, account: AccountId) {
    let mut change = s.change_unasked(None).await.unwrap();
    change.tell_user(account);
    change.record(Entry::new("user.edited", Target::User(account))).await.unwrap();
    change.commit().await.unwrap();
}

async fn open(world: &World, caller: &Caller) -> BoxStream<'static, Signal> {
    let mut stream = stream(&world.s, caller).boxed();
    assert!(matches!(next(&mut stream).await, Some(Signal::Hello { .. })));
    stream
}

async fn next(stream: &mut BoxStream<'static, Signal>) -> Option<Signal> {
    timeout(PATIENCE, stream.next()).await.expect("a signal in time")
}

/// The next signal that is about somebody, past what `listening` may still have stirred up.
async fn next_about_somebody(stream: &mut BoxStream<'static, Signal>) -> Option<Signal> {
    loop {
        match next(stream).await {
            Some(Signal::User { id, .. }) if id.0 == NOBODY => {}
            signal => return signal,
        }
    }
}

async fn root(world: &World) -> Caller {
    let root = world.administrator("root").await;
    world.caller(&root).await
}

async fn member(
    world: &World,
    root: &Caller,
    slug: &str,
    username: &str,
    role: BaseRole,
) -> AccountId {
    let person = world.person(username).await;
    let new = NewMember { user_id: person.id, role, expires_at: None, reason: None };
    members::add(&world.s, root, slug, new).await.unwrap();
    person.id
}

#[tokio::test]
async fn administrators_hear_of_everybody_and_others_of_themselves() {
    World::each(async |world| {
        let (root, ada, bob) =
            (root(world).await, world.person("ada").await, world.person("bob").await);
        listening(world).await;
        let ada = world.caller(&ada).await;
        let (mut all, mut own) = (open(world, &root).await, open(world, &ada).await);
        for id in [bob.id, ada.account] {
            touch(&world.s, id).await;
            let heard = next_about_somebody(&mut all).await;
            assert!(
                matches!(heard, Some(Signal::User { id: told, .. }) if told == id),
                "{heard:?}"
            );
        }
        let heard = next(&mut own).await;
        assert!(matches!(heard, Some(Signal::User { id, .. }) if id == ada.account), "{heard:?}");
    })
    .await;
}

#[tokio::test]
async fn what_happens_in_one_organization_is_not_heard_in_another() {
    World::each(async |world| {
        let root = root(world).await;
        for slug in ["acme", "globex"] {
            let new = NewOrganization {
                name: slug.into(),
                slug: slug.into(),
                ..NewOrganization::default()
            };
            organizations::create(&world.s, &root, new).await.unwrap();
        }
        let colleague = member(world, &root, "acme", "colleague", BaseRole::Member).await;
        let viewer = member(world, &root, "acme", "viewer", BaseRole::Viewer).await;
        let outside = world.person("outside").await.id;
        listening(world).await;
        let mut streams = Vec::new();
        for id in [colleague, viewer, outside] {
            let caller = world.caller_of(id).await;
            streams.push(open(world, &caller).await);
        }
        let stranger = member(world, &root, "globex", "stranger", BaseRole::Member).await;
        touch(&world.s, stranger).await;
        let newcomer = member(world, &root, "acme", "newcomer", BaseRole::Member).await;
        touch(&world.s, newcomer).await;
        for id in [colleague, viewer, outside] {
            touch(&world.s, id).await;
        }
        let about = async |stream: &mut BoxStream<'static, Signal>, oneself: AccountId| {
            let mut told = Vec::new();
            loop {
                match next(stream).await {
                    Some(Signal::Member { id, .. }) => told.push(("member", id)),
                    Some(Signal::User { id, .. }) if id == oneself => return told,
                    Some(Signal::User { id, .. }) => told.push(("user", id)),
                    other => panic!("{other:?}"),
                }
            }
        };
        let told = about(&mut streams[0], colleague).await;
        assert!(told.contains(&("member", newcomer)) && told.contains(&("user", newcomer)));
        assert!(told.iter().all(|(_, id)| *id == newcomer), "{told:?}");
        assert_eq!(about(&mut streams[1], viewer).await, []);
        assert_eq!(about(&mut streams[2], outside).await, []);
    })
    .await;
}

#[tokio::test]
async fn a_disabled_persons_stream_ends() {
    World::each(async |world| {
        let (root, ada) = (root(world).await, world.person("ada").await);
        listening(world).await;
        let mut stream = open(world, &world.caller(&ada).await).await;
        users::deactivate(&world.s, &root, ada.id, Because::default(), None).await.unwrap();
        assert_eq!(next(&mut stream).await, Some(Signal::SignedOut));
        assert_eq!(next(&mut stream).await, None);
    })
    .await;
}

#[tokio::test]
async fn a_stream_ends_with_its_session_only() {
    World::each(async |world| {
        let ada = world.person("ada").await;
        let (one, two) = (world.caller(&ada).await, world.caller(&ada).await);
        listening(world).await;
        let (mut ends, mut goes_on) = (open(world, &one).await, open(world, &two).await);
        sessions::sign_out(&world.s, &one).await.unwrap();
        assert_eq!(next(&mut ends).await, Some(Signal::SignedOut));
        touch(&world.s, ada.id).await;
        assert!(matches!(next(&mut goes_on).await, Some(Signal::User { .. })));
    })
    .await;
}

#[tokio::test]
async fn a_stream_of_a_session_that_has_ended_ends_at_once() {
    let world = World::new().await;
    let ada = world.caller(&world.person("ada").await).await;
    sessions::sign_out(&world.s, &ada).await.unwrap();
    let mut stream = open(&world, &ada).await;
    assert_eq!(next(&mut stream).await, Some(Signal::SignedOut));
    assert_eq!(next(&mut stream).await, None);
}

#[tokio::test]
async fn a_demoted_administrator_is_told_and_hears_no_more_of_others() {
    World::each(async |world| {
        let (root, other) = (root(world).await, world.administrator("other").await);
        let bob = world.person("bob").await;
        listening(world).await;
        let mut stream = open(world, &world.caller(&other).await).await;
        users::demote(&world.s, &root, other.id, Because::default(), None).await.unwrap();
        assert!(matches!(next_about_somebody(&mut stream).await, Some(Signal::Access { .. })));
        touch(&world.s, bob.id).await;
        touch(&world.s, other.id).await;
        let heard = next(&mut stream).await;
        assert!(matches!(heard, Some(Signal::User { id, .. }) if id == other.id), "{heard:?}");
    })
    .await;
}

#[tokio::test]
async fn whoever_reads_too_slowly_is_told_to_ask_for_everything() {
    let world = World::new().await;
    let mut stream = open(&world, &root(&world).await).await;
    for seq in 0..2000 {
        world.s.live.publish(Notice { seq, users: vec![AccountId(NOBODY)], ..Notice::default() });
    }
    assert!(matches!(next(&mut stream).await, Some(Signal::Access { .. })));
}

#[tokio::test]
async fn what_another_process_commits_is_heard() {
    World::each(async |world| {
        let root = root(world).await;
        tokio::spawn(watch(world.s.clone()));
        let elsewhere = world.another_node().await;
        let mut stream = open(world, &root).await;
        let heard = loop {
            touch(&elsewhere, AccountId(NOBODY)).await;
            if let Ok(heard) = timeout(Duration::from_millis(500), stream.next()).await {
                break heard;
            }
        };
        assert!(matches!(heard, Some(Signal::Access { .. } | Signal::User { .. })), "{heard:?}");
        elsewhere.database.close().await;
    })
    .await;
}

#[test]
fn a_change_of_very_many_things_fits_a_notification() {
    let many = Notice { users: vec![AccountId(NOBODY); 1000], seq: 7, ..Notice::default() };
    let told: Notice = serde_json::from_str(&many.payload()).unwrap();
    assert_eq!(told, Notice { seq: 7, everyone: true, ..Notice::default() });
}
