//! Imports and exports of people from outside.

use crate::client::{Answer, Client};
use crate::on_both_engines;
use crate::world::{World, text};
use serde_json::json;
use std::fmt::Write as _;

const BLUE: &str = "/api/v1/organizations/blue/members";

async fn blue(world: &World) -> Client {
    let (_, root) = world.administrator().await;
    let blue = json!({ "name": "Blue", "slug": "blue" });
    root.post("/api/v1/organizations", blue).await.expect(201);
    let design = json!({ "name": "Design", "slug": "design" });
    root.post("/api/v1/organizations/blue/workspaces", design).await.expect(201);
    root
}

async fn import(client: &Client, query: &str, table: &str) -> Answer {
    client.send("POST", &format!("{BLUE}/import{query}"), Some("text/csv"), table).await
}

on_both_engines! {
    async fn a_table_is_previewed_and_then_carried_out_whole(world: World) {
        let root = blue(world).await;
        let table = "email,full_name,workspaces\nnia@example.test,Nia Nord,design:approver\n";
        let seen = import(&root, "?dry_run=true", table).await.expect(200).json();
        assert_eq!((&seen["created"], &seen["dry_run"]), (&json!(1), &json!(true)));
        assert_eq!(root.get(BLUE).await.json()["total"], 1);
        let done = import(&root, "?reason=New%20year", table).await.expect(200).json();
        assert_eq!(done["lines"][0]["outcome"], "created");
        assert!(text(&done["lines"][0], "link").contains("/activate/"));
        let people = root.get(&format!("{BLUE}?search=nia")).await.json();
        assert_eq!(people["items"][0]["workspaces"][0]["roles"], json!(["approver"]));
        let log = root.get("/api/v1/activity?organization=blue&action=members.imported").await.json();
        assert_eq!(log["items"][0]["reason"], "New year");
    }

    async fn a_table_with_a_wrong_line_changes_nothing(world: World) {
        let root = blue(world).await;
        let table = "email,role\nnia@example.test,member\nbob,king\n";
        let refused = import(&root, "", table).await.refused(422, "invalid").json();
        assert_eq!(refused["errors"][0]["field"], "lines.3");
        assert_eq!(root.get(BLUE).await.json()["total"], 1);
        import(&root, "", "email,shoe\nnia@example.test,7\n").await.refused(422, "invalid");
        import(&root, "?nonsense=1", table).await.refused(422, "invalid");
        let path = format!("{BLUE}/import");
        root.post(&path, json!({})).await.refused(415, "unsupported-media-type");
    }
}

#[tokio::test]
async fn a_table_may_be_larger_than_other_requests_for_whoever_is_signed_in() {
    let world = World::on_sqlite().await;
    let root = blue(&world).await;
    let mut table = String::from("email,full_name\n");
    while table.len() < 100 * 1024 {
        let n = table.len();
        let _ = writeln!(table, "p{n}@example.test,Person with a name of some length {n}");
    }
    let seen = import(&root, "?dry_run=true", &table).await.expect(200).json();
    assert!(seen["created"].as_i64() > Some(1000), "{seen}");
    assert_eq!(seen["lines"].as_array().map(Vec::len), Some(1000));
    import(&world.client(), "", &table).await.refused(413, "payload-too-large");
    world.end().await;
}

#[tokio::test]
async fn a_table_is_carried_out_once_and_its_links_are_not_kept() {
    let world = World::on_sqlite().await;
    let root = blue(&world).await;
    let once = root.with("idempotency-key", "an-import");
    let table = "email\nnia@example.test\n";
    let first = import(&once, "", table).await.expect(200);
    assert!(first.text.contains("/activate/"));
    let again = import(&once, "", table).await.expect(200);
    assert_eq!(again.header("idempotency-replayed"), "true");
    assert_eq!(again.json()["created"], 1);
    assert!(!again.text.contains("/activate/"), "{again:?}");
    world.end().await;
}

#[tokio::test]
async fn a_list_is_exported_as_a_file_in_which_nothing_is_a_formula() {
    let world = World::on_sqlite().await;
    let root = blue(&world).await;
    import(&root, "", "email,full_name\nnia@example.test,'=1+1\n").await.expect(200);
    let export = root.get(&format!("{BLUE}/export?search=nia")).await.expect(200);
    assert_eq!(export.header("content-type"), "text/csv; charset=utf-8");
    let name = export.header("content-disposition");
    assert!(name.starts_with("attachment; filename=\"members-blue-20"), "{name}");
    assert!(export.text.contains("\r\nnia@example.test,'=1+1,nia,member,assets,"), "{export:?}");
    assert_eq!(export.text.lines().count(), 2);
    let people = root.get("/api/v1/users/export?format=csv&sort=-email").await.expect(200);
    assert!(people.text.lines().nth(1).is_some_and(|row| row.starts_with("nia@")), "{people:?}");
    root.get("/api/v1/users/export?format=pdf").await.refused(422, "invalid");
    let viewer = world.person(&root, "vera").await;
    root.post(BLUE, json!({ "user_id": viewer.id, "role": "viewer" })).await.expect(201);
    let theirs = world.signed_in(&viewer).await;
    theirs.get(&format!("{BLUE}/export")).await.refused(403, "forbidden");
    import(&theirs, "", "email\nx@example.test\n").await.refused(403, "forbidden");
    world.end().await;
}
