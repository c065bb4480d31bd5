//! What every door refuses, whatever is behind it.

use crate::on_both_engines;
use crate::world::{PASSWORD, World, text};
use fluxward::http::Limits;
use serde_json::{Value, json};
use std::time::Duration;

on_both_engines! {
    async fn what_cannot_be_read_is_refused_in_the_words_of_problem_json(world: World) {
        let (_, administrator) = world.administrator().await;
        let json = Some("application/json");
        for (method, path, kind, body, status, slug) in [
            ("POST", "/api/v1/users", json, "{", 400, "malformed"),
            ("POST", "/api/v1/users", json, &"[".repeat(30_000), 400, "malformed"),
            ("POST", "/api/v1/users", json, &("[".repeat(5_000) + &"]".repeat(5_000)), 400, "malformed"),
            ("POST", "/api/v1/users", json, r#"["a@b.example"]"#, 422, "invalid"),
            ("PATCH", "/api/v1/settings", json, r#"{"maintenance":[false,"x"]}"#, 422, "invalid"),
            ("PATCH", "/api/v1/settings", json, r#"{"reset_minutes":31,"reset_minutes":32}"#, 422, "invalid"),
            ("GET", "/api/v1/users?limit=-1", None, "", 422, "invalid"),
            ("POST", "/api/v1/setup", json, "{}", 410, "gone"),
            ("POST", "/api/v1/users", Some("text/plain"), "{}", 415, "unsupported-media-type"),
            ("POST", "/api/v1/users", None, "{}", 415, "unsupported-media-type"),
            ("POST", "/api/v1/users", json, r#"{"email":"a@b.example","is_admin":true}"#, 422, "invalid"),
            ("POST", "/api/v1/users", json, r#"{"email":["a@b.example"]}"#, 422, "invalid"),
            ("POST", "/api/v1/users", json, r#"{"email":"a@b.example","email":"c@d.example"}"#, 422, "invalid"),
            ("POST", "/api/v1/users", json, &format!("\"{}\"", "x".repeat(70_000)), 413, "payload-too-large"),
            ("PUT", "/api/v1/users", json, "{}", 405, "method-not-allowed"),
            ("GET", "/api/v1/auth/login", None, "", 405, "method-not-allowed"),
            ("GET", "/api/v1/nothing", None, "", 404, "not-found"),
            ("GET", "/api/v1/users/not-an-id", None, "", 404, "not-found"),
            ("GET", "/api/v1/users?colour=red", None, "", 422, "invalid"),
            ("GET", "/api/v1/users?cursor=forged", None, "", 400, "malformed"),
        ] {
            let answer = administrator.send(method, path, kind, body).await;
            assert_eq!(answer.header("content-type"), "application/problem+json", "{method} {path}: {answer:?}");
            let answer = answer.refused(status, slug);
            assert_eq!(answer.json()["status"], status);
            if status == 405 {
                assert!(!answer.header("allow").is_empty());
            }
        }
    }

    async fn a_file_that_is_not_there_is_missing_for_strangers_too(world: World) {
        for path in ["/pkg/missing.js", "/robots.txt"] {
            world.client().get(path).await.expect(404);
        }
    }

    async fn other_sites_cannot_act_through_a_browser(world: World) {
        let (ada, _) = world.administrator().await;
        let cookie = world.cookie(&ada).await;
        let browser = world.client().with("cookie", &cookie);
        let wanted = json!({ "name": "Blue", "slug": "blue" });
        for foreign in [
            browser.clone(),
            browser.with("sec-fetch-site", "cross-site"),
            browser.with("sec-fetch-site", "same-site"),
            browser.with("sec-fetch-site", "none"),
            browser.with("origin", "https://evil.example"),
            browser.with("origin", "null"),
            browser.with("sec-fetch-site", "cross-site").with("origin", &world.origin()),
        ] {
            foreign.post("/api/v1/organizations", wanted.clone()).await.refused(403, "cross-origin");
            foreign.post("/_fn/sessions/viewer", json!({})).await.refused(403, "cross-origin");
            let stream = foreign.with("accept", "text/event-stream").get("/_live").await;
            stream.refused(403, "cross-origin");
        }
        browser.get("/api/v1/me").await.expect(200);
        browser.with("origin", &world.origin()).post("/api/v1/organizations", wanted).await.expect(201);
        browser.with("sec-fetch-site", "same-origin").post("/_fn/sessions/viewer", json!({})).await.expect(200);
    }

    async fn nothing_is_changed_by_a_link(world: World) {
        let (ada, _) = world.administrator().await;
        let browser = world.browser(&ada).await;
        for path in ["/_fn/sessions/sign-out", "/_fn/users/promote", "/api/v1/auth/logout"] {
            let answer = browser.get(path).await.expect(405);
            assert_eq!(answer.header("allow"), "POST", "{path}");
        }
        browser.get("/api/v1/me").await.expect(200);
    }

    async fn every_answer_tells_the_browser_what_it_must_know(world: World) {
        for path in ["/login", "/api/v1/me", "/api/v1/openapi.json", "/nothing", "/healthz", "/api/docs/"] {
            let answer = world.client().get(path).await;
            for (name, value) in [
                ("x-content-type-options", "nosniff"),
                ("referrer-policy", "same-origin"),
                ("cross-origin-opener-policy", "same-origin"),
                ("cross-origin-resource-policy", "same-origin"),
                ("cache-control", "no-store"),
            ] {
                assert_eq!(answer.header(name), value, "{path}: {name}");
            }
            let policy = answer.header("content-security-policy");
            assert!(policy.starts_with("default-src 'none'; "), "{path}: {policy}");
            assert!(policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
            assert!(!policy.contains("'unsafe-inline'") || path == "/api/docs/", "{path}: {policy}");
            assert_eq!(answer.header("strict-transport-security"), "", "plain http promises nothing");
        }
    }

    async fn the_scripts_of_a_page_carry_the_nonce_of_its_policy(world: World) {
        let page = world.client().with("accept", "text/html").get("/login").await.expect(200);
        let policy = page.header("content-security-policy");
        let nonce = policy.split_once("'nonce-").and_then(|(_, rest)| rest.split_once('\'')).expect("a nonce").0;
        let scripts = page.text.matches("<script").count();
        assert!(scripts > 0 && page.text.matches(&format!("nonce=\"{nonce}\"")).count() >= scripts, "{}", page.text);
        let again = world.client().get("/login").await;
        assert_ne!(again.header("content-security-policy"), policy, "a nonce is used once");
    }

    async fn an_id_of_the_client_s_is_taken_only_when_it_cannot_forge_a_line(world: World) {
        let id = |given: &'static str| {
            let client = world.client().with("x-request-id", given);
            async move { client.get("/healthz").await.header("x-request-id").to_owned() }
        };
        assert_eq!(id("trace-0123456789").await, "trace-0123456789");
        for given in ["short", "with space inside", "a{\"level\":\"ERROR\"}"] {
            assert_ne!(id(given).await, given);
        }
    }

    async fn the_server_says_that_it_lives_is_ready_and_how_it_fares(world: World) {
        world.client().get("/healthz").await.expect(200);
        world.client().get("/readyz").await.expect(200);
        world.client().get("/api/v1/users/0190f7a2-6f3c-7cc0-8000-000000000000").await.expect(401);
        let metrics = world.client().get("/metrics").await.expect(200).text;
        assert!(metrics.contains("fluxward_changes_waiting 0"), "{metrics}");
        assert!(metrics.contains(r#"route="/api/v1/users/{id}",status="401""#), "{metrics}");
        assert!(!metrics.contains("0190f7a2"), "paths are not labels");
    }

    async fn a_repeated_post_with_a_key_is_carried_out_once(world: World) {
        let (_, administrator) = world.administrator().await;
        let client = administrator.with("idempotency-key", "one-and-only");
        let wanted = json!({ "name": "Blue", "slug": "blue" });
        let first = client.post("/api/v1/organizations", wanted.clone()).await.expect(201);
        let second = client.post("/api/v1/organizations", wanted.clone()).await.expect(201);
        assert_eq!(first.json(), second.json());
        assert_eq!(second.header("idempotency-replayed"), "true");
        let other = json!({ "name": "Red", "slug": "red" });
        client.post("/api/v1/organizations", other).await.refused(422, "invalid");
        administrator.post("/api/v1/organizations", wanted).await.refused(409, "taken");
    }

    async fn a_refused_post_gives_its_key_back(world: World) {
        let (_, administrator) = world.administrator().await;
        let client = administrator.with("idempotency-key", "try-again");
        client.post("/api/v1/organizations", json!({ "name": "", "slug": "blue" })).await.expect(422);
        client.post("/api/v1/organizations", json!({ "name": "Blue", "slug": "blue" })).await.expect(201);
    }

    async fn a_repeated_post_is_not_answered_with_rights_that_are_gone(world: World) {
        let (_, administrator) = world.administrator().await;
        let second = world.person(&administrator, "bob").await;
        let promote = format!("/api/v1/users/{}/promote", second.id);
        administrator.post(&promote, json!({})).await.expect(200);
        let keyed = world.signed_in(&second).await.with("idempotency-key", "one");
        let place = json!({ "name": "Red", "slug": "red" });
        keyed.post("/api/v1/organizations", place.clone()).await.expect(201);
        let again = keyed.post("/api/v1/organizations", place.clone()).await.expect(201);
        assert!(!again.header("etag").is_empty());
        let demote = format!("/api/v1/users/{}/demote", second.id);
        administrator.post(&demote, json!({})).await.expect(200);
        assert!(keyed.post("/api/v1/organizations", place).await.status >= 400);
    }

    async fn a_key_is_its_caller_s_alone(world: World) {
        let (ada, administrator) = world.administrator().await;
        let bea = world.person(&administrator, "bea").await;
        administrator.post(&format!("/api/v1/users/{}/promote", bea.id), json!({})).await.expect(200);
        let wanted = |slug: &str| json!({ "name": slug, "slug": slug });
        for (person, slug) in [(&ada, "blue"), (&bea, "red")] {
            let client = world.signed_in(person).await.with("idempotency-key", "the-same-words");
            let made = client.post("/api/v1/organizations", wanted(slug)).await.expect(201);
            assert_eq!(made.json()["slug"], slug);
        }
    }

    async fn of_two_equal_posts_at_once_one_is_carried_out(world: World) {
        let (_, administrator) = world.administrator().await;
        let client = administrator.with("idempotency-key", "at-once-12345");
        let wanted = json!({ "name": "Blue", "slug": "blue" });
        let (one, two) = tokio::join!(
            client.post("/api/v1/organizations", wanted.clone()),
            client.post("/api/v1/organizations", wanted.clone()),
        );
        let mut said = [one.status, two.status];
        said.sort_unstable();
        assert!(matches!(said, [201, 201 | 409]), "{one:?} {two:?}");
        let list = administrator.get("/api/v1/organizations").await.expect(200).json();
        assert_eq!(list["items"].as_array().map(Vec::len), Some(1));
    }

    async fn a_change_of_what_has_changed_since_is_412(world: World) {
        let (_, administrator) = world.administrator().await;
        let bea = world.person(&administrator, "bea").await;
        let path = format!("/api/v1/users/{}", bea.id);
        let tag = administrator.get(&path).await.expect(200).header("etag").to_owned();
        assert!(!tag.is_empty());
        let careful = administrator.with("if-match", &tag);
        careful.patch(&path, json!({ "full_name": "Bea One" })).await.expect(200);
        careful.patch(&path, json!({ "full_name": "Bea Two" })).await.refused(412, "precondition-failed");
        administrator.patch(&path, json!({ "full_name": "Bea Two" })).await.expect(200);
    }

    async fn strangers_are_slowed_down_by_their_address(world: World) {
        let refresh = json!({ "refresh_token": "none" });
        let mut said = Vec::new();
        for _ in 0..=Limits::default().strangers_a_minute {
            said.push(world.client().post("/api/v1/auth/refresh", refresh.clone()).await);
        }
        assert!(said.iter().take(100).all(|answer| answer.status != 429), "a hundred a minute are let through");
        let last = said.pop().expect("an answer");
        assert!(!last.header("retry-after").is_empty());
        last.refused(429, "too-many-attempts");
        world.client().get("/login").await.expect(200);
    }

    async fn the_description_names_every_door_and_can_be_read(world: World) {
        let description = world.client().get("/api/v1/openapi.json").await.expect(200).json();
        for path in ["/api/v1/setup", "/api/v1/auth/login", "/api/v1/me", "/api/v1/users", "/api/v1/settings"] {
            assert!(description["paths"][path].is_object(), "{path}");
        }
        let reader = world.client().get("/api/docs/").await.expect(200);
        assert!(reader.text.contains("swagger-ui"));
    }

    async fn a_deceptive_name_is_422(world: World) {
        let (_, administrator) = world.administrator().await;
        for name in ["Ada\u{202e}nimda", "Ada\u{200b}", "Ada\u{7}", "Ada\nAdmin"] {
            let wanted = json!({ "email": "x@example.test", "full_name": name, "password": PASSWORD });
            let refused = administrator.post("/api/v1/users", wanted).await.refused(422, "invalid");
            assert_eq!(refused.json()["errors"][0]["field"], "full_name", "{name:?}");
        }
    }

    async fn stored_text_stays_text_on_every_page(world: World) {
        let (ada, administrator) = world.administrator().await;
        let name = "</script></textarea><img src=x onerror=alert(1)>";
        let wanted = json!({ "email": "xen@example.test", "username": "xen", "full_name": name, "password": PASSWORD });
        let made = administrator.post("/api/v1/users", wanted).await.expect(201).json();
        let browser = world.browser(&ada).await.with("accept", "text/html");
        for path in ["/users", &format!("/users/{}", text(&made, "id")), "/activity"] {
            let page = browser.get(path).await.expect(200);
            assert!(!page.text.contains("<img src=x"), "{path}: {}", page.text);
        }
    }

    async fn what_is_foreign_is_missing(world: World) {
        let (_, administrator) = world.administrator().await;
        let bea = world.person(&administrator, "bea").await;
        let client = world.signed_in(&bea).await;
        administrator.post("/api/v1/organizations", json!({ "name": "Blue", "slug": "blue" })).await.expect(201);
        let said = |answer: crate::client::Answer| {
            let mut body = answer.refused(404, "not-found").json();
            body["request_id"] = Value::Null;
            body
        };
        for (theirs, missing) in [
            ("/api/v1/organizations/blue", "/api/v1/organizations/none"),
            ("/api/v1/organizations/blue/members", "/api/v1/organizations/none/members"),
        ] {
            assert_eq!(said(client.get(theirs).await), said(client.get(missing).await), "{theirs}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_that_dawdles_is_dropped() {
    let brief = Duration::from_millis(300);
    let limits = Limits { head: brief, body_within: brief, ..Limits::default() };
    let world = World::with_limits(limits).await;
    let head = world.client().raw(b"GET /healthz HTTP/1.1\r\nhost: x\r\nx-slow: ").await;
    assert!(!head.contains("200"), "{head}");
    let body = b"POST /api/v1/auth/login HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 50\r\n\r\n{";
    let body = world.client().raw(body).await;
    assert!(body.starts_with("HTTP/1.1 400"), "{body}");
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_that_is_too_long_is_refused_before_it_is_sent() {
    let world = World::on_sqlite().await;
    let head = b"POST /api/v1/auth/login HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 999999999\r\n\r\n";
    let answer = world.client().raw(head).await;
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    world.end().await;
}
