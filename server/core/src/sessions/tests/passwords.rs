//! Changing one's own password.

use super::*;
use fluxward_domain::sessions::ChangePassword;

const NEW: &str = "Silver-Meadow-42";

fn by_password(current: &str, password: &str) -> ChangePassword {
    ChangePassword {
        current_password: Some(current.into()),
        password: password.into(),
        ..ChangePassword::default()
    }
}

fn by_token(token: &str, password: &str) -> ChangePassword {
    ChangePassword {
        change_token: Some(token.into()),
        password: password.into(),
        ..ChangePassword::default()
    }
}

async fn change(world: &World, caller: Option<&Caller>, with: ChangePassword) -> Result<()> {
    change_password(&world.s, caller, with, &world.request()).await
}

/// Somebody with a temporary password, and the token of the refused sign-in.
async fn temporary(world: &World) -> (Person, String) {
    let ada = world.person("ada").await;
    world.force("update accounts set password_temporary = true where id = $1", &ada).await;
    let refused = refusal(enter(world, "ada", PASSWORD, SessionKind::Browser).await);
    (ada, refused.change_token.unwrap())
}

#[tokio::test]
async fn a_new_password_ends_all_other_sessions() {
    World::each(async |world| {
        let ada = world.person("ada").await;
        let (here, there) = (browser(world, &ada).await, client(world, &ada).await);
        let caller = caller_on(&world.s, &here).await.unwrap();
        change(world, Some(&caller), by_password(PASSWORD, NEW)).await.unwrap();
        assert!(is_in(world, &here).await && !is_in(world, &there).await);
        assert_eq!(world.log().await.last().unwrap(), "user.password_changed");
        assert!(enter(world, "ada", PASSWORD, SessionKind::Browser).await.is_err());
        assert!(enter(world, "ada", NEW, SessionKind::Browser).await.is_ok());
    })
    .await;
}

#[tokio::test]
async fn a_wrong_present_password_is_slowed_down_apart_from_signing_in() {
    World::each(async |world| {
        let ada = world.person("ada").await;
        let caller = world.caller(&ada).await;
        for _ in 0..5 {
            let said = refusal(change(world, Some(&caller), by_password("wrong", NEW)).await);
            assert_eq!(
                (said.kind, said.errors[0].field.as_str()),
                (Kind::Invalid, "current_password")
            );
        }
        let said = refusal(change(world, Some(&caller), by_password(PASSWORD, NEW)).await);
        assert_eq!(said.kind, Kind::TooManyAttempts);
        browser(world, &ada).await;
    })
    .await;
}

#[tokio::test]
async fn a_password_against_the_policy_or_the_present_one_is_refused() {
    World::each(async |world| {
        let caller = world.caller(&world.person("lovelace").await).await;
        for password in ["short", "Lovelace-1815", "Password1", PASSWORD, ""] {
            let said = refusal(change(world, Some(&caller), by_password(PASSWORD, password)).await);
            assert_eq!(
                (said.kind, said.errors[0].field.as_str()),
                (Kind::Invalid, "password"),
                "{password}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn the_token_changes_a_temporary_password_once() {
    World::each(async |world| {
        let (_, token) = temporary(world).await;
        let same = refusal(change(world, None, by_token(&token, PASSWORD)).await);
        assert_eq!(same.kind, Kind::Invalid, "a temporary password cannot stay");
        change(world, None, by_token(&token, NEW)).await.unwrap();
        enter(world, "ada", NEW, SessionKind::Browser).await.unwrap();
        let again = refusal(change(world, None, by_token(&token, "Golden-Meadow-43")).await);
        assert_eq!(again.kind, Kind::Gone);
    })
    .await;
}

#[tokio::test]
async fn a_token_is_good_for_a_quarter_of_an_hour() {
    let world = World::new().await;
    let (_, token) = temporary(&world).await;
    world.time.pass(15 * 60 + 1);
    assert_eq!(refusal(change(&world, None, by_token(&token, NEW)).await).kind, Kind::Gone);
}

#[tokio::test]
async fn a_token_is_nothing_for_a_disabled_account_or_when_forged() {
    World::each(async |world| {
        let (ada, token) = temporary(world).await;
        let mut forged = token.clone();
        forged.replace_range(60..61, if &token[60..61] == "A" { "B" } else { "A" });
        for token in ["", "x", &forged] {
            assert_eq!(refusal(change(world, None, by_token(token, NEW)).await).kind, Kind::Gone);
        }
        world.force("update accounts set status = 'inactive' where id = $1", &ada).await;
        assert_eq!(refusal(change(world, None, by_token(&token, NEW)).await).kind, Kind::Gone);
    })
    .await;
}

#[tokio::test]
async fn one_of_the_two_proofs_is_needed() {
    let world = World::new().await;
    let caller = world.caller(&world.person("ada").await).await;
    let neither = ChangePassword { password: NEW.into(), ..ChangePassword::default() };
    assert_eq!(refusal(change(&world, Some(&caller), neither).await).kind, Kind::Invalid);
    let stranger = refusal(change(&world, None, by_password(PASSWORD, NEW)).await);
    assert_eq!(stranger.kind, Kind::Unauthenticated);
}
