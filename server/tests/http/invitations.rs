//! The doors of invitations: what leaves as which status, and what nobody gets past.

use crate::client::Client;
use crate::on_both_engines;
use crate::world::{PASSWORD, Person, World, text};
use serde_json::{Value, json};

const ALL: &str = "/api/v1/organizations/blue/invitations";

/// The organization "blue" with its Owner.
async fn owner(world: &World) -> Client {
    let (_, owner) = world.administrator().await;
    let blue = json!({ "name": "Blue", "slug": "blue" });
    owner.post("/api/v1/organizations", blue).await.expect(201);
    owner
}

fn nia() -> Value {
    json!({ "email": "nia@example.test", "full_name": "Nia Nord", "role": "member" })
}

fn token(of: &Value) -> String {
    let link = text(of, "link");
    link.rsplit_once("/invite/").expect("the path of a link").1.to_owned()
}

fn door(token: &str) -> String {
    format!("/api/v1/invitations/{token}")
}

fn password() -> Value {
    json!({ "password": PASSWORD })
}

on_both_engines! {
    async fn an_invited_person_sets_a_password_and_works_at_once(world: World) {
        let owner = owner(world).await;
        let made = owner.post(ALL, nia()).await.expect(201);
        assert_eq!(made.header("etag"), format!("\"{}\"", made.json()["version"]));
        let made = made.json();
        assert_eq!((&made["status"], &made["privileges"]), (&json!("pending"), &json!(["assets"])));
        assert_eq!(made["workspaces"], json!([]));
        let token = token(&made);
        let seen = world.client().get(&door(&token)).await.expect(200).json();
        assert_eq!(seen["organization"], json!({ "slug": "blue", "name": "Blue" }));
        assert_eq!((&seen["role"], &seen["account_exists"]), (&json!("member"), &json!(false)));
        let accept = format!("{}/accept", door(&token));
        let with = json!({ "password": PASSWORD, "username": "nia" });
        let accepted = world.client().post(&accept, with).await.expect(200);
        assert!(accepted.session_cookie().is_none(), "a REST door sets no cookie");
        assert_eq!(accepted.json()["user"]["status"], "active");
        let nia = Person { id: text(&accepted.json()["user"], "id"), email: "nia@example.test".into() };
        let me = world.signed_in(&nia).await.get("/api/v1/me").await.expect(200).json();
        assert_eq!(me["organizations"][0]["slug"], "blue");
        world.client().post(&accept, password()).await.refused(410, "gone");
        let listed = owner.get(&format!("{ALL}?status=accepted")).await.expect(200).json();
        assert_eq!((&listed["total"], &listed["items"][0]["id"]), (&json!(1), &made["id"]));
        assert_eq!(listed["items"][0].get("link"), None);
    }

    async fn looking_uses_nothing_up(world: World) {
        let owner = owner(world).await;
        let made = owner.post(ALL, nia()).await.expect(201).json();
        let door = door(&token(&made));
        for method in ["GET", "HEAD", "GET", "HEAD"] {
            world.client().send(method, &door, None, "").await.expect(200);
            let page = format!("/invite/{}", token(&made));
            world.client().send(method, &page, None, "").await;
        }
        world.client().post(&format!("{door}/accept"), password()).await.expect(200);
    }

    async fn nothing_about_an_invitation_can_be_tampered_with(world: World) {
        let owner = owner(world).await;
        let made = owner.post(ALL, nia()).await.expect(201).json();
        let accept = format!("{}/accept", door(&token(&made)));
        for (field, value) in [
            ("role", json!("owner")),
            ("email", json!("evil@example.test")),
            ("organization", json!("red")),
            ("privileges", json!(["users"])),
            ("status", json!("active")),
        ] {
            let mut with = password();
            with[field] = value;
            let refused = world.client().post(&accept, with).await.refused(422, "invalid").json();
            assert_eq!(refused["errors"][0]["field"], field);
        }
        let many = json!({ "email": ["a@b.test", "c@d.test"], "full_name": "A B", "role": "viewer" });
        owner.post(ALL, many).await.refused(422, "invalid");
        let other = format!("{}x", token(&made));
        world.client().get(&door(&other)).await.refused(404, "not-found");
    }

    async fn a_dead_link_is_gone(world: World) {
        let owner = owner(world).await;
        let made = owner.post(ALL, nia()).await.expect(201).json();
        let one = format!("{ALL}/{}", text(&made, "id"));
        let sent = owner.post(&format!("{one}/resend"), json!({})).await.expect(200).json();
        assert_ne!(token(&sent), token(&made));
        world.client().get(&door(&token(&made))).await.refused(410, "gone");
        world.client().get(&door(&token(&sent))).await.expect(200);
        let because = json!({ "reason": "Changed our mind" });
        owner.json("DELETE", &one, &because).await.expect(204);
        world.client().get(&door(&token(&sent))).await.refused(410, "gone");
        let accept = format!("{}/accept", door(&token(&sent)));
        world.client().post(&accept, password()).await.refused(410, "gone");
        let log = "/api/v1/activity?organization=blue&action=invitation.revoked";
        let entry = owner.get(log).await.expect(200).json()["items"][0].clone();
        assert_eq!((&entry["reason"], &entry["target"]["name"]), (&json!("Changed our mind"), &json!("Nia Nord")));
        let again = owner.post(ALL, nia()).await.expect(201).json();
        world.later(72 * 3600);
        world.client().get(&door(&token(&again))).await.refused(410, "gone");
    }

    async fn the_link_is_told_to_nobody_else_and_never_once_mails_go_out(world: World) {
        let owner = owner(world).await;
        let made = owner.post(ALL, nia()).await.expect(201).json();
        let one = owner.get(&format!("{ALL}/{}", text(&made, "id"))).await.expect(200);
        assert!(!one.text.contains("/invite/") && !one.text.contains(&token(&made)));
        assert!(!owner.get(ALL).await.expect(200).text.contains(&token(&made)));
        let mail = json!({ "mail": { "smtp_url": "smtp://127.0.0.1:9", "from": "no-reply@example.test" } });
        owner.patch("/api/v1/settings", mail).await.expect(200);
        let mailed = json!({ "email": "ned@example.test", "full_name": "Ned", "role": "viewer" });
        let mailed = owner.post(ALL, mailed).await.expect(201);
        assert!(!mailed.text.contains("/invite/"), "{}", mailed.text);
    }

    async fn a_key_sent_twice_keeps_no_link(world: World) {
        let owner = owner(world).await;
        let keyed = owner.with("idempotency-key", "invite-nia");
        keyed.post(ALL, nia()).await.expect(201);
        let again = keyed.post(ALL, nia()).await.refused(409, "conflict");
        assert!(!again.text.contains("/invite/"));
        let stored = "select count(*) from idempotency";
        let mut connection = world.services.read().await.expect("a connection");
        let kept = connection.number(stored, Vec::new()).await.expect("a number");
        assert_eq!(kept, Some(0));
    }

    async fn only_a_member_who_may_invite_does(world: World) {
        let owner = owner(world).await;
        let (max, sten) = (world.person(&owner, "max").await, world.person(&owner, "sten").await);
        let joins = json!({ "user_id": max.id, "role": "member" });
        owner.post("/api/v1/organizations/blue/members", joins).await.expect(201);
        let made = owner.post(ALL, nia()).await.expect(201).json();
        let one = format!("{ALL}/{}", text(&made, "id"));
        for (who, status, slug) in [(&max, 403, "forbidden"), (&sten, 404, "not-found")] {
            let client = world.signed_in(who).await;
            client.get(ALL).await.refused(status, slug);
            client.get(&one).await.refused(status, slug);
            client.post(ALL, nia()).await.refused(status, slug);
            client.post(&format!("{one}/resend"), json!({})).await.refused(status, slug);
            client.send("DELETE", &one, None, "").await.refused(status, slug);
        }
        let nowhere = json!({
            "email": "zoe@example.test", "full_name": "Zoe", "role": "viewer",
            "workspaces": [{ "slug": "nowhere", "roles": ["requester"] }],
        });
        let refused = owner.post(ALL, nowhere).await.refused(422, "invalid").json();
        assert_eq!(refused["errors"][0]["field"], "workspaces[0].slug");
        assert_eq!(refused["errors"][0]["message"], "There is no workspace with this word in its address.");
    }

    async fn pasted_lines_invite_all_or_nobody(world: World) {
        let owner = owner(world).await;
        let bulk = format!("{ALL}/bulk");
        let bad = json!({ "lines": "Nia <nia@example.test>, admin\nnonsense" });
        let refused = owner.post(&bulk, bad).await.refused(422, "invalid").json();
        assert_eq!(refused["errors"][0]["field"], "lines.2");
        let good = json!({ "lines": "Nia <nia@example.test>, admin\nned@example.test", "role": "viewer" });
        let made = owner.post(&bulk, good).await.expect(201).json();
        assert_eq!((&made["total"], &made["items"][1]["role"]), (&json!(2), &json!("viewer")));
        let pending = "/api/v1/organizations/blue/members?status=pending";
        let pending = owner.get(pending).await.expect(200).json();
        assert_eq!((&pending["total"], &pending["items"][1]["user"]["full_name"]), (&json!(2), &json!("Nia")));
    }
}
