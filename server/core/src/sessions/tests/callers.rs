//! Who a request is from, and for how long.

use super::*;
use crate::settings;
use crate::testing::until;
use axum::http::header::ACCEPT;
use fluxward_domain::pages::Because;
use serde_json::json;

const MINUTE: i64 = 60;
const HOUR: i64 = 3600;

async fn set(world: &World, patch: serde_json::Value) {
    let root = world.administrator("root").await;
    let root = world.caller(&root).await;
    settings::edit(&world.s, &root, patch, None).await.unwrap();
}

async fn last_seen(world: &World, entered: &SignedIn) -> Moment {
    let mut connection = world.s.read().await.unwrap();
    let found = store::by_id(&mut connection, entered.session).await.unwrap().unwrap();
    Moment(found.last_seen_at)
}

/// A request, and its use written down.
async fn used(world: &World, entered: &SignedIn) -> bool {
    let is_in = is_in(world, entered).await;
    if is_in {
        let now = world.time.now();
        until(async || last_seen(world, entered).await >= now).await;
    }
    is_in
}

#[tokio::test]
async fn a_cookie_is_its_sessions_and_nothing_else_is() {
    World::each(async |world| {
        let ada = world.person("ada").await;
        let entered = browser(world, &ada).await;
        let caller = caller_on(&world.s, &entered).await.unwrap();
        assert_eq!((caller.account, caller.session), (ada.id, entered.session));
        let long = format!("sid={}", "x".repeat(5000));
        let secret = carried(&entered)[COOKIE].to_str().unwrap().to_owned();
        let other_name = secret.replace("sid=", "__Host-sid=");
        for cookie in [
            "sid=",
            "sid=x",
            "sid=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
            &long,
            &other_name,
            "=;=;;",
        ] {
            let headers = HeaderMap::from_iter([(COOKIE, cookie.parse().unwrap())]);
            let caller = authenticate(&world.s, &headers, RequestInfo::default()).await.unwrap();
            assert!(caller.is_none(), "{cookie}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_cookie_and_a_bearer_token_together_are_refused() {
    let world = World::new().await;
    let ada = world.person("ada").await;
    let mut headers = carried(&browser(&world, &ada).await);
    headers.insert(AUTHORIZATION, "Basic YTpi".parse().unwrap());
    let through_a_proxy = authenticate(&world.s, &headers, RequestInfo::default()).await.unwrap();
    assert!(through_a_proxy.is_some(), "another scheme is not ours to look at");
    headers.insert(AUTHORIZATION, "bearer x".parse().unwrap());
    let both = refusal(authenticate(&world.s, &headers, RequestInfo::default()).await.map(|_| ()));
    assert_eq!(both.kind, Kind::Malformed);
}

#[tokio::test]
async fn an_idle_browser_session_ends_after_half_an_hour() {
    World::each(async |world| {
        let entered = browser(world, &world.person("ada").await).await;
        world.time.pass(29 * MINUTE);
        assert!(used(world, &entered).await);
        world.time.pass(29 * MINUTE);
        assert!(used(world, &entered).await, "using it kept it alive");
        world.time.pass(30 * MINUTE);
        assert!(!is_in(world, &entered).await);
    })
    .await;
}

#[tokio::test]
async fn a_browser_session_in_use_ends_after_twelve_hours() {
    let world = World::new().await;
    let entered = browser(&world, &world.person("ada").await).await;
    for _ in 0..24 {
        world.time.pass(29 * MINUTE + 59);
        assert!(used(&world, &entered).await);
    }
    world.time.pass(25);
    assert!(!is_in(&world, &entered).await);
}

#[tokio::test]
async fn an_api_session_is_never_idle() {
    let world = World::new().await;
    let entered = client(&world, &world.person("ada").await).await;
    world.time.pass(24 * HOUR - 1);
    assert!(is_in(&world, &entered).await);
}

#[tokio::test]
async fn streams_and_background_requests_keep_no_session_alive() {
    let world = World::new().await;
    let entered = browser(&world, &world.person("ada").await).await;
    world.time.pass(20 * MINUTE);
    for (name, value) in
        [(ACCEPT, "text/event-stream"), ("x-fluxward-background".parse().unwrap(), "1")]
    {
        let mut headers = carried(&entered);
        headers.insert(name, value.parse().unwrap());
        assert!(authenticate(&world.s, &headers, RequestInfo::default()).await.unwrap().is_some());
    }
    world.time.pass(10 * MINUTE + 1);
    assert!(!is_in(&world, &entered).await);
}

#[tokio::test]
async fn shorter_limits_hold_for_sessions_that_are_open() {
    World::each(async |world| {
        let entered = browser(world, &world.person("ada").await).await;
        set(world, json!({"session_idle_minutes": 5})).await;
        world.time.pass(5 * MINUTE + 1);
        assert!(!is_in(world, &entered).await);
    })
    .await;
}

#[tokio::test]
async fn what_another_process_changes_counts_for_the_next_request() {
    World::each(async |world| {
        let (ada, bob) = (world.person("ada").await, world.person("bob").await);
        let (ada, bob) = (client(world, &ada).await, browser(world, &bob).await);
        assert!(is_in(world, &ada).await && is_in(world, &bob).await);
        let elsewhere = world.another_node().await;
        let mut change = elsewhere.change_unasked(None).await.unwrap();
        end_all(&mut change, ada.account).await.unwrap();
        change.commit().await.unwrap();
        let mut change = elsewhere.change_unasked(None).await.unwrap();
        crate::users::administrators::begin(&mut change, bob.account, None).await.unwrap();
        change.commit().await.unwrap();
        assert!(!is_in(world, &ada).await);
        let bob = caller_on(&world.s, &bob).await.unwrap();
        assert!(bob.facts.platform_administrator);
        elsewhere.database.close().await;
    })
    .await;
}

#[tokio::test]
async fn whoever_is_not_active_is_not_signed_in() {
    World::each(async |world| {
        let ada = world.person("ada").await;
        let entered = browser(world, &ada).await;
        let sql = "update accounts set status = 'inactive', access_version = 99 where id = $1";
        world.force(sql, &ada).await;
        assert!(!is_in(world, &entered).await);
    })
    .await;
}

#[tokio::test]
async fn the_lock_keeps_everyone_out_but_administrators_and_ends_nothing() {
    World::each(async |world| {
        let entered = browser(world, &world.person("ada").await).await;
        set(world, json!({"maintenance": {"locked": true, "message": "Back at noon."}})).await;
        let kept_out = authenticate(&world.s, &carried(&entered), RequestInfo::default()).await;
        let said = refusal(kept_out.map(|_| ()));
        assert_eq!((said.kind, said.detail.as_str()), (Kind::Maintenance, "Back at noon."));
        let at_the_door = refusal(enter(world, "ada", PASSWORD, SessionKind::Browser).await);
        assert_eq!(at_the_door.kind, Kind::Maintenance);
        let root = enter(world, "root", PASSWORD, SessionKind::Browser).await.unwrap();
        let root = caller_on(&world.s, &root).await.unwrap();
        settings::edit(&world.s, &root, json!({"maintenance": null}), None).await.unwrap();
        assert!(is_in(world, &entered).await);
    })
    .await;
}

#[tokio::test]
async fn a_fresh_sign_in_is_ten_minutes_old_at_most() {
    let world = World::new().await;
    let caller = world.caller(&world.person("ada").await).await;
    world.time.pass(10 * MINUTE);
    assert!(step_up(&world.s, &caller).is_ok());
    world.time.pass(1);
    assert_eq!(refusal(step_up(&world.s, &caller)).kind, Kind::StepUpRequired);
}

#[tokio::test]
async fn one_lists_and_ends_ones_own_sessions_and_nobody_elses() {
    World::each(async |world| {
        let (ada, bob) = (world.person("ada").await, world.person("bob").await);
        let (one, two) = (browser(world, &ada).await, client(world, &ada).await);
        let theirs = browser(world, &bob).await;
        let caller = caller_on(&world.s, &one).await.unwrap();
        let listed = mine(&world.s, &caller).await.unwrap();
        let seen: Vec<_> = listed.iter().map(|it| (it.id, it.current, it.kind)).collect();
        let expected =
            [(two.session, false, SessionKind::Api), (one.session, true, SessionKind::Browser)];
        assert!(expected.iter().all(|it| seen.contains(it)) && seen.len() == 2, "{seen:?}");
        assert_eq!(
            refusal(revoke(&world.s, &caller, theirs.session, Because::default()).await).kind,
            Kind::NotFound
        );
        revoke(&world.s, &caller, two.session, Because::default()).await.unwrap();
        assert_eq!(
            refusal(revoke(&world.s, &caller, two.session, Because::default()).await).kind,
            Kind::NotFound
        );
        assert!(!is_in(world, &two).await && is_in(world, &theirs).await);
        assert!(world.last_entry().await.starts_with("session.revoked"));
    })
    .await;
}

#[tokio::test]
async fn signing_out_ends_the_session_once() {
    World::each(async |world| {
        let entered = browser(world, &world.person("ada").await).await;
        let caller = caller_on(&world.s, &entered).await.unwrap();
        sign_out(&world.s, &caller).await.unwrap();
        assert!(!is_in(world, &entered).await);
        let entries = world.log().await;
        assert_eq!(entries.last().unwrap(), "session.ended");
        sign_out(&world.s, &caller).await.unwrap();
        assert_eq!(world.log().await, entries, "nothing changed, so nothing is recorded");
        let late = refusal(world.s.change(&caller).await.map(|_| ()));
        assert_eq!(late.kind, Kind::Unauthenticated, "nothing commits with a session that is gone");
    })
    .await;
}

#[tokio::test]
async fn one_is_told_who_one_is() {
    World::each(async |world| {
        let root = world.administrator("root").await;
        let caller = world.caller(&root).await;
        let viewer = viewer(&world.s, &caller).await.unwrap();
        assert_eq!((viewer.me.id, viewer.me.username.as_str()), (root.id, "root"));
        assert!(viewer.me.platform_administrator && viewer.creates_organizations);
        let ada = world.caller(&world.person("ada").await).await;
        assert!(!super::viewer(&world.s, &ada).await.unwrap().creates_organizations);
    })
    .await;
}
