//! What every list has in common: how many items a page has, and where the next one begins.

use crate::on_both_engines;
use crate::world::{World, text};
use serde_json::{Value, json};

/// Names of the parameters of an operation.
fn parameters(operation: &Value) -> Vec<&str> {
    let parameters = operation["parameters"].as_array();
    parameters.into_iter().flatten().filter_map(|it| it["name"].as_str()).collect()
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
        root.get(&format!("{blue}/requests?mine=true&limit=1")).await.expect(200);
    }
}
