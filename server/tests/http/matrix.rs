//! The access matrix from outside: every cell is the decision, filters find who may, and the
//! export says the same.

use crate::client::Client;
use crate::on_both_engines;
use crate::world::{Person, World};
use serde_json::{Value, json};

const BLUE: &str = "/api/v1/organizations/blue";

struct Scene {
    root: Client,
    owner: Client,
    olga: Person,
    max: Person,
    vera: Person,
    tom: Person,
}

/// Tom is in a team that approves in a workspace, Max reads in a project for a time.
async fn scene(world: &World) -> Scene {
    let (_, root) = world.administrator().await;
    let olga = world.person(&root, "olga").await;
    let (max, vera) = (world.person(&root, "max").await, world.person(&root, "vera").await);
    let tom = world.person(&root, "tom").await;
    let blue = json!({ "name": "Blue", "slug": "blue", "owner": olga.id });
    root.post("/api/v1/organizations", blue).await.expect(201);
    for (who, role) in [(&max, "member"), (&vera, "viewer"), (&tom, "viewer")] {
        let joins = json!({ "user_id": who.id, "role": role });
        root.post(&format!("{BLUE}/members"), joins).await.expect(201);
    }
    let owner = world.signed_in(&olga).await;
    for (kind, name, slug) in [
        ("workspaces", "Design", "design"),
        ("projects", "Website", "website"),
        ("teams", "Crew", "crew"),
    ] {
        let new = json!({ "name": name, "slug": slug });
        owner.post(&format!("{BLUE}/{kind}"), new).await.expect(201);
    }
    owner.put(&format!("{BLUE}/teams/crew/members/{}", tom.id), json!({})).await.expect(204);
    let approves = format!("{BLUE}/workspaces/design/teams/crew/roles/approver");
    owner.put(&approves, json!({})).await.expect(204);
    let end = world.services.clock.now().plus_seconds(3600).to_rfc3339();
    let reads = json!({ "role": "reader", "expires_at": end });
    owner.put(&format!("{BLUE}/projects/website/members/{}", max.id), reads).await.expect(204);
    Scene { root, owner, olga, max, vera, tom }
}

async fn rows(client: &Client, query: &str) -> Vec<Value> {
    let page = client.get(&format!("{BLUE}/matrix?{query}")).await.expect(200).json();
    page["items"].as_array().expect("a list").clone()
}

async fn names(client: &Client, query: &str) -> Vec<String> {
    let username = |row: &Value| row["user"]["username"].as_str().unwrap_or_default().to_owned();
    rows(client, query).await.iter().map(username).collect()
}

on_both_engines! {
    async fn every_cell_of_the_matrix_is_the_decision(world: World) {
        let scene = scene(world).await;
        for scope in ["blue", "blue/design", "blue/website"] {
            for row in rows(&scene.owner, &format!("scope={scope}")).await {
                let id = row["user"]["id"].as_str().expect("an id");
                let asked = format!("/api/v1/users/{id}/access?scope={scope}");
                let decided = scene.root.get(&asked).await.expect(200).json();
                let decided = decided["permissions"].as_array().expect("a list");
                let decided: Vec<_> = decided.iter().map(|it| it["permission"].clone()).collect();
                assert_eq!(row["permissions"], json!(decided), "{scope}: {}", row["user"]["username"]);
            }
        }
    }

    async fn who_may_what_is_found_by_place_name_role_and_permission(world: World) {
        let scene = scene(world).await;
        let owner = &scene.owner;
        assert_eq!(names(owner, "").await, ["max", "olga", "tom", "vera"]);
        assert_eq!(names(owner, "search=ver").await, ["vera"]);
        assert_eq!(names(owner, "role=owner").await, ["olga"]);
        assert_eq!(names(owner, "permission=organization.delete").await, ["olga"]);
        assert_eq!(names(owner, "scope=blue/design&permission=changes.review").await, ["olga", "tom"]);
        assert_eq!(names(owner, "scope=blue/design&role=approver").await, ["tom"]);
        assert_eq!(names(owner, "scope=blue/website&permission=work.view").await, ["max", "olga"]);
        let tom = rows(owner, "scope=blue/design&role=approver").await[0].clone();
        let has = |list: &Value, name: &str| list.as_array().expect("a list").iter().any(|it| it == name);
        assert!(has(&tom["by_team"], "changes.review") && !has(&tom["by_team"], "organization.view"));
        let max = rows(owner, "scope=blue/website&search=max").await[0].clone();
        assert!(has(&max["ending"], "work.view"));
        world.later(3601);
        assert_eq!(names(owner, "scope=blue/website&permission=work.view").await, ["olga"]);
        let off = json!({ "status": "inactive" });
        scene.owner.patch(&format!("{BLUE}/members/{}", scene.vera.id), off).await.expect(200);
        assert_eq!(names(owner, "").await, ["max", "olga", "tom"]);
        let all = rows(owner, "show_all=true&search=vera").await[0].clone();
        assert_eq!((&all["status"], &all["permissions"]), (&json!("inactive"), &json!([])));
    }

    async fn the_matrix_needs_the_right_to_see_people_and_refuses_what_is_not_there(world: World) {
        let scene = scene(world).await;
        let (vera, max) = (world.signed_in(&scene.vera).await, world.signed_in(&scene.max).await);
        for path in ["matrix", "matrix/export"] {
            vera.get(&format!("{BLUE}/{path}")).await.refused(403, "forbidden");
            max.get(&format!("{BLUE}/{path}")).await.expect(200);
            max.get(&format!("{BLUE}/{path}?scope=blue/nowhere")).await.refused(422, "invalid");
            max.get(&format!("{BLUE}/{path}?permission=fly")).await.refused(422, "invalid");
        }
        let green = json!({ "name": "Green", "slug": "green", "owner": scene.olga.id });
        scene.root.post("/api/v1/organizations", green).await.expect(201);
        max.get(&format!("{BLUE}/matrix?scope=green")).await.refused(422, "invalid");
        let page = scene.owner.get(&format!("{BLUE}/matrix?limit=1")).await.expect(200).json();
        let cursor = page["next_cursor"].as_str().expect("a cursor").to_owned();
        let next = format!("limit=1&cursor={cursor}");
        assert_eq!(names(&scene.owner, &next).await, ["olga"]);
        let other = format!("{BLUE}/matrix?role=owner&cursor={cursor}");
        scene.owner.get(&other).await.refused(400, "malformed");
    }

    async fn the_matrix_is_exported_as_a_file_without_formulas(world: World) {
        let scene = scene(world).await;
        let named = json!({ "full_name": "=cmd() \"Tom\", the 1st" });
        scene.root.patch(&format!("/api/v1/users/{}", scene.tom.id), named).await.expect(200);
        let query = "format=csv&scope=blue/design&permission=changes.review";
        let file = scene.owner.get(&format!("{BLUE}/matrix/export?{query}")).await.expect(200);
        assert_eq!(file.headers["content-type"], "text/csv; charset=utf-8");
        assert_eq!(file.headers["content-disposition"], "attachment; filename=\"access-blue.csv\"");
        let lines: Vec<_> = file.text.split("\r\n").collect();
        assert_eq!(lines.len(), 4, "{}", file.text);
        assert!(lines[0].starts_with("name,email,username,role,status,organization.view,"));
        assert!(lines[1].starts_with("\"'=cmd() \"\"Tom\"\", the 1st\",tom@example.test,tom,viewer,active,yes,"));
        assert!(lines[2].starts_with("olga Person,"));
        scene.owner.get(&format!("{BLUE}/matrix/export?format=pdf")).await.refused(422, "invalid");
    }
}
