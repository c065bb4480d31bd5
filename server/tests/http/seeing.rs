//! Seeing as somebody else from outside: everything as they see it, every write refused, both ends
//! logged.

use crate::client::Client;
use crate::on_both_engines;
use crate::world::{PASSWORD, Person, World};
use serde_json::{Value, json};

const BLUE: &str = "/api/v1/organizations/blue";

/// A page that an Admin sees and a Member does not.
const NOT_FOR_MEMBERS: &str = "/orgs/blue/projects/website";

struct Scene {
    root: Client,
    owner: Client,
    max: Person,
}

async fn scene(world: &World) -> Scene {
    let (_, root) = world.administrator().await;
    let olga = world.person(&root, "olga").await;
    let max = world.person(&root, "max").await;
    let blue = json!({ "name": "Blue", "slug": "blue", "owner": olga.id });
    root.post("/api/v1/organizations", blue).await.expect(201);
    let joins = json!({ "user_id": max.id, "role": "member" });
    root.post(&format!("{BLUE}/members"), joins).await.expect(201);
    let owner = world.signed_in(&olga).await;
    let website = json!({ "name": "Website", "slug": "website" });
    owner.post(&format!("{BLUE}/projects"), website).await.expect(201);
    Scene { root, owner, max }
}

/// What somebody who may everything could do, had they not chosen to look only.
fn writes(somebody: &str) -> Vec<(&'static str, String, Value)> {
    let member = format!("{BLUE}/members/{somebody}");
    let (none, place) = (json!({}), json!({ "name": "X", "slug": "xx" }));
    vec![
        ("PATCH", BLUE.into(), json!({ "name": "X" })),
        ("DELETE", BLUE.into(), none.clone()),
        ("PATCH", member.clone(), json!({ "role": "viewer" })),
        ("DELETE", member.clone(), none.clone()),
        ("PUT", format!("{member}/privileges/tags"), json!({ "granted": true })),
        ("POST", format!("{BLUE}/workspaces"), place.clone()),
        ("POST", format!("{BLUE}/projects"), place.clone()),
        ("POST", format!("{BLUE}/teams"), place),
        (
            "POST",
            format!("{BLUE}/requests"),
            json!({ "scope": "blue/website", "role": "reader", "reason": "X" }),
        ),
        ("POST", format!("{BLUE}/see-as"), json!({ "user_id": somebody })),
        ("PATCH", "/api/v1/me".into(), json!({ "full_name": "X X" })),
        ("POST", "/api/v1/me/email".into(), json!({ "email": "x@example.test" })),
        ("POST", "/api/v1/me/tokens".into(), json!({ "name": "X" })),
        ("POST", "/api/v1/me/totp".into(), none),
        (
            "POST",
            "/api/v1/auth/password/change".into(),
            json!({ "current_password": PASSWORD, "password": "Another-Harbour-28" }),
        ),
    ]
}

on_both_engines! {
    async fn every_write_is_refused_while_one_sees_as_somebody_else(world: World) {
        let scene = scene(world).await;
        let asked = json!({ "user_id": scene.max.id, "reason": "They miss the project" });
        let begun = scene.root.post(&format!("{BLUE}/see-as"), asked).await.expect(200).json();
        assert_eq!(begun["name"], "max Person");
        let before = scene.owner.get("/api/v1/activity?organization=blue").await.expect(200).text;
        for (method, path, body) in writes(&scene.max.id) {
            let refused = scene.root.json(method, &path, &body).await.refused(403, "forbidden").json();
            let detail = refused["detail"].as_str().unwrap_or_default().to_owned();
            assert!(detail.contains("read-only"), "{method} {path}: {detail}");
        }
        let after = scene.owner.get("/api/v1/activity?organization=blue").await.expect(200).text;
        assert_eq!(after, before);
        scene.root.json("DELETE", "/api/v1/me/see-as", &Value::Null).await.expect(204);
        scene.root.patch(BLUE, json!({ "name": "Bluer" })).await.expect(200);
    }

    async fn one_sees_what_they_see_and_never_their_account(world: World) {
        let scene = scene(world).await;
        scene.root.get(&format!("{BLUE}/projects/website")).await.expect(200);
        let asked = json!({ "user_id": scene.max.id });
        scene.root.post(&format!("{BLUE}/see-as"), asked).await.expect(200);
        scene.root.get(&format!("{BLUE}/projects/website")).await.refused(403, "forbidden");
        scene.root.get(&format!("{BLUE}/members")).await.expect(200);
        scene.root.get("/api/v1/users").await.refused(403, "forbidden");
        scene.root.get("/api/v1/settings").await.refused(403, "forbidden");
        let me = scene.root.get("/api/v1/me").await.expect(200).json();
        assert_eq!((&me["username"], &me["platform_administrator"]), (&json!("max"), &json!(false)));
        for closed in ["sessions", "tokens", "activity"] {
            scene.root.get(&format!("/api/v1/me/{closed}")).await.refused(403, "forbidden");
        }
        let max = world.signed_in(&scene.max).await;
        max.get("/api/v1/me/sessions").await.expect(200);
        scene.root.json("DELETE", "/api/v1/me/see-as", &Value::Null).await.expect(204);
        scene.root.get("/api/v1/users").await.expect(200);
    }

    async fn both_ends_stand_in_the_log_with_actor_target_and_reason(world: World) {
        let scene = scene(world).await;
        let asked = json!({ "user_id": scene.max.id, "reason": "They miss the project" });
        scene.owner.post(&format!("{BLUE}/see-as"), asked).await.expect(200);
        scene.owner.json("DELETE", "/api/v1/me/see-as", &Value::Null).await.expect(204);
        let log = scene.owner.get("/api/v1/activity?organization=blue&action=see_as").await.expect(200).json();
        let events = log["items"].as_array().expect("a list").clone();
        let actions: Vec<_> = events.iter().map(|it| it["action"].clone()).collect();
        assert_eq!(actions, ["see_as.ended", "see_as.begun"]);
        let begun = &events[1];
        assert_eq!((&begun["actor"]["name"], &begun["target"]["name"]), (&json!("olga Person"), &json!("max Person")));
        assert_eq!(begun["reason"], "They miss the project");
    }

    async fn the_pages_are_theirs_and_say_so(world: World) {
        let scene = scene(world).await;
        let max = world.browser(&scene.max).await;
        let members = max.get("/orgs/blue/members").await.expect(200);
        assert!(!members.text.contains("You see Fluxward as"));
        let person = world.person(&scene.root, "otto").await;
        let joins = json!({ "user_id": person.id, "role": "admin" });
        scene.root.post(&format!("{BLUE}/members"), joins).await.expect(201);
        let otto = world.browser(&person).await;
        assert!(otto.get(NOT_FOR_MEMBERS).await.text.contains("Website"));
        let begin = json!({ "slug": "blue", "user": scene.max.id });
        otto.post("/_fn/seeing/begin", begin).await.expect(200);
        let others = ["/orgs/blue", "/orgs/blue/members", "/orgs/blue/settings", "/users", NOT_FOR_MEMBERS];
        for page in others {
            let shown = otto.get(page).await;
            assert!(shown.text.contains("You see Fluxward as"), "{page}");
            assert_eq!(shown.status, max.get(page).await.status, "{page}");
        }
        assert!(!otto.get(NOT_FOR_MEMBERS).await.text.contains("Website"));
        let renamed = json!({ "slug": "blue", "form": { "name": "X", "slug": "blue" }, "expected": null });
        let refused = otto.post("/_fn/organizations/edit", renamed).await.expect(403);
        assert!(refused.text.contains("read-only"));
        otto.post("/_fn/seeing/stop", json!({})).await.expect(200);
        assert!(!otto.get("/orgs/blue").await.text.contains("You see Fluxward as"));
    }
}
