//! Signing in and out, sessions, tokens, throttling, set-up.

use crate::on_both_engines;
use crate::world::{PASSWORD, World, text};
use fluxward_core::setup;
use serde_json::{Value, json};

on_both_engines! {
    async fn the_first_administrator_is_made_once_and_never_again(world: World) {
        let wanted = |token: &str| json!({
            "setup_token": token, "email": "ann@example.test", "username": "ann", "full_name": "Ann A",
            "password": PASSWORD,
        });
        let client = world.client();
        client.post("/api/v1/setup", wanted("guessed")).await.expect(403);
        let token = setup::token(&world.services);
        client.post("/api/v1/setup", wanted(&token)).await.expect(201);
        client.post("/api/v1/setup", wanted(&token)).await.refused(410, "gone");
        client.post("/api/v1/setup", wanted("guessed")).await.refused(410, "gone");
    }

    async fn people_sign_in_by_address_or_username_however_they_are_spelled(world: World) {
        let (_, administrator) = world.administrator().await;
        world.person(&administrator, "bea").await;
        for login in ["bea", "BEA", " bea@example.test ", "Bea@EXAMPLE.test"] {
            let login = json!({ "login": login, "password": PASSWORD });
            let tokens = world.client().post("/api/v1/auth/login", login).await.expect(200);
            assert_eq!(tokens.json()["token_type"], "Bearer");
            assert_eq!(tokens.session_cookie(), None, "the REST interface sets no cookie");
        }
    }

    async fn unknown_wrong_and_disabled_are_one_answer(world: World) {
        let (_, administrator) = world.administrator().await;
        let off = world.person(&administrator, "off").await;
        administrator.post(&format!("/api/v1/users/{}/deactivate", off.id), json!({})).await.expect(200);
        let mut said = Vec::new();
        for (login, password) in [("nobody", PASSWORD), ("ada", "Wrong-Harbour-27"), ("off", PASSWORD)] {
            let login = json!({ "login": login, "password": password });
            let refused = world.client().post("/api/v1/auth/login", login).await.refused(401, "bad-credentials");
            let mut body = refused.json();
            body["request_id"] = Value::Null;
            said.push(body);
        }
        assert!(said.windows(2).all(|pair| pair[0] == pair[1]), "{said:?}");
    }

    async fn too_many_wrong_passwords_are_429_alike_for_accounts_that_do_not_exist(world: World) {
        let (_, administrator) = world.administrator().await;
        let bea = world.person(&administrator, "bea").await;
        for login in ["bea", "nobody"] {
            for _ in 0..5 {
                let wrong = json!({ "login": login, "password": "Wrong-Harbour-27" });
                world.client().post("/api/v1/auth/login", wrong).await.refused(401, "bad-credentials");
            }
            let right = json!({ "login": login, "password": PASSWORD });
            let refused = world.client().post("/api/v1/auth/login", right).await;
            assert!(refused.header("retry-after").parse::<u32>().is_ok_and(|wait| wait > 0), "{login}");
            refused.refused(429, "too-many-attempts");
        }
        world.later(31);
        world.tokens(&bea).await;
    }

    async fn another_spelling_is_no_other_counter(world: World) {
        let (_, administrator) = world.administrator().await;
        world.person(&administrator, "bea").await;
        for login in ["bea", "BEA", "bea@example.test", "Bea@Example.Test", " bea "] {
            let wrong = json!({ "login": login, "password": "Wrong-Harbour-27" });
            world.client().post("/api/v1/auth/login", wrong).await.refused(401, "bad-credentials");
        }
        let right = json!({ "login": "bea", "password": PASSWORD });
        world.client().post("/api/v1/auth/login", right).await.refused(429, "too-many-attempts");
    }

    async fn unlocking_forgets_failures_that_do_not_block_just_now(world: World) {
        let (_, administrator) = world.administrator().await;
        let bea = world.person(&administrator, "bea").await;
        let wrong = json!({ "login": bea.email, "password": "Wrong-Harbour-27" });
        for _ in 0..5 {
            world.client().post("/api/v1/auth/login", wrong.clone()).await.expect(401);
        }
        world.later(31);
        administrator.post(&format!("/api/v1/users/{}/unlock", bea.id), json!({})).await.expect(200);
        for _ in 0..5 {
            world.client().post("/api/v1/auth/login", wrong.clone()).await.expect(401);
        }
    }

    async fn an_administrator_unlocks_whoever_failed_too_often(world: World) {
        let (_, administrator) = world.administrator().await;
        let bea = world.person(&administrator, "bea").await;
        for _ in 0..6 {
            let wrong = json!({ "login": "bea", "password": "Wrong-Harbour-27" });
            world.client().post("/api/v1/auth/login", wrong).await;
        }
        administrator.post(&format!("/api/v1/users/{}/unlock", bea.id), json!({})).await.expect(200);
        world.tokens(&bea).await;
    }

    async fn an_initial_password_must_be_changed_first(world: World) {
        let (_, administrator) = world.administrator().await;
        let wanted = json!({
            "email": "new@example.test", "username": "new", "full_name": "New Person",
            "password": "Initial-Harbour-27",
        });
        administrator.post("/api/v1/users", wanted).await.expect(201);
        let initial = json!({ "login": "new", "password": "Initial-Harbour-27" });
        let refused = world.client().post("/api/v1/auth/login", initial.clone()).await;
        let token = refused.refused(403, "password-change-required").json()["change_token"].clone();
        let change = json!({ "change_token": token, "password": PASSWORD });
        world.client().post("/api/v1/auth/password/change", change.clone()).await.expect(204);
        let again = world.client().post("/api/v1/auth/password/change", change).await;
        assert!(again.status >= 400, "the token is good for one change: {again:?}");
        world.client().post("/api/v1/auth/login", initial).await.refused(401, "bad-credentials");
        let own = json!({ "login": "new", "password": PASSWORD });
        world.client().post("/api/v1/auth/login", own).await.expect(200);
    }

    async fn a_refresh_token_is_good_once_and_its_reuse_ends_the_session(world: World) {
        let (ada, _) = world.administrator().await;
        let first = world.tokens(&ada).await;
        let refresh = |token: &Value| json!({ "refresh_token": token });
        let renewed = world.client().post("/api/v1/auth/refresh", refresh(&first["refresh_token"])).await;
        let second = renewed.expect(200).json();
        world.client().bearer(&text(&second, "access_token")).get("/api/v1/me").await.expect(200);
        world.client().post("/api/v1/auth/refresh", refresh(&first["refresh_token"])).await.expect(401);
        for tokens in [&first, &second] {
            let client = world.client().bearer(&text(tokens, "access_token"));
            client.get("/api/v1/me").await.refused(401, "unauthenticated");
            world.client().post("/api/v1/auth/refresh", refresh(&tokens["refresh_token"])).await.expect(401);
        }
    }

    async fn signing_out_kills_access_and_refresh_at_once(world: World) {
        let (ada, _) = world.administrator().await;
        let tokens = world.tokens(&ada).await;
        let client = world.client().bearer(&text(&tokens, "access_token"));
        client.post("/api/v1/auth/logout", json!({})).await.expect(204);
        client.get("/api/v1/me").await.refused(401, "unauthenticated");
        let refresh = json!({ "refresh_token": tokens["refresh_token"] });
        world.client().post("/api/v1/auth/refresh", refresh).await.expect(401);
    }

    async fn a_session_is_listed_and_revoked(world: World) {
        let (ada, administrator) = world.administrator().await;
        let browser = world.browser(&ada).await;
        let listed = administrator.get("/api/v1/me/sessions").await.expect(200).json();
        let sessions = listed["items"].as_array().expect("a list");
        assert_eq!(sessions.len(), 2);
        let other = sessions.iter().find(|session| session["kind"] == "browser").expect("the browser's");
        let path = format!("/api/v1/me/sessions/{}", text(other, "id"));
        browser.get("/api/v1/me").await.expect(200);
        administrator.send("DELETE", &path, None, "").await.expect(204);
        browser.get("/api/v1/me").await.refused(401, "unauthenticated");
        administrator.send("DELETE", &path, None, "").await.refused(404, "not-found");
    }

    async fn the_cookie_is_out_of_reach_of_scripts_and_other_sites(world: World) {
        let (_, _) = world.administrator().await;
        let form = json!({ "login": "ada", "password": PASSWORD });
        let ours = world.client().with("sec-fetch-site", "same-origin");
        let entered = ours.post("/_fn/sessions/sign-in", form).await.expect(200);
        let cookie = entered.headers.get_all("set-cookie").into_iter()
            .filter_map(|value| value.to_str().ok())
            .find(|cookie| cookie.starts_with("sid=")).expect("a cookie");
        for attribute in ["Path=/", "HttpOnly", "SameSite=Lax"] {
            assert!(cookie.contains(attribute), "{attribute}: {cookie}");
        }
        assert!(!cookie.contains("Domain"), "{cookie}");
    }

    async fn a_preset_cookie_is_not_adopted(world: World) {
        let (ada, _) = world.administrator().await;
        let preset = "sid=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        let browser = world.client().browser(preset);
        let form = json!({ "login": ada.email, "password": PASSWORD });
        let entered = browser.post("/_fn/sessions/sign-in", form).await.expect(200);
        assert_ne!(entered.session_cookie().as_deref(), Some(preset));
        browser.get("/api/v1/me").await.refused(401, "unauthenticated");
    }

    async fn an_idle_browser_session_ends_and_a_busy_one_ends_in_the_end(world: World) {
        let (ada, _) = world.administrator().await;
        let (idle, busy) = (world.browser(&ada).await, world.browser(&ada).await);
        world.later(20 * 60);
        busy.get("/api/v1/me").await.expect(200);
        crate::world::within("the use is written down", async {
            // Written beside the request: until it is, the session looks idle.
            while world.services.read().await.expect("a connection")
                .number("select cast(max(last_seen_at) - min(created_at) as bigint) from sessions", Vec::new())
                .await.expect("a number").unwrap_or_default() < 19 * 60 * 1_000_000 {
                tokio::task::yield_now().await;
            }
        }).await;
        world.later(20 * 60);
        idle.get("/api/v1/me").await.refused(401, "unauthenticated");
        busy.get("/api/v1/me").await.expect(200);
        world.later(12 * 3600);
        busy.get("/api/v1/me").await.refused(401, "unauthenticated");
    }

    async fn both_a_cookie_and_a_token_are_too_many(world: World) {
        let (ada, administrator) = world.administrator().await;
        let cookie = world.cookie(&ada).await;
        administrator.browser(&cookie).get("/api/v1/me").await.refused(400, "malformed");
    }

    async fn a_token_in_the_address_is_no_token(world: World) {
        let (ada, _) = world.administrator().await;
        let token = text(&world.tokens(&ada).await, "access_token");
        for name in ["access_token", "token"] {
            let path = format!("/api/v1/me?{name}={token}");
            world.client().get(&path).await.expect(401);
        }
    }

    async fn a_forged_token_is_no_token(world: World) {
        let (ada, _) = world.administrator().await;
        let token = text(&world.tokens(&ada).await, "access_token");
        for forged in forgeries(&token) {
            world.client().bearer(&forged).get("/api/v1/me").await.refused(401, "unauthenticated");
        }
        world.client().bearer(&token).get("/api/v1/me").await.expect(200);
    }

    async fn an_access_token_ends(world: World) {
        let (_, administrator) = world.administrator().await;
        world.later(24 * 3600 - 120);
        administrator.get("/api/v1/me").await.expect(200);
        world.later(300);
        administrator.get("/api/v1/me").await.refused(401, "unauthenticated");
    }
}

/// Tokens that are almost right: `none`, another algorithm, key, issuer, audience, text for `exp`.
fn forgeries(token: &str) -> Vec<String> {
    use base64::Engine as _;
    let base64 = base64::engine::general_purpose::URL_SAFE_NO_PAD;
    let parts: Vec<&str> = token.split('.').collect();
    let read = |part: &str| -> Value {
        serde_json::from_slice(&base64.decode(part).expect("base64")).expect("JSON")
    };
    let (header, claims) = (read(parts[0]), read(parts[1]));
    let joined = |header: &Value, claims: &Value, signature: &str| {
        format!(
            "{}.{}.{signature}",
            base64.encode(header.to_string()),
            base64.encode(claims.to_string())
        )
    };
    let with = |value: &Value, name: &str, other: Value| {
        let mut value = value.clone();
        value[name] = other;
        value
    };
    let exp = json!(claims["exp"].to_string());
    vec![
        joined(&with(&header, "alg", json!("none")), &claims, ""),
        joined(&with(&header, "alg", json!("none")), &claims, parts[2]),
        joined(&with(&header, "alg", json!("HS256")), &claims, parts[2]),
        joined(&with(&header, "kid", json!("another")), &claims, parts[2]),
        joined(&header, &with(&claims, "iss", json!("https://evil.example")), parts[2]),
        joined(&header, &with(&claims, "aud", json!("another")), parts[2]),
        joined(&header, &with(&claims, "exp", exp), parts[2]),
        joined(&header, &with(&claims, "exp", json!(99_999_999_999_i64)), parts[2]),
        format!("{}.{}.", parts[0], parts[1]),
        format!("{token}x"),
        String::from("not-a-token"),
    ]
}
