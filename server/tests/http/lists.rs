//! What every list has in common: how many items a page has, and where the next one begins.

use crate::client::Client;
use crate::on_both_engines;
use crate::world::{World, text};
use serde_json::{Value, json};

/// Names of the parameters of an operation.
fn parameters(operation: &Value) -> Vec<&str> {
    let parameters = operation["parameters"].as_array();
    parameters.into_iter().flatten().filter_map(|it| it["name"].as_str()).collect()
}

/// The list answers one item at most when one is asked for, and refuses a cursor of nobody's.
async fn heeds(client: &Client, list: &str) {
    let page = client.get(&format!("{list}?limit=1")).await.expect(200).json();
    assert!(page["items"].as_array().is_some_and(|items| items.len() <= 1), "{list}: {page}");
    client.get(&format!("{list}?cursor=forged")).await.refused(400, "malformed");
}

on_both_engines! {
    async fn a_page_is_never_longer_than_two_hundred(world: World) {
        let (_, administrator) = world.administrator().await;
        let page = administrator.get("/api/v1/users?limit=1000000000").await;
        assert!(page.expect(200).json()["items"].as_array().is_some_and(|items| items.len() == 1));
    }

    async fn a_cursor_of_another_list_or_a_changed_one_is_400(world: World) {
        let (_, administrator) = world.administrator().await;
        for name in ["bea", "cay", "dan"] {
            world.person(&administrator, name).await;
        }
        let first = administrator.get("/api/v1/users?limit=2").await.expect(200).json();
        let cursor = text(&first, "next_cursor");
        administrator.get(&format!("/api/v1/users?limit=2&cursor={cursor}")).await.expect(200);
        let other = if &cursor[5..6] == "A" { "B" } else { "A" };
        let changed = format!("{}{other}{}", &cursor[..5], &cursor[6..]);
        for path in [
            format!("/api/v1/users?limit=2&cursor={changed}"),
            format!("/api/v1/users?limit=2&cursor={cursor}&sort=email"),
            format!("/api/v1/organizations?cursor={cursor}"),
        ] {
            administrator.get(&path).await.refused(400, "malformed");
        }
    }

    async fn every_list_says_that_it_takes_a_limit_and_a_cursor(world: World) {
        let described = world.client().get("/api/v1/openapi.json").await.expect(200).json();
        let paths = described["paths"].as_object().expect("paths");
        let mut lists = 0;
        for (path, item) in paths.iter().filter(|(path, _)| path.starts_with("/api/v1/")) {
            let operation = &item["get"];
            let schema = &operation["responses"]["200"]["content"]["application/json"]["schema"];
            let is_list = schema["$ref"].as_str().is_some_and(|name| name.contains("/Page_"));
            if is_list {
                lists += 1;
                let taken = parameters(operation);
                assert!(taken.contains(&"limit") && taken.contains(&"cursor"), "{path}: {taken:?}");
            }
        }
        assert!(lists > 20, "only {lists} lists were found");
    }

    async fn every_list_heeds_its_limit_and_refuses_a_forged_cursor(world: World) {
        let (_, root) = world.administrator().await;
        let blue = "/api/v1/organizations/blue";
        for (path, new) in [
            ("/api/v1/organizations", json!({ "name": "Blue", "slug": "blue" })),
            (&format!("{blue}/workspaces"), json!({ "name": "Design", "slug": "design" })),
            (&format!("{blue}/projects"), json!({ "name": "Website", "slug": "website" })),
            (&format!("{blue}/teams"), json!({ "name": "Crew", "slug": "crew" })),
        ] {
            root.post(path, new).await.expect(201);
        }
        for list in [
            "/api/v1/plans", "/api/v1/me/sessions", "/api/v1/me/tokens", "/api/v1/me/passkeys",
            "/api/v1/users", "/api/v1/organizations", "/api/v1/activity",
        ] {
            heeds(&root, list).await;
        }
        for list in [
            "members", "invitations", "roles", "roles/approver/holders", "requests", "members/bulk",
            "matrix", "workspaces", "workspaces/design/members", "workspaces/design/teams",
            "projects", "projects/website/members", "projects/website/teams", "teams",
            "teams/crew/members",
        ] {
            heeds(&root, &format!("{blue}/{list}")).await;
        }
    }

    async fn a_good_cursor_opens_nothing_for_whoever_may_not_see_the_list(world: World) {
        let (_, root) = world.administrator().await;
        let blue = "/api/v1/organizations/blue";
        let new = json!({ "name": "Blue", "slug": "blue" });
        root.post("/api/v1/organizations", new).await.expect(201);
        for (place, list) in [("workspaces", "design"), ("projects", "site"), ("teams", "crew")] {
            let new = json!({ "name": list, "slug": list });
            root.post(&format!("{blue}/{place}"), new).await.expect(201);
        }
        for name in ["bea", "cay"] {
            let person = world.person(&root, name).await;
            let new = json!({ "user_id": person.id, "role": "viewer" });
            root.post(&format!("{blue}/members"), new).await.expect(201);
            let id = &person.id;
            let role = json!({});
            root.put(&format!("{blue}/workspaces/design/members/{id}/roles/requester"), role.clone()).await.expect(204);
            root.put(&format!("{blue}/projects/site/members/{id}"), json!({ "role": "reader" })).await.expect(204);
            root.put(&format!("{blue}/teams/crew/members/{id}"), role).await.expect(204);
        }
        let stranger = world.person(&root, "sten").await;
        let stranger = world.signed_in(&stranger).await;
        let found = root.get(&format!("{blue}/projects/site/members?search=cay")).await.expect(200).json();
        assert_eq!((&found["total"], found["items"].as_array().map(Vec::len)), (&json!(1), Some(1)));
        for list in ["workspaces/design", "projects/site", "teams/crew"] {
            let list = format!("{blue}/{list}/members");
            let first = root.get(&format!("{list}?limit=1")).await.expect(200).json();
            assert_eq!((&first["total"], first["items"].as_array().map(Vec::len)), (&json!(2), Some(1)));
            let next = format!("{list}?limit=1&cursor={}", text(&first, "next_cursor"));
            let rest = root.get(&next).await.expect(200).json();
            assert_ne!(rest["items"][0]["user"]["id"], first["items"][0]["user"]["id"]);
            stranger.get(&next).await.refused(404, "not-found");
        }
    }

    async fn short_lists_are_answered_in_parts_too(world: World) {
        let (_, root) = world.administrator().await;
        let blue = "/api/v1/organizations/blue";
        let new = json!({ "name": "Blue", "slug": "blue" });
        root.post("/api/v1/organizations", new).await.expect(201);
        for slug in ["alpha", "beta", "gamma"] {
            let new = json!({ "name": slug, "slug": slug });
            root.post(&format!("{blue}/teams"), new).await.expect(201);
        }
        let first = root.get(&format!("{blue}/teams?limit=2")).await.expect(200).json();
        let slugs = |page: &Value| -> Vec<String> {
            let items = page["items"].as_array().expect("items");
            items.iter().map(|it| text(it, "slug")).collect()
        };
        assert_eq!((slugs(&first), &first["total"]), (vec!["alpha".into(), "beta".into()], &json!(3)));
        let cursor = text(&first, "next_cursor");
        let rest = root.get(&format!("{blue}/teams?limit=2&cursor={cursor}")).await.expect(200).json();
        assert_eq!((slugs(&rest), &rest["next_cursor"]), (vec!["gamma".into()], &Value::Null));
        for path in [format!("{blue}/roles?cursor={cursor}"), format!("{blue}/teams?cursor=forged")] {
            root.get(&path).await.refused(400, "malformed");
        }
        root.get(&format!("{blue}/teams?limit=-1")).await.refused(422, "invalid");
        root.get(&format!("{blue}/teams?serach=x")).await.refused(422, "invalid");
        // The item that a part ended with is gone: the list begins again.
        root.json("DELETE", &format!("{blue}/teams/beta"), &json!({})).await.expect(204);
        let rest = root.get(&format!("{blue}/teams?limit=2&cursor={cursor}")).await.expect(200).json();
        assert_eq!(slugs(&rest), ["alpha", "gamma"]);
        root.get(&format!("{blue}/requests?mine=true&limit=1")).await.expect(200);
    }
}
