//! What somebody does with their own factors, and what an administrator does with somebody's.

use super::*;
use crate::{setup, users};
use fluxward_domain::pages::Because;

#[tokio::test]
async fn an_app_counts_once_its_first_code_was_given() {
    World::each(async |world| {
        let ada = world.person("ada").await;
        let caller = world.caller(&ada).await;
        let before = world.log().await;
        let app = App::with(&begin_totp(&world.s, &caller).await.unwrap().secret);
        enter(world, "ada", None).await.unwrap();
        let wrong = Code { code: "000000".into() };
        let said = refusal(confirm_totp(&world.s, &caller, &wrong).await);
        assert_eq!((said.kind, said.errors[0].field.as_str()), (Kind::Invalid, "code"));
        let right = Code { code: format!(" {} ", app.shows(world, 0)) };
        let codes = confirm_totp(&world.s, &caller, &right).await.unwrap().recovery_codes;
        assert_eq!(codes.len(), 10);
        assert_eq!(world.log().await[before.len()..], ["session.started", "user.factor_added"]);
        let held = mine(&world.s, &caller).await.unwrap().held;
        assert_eq!(held, Held { totp: true, passkeys: 0, recovery_codes: 10 });
        assert_eq!(refusal(enter(world, "ada", None).await).kind, Kind::SecondFactorRequired);
    })
    .await;
}

#[tokio::test]
async fn the_secret_is_nowhere_in_the_database() {
    World::each(async |world| {
        let ada = world.person("ada").await;
        let caller = world.caller(&ada).await;
        let begun = begin_totp(&world.s, &caller).await.unwrap();
        let bytes = Secret::try_from_base32(&begun.secret).unwrap();
        let sealed = async || {
            store::totp(&mut world.s.read().await.unwrap(), ada.id).await.unwrap().unwrap().sealed
        };
        let waiting = sealed().await;
        let code = Code { code: App::with(&begun.secret).shows(world, 0) };
        let codes = confirm_totp(&world.s, &caller, &code).await.unwrap().recovery_codes;
        for text in [waiting, sealed().await] {
            use base64::Engine as _;
            let hidden = text.split_once('.').unwrap().1;
            let stored = base64::prelude::BASE64_URL_SAFE_NO_PAD.decode(hidden).unwrap();
            assert!(
                !stored.windows(8).any(|part| bytes.as_bytes().windows(8).any(|it| it == part))
            );
        }
        let digests = store::codes(&mut world.s.read().await.unwrap(), ada.id).await.unwrap();
        assert_eq!(digests.len(), 10);
        assert!(digests.iter().all(|it| !codes.iter().any(|code| it.contains(code.as_str()))));
    })
    .await;
}

#[tokio::test]
async fn adding_and_removing_need_a_sign_in_of_the_last_ten_minutes() {
    World::each(async |world| {
        let (ada, app, _) = with_app(world, "ada").await;
        let caller = world.caller(&ada).await;
        let code = Code { code: app.shows(world, 0) };
        world.time.pass(601);
        let s = &world.s;
        let answers = [
            refusal(begin_totp(s, &caller).await),
            refusal(confirm_totp(s, &caller, &code).await),
            refusal(remove_totp(s, &caller).await),
            refusal(new_recovery_codes(s, &caller).await),
        ];
        assert!(answers.iter().all(|said| said.kind == Kind::StepUpRequired), "{answers:?}");
        assert!(mine(s, &caller).await.unwrap().held.totp);
    })
    .await;
}

#[tokio::test]
async fn a_second_app_needs_the_first_one_gone_and_what_waits_too_long_is_begun_again() {
    World::each(async |world| {
        let (ada, ..) = with_app(world, "ada").await;
        let caller = world.caller(&ada).await;
        assert_eq!(refusal(begin_totp(&world.s, &caller).await).kind, Kind::Conflict);
        let bea = world.person("bea").await;
        let app = App::with(&begin_totp(&world.s, &world.caller(&bea).await).await.unwrap().secret);
        world.time.pass(15 * 60);
        let late = Code { code: app.shows(world, 0) };
        let said = refusal(confirm_totp(&world.s, &world.caller(&bea).await, &late).await);
        assert_eq!(said.kind, Kind::Conflict);
    })
    .await;
}

#[tokio::test]
async fn without_the_last_factor_the_password_is_enough_and_recovery_codes_are_gone() {
    World::each(async |world| {
        let (ada, _, codes) = with_app(world, "ada").await;
        let caller = world.caller(&ada).await;
        remove_totp(&world.s, &caller).await.unwrap();
        assert!(world.last_entry().await.starts_with("user.factor_removed"));
        assert_eq!(mine(&world.s, &caller).await.unwrap().held, Held::default());
        enter(world, "ada", None).await.unwrap();
        assert_eq!(refusal(remove_totp(&world.s, &caller).await).kind, Kind::NotFound);
        assert_eq!(refusal(new_recovery_codes(&world.s, &caller).await).kind, Kind::Conflict);
        let (_, again) = set_up(world, &ada).await;
        assert!(again.iter().all(|code| !codes.contains(code)));
        assert!(enter(world, "ada", Some(&codes[0])).await.is_err());
    })
    .await;
}

#[tokio::test]
async fn an_administrator_takes_all_factors_away_and_ends_the_sessions() {
    World::each(async |world| {
        let root = world.administrator("root").await;
        let (ada, app, _) = with_app(world, "ada").await;
        let code = app.shows(world, 0);
        let entered = enter(world, "ada", Some(&code)).await.unwrap();
        let because = || Because { reason: Some("Phone lost".into()) };
        let (s, caller) = (&world.s, world.caller(&root).await);
        let reset = users::reset_second_factor(s, &caller, ada.id, because(), None).await.unwrap();
        assert_eq!(reset.factors, Held::default());
        let entry = world.last_entry().await;
        assert!(entry.starts_with("user.factors_reset") && entry.contains("Phone lost"), "{entry}");
        let mut on = s.read().await.unwrap();
        let now = world.time.now();
        assert!(!crate::access::session_is_live(&mut on, entered.session, now).await.unwrap());
        drop(on);
        enter(world, "ada", None).await.unwrap();
        let before = world.log().await;
        users::reset_second_factor(s, &caller, ada.id, because(), None).await.unwrap();
        assert_eq!(world.log().await, before, "nothing to take away is no entry");
        let theirs = world.caller(&ada).await;
        let refused = users::reset_second_factor(s, &theirs, root.id, because(), None).await;
        assert_eq!(refusal(refused).kind, Kind::NotFound);
        world.time.pass(601);
        let late = users::reset_second_factor(s, &caller, ada.id, because(), None).await;
        assert_eq!(refusal(late).kind, Kind::StepUpRequired);
    })
    .await;
}

#[tokio::test]
async fn the_way_back_in_switches_the_second_factor_off() {
    World::each(async |world| {
        let (ada, ..) = with_app(world, "ada").await;
        let recovered = setup::recover(&world.s, "ada").await.unwrap();
        assert!(recovered.factors_removed);
        let entry = world.last_entry().await;
        assert!(
            entry.contains(r#""field":"second_factor","before":"on","after":"off""#),
            "{entry}"
        );
        let mut on = world.s.read().await.unwrap();
        assert_eq!(held(&mut on, ada.id).await.unwrap(), Held::default());
        drop(on);
        assert!(!setup::recover(&world.s, "ada").await.unwrap().factors_removed);
    })
    .await;
}
