//! Requests for access from outside: asked, decided by whoever may grant, never by oneself.

use crate::client::Client;
use crate::on_both_engines;
use crate::world::{Person, World, text};
use serde_json::{Value, json};

const BLUE: &str = "/api/v1/organizations/blue";

struct Scene {
    root: Client,
    owner: Client,
    max: Person,
    vera: Person,
}

async fn scene(world: &World) -> Scene {
    let (_, root) = world.administrator().await;
    let olga = world.person(&root, "olga").await;
    let (max, vera) = (world.person(&root, "max").await, world.person(&root, "vera").await);
    let blue = json!({ "name": "Blue", "slug": "blue", "owner": olga.id });
    root.post("/api/v1/organizations", blue).await.expect(201);
    for who in [&max, &vera] {
        let joins = json!({ "user_id": who.id, "role": "viewer" });
        root.post(&format!("{BLUE}/members"), joins).await.expect(201);
    }
    let owner = world.signed_in(&olga).await;
    let design = json!({ "name": "Design", "slug": "design" });
    owner.post(&format!("{BLUE}/workspaces"), design).await.expect(201);
    let website = json!({ "name": "Website", "slug": "website" });
    owner.post(&format!("{BLUE}/projects"), website).await.expect(201);
    Scene { root, owner, max, vera }
}

fn wanted(scope: &str, role: &str) -> Value {
    json!({ "scope": scope, "role": role, "reason": "Covering for Cyd" })
}

async fn may(scene: &Scene, who: &Person, permission: &str, scope: &str) -> bool {
    let asked = format!("/api/v1/users/{}/access?scope={scope}&permission={permission}", who.id);
    scene.root.get(&asked).await.expect(200).json()["allowed"] == json!(true)
}

on_both_engines! {
    async fn access_is_asked_for_granted_for_a_time_and_ends(world: World) {
        let scene = scene(world).await;
        let (all, max) = (format!("{BLUE}/requests"), world.signed_in(&scene.max).await);
        let made = max.post(&all, wanted("blue/design", "approver")).await.expect(201).json();
        assert_eq!((&made["status"], &made["decidable"]), (&json!("open"), &json!(false)));
        max.post(&all, wanted("blue/design", "approver")).await.refused(409, "conflict");
        let id = text(&made, "id");
        let seen = scene.owner.get(&all).await.expect(200).json();
        assert_eq!((&seen["items"][0]["decidable"], &seen["items"][0]["reason"]), (&json!(true), &json!("Covering for Cyd")));
        let end = world.services.clock.now().plus_seconds(3600).to_rfc3339();
        let answer = json!({ "expires_at": end, "reason": "Until tonight" });
        let granted = scene.owner.post(&format!("{all}/{id}/grant"), answer.clone()).await.expect(200).json();
        assert_eq!((&granted["status"], &granted["answer"]), (&json!("granted"), &json!("Until tonight")));
        assert!(may(&scene, &scene.max, "changes.review", "blue/design").await);
        scene.owner.post(&format!("{all}/{id}/grant"), answer).await.refused(409, "conflict");
        world.later(3601);
        assert!(!may(&scene, &scene.max, "changes.review", "blue/design").await);
        let done = max.get(&format!("{all}?status=granted")).await.expect(200).json();
        assert_eq!(done["items"].as_array().expect("a list").len(), 1, "one's own are seen");
    }

    async fn nobody_decides_their_own_and_only_who_may_grant_decides(world: World) {
        let scene = scene(world).await;
        let (all, max) = (format!("{BLUE}/requests"), world.signed_in(&scene.max).await);
        let vera = world.signed_in(&scene.vera).await;
        let leads = format!("{BLUE}/workspaces/design/members/{}/roles/team_admin", scene.max.id);
        scene.owner.put(&leads, json!({})).await.expect(204);
        let own = max.post(&all, wanted("blue/website", "reader")).await.expect(201).json();
        let own = text(&own, "id");
        max.post(&format!("{all}/{own}/grant"), json!({})).await.refused(403, "forbidden");
        vera.post(&format!("{all}/{own}/grant"), json!({})).await.refused(403, "forbidden");
        assert_eq!(vera.get(&all).await.expect(200).json()["items"], json!([]), "others' are not seen");
        let asked = vera.post(&all, wanted("blue/design", "requester")).await.expect(201).json();
        let asked = text(&asked, "id");
        assert_eq!(max.get(&all).await.expect(200).json()["items"].as_array().expect("a list").len(), 2);
        max.post(&format!("{all}/{asked}/grant"), json!({})).await.expect(200);
        assert!(may(&scene, &scene.vera, "changes.submit", "blue/design").await);
        let powerful = json!({ "key": "director", "name": "Director", "scope": "workspace", "permissions": ["changes.override"] });
        scene.owner.post(&format!("{BLUE}/roles"), powerful).await.expect(201);
        let beyond = vera.post(&all, wanted("blue/design", "director")).await.expect(201).json();
        let beyond = text(&beyond, "id");
        max.post(&format!("{all}/{beyond}/grant"), json!({})).await.refused(403, "forbidden");
        let declined = scene.owner.post(&format!("{all}/{beyond}/decline"), json!({ "reason": "Not now" })).await;
        assert_eq!(declined.expect(200).json()["status"], json!("declined"));
        assert!(!may(&scene, &scene.vera, "changes.override", "blue/design").await);
    }

    async fn whoever_may_grant_is_told_by_mail_and_nobody_else(world: World) {
        let scene = scene(world).await;
        let (all, vera) = (format!("{BLUE}/requests"), world.signed_in(&scene.vera).await);
        let tom = world.person(&scene.root, "tom").await;
        let joins = json!({ "user_id": tom.id, "role": "member" });
        scene.root.post(&format!("{BLUE}/members"), joins).await.expect(201);
        let crew = json!({ "name": "Crew", "slug": "crew" });
        scene.owner.post(&format!("{BLUE}/teams"), crew).await.expect(201);
        scene.owner.put(&format!("{BLUE}/teams/crew/members/{}", tom.id), json!({})).await.expect(204);
        let leads = format!("{BLUE}/workspaces/design/teams/crew/roles/team_admin");
        scene.owner.put(&leads, json!({})).await.expect(204);
        let told = async || {
            let mails = scene.root.get("/api/v1/mails?limit=200").await.expect(200).json();
            let items = mails["items"].as_array().expect("a list").clone();
            let asked = items.iter().filter(|mail| mail["title"] == "Access requested");
            let mut names: Vec<_> = asked.map(|mail| text(mail, "address")).collect();
            names.sort();
            names
        };
        vera.post(&all, wanted("blue/design", "approver")).await.expect(201);
        assert_eq!(told().await, ["olga@example.test", "tom@example.test"]);
        vera.post(&all, wanted("blue/website", "reader")).await.expect(201);
        assert_eq!(told().await, ["olga@example.test", "olga@example.test", "tom@example.test"]);
    }

    async fn ones_own_are_listed_whatever_became_of_them_and_who_decided_is_named(world: World) {
        let scene = scene(world).await;
        let (all, max) = (format!("{BLUE}/requests"), world.signed_in(&scene.max).await);
        let first = max.post(&all, wanted("blue/website", "reader")).await.expect(201).json();
        assert_eq!(first["kind"], json!("project"));
        max.post(&all, wanted("blue/design", "approver")).await.expect(201);
        let declined = format!("{all}/{}/decline", text(&first, "id"));
        scene.owner.post(&declined, json!({ "reason": "Not yet" })).await.expect(200);
        let roles = async |query: &str, who: &Client| {
            let list = who.get(&format!("{all}?{query}")).await.expect(200).json();
            let items = list["items"].as_array().expect("a list").clone();
            items.iter().map(|it| text(it, "role")).collect::<Vec<_>>()
        };
        assert_eq!(roles("mine=true", &max).await, ["approver", "reader"]);
        assert_eq!(roles("ended=true", &max).await, ["reader"]);
        assert_eq!(roles("ended=true", &scene.owner).await, ["reader"]);
        assert!(roles("mine=true", &scene.owner).await.is_empty());
        let mine = max.get(&format!("{all}?status=declined")).await.expect(200).json();
        let by = (&mine["items"][0]["decided_by"], &mine["items"][0]["answer"]);
        assert_eq!(by, (&json!("olga Person"), &json!("Not yet")));
    }

    async fn what_cannot_be_asked_for_is_named_and_a_request_is_taken_back(world: World) {
        let scene = scene(world).await;
        let (all, max) = (format!("{BLUE}/requests"), world.signed_in(&scene.max).await);
        for (body, field) in [
            (wanted("blue/nowhere", "reader"), "scope"),
            (wanted("blue/website", "ghost"), "role"),
            (json!({ "scope": "blue/website", "role": "reader", "reason": " " }), "reason"),
        ] {
            let refused = max.post(&all, body).await.refused(422, "invalid").json();
            assert_eq!(refused["errors"][0]["field"], field);
        }
        let made = max.post(&all, wanted("blue/website", "reader")).await.expect(201).json();
        let id = text(&made, "id");
        scene.owner.json("DELETE", &format!("{all}/{id}"), &json!({})).await.refused(404, "not-found");
        max.json("DELETE", &format!("{all}/{id}"), &json!({})).await.expect(204);
        scene.owner.post(&format!("{all}/{id}/grant"), json!({})).await.refused(409, "conflict");
        let again = max.post(&all, wanted("blue/website", "reader")).await.expect(201).json();
        scene.owner.post(&format!("{all}/{}/grant", text(&again, "id")), json!({})).await.expect(200);
        max.post(&all, wanted("blue/website", "reader")).await.refused(409, "conflict");
        assert!(may(&scene, &scene.max, "work.view", "blue/website").await);
    }
}
