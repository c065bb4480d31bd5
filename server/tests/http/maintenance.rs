//! "Lock everyone out": everyone but platform administrators, at every door, and back again with
//! nothing changed.

use crate::client::Client;
use crate::on_both_engines;
use crate::world::{PASSWORD, World, within};
use serde_json::{Value, json};

async fn lock(administrator: &Client, locked: bool) {
    let patch = json!({ "maintenance": { "locked": locked, "message": "Back at <noon>." } });
    administrator.patch("/api/v1/settings", patch).await.expect(200);
}

/// Everything that people may do, as far as the interface tells it; not when it was read.
async fn privileges(administrator: &Client) -> Vec<Value> {
    let mut all = Vec::new();
    for path in ["/api/v1/users?show_all=true", "/api/v1/organizations/blue/members?show_all=true"]
    {
        let mut page = administrator.get(path).await.expect(200).json();
        for item in page["items"].as_array_mut().expect("items") {
            item.as_object_mut().expect("an item").remove("last_sign_in_at");
            all.push(item.clone());
        }
    }
    all
}

on_both_engines! {
    async fn everyone_but_platform_administrators_is_locked_out_and_goes_on_with_the_same_session(world: World) {
        let (_, administrator) = world.administrator().await;
        let bea = world.person(&administrator, "bea").await;
        administrator.post("/api/v1/organizations", json!({ "name": "Blue", "slug": "blue" })).await.expect(201);
        let joins = json!({ "user_id": bea.id, "role": "admin" });
        administrator.post("/api/v1/organizations/blue/members", joins).await.expect(201);
        let tick = json!({ "granted": true });
        let path = format!("/api/v1/organizations/blue/members/{}/privileges/tags", bea.id);
        administrator.put(&path, tick).await.expect(204);
        let (browser, tokens) = (world.browser(&bea).await, world.tokens(&bea).await);
        let client = world.client().bearer(tokens["access_token"].as_str().expect("a token"));
        let before = privileges(&administrator).await;
        let mut stream = browser.listen().await;
        stream.until("hello").await;

        lock(&administrator, true).await;
        within("the open page hears of it", stream.until("access")).await;
        for (kept_out, path) in [(&browser, "/api/v1/me"), (&client, "/api/v1/me"), (&client, "/api/v1/organizations/blue/members")] {
            let told = kept_out.get(path).await.refused(503, "maintenance");
            assert!(told.text.contains("Back at <noon>."), "{told:?}");
        }
        let call = browser.post("/_fn/members/list", json!({ "slug": "blue", "query": {} })).await;
        assert_eq!((call.status, call.problem().as_str()), (503, "maintenance"));
        let login = json!({ "login": bea.email, "password": PASSWORD });
        world.client().post("/api/v1/auth/login", login).await.refused(503, "maintenance");
        let wrong = json!({ "login": bea.email, "password": "Wrong-Harbour-27" });
        world.client().post("/api/v1/auth/login", wrong).await.refused(401, "bad-credentials");
        let refresh = json!({ "refresh_token": tokens["refresh_token"] });
        world.client().post("/api/v1/auth/refresh", refresh).await.refused(503, "maintenance");
        assert_eq!(privileges(&administrator).await, before, "nobody's privileges have changed");

        lock(&administrator, false).await;
        browser.get("/api/v1/me").await.expect(200);
        client.get("/api/v1/organizations/blue/members").await.expect(200);
        assert_eq!(privileges(&administrator).await, before);
    }

    async fn whoever_is_locked_out_sees_a_page_that_says_so_and_can_sign_in_as_somebody_else(world: World) {
        let (ada, administrator) = world.administrator().await;
        let bea = world.person(&administrator, "bea").await;
        let browser = world.browser(&bea).await.with("accept", "text/html");
        lock(&administrator, true).await;
        let page = browser.get("/account").await.expect(503);
        for part in ["<h1>The platform is locked for maintenance</h1>", "Back at &lt;noon>.", "still signed in"] {
            assert!(page.text.contains(part), "{page:?}");
        }
        assert!(page.header("content-security-policy").contains("script-src 'nonce-"), "{page:?}");
        let form = browser.send("POST", "/_fn/sessions/revoke", Some("application/x-www-form-urlencoded"), "id=x").await;
        assert!(form.expect(503).text.contains("<h1>The platform is locked"));
        let entrance = browser.get("/login?again=1").await.expect(200);
        assert!(entrance.text.contains("E-mail or username"), "{entrance:?}");
        let login = json!({ "login": ada.email, "password": PASSWORD });
        let ours = world.client().browser("sid=none");
        let entered = ours.post("/_fn/sessions/sign-in", login).await.expect(200);
        let theirs = world.client().browser(&entered.session_cookie().expect("a cookie"));
        theirs.get("/users").await.expect(200);
    }

    async fn whoever_is_locked_out_can_sign_out_at_every_door(world: World) {
        let (_, administrator) = world.administrator().await;
        let bea = world.person(&administrator, "bea").await;
        let (client, script, plain) =
            (world.signed_in(&bea).await, world.browser(&bea).await, world.browser(&bea).await);
        lock(&administrator, true).await;
        client.post("/api/v1/auth/logout", json!({})).await.expect(204);
        script.post("/_fn/sessions/sign-out", json!({})).await.expect(200);
        let page = plain.with("accept", "text/html");
        let shown = page.get("/account").await.expect(503);
        assert!(shown.text.contains("action=\"/_fn/sessions/sign-out\""), "{shown:?}");
        let form = Some("application/x-www-form-urlencoded");
        let left = page.send("POST", "/_fn/sessions/sign-out", form, "").await.expect(303);
        assert_eq!(left.header("location"), "/login?left");
        world.client().post("/api/v1/auth/logout", json!({})).await.refused(401, "unauthenticated");
        lock(&administrator, false).await;
        for gone in [&client, &script, &plain] {
            gone.get("/api/v1/me").await.refused(401, "unauthenticated");
        }
    }

    async fn only_platform_administrators_turn_the_lock(world: World) {
        let (_, administrator) = world.administrator().await;
        let bea = world.person(&administrator, "bea").await;
        let patch = json!({ "maintenance": { "locked": true } });
        world.signed_in(&bea).await.patch("/api/v1/settings", patch).await.refused(403, "forbidden");
        for message in [json!("x".repeat(501)), json!("a\u{202e}b"), json!(5)] {
            let patch = json!({ "maintenance": { "locked": true, "message": message } });
            let refused = administrator.patch("/api/v1/settings", patch).await.refused(422, "invalid");
            assert_eq!(refused.json()["errors"][0]["field"], "maintenance.message", "{refused:?}");
        }
        world.signed_in(&bea).await.get("/api/v1/me").await.expect(200);
    }
}
