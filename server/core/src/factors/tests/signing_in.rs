//! Signing in with a second factor.

use super::*;
use fluxward_domain::sessions::ChangePassword;
use futures::future::join_all;

async fn kind(world: &World, code: Option<&str>) -> Kind {
    refusal(enter(world, "ada", code).await).kind
}

async fn step_two(world: &World, token: &str, code: &str) -> Result<SignedIn> {
    let kind = SessionKind::Browser;
    sessions::sign_in_with_code(&world.s, token, code, &world.request(), kind).await
}

#[tokio::test]
async fn a_code_is_asked_for_after_the_right_password_only() {
    World::each(async |world| {
        let (_, app, _) = with_app(world, "ada").await;
        let code = app.shows(world, 0);
        let wrong =
            Login { login: "ada".into(), password: "wrong".into(), code: Some(code.clone()) };
        let said = sessions::sign_in(&world.s, wrong, &world.request(), SessionKind::Api).await;
        assert_eq!(refusal(said).kind, Kind::BadCredentials);
        for nothing in [None, Some(""), Some("  ")] {
            assert_eq!(kind(world, nothing).await, Kind::SecondFactorRequired);
        }
        assert_eq!(kind(world, Some("000000")).await, Kind::SecondFactorRequired);
        enter(world, "ada", Some(&code)).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_code_counts_one_step_early_and_one_late_and_not_two() {
    World::each(async |world| {
        let (_, app, _) = with_app(world, "ada").await;
        world.time.pass(300);
        assert_eq!(world.time.now().unix_seconds() % 30, 0, "a world begins with a step");
        for off in [-60, -31, 60] {
            let code = app.shows(world, off);
            assert_eq!(kind(world, Some(&code)).await, Kind::SecondFactorRequired, "{off}");
        }
        enter(world, "ada", Some(&app.shows(world, -1))).await.unwrap();
        enter(world, "ada", Some(&app.shows(world, 59))).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn no_step_counts_twice_nor_any_before_one_that_was_used() {
    World::each(async |world| {
        let (_, app, _) = with_app(world, "ada").await;
        let set_up_with = app.shows(world, -30);
        assert_eq!(kind(world, Some(&set_up_with)).await, Kind::SecondFactorRequired);
        let (now, next) = (app.shows(world, 0), app.shows(world, 30));
        enter(world, "ada", Some(&next)).await.unwrap();
        for used in [&next, &now] {
            assert_eq!(kind(world, Some(used)).await, Kind::SecondFactorRequired);
        }
    })
    .await;
}

#[tokio::test]
async fn of_many_sign_ins_with_one_code_one_wins() {
    World::each(async |world| {
        let (ada, app, codes) = with_app(world, "ada").await;
        let other = world.another_node().await;
        for code in [app.shows(world, 0), codes[3].clone()] {
            let login = || Login {
                login: "ada".into(),
                password: PASSWORD.into(),
                code: Some(code.clone()),
            };
            let request = world.request();
            let all = (0..4)
                .flat_map(|_| [&world.s, &other])
                .map(|s| sessions::sign_in(s, login(), &request, SessionKind::Api));
            let entered = join_all(all).await.into_iter().flatten().count();
            assert_eq!(entered, 1, "{code}");
            let mut change = world.s.change_unasked(None).await.unwrap();
            sessions::clear_failures(&mut change, ada.id).await.unwrap();
            change.commit().await.unwrap();
        }
        other.database.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_recovery_code_is_good_once_in_any_spelling() {
    World::each(async |world| {
        let (ada, _, codes) = with_app(world, "ada").await;
        let spelled = codes[0].to_uppercase().replace('-', " ");
        enter(world, "ada", Some(&spelled)).await.unwrap();
        let log = world.log().await;
        assert_eq!(log[log.len() - 2..], ["user.recovery_code_used", "session.started"]);
        assert_eq!(kind(world, Some(&codes[0])).await, Kind::SecondFactorRequired);
        let caller = world.caller(&ada).await;
        assert_eq!(mine(&world.s, &caller).await.unwrap().held.recovery_codes, 9);
        let fresh = new_recovery_codes(&world.s, &caller).await.unwrap().recovery_codes;
        assert_eq!(kind(world, Some(&codes[1])).await, Kind::SecondFactorRequired);
        enter(world, "ada", Some(&fresh[9])).await.unwrap();
        world.person("bea").await;
        assert!(enter(world, "bea", Some(&fresh[0])).await.is_ok(), "nobody asks her");
        assert_eq!(
            held(&mut world.s.read().await.unwrap(), ada.id).await.unwrap().recovery_codes,
            9
        );
    })
    .await;
}

#[tokio::test]
async fn wrong_codes_are_slowed_down_like_wrong_passwords_and_no_burst_gets_more() {
    World::each(async |world| {
        let (_, app, _) = with_app(world, "ada").await;
        let answers = join_all((0..20).map(|_| kind(world, Some("000000")))).await;
        let looked_at = answers.iter().filter(|kind| **kind == Kind::SecondFactorRequired);
        assert_eq!(looked_at.count(), 5);
        let code = app.shows(world, 0);
        assert_eq!(kind(world, Some(&code)).await, Kind::TooManyAttempts);
        world.time.pass(30);
        enter(world, "ada", Some(&app.shows(world, 0))).await.unwrap();
        let log = world.log().await;
        assert_eq!(log[log.len() - 2..], ["session.failed", "session.started"]);
    })
    .await;
}

#[tokio::test]
async fn the_second_step_needs_no_password_and_counts_its_codes_too() {
    World::each(async |world| {
        let (_, app, _) = with_app(world, "ada").await;
        let token = refusal(enter(world, "ada", None).await).change_token.unwrap();
        for _ in 0..5 {
            let said = refusal(step_two(world, &token, "000000").await);
            assert_eq!(
                (said.kind, said.errors[0].field.as_str()),
                (Kind::SecondFactorRequired, "code")
            );
        }
        let code = app.shows(world, 0);
        assert_eq!(refusal(step_two(world, &token, &code).await).kind, Kind::TooManyAttempts);
        world.time.pass(30);
        let entered = step_two(world, &token, &app.shows(world, 0)).await.unwrap();
        assert!(entered.set_cookie.is_some());
        let again = refusal(step_two(world, &token, &app.shows(world, 0)).await);
        assert_eq!(again.kind, Kind::SecondFactorRequired, "the token alone lets nobody in");
    })
    .await;
}

#[tokio::test]
async fn the_token_is_nothing_when_forged_too_old_or_of_another_password() {
    World::each(async |world| {
        let (ada, app, _) = with_app(world, "ada").await;
        let token = refusal(enter(world, "ada", None).await).change_token.unwrap();
        let mut forged = token.clone();
        forged.replace_range(60..61, if &token[60..61] == "A" { "B" } else { "A" });
        for token in ["", "x", &forged] {
            let said = refusal(step_two(world, token, &app.shows(world, 0)).await);
            assert_eq!(said.kind, Kind::Gone);
        }
        world.force("update accounts set status = 'inactive' where id = $1", &ada).await;
        let off = refusal(step_two(world, &token, &app.shows(world, 0)).await);
        assert_eq!(off.kind, Kind::BadCredentials);
        world
            .force("update accounts set status = 'active', password_hash = 'x' where id = $1", &ada)
            .await;
        let other = refusal(step_two(world, &token, &app.shows(world, 0)).await);
        assert_eq!(other.kind, Kind::Gone);
    })
    .await;
    let world = World::new().await;
    let (_, app, _) = with_app(&world, "ada").await;
    let token = refusal(enter(&world, "ada", None).await).change_token.unwrap();
    world.time.pass(10 * 60);
    assert_eq!(refusal(step_two(&world, &token, &app.shows(&world, 0)).await).kind, Kind::Gone);
}

#[tokio::test]
async fn a_temporary_password_is_changed_first_and_the_code_asked_for_after() {
    World::each(async |world| {
        let (ada, app, _) = with_app(world, "ada").await;
        world.force("update accounts set password_temporary = true where id = $1", &ada).await;
        let code = app.shows(world, 0);
        let refused = refusal(enter(world, "ada", Some(&code)).await);
        assert_eq!(refused.kind, Kind::PasswordChangeRequired);
        let new = "Silver-Meadow-42";
        let change = ChangePassword {
            change_token: refused.change_token,
            password: new.into(),
            ..ChangePassword::default()
        };
        sessions::change_password(&world.s, None, change, &world.request()).await.unwrap();
        let login =
            |code: Option<String>| Login { login: "ada".into(), password: new.into(), code };
        let sign_in = async |code| {
            sessions::sign_in(&world.s, login(code), &world.request(), SessionKind::Api).await
        };
        assert_eq!(refusal(sign_in(None).await).kind, Kind::SecondFactorRequired);
        sign_in(Some(code)).await.unwrap();
    })
    .await;
}
