//! Access and refresh tokens.

use super::*;
use crate::keys::Claims;
use crate::settings;
use futures::future::join_all;
use serde_json::json;

async fn renew(world: &World, refresh_token: &str) -> Result<fluxward_domain::sessions::Tokens> {
    refresh(&world.s, refresh_token, &world.request()).await
}

fn with(entered: &SignedIn, tokens: &fluxward_domain::sessions::Tokens) -> SignedIn {
    SignedIn { tokens: Some(tokens.clone()), ..entered.clone() }
}

#[tokio::test]
async fn an_access_token_counts_for_a_day_and_no_second_longer() {
    World::each(async |world| {
        let entered = client(world, &world.person("ada").await).await;
        assert!(entered.set_cookie.is_none());
        assert_eq!(entered.tokens.as_ref().unwrap().expires_in, 86_400);
        world.time.pass(86_399);
        assert!(is_in(world, &entered).await);
        world.time.pass(1);
        assert!(!is_in(world, &entered).await);
    })
    .await;
}

#[tokio::test]
async fn a_token_for_another_place_or_a_browsers_session_is_none() {
    let world = World::new().await;
    let ada = world.person("ada").await;
    let (api, browser) = (client(&world, &ada).await, browser(&world, &ada).await);
    let now = world.time.now().unix_seconds();
    let claims = Claims {
        iss: "http://localhost:3000".into(),
        aud: "http://localhost:3000/api/v1".into(),
        sub: ada.id,
        sid: api.session,
        iat: now,
        nbf: now,
        exp: now + 60,
    };
    let counts = async |claims: Claims| {
        let token = world.s.keys.sign_token(&claims).unwrap();
        let mut headers = HeaderMap::new();
        headers.insert(AUTHORIZATION, format!("Bearer {token}").parse().unwrap());
        authenticate(&world.s, &headers, RequestInfo::default()).await.unwrap().is_some()
    };
    assert!(counts(claims.clone()).await);
    assert!(!counts(Claims { aud: "http://localhost:3000".into(), ..claims.clone() }).await);
    assert!(!counts(Claims { iss: "http://127.0.0.1:3000".into(), ..claims.clone() }).await);
    assert!(!counts(Claims { sid: browser.session, ..claims.clone() }).await);
    assert!(!counts(Claims { sub: AccountId(crate::testing::NOBODY), ..claims }).await);
}

#[tokio::test]
async fn renewing_rotates_and_a_token_that_comes_twice_ends_the_session() {
    World::each(async |world| {
        let entered = client(world, &world.person("ada").await).await;
        let first = entered.tokens.clone().unwrap();
        world.time.pass(60);
        let second = renew(world, &first.refresh_token).await.unwrap();
        assert!(
            first.refresh_token != second.refresh_token
                && first.access_token != second.access_token
        );
        assert!(is_in(world, &with(&entered, &second)).await);
        assert_eq!(refusal(renew(world, &first.refresh_token).await).kind, Kind::Unauthenticated);
        assert!(!is_in(world, &entered).await && !is_in(world, &with(&entered, &second)).await);
        assert_eq!(refusal(renew(world, &second.refresh_token).await).kind, Kind::Unauthenticated);
        assert!(world.last_entry().await.contains("used twice"));
    })
    .await;
}

#[tokio::test]
async fn of_two_renewals_at_once_at_most_one_succeeds() {
    World::each(async |world| {
        let entered = client(world, &world.person("ada").await).await;
        let token = entered.tokens.clone().unwrap().refresh_token;
        let renewals = join_all((0..4).map(|_| renew(world, &token))).await;
        assert_eq!(renewals.iter().filter(|it| it.is_ok()).count(), 1);
        assert!(!is_in(world, &entered).await);
        let ended = world.log().await.into_iter().filter(|it| it == "session.revoked");
        assert_eq!(ended.count(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_session_lives_as_long_as_its_refresh_token() {
    World::each(async |world| {
        let entered = client(world, &world.person("ada").await).await;
        world.time.pass(30 * 86_400 - 1);
        let renewed = renew(world, &entered.tokens.clone().unwrap().refresh_token).await.unwrap();
        assert!(is_in(world, &with(&entered, &renewed)).await);
        world.time.pass(30 * 86_400);
        assert_eq!(refusal(renew(world, &renewed.refresh_token).await).kind, Kind::Unauthenticated);
    })
    .await;
}

#[tokio::test]
async fn a_renewal_that_the_lock_refuses_uses_nothing_up() {
    World::each(async |world| {
        let entered = client(world, &world.person("ada").await).await;
        let root = world.caller(&world.administrator("root").await).await;
        let lock = async |locked: bool| {
            let patch = json!({"maintenance": {"locked": locked}});
            settings::edit(&world.s, &root, patch, None).await.unwrap();
        };
        let token = entered.tokens.clone().unwrap().refresh_token;
        lock(true).await;
        assert_eq!(refusal(renew(world, &token).await).kind, Kind::Maintenance);
        lock(false).await;
        renew(world, &token).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn nobody_who_is_not_active_or_signed_out_renews() {
    World::each(async |world| {
        let (ada, bob) = (world.person("ada").await, world.person("bob").await);
        let (of_ada, of_bob) = (client(world, &ada).await, client(world, &bob).await);
        world.force("update accounts set status = 'inactive' where id = $1", &ada).await;
        sign_out(&world.s, &caller_on(&world.s, &of_bob).await.unwrap()).await.unwrap();
        for entered in [of_ada, of_bob] {
            let token = entered.tokens.unwrap().refresh_token;
            assert_eq!(refusal(renew(world, &token).await).kind, Kind::Unauthenticated);
        }
        for nonsense in ["", "x", &"A".repeat(43)] {
            assert_eq!(refusal(renew(world, nonsense).await).kind, Kind::Unauthenticated);
        }
    })
    .await;
}
