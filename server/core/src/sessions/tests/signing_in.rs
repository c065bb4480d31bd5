//! The door itself.

use super::*;
use crate::passwords::{Cost, Hasher};
use crate::testing::seeded;
use futures::future::join_all;

async fn wrong(world: &World, login: &str) -> AppError {
    refusal(enter(world, login, "wrong", SessionKind::Browser).await)
}

#[tokio::test]
async fn one_signs_in_by_address_or_username_in_any_spelling() {
    World::each(async |world| {
        let ada = world.person("ada").await;
        for login in ["ada", " ADA ", "ada@people.example", "Ada@PEOPLE.example "] {
            let entered = enter(world, login, PASSWORD, SessionKind::Browser).await.unwrap();
            assert_eq!(entered.account, ada.id);
            assert!(is_in(world, &entered).await, "{login}");
        }
    })
    .await;
}

#[tokio::test]
async fn unknown_disabled_pending_and_wrong_are_one_answer() {
    World::each(async |world| {
        let (_, off) = (world.person("ada").await, world.person("off").await);
        let expected = wrong(world, "ada").await;
        world.force("update accounts set status = 'inactive' where id = $1", &off).await;
        let pending = world.person("pending").await;
        world
            .force(
                "update accounts set status = 'pending', password_hash = null where id = $1",
                &pending,
            )
            .await;
        assert_eq!(expected.kind, Kind::BadCredentials);
        for login in ["nobody", "nobody@people.example", "@", "off", "pending"] {
            let said = refusal(enter(world, login, PASSWORD, SessionKind::Browser).await);
            assert_eq!(said, expected, "{login}");
        }
    })
    .await;
}

#[tokio::test]
async fn five_failures_are_free_for_whoever_exists_and_whoever_does_not() {
    World::each(async |world| {
        world.person("ada").await;
        for login in ["ada", "nobody"] {
            for _ in 0..5 {
                assert_eq!(wrong(world, login).await.kind, Kind::BadCredentials);
            }
            let blocked = refusal(enter(world, login, PASSWORD, SessionKind::Browser).await);
            assert_eq!(
                (blocked.kind, blocked.retry_after),
                (Kind::TooManyAttempts, Some(30)),
                "{login}"
            );
        }
        let other_spelling = wrong(world, "ADA@people.example").await;
        assert_eq!(other_spelling.kind, Kind::TooManyAttempts);
    })
    .await;
}

#[tokio::test]
async fn waiting_helps_and_the_next_failure_waits_twice_as_long() {
    let world = World::new().await;
    world.person("ada").await;
    for _ in 0..5 {
        wrong(&world, "ada").await;
    }
    world.time.pass(30);
    assert_eq!(wrong(&world, "ada").await.kind, Kind::BadCredentials);
    assert_eq!(wrong(&world, "ada").await.retry_after, Some(60));
    world.time.pass(60);
    enter(&world, "ada", PASSWORD, SessionKind::Browser).await.unwrap();
    assert_eq!(wrong(&world, "ada").await.kind, Kind::BadCredentials, "it begins anew");
}

#[tokio::test]
async fn after_a_hundred_failures_only_an_unlock_helps() {
    let world = World::new().await;
    let ada = world.person("ada").await;
    for _ in 0..100 {
        assert_eq!(wrong(&world, "ada").await.kind, Kind::BadCredentials);
        world.time.pass(3600);
    }
    world.time.pass(365 * 86_400);
    assert_eq!(wrong(&world, "ada").await.retry_after, Some(3600));
    let mut change = world.s.change_unasked(None).await.unwrap();
    let now = change.now();
    assert!(is_blocked(&mut change, ada.id, now).await.unwrap());
    assert!(clear_failures(&mut change, ada.id).await.unwrap());
    change.commit().await.unwrap();
    enter(&world, "ada", PASSWORD, SessionKind::Browser).await.unwrap();
}

#[tokio::test]
async fn a_burst_of_guesses_gets_no_more_answers_than_one_after_the_other() {
    World::each(async |world| {
        world.person("ada").await;
        let guesses = (0..30).map(|_| wrong(world, "ada"));
        let answers = join_all(guesses).await;
        let answered = answers.iter().filter(|it| it.kind == Kind::BadCredentials);
        assert_eq!(answered.count(), 5);
    })
    .await;
}

#[tokio::test]
async fn failures_are_told_once_at_the_next_success() {
    World::each(async |world| {
        world.person("ada").await;
        let before = world.log().await.len();
        for _ in 0..3 {
            wrong(world, "ada").await;
        }
        assert_eq!(world.log().await.len(), before, "a failure is no entry");
        enter(world, "ada", PASSWORD, SessionKind::Api).await.unwrap();
        assert_eq!(world.log().await[before..], ["session.failed", "session.started"]);
        let told = world.last_entry().await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(told, @r#"session.started {"reason":null,"changes":[{"field":"device","before":null,"after":"Firefox on Linux"},{"field":"address","before":null,"after":"192.0.2.1"}]}"#);
        }
        browser(world, &Person { id: AccountId(crate::testing::NOBODY), username: "ada".into() })
            .await;
        assert_eq!(world.log().await.len(), before + 3);
    })
    .await;
}

#[tokio::test]
async fn an_address_may_knock_a_hundred_times_a_minute() {
    let world = World::new().await;
    for at in 0..100 {
        assert_eq!(wrong(&world, &format!("nobody-{at}")).await.kind, Kind::BadCredentials);
    }
    let refused = wrong(&world, "nobody").await;
    assert_eq!((refused.kind, refused.retry_after), (Kind::TooManyAttempts, Some(1)));
    world.time.pass(60);
    assert_eq!(wrong(&world, "nobody").await.kind, Kind::BadCredentials);
}

#[tokio::test]
async fn a_temporary_password_lets_nobody_in_but_to_change_it() {
    World::each(async |world| {
        let ada = world.person("ada").await;
        world.force("update accounts set password_temporary = true where id = $1", &ada).await;
        let refused = refusal(enter(world, "ada", PASSWORD, SessionKind::Api).await);
        assert_eq!(refused.kind, Kind::PasswordChangeRequired);
        assert!(refused.change_token.is_some());
        assert_eq!(wrong(world, "ada").await.change_token, None);
    })
    .await;
}

#[tokio::test]
async fn a_suspension_is_told_after_the_right_password_only_and_ends_by_itself() {
    World::each(async |world| {
        let ada = world.person("ada").await;
        world
            .force(
                "update accounts set status = 'suspended', access_version = 99 where id = $1",
                &ada,
            )
            .await;
        let sql = "update account_statuses set status = 'suspended', reason = 'Leave',
            ends_at = 1767229200000000 where account_id = $1";
        world.force(sql, &ada).await;
        assert_eq!(wrong(world, "ada").await.kind, Kind::BadCredentials);
        let told = refusal(enter(world, "ada", PASSWORD, SessionKind::Browser).await);
        assert_eq!(told.kind, Kind::Suspended);
        assert_eq!(
            told.detail,
            "This account is suspended until 2026-01-01T01:00:00Z. The reason given: Leave"
        );
        world.time.pass(3600);
        let entered = enter(world, "ada", PASSWORD, SessionKind::Browser).await.unwrap();
        assert!(is_in(world, &entered).await);
    })
    .await;
}

#[tokio::test]
async fn every_sign_in_is_a_session_of_its_own() {
    let world = World::new().await;
    let ada = world.person("ada").await;
    let (first, second) = (browser(&world, &ada).await, browser(&world, &ada).await);
    assert!(first.session != second.session && first.set_cookie != second.set_cookie);
    assert!(is_in(&world, &first).await && is_in(&world, &second).await);
}

#[tokio::test]
async fn a_hash_of_a_lower_cost_is_made_anew() {
    World::each(async |world| {
        let ada = world.person("ada").await;
        let cheap = Hasher::new(Cost::LEAST).hash(&seeded(1), PASSWORD).await.unwrap();
        let mut transaction = world.s.database.begin().await.unwrap();
        let before =
            accounts::account(&mut transaction, ada.id).await.unwrap().unwrap().password_hash;
        let stored = before.as_deref();
        accounts::renew_hash(&mut transaction, ada.id, stored, &cheap).await.unwrap();
        transaction.commit().await.unwrap();
        futures::join!(browser(world, &ada), browser(world, &ada));
        let stored =
            accounts::account(&mut world.s.read().await.unwrap(), ada.id).await.unwrap().unwrap();
        assert!(stored.password_hash.unwrap().contains("$m=16,"));
        browser(world, &ada).await;
    })
    .await;
}

#[tokio::test]
async fn sessions_that_have_long_been_over_are_swept_away() {
    World::each(async |world| {
        let ada = world.person("ada").await;
        for _ in 0..3 {
            client(world, &ada).await;
        }
        world.time.pass(32 * 86_400);
        browser(world, &ada).await;
        let sql = "select count(*) from sessions";
        let left = world.s.read().await.unwrap().number(sql, vec![]).await.unwrap();
        assert_eq!(left, Some(1));
    })
    .await;
}
