//! The doors of memberships: tags, preconditions, and what leaves as which status.

use crate::client::Client;
use crate::on_both_engines;
use crate::world::{Person, World};
use serde_json::{Value, json};

const ALL: &str = "/api/v1/organizations/blue/members";

struct Scene {
    owner: Client,
    member: Person,
    /// The member's door.
    door: String,
}

/// The organization "blue" with an Owner, and somebody who has just joined as Member.
async fn scene(world: &World) -> Scene {
    let (_, owner) = world.administrator().await;
    let member = world.person(&owner, "bea").await;
    let blue = json!({ "name": "Blue", "slug": "blue" });
    owner.post("/api/v1/organizations", blue).await.expect(201);
    let joins = json!({ "user_id": member.id, "role": "member", "reason": "New here" });
    let joined = owner.post(ALL, joins).await.expect(201);
    assert_eq!(joined.header("etag"), format!("\"{}\"", joined.json()["version"]));
    let door = format!("{ALL}/{}", member.id);
    Scene { owner, member, door }
}

on_both_engines! {
    async fn who_has_changed_since_is_not_removed(world: World) {
        let (_, administrator) = world.administrator().await;
        let bea = world.person(&administrator, "bea").await;
        let blue = json!({ "name": "Blue", "slug": "blue" });
        administrator.post("/api/v1/organizations", blue).await.expect(201);
        let joins = json!({ "user_id": bea.id, "role": "member" });
        administrator.post("/api/v1/organizations/blue/members", joins).await.expect(201);
        let path = format!("/api/v1/organizations/blue/members/{}", bea.id);
        let stale = administrator.with("if-match", "\"1\"");
        stale.send("DELETE", &path, None, "").await.refused(412, "precondition-failed");
        administrator.send("DELETE", &path, None, "").await.expect(204);
    }

    async fn a_member_reads_as_the_interface_says(world: World) {
        let Scene { owner, member, door } = scene(world).await;
        let shown = owner.get(&door).await.expect(200).json();
        let user = json!({
            "id": member.id, "email": member.email, "username": "bea",
            "full_name": "bea Person", "status": "active",
        });
        assert_eq!(shown["user"], user);
        assert_eq!((&shown["role"], &shown["status"]), (&json!("member"), &json!("active")));
        assert_eq!(shown["privileges"], json!(["assets"]));
        assert_eq!(shown["workspaces"], json!([]));
        let listed = owner.get(&format!("{ALL}?role=member")).await.expect(200).json();
        assert_eq!(listed, json!({ "items": [shown], "next_cursor": null, "total": 1 }));
    }

    async fn changes_hold_on_to_what_was_seen(world: World) {
        let Scene { owner, door, .. } = scene(world).await;
        let seen = owner.get(&door).await.expect(200);
        let careful = owner.with("if-match", seen.header("etag"));
        let changed = careful.patch(&door, json!({ "role": "viewer" })).await.expect(200);
        assert_eq!(changed.json()["privileges"], json!([]));
        assert_ne!(changed.header("etag"), seen.header("etag"));
        let stale = careful.patch(&door, json!({ "role": "admin" })).await;
        stale.refused(412, "precondition-failed");
        let tags = format!("{door}/privileges/tags");
        let ticks = json!({ "granted": true });
        careful.put(&tags, ticks.clone()).await.refused(412, "precondition-failed");
        let fresh = owner.with("if-match", changed.header("etag"));
        assert_eq!(fresh.put(&tags, ticks).await.expect(204).text, "");
        assert_eq!(owner.get(&door).await.json()["privileges"], json!(["tags"]));
    }

    async fn what_cannot_be_is_named(world: World) {
        let Scene { owner, member, door } = scene(world).await;
        let ticks = json!({ "granted": true });
        owner.put(&format!("{door}/privileges/money"), ticks).await.refused(404, "not-found");
        let unclear = json!({ "granted": "yes" });
        owner.put(&format!("{door}/privileges/tags"), unclear).await.refused(422, "invalid");
        owner.patch(&door, json!({ "rank": "owner" })).await.refused(422, "invalid");
        owner.patch(&door, json!({ "status": "suspended" })).await.refused(422, "invalid");
        owner.get(&format!("{ALL}?role=king")).await.refused(422, "invalid");
        owner.get(&format!("{ALL}?cursor=forged")).await.refused(400, "malformed");
        owner.get(&format!("{ALL}/nobody")).await.refused(404, "not-found");
        let again = json!({ "user_id": member.id, "role": "viewer" });
        owner.post(ALL, again).await.refused(409, "conflict");
        let nobody = json!({ "user_id": uuid_of_nobody(), "role": "viewer" });
        let refused = owner.post(ALL, nobody).await.refused(404, "not-found").json();
        assert_eq!(refused["errors"][0]["field"], "user_id");
        let last = owner.get("/api/v1/me").await.expect(200).json();
        let own = format!("{ALL}/{}", last["id"].as_str().expect("an id"));
        owner.patch(&own, json!({ "role": "viewer" })).await.refused(409, "last-owner");
        owner.send("DELETE", &own, None, "").await.refused(409, "last-owner");
    }

    async fn leaving_takes_a_reason_or_none(world: World) {
        let Scene { owner, member, door } = scene(world).await;
        let because = json!({ "reason": "Moved on" });
        owner.json("DELETE", &door, &because).await.expect(204);
        owner.get(&door).await.refused(404, "not-found");
        let log = owner.get("/api/v1/activity?organization=blue&action=member.removed").await;
        assert_eq!(log.expect(200).json()["items"][0]["reason"], "Moved on");
        let back = json!({ "user_id": member.id, "role": "viewer" });
        owner.post(ALL, back).await.expect(201);
        let leaving = world.signed_in(&member).await;
        leaving.send("DELETE", &door, None, "").await.expect(204);
        leaving.get(&door).await.refused(404, "not-found");
    }
}

fn uuid_of_nobody() -> Value {
    json!("00000000-0000-7000-8000-000000000000")
}
