//! Bulk changes from outside: begun, followed, reported, and refused.

use crate::client::Client;
use crate::on_both_engines;
use crate::world::{Person, World, text, within};
use serde_json::{Value, json};
use std::time::Duration;

const BLUE: &str = "/api/v1/organizations/blue";
const BULK: &str = "/api/v1/organizations/blue/members/bulk";

/// The organization "blue": its Owner olga, its Admin adam and three Viewers.
struct Scene {
    root: Client,
    owner: Client,
    admin: Person,
    viewers: Vec<Person>,
}

async fn scene(world: &World) -> Scene {
    let (_, root) = world.administrator().await;
    let olga = world.person(&root, "olga").await;
    let blue = json!({ "name": "Blue", "slug": "blue", "owner": olga.id });
    root.post("/api/v1/organizations", blue).await.expect(201);
    let admin = world.person(&root, "adam").await;
    let mut viewers = Vec::new();
    for name in ["vera", "viktor", "vito"] {
        viewers.push(world.person(&root, name).await);
    }
    let everyone = viewers.iter().map(|it| (it, "viewer")).chain([(&admin, "admin")]);
    for (who, role) in everyone {
        let joins = json!({ "user_id": who.id, "role": role });
        root.post(&format!("{BLUE}/members"), joins).await.expect(201);
    }
    let owner = world.signed_in(&olga).await;
    Scene { root, owner, admin, viewers }
}

fn these(people: &[Person], change: &Value) -> Value {
    let users: Vec<_> = people.iter().map(|person| &person.id).collect();
    json!({ "users": users, "change": change, "reason": "New year" })
}

/// The run when it is over.
async fn ended(client: &Client, run: &Value) -> Value {
    let door = format!("{BULK}/{}", text(run, "id"));
    within("the run is over", async {
        loop {
            let run = client.get(&door).await.expect(200).json();
            if !run["finished_at"].is_null() {
                return run;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    })
    .await
}

on_both_engines! {
    async fn a_bulk_change_is_begun_followed_and_reported(world: World) {
        let scene = scene(world).await;
        let asked = these(&scene.viewers, &json!({ "role": "member" }));
        let seen = scene.owner.post(&format!("{BULK}/preview"), asked.clone()).await.expect(200).json();
        assert_eq!((&seen["total"], &seen["looked_at"], &seen["changed"]), (&json!(3), &json!(3), &json!(3)));
        assert!(seen["gained"].as_array().expect("a list").iter().any(|it| it["permission"] == "users.view"));
        let begun = scene.owner.post(BULK, asked).await.expect(202);
        let run = begun.json();
        assert_eq!(begun.header("location"), format!("{BULK}/{}", text(&run, "id")));
        let over = ended(&scene.owner, &run).await;
        assert_eq!((&over["status"], &over["done"], &over["changed"]), (&json!("finished"), &json!(3), &json!(3)));
        assert_eq!((&over["refusals"], &over["complete"]), (&json!([]), &json!(true)));
        let members = scene.owner.get(&format!("{BLUE}/members?role=member")).await.json();
        assert_eq!(members["total"], json!(3));
        let log = scene.owner.get("/api/v1/activity?organization=blue&action=member.role_changed").await.json();
        let items = log["items"].as_array().expect("a list");
        assert_eq!(items.len(), 3);
        assert!(items.iter().all(|it| it["reason"] == "New year"));
        let recent = scene.owner.get(BULK).await.expect(200).json();
        assert_eq!(recent["items"][0]["id"], run["id"]);
    }

    async fn bulk_with_one_foreign_id_changes_nothing_and_says_nothing(world: World) {
        let scene = scene(world).await;
        let mut people = scene.viewers.clone();
        people.push(world.person(&scene.root, "sten").await);
        let asked = these(&people, &json!({ "role": "admin" }));
        scene.owner.post(BULK, asked.clone()).await.refused(404, "not-found");
        scene.owner.post(&format!("{BULK}/preview"), asked).await.refused(404, "not-found");
        assert_eq!(scene.owner.get(BULK).await.json()["items"], json!([]));
        let viewers = scene.owner.get(&format!("{BLUE}/members?role=viewer")).await.json();
        assert_eq!(viewers["total"], json!(3));
    }

    async fn everybody_who_matches_is_changed_and_each_refusal_has_its_reason(world: World) {
        let scene = scene(world).await;
        let adam = world.signed_in(&scene.admin).await;
        let asked = json!({ "filter": { "show_all": true }, "change": { "status": "inactive" } });
        let run = adam.post(BULK, asked).await.expect(202).json();
        let over = ended(&adam, &run).await;
        assert_eq!((&over["total"], &over["changed"], &over["refused"]), (&json!(5), &json!(3), &json!(2)));
        let named: Vec<_> = over["refusals"].as_array().expect("a list").iter()
            .map(|it| text(&it["user"], "username")).collect();
        assert_eq!(named, ["adam", "olga"]);
        assert!(text(&over["refusals"][0], "reason").contains("Your own membership"));
        let vera = world.signed_in(&scene.viewers[0]).await;
        vera.get(BLUE).await.refused(404, "not-found");
    }

    async fn what_is_not_one_clear_question_is_422(world: World) {
        let scene = scene(world).await;
        let id = &scene.viewers[0].id;
        for (body, field) in [
            (json!({ "change": { "role": "member" } }), "users"),
            (json!({ "users": [id], "filter": {}, "change": { "role": "member" } }), "users"),
            (json!({ "users": [], "change": { "role": "member" } }), "users"),
            (json!({ "users": [id], "change": { "role": "member", "granted": true } }), "change"),
            (json!({ "users": [id], "change": { "role": "emperor" } }), "change"),
            (json!({ "users": [id], "change": { "role": "member" }, "surplus": 1 }), "surplus"),
            (json!({ "filter": { "cursor": "x" }, "change": { "role": "member" } }), "filter.cursor"),
            (json!({ "filter": { "search": "nobody" }, "change": { "role": "member" } }), "filter"),
        ] {
            let refused = scene.owner.post(BULK, body.clone()).await.refused(422, "invalid").json();
            assert_eq!(refused["errors"][0]["field"], field, "{body}: {refused}");
        }
    }

    async fn whoever_may_not_change_people_begins_nothing(world: World) {
        let scene = scene(world).await;
        let vera = world.signed_in(&scene.viewers[0]).await;
        let asked = these(&scene.viewers, &json!({ "role": "admin" }));
        vera.post(BULK, asked.clone()).await.refused(403, "forbidden");
        vera.post(&format!("{BULK}/preview"), asked).await.refused(403, "forbidden");
        let design = json!({ "workspace": "design", "role": "approver", "granted": true });
        vera.post(BULK, these(&scene.viewers, &design)).await.refused(404, "not-found");
        let run = scene.owner.post(BULK, these(&scene.viewers, &json!({ "role": "member" }))).await;
        let run = ended(&scene.owner, &run.expect(202).json()).await;
        let door = format!("{BULK}/{}", text(&run, "id"));
        let max = world.signed_in(&scene.viewers[1]).await;
        max.get(&door).await.refused(403, "forbidden");
        max.post(&format!("{door}/cancel"), json!({})).await.refused(403, "forbidden");
        max.post(&format!("{door}/resume"), json!({})).await.refused(403, "forbidden");
        scene.owner.post(&format!("{door}/resume"), json!({})).await.refused(409, "conflict");
    }

    async fn a_call_that_is_repeated_begins_one_run(world: World) {
        let scene = scene(world).await;
        let once = scene.owner.with("idempotency-key", "bulk-1");
        let asked = these(&scene.viewers, &json!({ "privilege": "tags", "granted": true }));
        let first = once.post(BULK, asked.clone()).await.expect(202).json();
        let again = once.post(BULK, asked).await.expect(202).json();
        assert_eq!(first["id"], again["id"]);
        assert_eq!(scene.owner.get(BULK).await.json()["items"].as_array().map(Vec::len), Some(1));
    }
}
