//! API tokens from outside: at every door, and what they must never do.

use crate::on_both_engines;
use crate::world::{PASSWORD, World, text};
use serde_json::json;

on_both_engines! {
    async fn a_token_is_shown_once_works_as_bearer_and_is_dead_when_revoked(world: World) {
        let (_, administrator) = world.administrator().await;
        let wanted = json!({ "name": "Backup", "permissions": ["users.view"] });
        let made = administrator.post("/api/v1/me/tokens", wanted).await.expect(201).json();
        let client = world.client().bearer(&text(&made, "token"));
        client.get("/api/v1/users").await.expect(200);
        client.get("/api/v1/me").await.expect(200);
        client.post("/api/v1/organizations", json!({ "name": "B", "slug": "bb" })).await.refused(403, "forbidden");
        client.get("/api/v1/settings").await.refused(403, "forbidden");
        let listed = administrator.get("/api/v1/me/tokens").await.expect(200);
        assert!(!listed.text.contains(&text(&made, "token")), "{listed:?}");
        assert_eq!(listed.json()["items"][0]["permissions"], json!(["users.view"]));
        let path = format!("/api/v1/me/tokens/{}", text(&made, "id"));
        administrator.json("DELETE", &path, &json!({ "why": "x" })).await.refused(422, "invalid");
        administrator.json("DELETE", &path, &json!({ "reason": "Retired" })).await.expect(204);
        client.get("/api/v1/me").await.refused(401, "unauthenticated");
        let log = administrator.get("/api/v1/activity?action=token.revoked").await.expect(200).json();
        assert_eq!(log["items"][0]["reason"], "Retired");
        administrator.json("DELETE", &path, &json!({})).await.refused(404, "not-found");
    }

    async fn a_token_dies_with_its_owner_and_is_told_apart_from_everything_else(world: World) {
        let (_, administrator) = world.administrator().await;
        let bea = world.person(&administrator, "bea").await;
        let made = world.signed_in(&bea).await.post("/api/v1/me/tokens", json!({ "name": "CI" })).await.expect(201).json();
        let client = world.client().bearer(&text(&made, "token"));
        client.get("/api/v1/me").await.expect(200);
        let cookie = world.cookie(&bea).await;
        client.browser(&cookie).get("/api/v1/me").await.refused(400, "malformed");
        for other in ["flx_", "flx_AAAA", "FLX_", &format!("{}x", text(&made, "token"))] {
            world.client().bearer(other).get("/api/v1/me").await.refused(401, "unauthenticated");
        }
        world.client().get(&format!("/api/v1/me?token={}", text(&made, "token"))).await.expect(401);
        world.client().browser(&format!("sid={}", text(&made, "token"))).get("/api/v1/me").await.expect(401);
        administrator.post(&format!("/api/v1/users/{}/deactivate", bea.id), json!({})).await.expect(200);
        client.get("/api/v1/me").await.refused(401, "unauthenticated");
        administrator.post(&format!("/api/v1/users/{}/activate", bea.id), json!({})).await.expect(200);
        client.get("/api/v1/me").await.refused(401, "unauthenticated");
    }

    async fn a_token_changes_no_password_and_promotes_nobody(world: World) {
        let (ada, administrator) = world.administrator().await;
        let bea = world.person(&administrator, "bea").await;
        let made = administrator.post("/api/v1/me/tokens", json!({ "name": "All" })).await.expect(201).json();
        let client = world.client().bearer(&text(&made, "token"));
        let change = json!({ "current_password": PASSWORD, "password": "Another-Harbour-28" });
        client.post("/api/v1/auth/password/change", change).await.refused(403, "step-up-required");
        client.post(&format!("/api/v1/users/{}/promote", bea.id), json!({})).await.refused(403, "step-up-required");
        let mail = json!({ "email": "other@example.test" });
        client.patch(&format!("/api/v1/users/{}", ada.id), mail).await.refused(403, "step-up-required");
        world.signed_in(&ada).await.get("/api/v1/me").await.expect(200);
    }

    async fn a_token_is_asked_for_in_known_words_and_its_answer_is_never_kept(world: World) {
        let (_, administrator) = world.administrator().await;
        for body in [
            json!({}), json!({ "name": "" }), json!({ "name": "x", "permissions": ["users.fly"] }),
            json!({ "name": "x", "permissions": [] }), json!({ "name": "x", "expires_at": "2020-01-01T00:00:00Z" }),
            json!({ "name": "x", "account_id": "1" }), json!({ "name": "a\u{202e}b" }),
        ] {
            administrator.post("/api/v1/me/tokens", body).await.refused(422, "invalid");
        }
        let keyed = administrator.with("idempotency-key", "once");
        let first = keyed.post("/api/v1/me/tokens", json!({ "name": "x" })).await.expect(201).json();
        let second = keyed.post("/api/v1/me/tokens", json!({ "name": "x" })).await.expect(201).json();
        assert_ne!(first["token"], second["token"]);
    }
}

#[tokio::test]
async fn without_scripts_a_token_is_shown_once_on_the_page_that_follows() {
    let world = World::on_sqlite().await;
    let (ada, _) = world.administrator().await;
    let cookie = world.cookie(&ada).await;
    let page = world
        .client()
        .browser(&cookie)
        .with("accept", "text/html")
        .with("referer", &format!("{}/account", world.origin()));
    let form = Some("application/x-www-form-urlencoded");
    let body =
        "form[name]=Backup&form[days]=30&form[includes]=chosen&form[permissions][]=users.view";
    let made = page.send("POST", "/_fn/tokens/create", form, body).await.expect(303);
    assert_eq!(made.header("location"), "/account");
    let flash = made.header("set-cookie").split(';').next().unwrap_or_default().to_owned();
    assert!(flash.starts_with("flash=") && made.header("set-cookie").contains("HttpOnly"));
    let both = world.client().browser(&format!("{cookie}; {flash}")).with("accept", "text/html");
    let shown = both.get("/account").await.expect(200);
    let token = shown.text.split("value=\"flx_").nth(1).expect("the token is shown");
    let token = format!("flx_{}", token.split('"').next().expect("a token"));
    world.client().bearer(&token).get("/api/v1/users").await.expect(200);
    world.client().bearer(&token).get("/api/v1/settings").await.refused(403, "forbidden");
    assert!(shown.header("set-cookie").starts_with("flash=;"), "the page takes the flash away");
    let again = page.get("/account").await.expect(200);
    assert!(!again.text.contains(&token), "shown this once");
    world.end().await;
}
