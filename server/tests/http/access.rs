//! Why and what if, as the pages ask: what was looked at is what is made.

use crate::client::Client;
use crate::on_both_engines;
use crate::world::{Person, World, text};
use serde_json::{Value, json};

/// The organization "blue" with its Owner and a Viewer.
struct Scene {
    root: Client,
    owner: Client,
    vera: Person,
}

async fn scene(world: &World) -> Scene {
    let (_, root) = world.administrator().await;
    let (olga, vera) = (world.person(&root, "olga").await, world.person(&root, "vera").await);
    let blue = json!({ "name": "Blue", "slug": "blue", "owner": olga.id });
    root.post("/api/v1/organizations", blue).await.expect(201);
    let joins = json!({ "user_id": vera.id, "role": "viewer" });
    root.post("/api/v1/organizations/blue/members", joins).await.expect(201);
    Scene { owner: world.browser(&olga).await, root, vera }
}

fn tags(vera: &Person) -> Value {
    json!({ "id": vera.id, "scope": "blue", "permission": "tags.manage" })
}

on_both_engines! {
    async fn what_was_looked_at_is_made_and_nothing_else(world: World) {
        let Scene { root, owner, vera } = scene(world).await;
        let why = owner.post("/_fn/access/why", tags(&vera)).await.expect(200).json();
        assert_eq!((&why["allowed"], &why["ways"][0]), (&json!(false), &json!("Tick “Administer tags”.")));
        let mut asked = tags(&vera);
        asked["detail"] = json!("Make them a king.");
        owner.post("/_fn/access/apply", asked.clone()).await.expect(409);
        asked["detail"] = why["ways"][0].clone();
        let planned = json!({ "remedy": asked });
        let foreseen = owner.post("/_fn/access/foresee", json!({ "planned": planned })).await.expect(200).json();
        let gained = foreseen["gained"]["first"].as_array().expect("a list");
        assert_eq!(gained.iter().map(|it| text(it, "permission")).collect::<Vec<_>>(), ["tags.manage"]);
        asked["reason"] = json!("Sorts everything");
        owner.post("/_fn/access/apply", asked.clone()).await.expect(200);
        let why = owner.post("/_fn/access/why", tags(&vera)).await.expect(200).json();
        assert_eq!((&why["allowed"], &why["ways"]), (&json!(true), &json!([])));
        let log = root.get("/api/v1/activity?organization=blue&action=member.privilege_granted").await;
        assert_eq!(log.expect(200).json()["items"][0]["reason"], "Sorts everything");
        owner.post("/_fn/access/apply", asked).await.expect(409);
    }

    async fn who_may_not_make_a_change_is_told_so_as_the_answer_and_makes_nothing(world: World) {
        let Scene { root, vera, .. } = scene(world).await;
        let own = world.browser(&vera).await;
        let mut asked = tags(&vera);
        asked["detail"] = json!("Tick “Administer tags”.");
        let planned = json!({ "remedy": asked });
        let foreseen = own.post("/_fn/access/foresee", json!({ "planned": planned })).await.expect(200).json();
        assert!(!text(&foreseen, "refused").is_empty(), "{foreseen}");
        assert_eq!(foreseen["gained"]["count"], 0);
        own.post("/_fn/access/apply", asked).await.expect(403);
        let path = format!("/api/v1/users/{}/access?scope=blue&permission=tags.manage", vera.id);
        assert_eq!(root.get(&path).await.expect(200).json()["allowed"], json!(false));
    }
}
