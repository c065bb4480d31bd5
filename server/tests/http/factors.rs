//! The second factor: setting one up, signing in with it, and where one is required.

use crate::client::Client;
use crate::on_both_engines;
use crate::world::{PASSWORD, Person, World, text};
use leptos::server_fn::axum::server_fn_paths;
use serde_json::{Value, json};
use totp_rs::{Builder, Secret, Totp};

/// An authenticator app.
pub(crate) struct App(Totp);

impl App {
    fn with(secret: &str) -> Self {
        let secret = Secret::try_from_base32(secret).expect("Base32");
        Self(Builder::new().with_secret(secret).with_account_name("x").build().expect("an app"))
    }

    /// What it shows at the server's time.
    fn shows(&self, world: &World) -> String {
        let now = world.services.clock.now().unix_seconds();
        self.0.generate(now.try_into().expect("a time")).to_string()
    }
}

/// Sets an app up; answers it and the recovery codes. A minute later its next code counts.
pub(crate) async fn set_up(world: &World, client: &Client) -> (App, Vec<String>) {
    let begun = client.post("/api/v1/me/totp", json!({})).await.expect(200).json();
    let app = App::with(&text(&begun, "secret"));
    let code = json!({ "code": app.shows(world) });
    let confirmed = client.post("/api/v1/me/totp/confirm", code).await.expect(200).json();
    let codes = confirmed["recovery_codes"].as_array().expect("codes").iter();
    let codes = codes.map(|code| code.as_str().expect("text").to_owned()).collect();
    world.later(60);
    (app, codes)
}

fn login(name: &str, code: Option<&str>) -> Value {
    let mut login = json!({ "login": name, "password": PASSWORD });
    if let Some(code) = code {
        login["code"] = json!(code);
    }
    login
}

async fn require(administrator: &Client, of: &str) {
    let patch = json!({ "second_factor_required": of });
    administrator.patch("/api/v1/settings", patch).await.expect(200);
}

/// A browser and an API client of the same person, signed in before anything is required.
async fn both(world: &World, person: &Person) -> [Client; 2] {
    [world.signed_in(person).await, world.browser(person).await]
}

on_both_engines! {
    async fn signing_in_asks_for_the_code_of_the_app_or_a_recovery_code(world: World) {
        let (_, administrator) = world.administrator().await;
        let bea = world.person(&administrator, "bea").await;
        let client = world.signed_in(&bea).await;
        let (app, codes) = set_up(world, &client).await;
        let enter = async |code: Option<&str>| {
            world.client().post("/api/v1/auth/login", login("bea", code)).await
        };
        let refused = enter(None).await.refused(401, "second-factor-required");
        assert!(refused.json().get("change_token").is_none(), "{refused:?}");
        enter(Some("000000")).await.refused(401, "second-factor-required");
        enter(Some(&app.shows(world))).await.expect(200);
        enter(Some(&app.shows(world))).await.refused(401, "second-factor-required");
        enter(Some(&codes[0])).await.expect(200);
        enter(Some(&codes[0])).await.refused(401, "second-factor-required");
        let detail = administrator.get(&format!("/api/v1/users/{}", bea.id)).await.expect(200).json();
        let expected = json!({ "totp": true, "passkeys": 0, "recovery_codes": 9 });
        assert_eq!(detail["factors"], expected);
        client.send("DELETE", "/api/v1/me/totp", None, "").await.expect(204);
        enter(None).await.expect(200);
    }

    async fn wrong_codes_are_slowed_down(world: World) {
        let (_, administrator) = world.administrator().await;
        let bea = world.person(&administrator, "bea").await;
        let (app, _) = set_up(world, &world.signed_in(&bea).await).await;
        for _ in 0..5 {
            let wrong = world.client().post("/api/v1/auth/login", login("bea", Some("000000"))).await;
            wrong.refused(401, "second-factor-required");
        }
        let right = login("bea", Some(&app.shows(world)));
        world.client().post("/api/v1/auth/login", right).await.refused(429, "too-many-attempts");
    }

    async fn a_recovery_code_or_a_secret_is_never_kept_for_a_repetition(world: World) {
        let (_, administrator) = world.administrator().await;
        let client = administrator.with("idempotency-key", "the-same-key");
        set_up(world, &client).await;
        client.post("/api/v1/me/recovery-codes", json!({})).await.expect(200);
        let mut connection = world.services.read().await.expect("a connection");
        let kept = connection.number("select count(*) from idempotency", Vec::new()).await;
        assert_eq!(kept.expect("a number"), Some(0));
    }

    async fn an_administrator_resets_the_second_factor_with_a_reason(world: World) {
        let (_, administrator) = world.administrator().await;
        let bea = world.person(&administrator, "bea").await;
        let client = world.signed_in(&bea).await;
        set_up(world, &client).await;
        let path = format!("/api/v1/users/{}/reset-second-factor", bea.id);
        let because = json!({ "reason": "Phone lost" });
        let reset = administrator.post(&path, because).await.expect(200).json();
        assert_eq!(reset["factors"]["totp"], false);
        client.get("/api/v1/me").await.refused(401, "unauthenticated");
        world.tokens(&bea).await;
        let log = administrator.get("/api/v1/activity?action=user.factors_reset").await.expect(200);
        assert_eq!(log.json()["items"][0]["reason"], "Phone lost");
    }

    async fn whoever_needs_one_and_has_none_finds_every_rest_door_closed_but_setting_one_up(world: World) {
        let (_, administrator) = world.administrator().await;
        let bea = world.person(&administrator, "bea").await;
        set_up(world, &administrator).await;
        let description = administrator.get("/api/v1/openapi.json").await.expect(200).json();
        require(&administrator, "everyone").await;
        let client = world.signed_in(&bea).await;
        let paths = description["paths"].as_object().expect("paths");
        let mut closed = 0;
        for (path, methods) in paths {
            let own = ["/totp", "/totp/confirm", "/recovery-codes", "/passkeys"];
            let is_own = own.iter().any(|own| path.starts_with(&format!("/api/v1/me{own}")));
            if is_own || path.starts_with("/api/v1/auth/") || path == "/api/v1/setup" {
                continue;
            }
            let place = path.replace("{id}", &bea.id).replace("{user_id}", &bea.id)
                .replace("{session}", &bea.id).replace("{slug}", "blue").replace("{privilege}", "users");
            for method in methods.as_object().expect("methods").keys() {
                let method = method.to_uppercase();
                let stranger = world.client().send(&method, &place, Some("application/json"), "{}").await;
                if stranger.status != 401 {
                    // Open to everyone.
                    continue;
                }
                let answer = client.send(&method, &place, Some("application/json"), "{}").await;
                answer.refused(403, "second-factor-setup-required");
                closed += 1;
            }
        }
        assert!(closed > 20, "{closed}");
        let change = json!({ "current_password": PASSWORD, "password": "Another-Harbour-28" });
        let refused = client.post("/api/v1/auth/password/change", change).await;
        refused.refused(403, "second-factor-setup-required");
        set_up(world, &client).await;
        client.get("/api/v1/me").await.expect(200);
    }

    async fn the_same_holds_for_server_functions_pages_and_the_event_stream(world: World) {
        let (_, administrator) = world.administrator().await;
        let bea = world.person(&administrator, "bea").await;
        set_up(world, &administrator).await;
        let [client, browser] = both(world, &bea).await;
        let mut stream = browser.listen().await;
        stream.until("hello").await;
        require(&administrator, "everyone").await;
        stream.until("access").await;
        stream.end().await;
        let client = client.with("sec-fetch-site", "same-origin");
        for closed in [&client, &browser] {
            let stream = closed.with("accept", "text/event-stream").get("/_live").await;
            stream.refused(403, "second-factor-setup-required");
        }
        let asked = browser.post("/_fn/sessions/viewer", json!({})).await.expect(403);
        assert_eq!(asked.problem(), "second-factor-setup-required");
        let listed = browser.post("/_fn/users/list", json!({ "query": {} })).await.expect(403);
        assert_eq!(listed.problem(), "second-factor-setup-required");
        for (path, _) in server_fn_paths().filter(|(path, _)| *path != "/_fn/sessions/sign-out") {
            let stranger = world.client().with("sec-fetch-site", "same-origin");
            let is_open = path.starts_with("/_fn/factors/")
                || stranger.post(path, json!({})).await.status < 400;
            let answer = browser.post(path, json!({})).await;
            assert!(is_open || answer.status >= 400, "{path}: {answer:?}");
        }
        browser.post("/_fn/sessions/sign-out", json!({})).await.expect(200);
    }
}

#[tokio::test]
async fn a_page_leads_whoever_needs_a_second_factor_to_setting_one_up() {
    let world = World::on_sqlite().await;
    let (ada, administrator) = world.administrator().await;
    let browser = world.browser(&ada).await.with("accept", "text/html");
    require(&administrator, "administrators").await;
    for path in ["/", "/users", "/account", "/settings", "/nowhere"] {
        let answer = browser.get(path).await;
        assert_eq!((answer.status, answer.header("location")), (303, "/second-factor"), "{path}");
    }
    let page = browser.get("/second-factor").await.expect(200);
    assert!(page.text.contains("Set up authenticator app") && page.text.contains("Sign out"));
    assert!(!page.text.contains("ada@example.test"), "nothing else is told");
    browser.get("/login").await.expect(200);
    let stranger =
        world.client().with("accept", "text/html").get("/second-factor").await.expect(200);
    assert!(!stranger.text.contains("Set up authenticator app"));
    world.end().await;
}

#[tokio::test]
async fn signing_in_in_two_steps_works_without_scripts_and_repeats_no_password() {
    let world = World::on_sqlite().await;
    let (ada, administrator) = world.administrator().await;
    let (app, _) = set_up(&world, &administrator).await;
    let form = "application/x-www-form-urlencoded";
    let page = world
        .client()
        .with("accept", "text/html")
        .with("sec-fetch-site", "same-origin")
        .with("referer", &format!("{}/login?next=%2Faccount", world.origin()));
    let body =
        format!("login={}&password={PASSWORD}&next=%2Faccount", ada.email.replace('@', "%40"));
    let refused = page.send("POST", "/_fn/sessions/sign-in", Some(form), &body).await.expect(303);
    assert_eq!(refused.header("location"), "/login?next=%2Faccount");
    let flash = refused.header("set-cookie").split(';').next().unwrap_or_default().to_owned();
    assert!(flash.starts_with("flash="), "{refused:?}");
    let step = page.with("cookie", &flash).get("/login?next=%2Faccount").await.expect(200);
    assert!(step.text.contains("Enter your code") && !step.text.contains(PASSWORD));
    let token = step.text.split("name=\"factor_token\" value=\"").nth(1).expect("a token");
    let token = token.split('"').next().expect("a token");
    let wrong = format!("factor_token={token}&code=000000&next=%2Faccount");
    let refused = page.send("POST", "/_fn/sessions/code", Some(form), &wrong).await.expect(303);
    let flash = refused.header("set-cookie").split(';').next().unwrap_or_default().to_owned();
    let again = page.with("cookie", &flash).get("/login").await.expect(200);
    assert!(again.text.contains("This code is not right"), "{}", again.text);
    let right = format!("factor_token={token}&code={}&next=%2Faccount", app.shows(&world));
    let entered = page.send("POST", "/_fn/sessions/code", Some(form), &right).await.expect(303);
    assert_eq!(entered.header("location"), "/account");
    assert!(entered.session_cookie().is_some());
    world.end().await;
}
