//! AuthZEN 1.0 from outside: evaluation, evaluations with their defaults and semantics, the three
//! searches, discovery; and the scenario of its working group's certification, as data in
//! `certification.json`.
//!
//! Source: Authorization API 1.0 – Certification Scenario,
//! <https://github.com/openid/authzen/tree/main/certification>.

use crate::client::Client;
use crate::on_both_engines;
use crate::world::{Person, World, text};
use serde_json::{Value, json};

struct Scene {
    root: Client,
    owner: Client,
    max: Person,
}

/// The organization "blue" with its Owner olga, the Member max, and the workspace "design", in
/// which max is a Requester.
async fn scene(world: &World) -> Scene {
    let (_, root) = world.administrator().await;
    let (olga, max) = (world.person(&root, "olga").await, world.person(&root, "max").await);
    let blue = json!({ "name": "Blue", "slug": "blue", "owner": olga.id });
    root.post("/api/v1/organizations", blue).await.expect(201);
    let owner = world.signed_in(&olga).await;
    let joins = json!({ "user_id": max.id, "role": "member" });
    owner.post("/api/v1/organizations/blue/members", joins).await.expect(201);
    let design = json!({ "name": "Design", "slug": "design" });
    owner.post("/api/v1/organizations/blue/workspaces", design).await.expect(201);
    let seat =
        format!("/api/v1/organizations/blue/workspaces/design/members/{}/roles/requester", max.id);
    owner.put(&seat, json!({})).await.expect(204);
    Scene { root, owner, max }
}

fn user(person: &Person) -> Value {
    json!({ "type": "user", "id": person.id })
}

fn action(name: &str) -> Value {
    json!({ "name": name })
}

fn place(kind: &str, id: &str) -> Value {
    json!({ "type": kind, "id": id })
}

async fn decision(client: &Client, question: Value) -> bool {
    let answer = client.post("/access/v1/evaluation", question).await.expect(200).json();
    answer["decision"].as_bool().expect("a decision")
}

on_both_engines! {
    async fn a_question_is_answered_as_it_is_decided(world: World) {
        let scene = scene(world).await;
        let ask = |what: &str, kind: &str, id: &str| {
            json!({ "subject": user(&scene.max), "action": action(what), "resource": place(kind, id) })
        };
        for (what, kind, id, expected) in [
            ("assets.create", "organization", "blue", true),
            ("users.manage", "organization", "blue", false),
            ("changes.submit", "workspace", "blue/design", true),
            ("changes.submit", "organization", "blue", false),
            ("settings.manage", "platform", "platform", false),
            ("coffee.make", "organization", "blue", false),
            ("assets.create", "organization", "nowhere", false),
            ("assets.create", "workspace", "blue", false),
        ] {
            let question = ask(what, kind, id);
            assert_eq!(decision(&scene.root, question).await, expected, "{what} {kind} {id}");
        }
        // Whoever sees everything in an organization is told that nothing there is called so.
        let nowhere = ask("assets.create", "workspace", "blue/nowhere");
        assert!(!decision(&scene.owner, nowhere.clone()).await);
        let max = world.signed_in(&scene.max).await;
        max.post("/access/v1/evaluation", nowhere).await.expect(403);
        let nobody = json!({ "type": "user", "id": "nobody" });
        let question = json!({ "subject": nobody, "action": action("assets.create"), "resource": place("organization", "blue") });
        assert!(!decision(&scene.root, question).await);
        let mut more = ask("assets.create", "organization", "blue");
        more["context"] = json!({ "time": "noon" });
        more["subject"]["properties"] = json!({ "department": "Sales" });
        assert!(decision(&scene.owner, more).await, "what is not known is ignored");
    }

    async fn a_question_that_cannot_be_read_is_400_and_its_id_comes_back(world: World) {
        let scene = scene(world).await;
        let whole = json!({ "subject": user(&scene.max), "action": action("assets.create"), "resource": place("organization", "blue") });
        for part in ["subject", "action", "resource"] {
            let mut question = whole.clone();
            question.as_object_mut().expect("an object").remove(part);
            scene.root.post("/access/v1/evaluation", question).await.expect(400);
        }
        let wrong = json!({ "subject": "max", "action": action("x"), "resource": place("organization", "blue") });
        scene.root.post("/access/v1/evaluation", wrong).await.expect(400);
        scene.root.send("POST", "/access/v1/evaluation", Some("application/json"), "{").await.expect(400);
        let told = scene.root.with("x-request-id", "bfe9eb29-ab87-4ca3-be83-a1d5d8305716");
        let answer = told.post("/access/v1/evaluation", whole.clone()).await.expect(200);
        assert_eq!(answer.header("x-request-id"), "bfe9eb29-ab87-4ca3-be83-a1d5d8305716");
        world.client().post("/access/v1/evaluation", whole.clone()).await.expect(401);
        let viewer = world.person(&scene.root, "vera").await;
        world.signed_in(&viewer).await.post("/access/v1/evaluation", whole).await.expect(403);
    }

    async fn many_questions_share_what_stands_beside_them(world: World) {
        let scene = scene(world).await;
        let asked = |semantic: &str| json!({
            "subject": user(&scene.max),
            "resource": place("organization", "blue"),
            "options": { "evaluations_semantic": semantic },
            "evaluations": [
                { "action": action("assets.create") },
                { "action": action("users.manage") },
                { "action": action("changes.submit"), "resource": place("workspace", "blue/design") },
            ],
        });
        for (semantic, expected) in [
            ("execute_all", vec![true, false, true]),
            ("deny_on_first_deny", vec![true, false]),
            ("permit_on_first_permit", vec![true]),
        ] {
            let answer = scene.root.post("/access/v1/evaluations", asked(semantic)).await.expect(200).json();
            let decisions: Vec<_> = answer["evaluations"].as_array().expect("a list").iter()
                .map(|it| it["decision"].as_bool().expect("a decision")).collect();
            assert_eq!(decisions, expected, "{semantic}");
        }
        let one = json!({ "subject": user(&scene.max), "action": action("assets.create"), "resource": place("organization", "blue") });
        let answer = scene.root.post("/access/v1/evaluations", one).await.expect(200).json();
        assert_eq!(answer, json!({ "decision": true }));
        let incomplete = json!({ "subject": user(&scene.max), "evaluations": [{ "action": action("assets.create") }] });
        let answer = scene.root.post("/access/v1/evaluations", incomplete).await.expect(200).json();
        assert_eq!(answer["evaluations"][0]["decision"], json!(false));
        assert_eq!(answer["evaluations"][0]["context"]["error"]["status"], json!(400));
    }

    async fn searches_find_who_what_and_where(world: World) {
        let scene = scene(world).await;
        let who = json!({ "subject": { "type": "user" }, "action": action("changes.submit"), "resource": place("workspace", "blue/design") });
        let found = scene.owner.post("/access/v1/search/subject", who.clone()).await.expect(200).json();
        let ids: Vec<_> = found["results"].as_array().expect("a list").iter().map(|it| text(it, "id")).collect();
        assert!(ids.contains(&scene.max.id) && ids.len() == 3, "the Owner and the platform's administrator, too: {found}");
        let mut seen = Vec::new();
        let mut token = String::new();
        loop {
            let mut page = who.clone();
            page["page"] = json!({ "limit": 1, "token": token });
            let found = scene.owner.post("/access/v1/search/subject", page).await.expect(200).json();
            seen.extend(found["results"].as_array().expect("a list").iter().map(|it| text(it, "id")));
            token = text(&found["page"], "next_token");
            if token.is_empty() {
                break;
            }
        }
        assert_eq!(seen.len(), 3);
        let place_asked = json!({ "subject": user(&scene.max), "action": action("changes.submit"), "resource": { "type": "workspace" } });
        let found = scene.owner.post("/access/v1/search/resource", place_asked).await.expect(200).json();
        assert_eq!(found["results"], json!([place("workspace", "blue/design")]));
        let what = json!({ "subject": user(&scene.max), "resource": place("workspace", "blue/design") });
        let found = scene.owner.post("/access/v1/search/action", what).await.expect(200).json();
        let names: Vec<_> = found["results"].as_array().expect("a list").iter().map(|it| text(it, "name")).collect();
        assert!(names.contains(&"changes.submit".to_owned()) && !names.contains(&"users.manage".to_owned()));
        let told = world.client().get("/.well-known/authzen-configuration").await.expect(200).json();
        assert!(text(&told, "access_evaluation_endpoint").ends_with("/access/v1/evaluation"));
    }

    async fn an_answer_follows_a_change_at_once(world: World) {
        let scene = scene(world).await;
        let question = json!({ "subject": user(&scene.max), "action": action("tags.manage"), "resource": place("organization", "blue") });
        assert!(!decision(&scene.root, question.clone()).await);
        let tags = format!("/api/v1/organizations/blue/members/{}/privileges/tags", scene.max.id);
        scene.owner.put(&tags, json!({ "granted": true })).await.expect(204);
        assert!(decision(&scene.root, question.clone()).await);
        scene.root.post(&format!("/api/v1/users/{}/deactivate", scene.max.id), json!({})).await.expect(200);
        assert!(!decision(&scene.root, question).await);
    }

    async fn the_scenario_of_the_certification_is_answered_as_it_asks(world: World) {
        let words = certified(world).await;
        let root = words.root.with("x-request-id", "bfe9eb29-ab87-4ca3-be83-a1d5d8305716");
        let tests: Vec<Value> = serde_json::from_str(include_str!("certification.json")).expect("JSON");
        for test in &tests {
            let path = format!("/access/v1/{}", text(test, "path"));
            let asked = words.ours(&test["asks"]);
            let status = u16::try_from(test["status"].as_u64().expect("a status")).expect("one of HTTP");
            // What is asked twice is answered alike.
            for _ in 0..2 {
                let answer = root.post(&path, asked.clone()).await;
                assert_eq!(answer.status, status, "{test}: {answer:?}");
                assert_eq!(answer.header("x-request-id"), "bfe9eb29-ab87-4ca3-be83-a1d5d8305716");
                if status == 200 {
                    assert!(answer.header("content-type").starts_with("application/json"), "{answer:?}");
                    words.compare(test, &answer.json());
                }
            }
        }
        for (kind, body) in [
            (Some("text/plain"), words.ours(&tests[0]["asks"]).to_string()),
            (Some("application/json"), "{\"subject\":".to_owned()),
            (Some("application/json"), String::new()),
        ] {
            root.send("POST", "/access/v1/evaluation", kind, &body).await.expect(400);
        }
    }
}

/// What the scenario's words are here: records are organizations, reading is previewing the assets
/// in it, writing is editing them. The levels that ask for decisions by properties which a question
/// brings along are left out: here everything about people and places is known from the database.
struct Words {
    root: Client,
    alice: String,
    bob: String,
}

async fn certified(world: &World) -> Words {
    let (_, root) = world.administrator().await;
    let (alice, bob) = (world.person(&root, "alice").await, world.person(&root, "bob").await);
    for slug in ["record-1", "record-2"] {
        let new = json!({ "name": slug, "slug": slug });
        root.post("/api/v1/organizations", new).await.expect(201);
    }
    for (person, role) in [(&alice, "member"), (&bob, "viewer")] {
        let joins = json!({ "user_id": person.id, "role": role });
        root.post("/api/v1/organizations/record-1/members", joins).await.expect(201);
    }
    Words { root, alice: alice.id, bob: bob.id }
}

impl Words {
    fn ours(&self, theirs: &Value) -> Value {
        match theirs {
            Value::String(word) => json!(match word.as_str() {
                "alice" => self.alice.as_str(),
                "bob" => &self.bob,
                "record" => "organization",
                "read" => "assets.preview",
                "write" => "assets.edit",
                other => other,
            }),
            Value::Array(all) => all.iter().map(|one| self.ours(one)).collect(),
            Value::Object(all) => {
                all.iter().map(|(name, one)| (name.clone(), self.ours(one))).collect()
            }
            other => other.clone(),
        }
    }

    /// Holds an answer against what the scenario expects of it.
    fn compare(&self, test: &Value, answer: &Value) {
        let expected = &test["answer"];
        if !expected["decision"].is_null() {
            assert_eq!(answer["decision"], expected["decision"], "{test}");
        }
        if let Some(expected) = expected["evaluations"].as_array() {
            let told = answer["evaluations"].as_array().expect("a list");
            assert_eq!(told.len(), expected.len(), "{test}: {answer}");
            for (told, expected) in told.iter().zip(expected) {
                assert!(told["decision"].is_boolean(), "{test}: {answer}");
                assert!(
                    expected["decision"].is_null() || told["decision"] == expected["decision"],
                    "{test}: {answer}"
                );
            }
        }
        if !expected["results"].is_null() {
            assert_eq!(answer["results"], expected["results"], "{test}");
        }
        if let Some(included) = test["includes"].as_array() {
            let found = answer["results"].as_array().expect("results");
            assert!(answer["page"]["next_token"].is_string(), "{test}: {answer}");
            for one in included {
                assert!(found.contains(&self.ours(one)), "{test}: {answer}");
            }
        }
    }
}
