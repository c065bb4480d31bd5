//! Workspaces, projects, teams, roles and plans from outside: who may what, where, and why.

use crate::client::Client;
use crate::on_both_engines;
use crate::world::{Person, World, text};
use serde_json::{Value, json};

const BLUE: &str = "/api/v1/organizations/blue";

/// The organization "blue": its Owner olga, a Member max and a Viewer vera; a workspace and a
/// project.
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
    for (who, role) in [(&max, "member"), (&vera, "viewer")] {
        let joins = json!({ "user_id": who.id, "role": role });
        root.post(&format!("{BLUE}/members"), joins).await.expect(201);
    }
    let owner = world.signed_in(&olga).await;
    let design = json!({ "name": "Design", "slug": "design" });
    owner.post(&format!("{BLUE}/workspaces"), design).await.expect(201);
    let website = json!({ "name": "Website", "slug": "website", "workspace": "design" });
    owner.post(&format!("{BLUE}/projects"), website).await.expect(201);
    Scene { root, owner, max, vera }
}

/// Whether somebody may do something, as the administrator is told.
async fn may(scene: &Scene, who: &Person, permission: &str, scope: &str) -> bool {
    let asked = format!("/api/v1/users/{}/access?scope={scope}&permission={permission}", who.id);
    scene.root.get(&asked).await.expect(200).json()["allowed"] == json!(true)
}

fn keys(list: &Value, name: &str) -> Vec<String> {
    let items = list["items"].as_array().expect("items");
    items.iter().map(|item| text(item, name)).collect()
}

on_both_engines! {
    async fn a_person_holds_several_roles_in_a_workspace_and_others_elsewhere(world: World) {
        let scene = scene(world).await;
        let other = json!({ "name": "Sound", "slug": "sound" });
        scene.owner.post(&format!("{BLUE}/workspaces"), other).await.expect(201);
        let seat = |ws: &str, role: &str| {
            format!("{BLUE}/workspaces/{ws}/members/{}/roles/{role}", scene.vera.id)
        };
        for path in [seat("design", "requester"), seat("design", "approver"), seat("sound", "requester")] {
            scene.owner.put(&path, json!({ "reason": "New task" })).await.expect(204);
        }
        assert!(may(&scene, &scene.vera, "changes.review", "blue/design").await);
        assert!(may(&scene, &scene.vera, "changes.submit", "blue/sound").await);
        assert!(!may(&scene, &scene.vera, "changes.review", "blue/sound").await);
        assert!(!may(&scene, &scene.vera, "changes.submit", "blue").await);
        let member = scene.owner.get(&format!("{BLUE}/members/{}", scene.vera.id)).await.json();
        let expected = json!([
            { "slug": "design", "roles": ["approver", "requester"] },
            { "slug": "sound", "roles": ["requester"] },
        ]);
        assert_eq!(member["workspaces"], expected);
        scene.owner.json("DELETE", &seat("design", "approver"), &json!({})).await.expect(204);
        scene.owner.json("DELETE", &seat("design", "approver"), &json!({})).await.expect(404);
        assert!(!may(&scene, &scene.vera, "changes.review", "blue/design").await);
        let people = scene.owner.get(&format!("{BLUE}/workspaces/design/members")).await.json();
        assert_eq!(people["items"][0]["roles"][0]["role"], "requester");
        let log = scene.owner.get("/api/v1/activity?organization=blue&action=role.assigned").await;
        assert_eq!(log.expect(200).json()["items"][0]["reason"], "New task");
    }

    async fn a_role_must_exist_before_it_is_assigned_and_the_error_says_so(world: World) {
        let scene = scene(world).await;
        let ghost = format!("{BLUE}/workspaces/design/members/{}/roles/ghost", scene.vera.id);
        let refused = scene.owner.put(&ghost, json!({})).await.refused(404, "not-found").json();
        assert!(text(&refused, "detail").contains("must exist before it can be assigned"));
        let project = format!("{BLUE}/projects/website/members/{}", scene.vera.id);
        let refused = scene.owner.put(&project, json!({ "role": "approver" })).await;
        let refused = refused.refused(422, "invalid").json();
        assert_eq!(refused["errors"][0]["field"], "role");
        let stranger = world.person(&scene.root, "sten").await;
        let path = format!("{BLUE}/workspaces/design/members/{}/roles/requester", stranger.id);
        scene.owner.put(&path, json!({})).await.refused(404, "not-found");
        let past = json!({ "expires_at": "2001-01-01T00:00:00Z" });
        let path = format!("{BLUE}/workspaces/design/members/{}/roles/requester", scene.vera.id);
        scene.owner.put(&path, past).await.refused(422, "invalid");
    }

    async fn assigning_needs_the_right_in_that_very_workspace_and_nothing_beyond_it(world: World) {
        let scene = scene(world).await;
        let sound = json!({ "name": "Sound", "slug": "sound" });
        scene.owner.post(&format!("{BLUE}/workspaces"), sound).await.expect(201);
        let leads = format!("{BLUE}/workspaces/design/members/{}/roles/team_admin", scene.max.id);
        scene.owner.put(&leads, json!({})).await.expect(204);
        let max = world.signed_in(&scene.max).await;
        let seat = |ws: &str, role: &str| {
            format!("{BLUE}/workspaces/{ws}/members/{}/roles/{role}", scene.vera.id)
        };
        max.put(&seat("design", "approver"), json!({})).await.expect(204);
        max.put(&seat("sound", "approver"), json!({})).await.refused(403, "forbidden");
        let powerful = json!({
            "key": "director", "name": "Director", "scope": "workspace",
            "permissions": ["changes.override", "users.manage"],
        });
        scene.owner.post(&format!("{BLUE}/roles"), powerful).await.expect(201);
        max.put(&seat("design", "director"), json!({})).await.refused(403, "forbidden");
        let own = format!("{BLUE}/workspaces/design/members/{}/roles/director", scene.max.id);
        max.put(&own, json!({})).await.refused(403, "forbidden");
        let asked = json!({ "overriding": true });
        max.patch(&format!("{BLUE}/workspaces/design"), asked).await.refused(403, "forbidden");
    }

    async fn membership_gives_no_project_and_the_project_does(world: World) {
        let scene = scene(world).await;
        let max = world.signed_in(&scene.max).await;
        let projects = format!("{BLUE}/projects");
        assert_eq!(keys(&max.get(&projects).await.expect(200).json(), "slug"), [""; 0]);
        max.get(&format!("{projects}/website")).await.refused(403, "forbidden");
        let seat = format!("{projects}/website/members/{}", scene.max.id);
        scene.owner.put(&seat, json!({ "role": "reader" })).await.expect(204);
        assert_eq!(keys(&max.get(&projects).await.expect(200).json(), "slug"), ["website"]);
        assert!(!may(&scene, &scene.max, "work.edit", "blue/website").await);
        scene.owner.put(&seat, json!({ "role": "contributor" })).await.expect(204);
        assert!(may(&scene, &scene.max, "work.edit", "blue/website").await);
        let people = max.get(&format!("{projects}/website/members")).await.expect(200).json();
        assert_eq!(people["items"][0]["roles"].as_array().expect("a list").len(), 1, "one role each");
        scene.owner.json("DELETE", &seat, &json!({})).await.expect(204);
        assert!(!may(&scene, &scene.max, "work.view", "blue/website").await);
    }

    async fn a_project_moves_without_bringing_rights_along(world: World) {
        let scene = scene(world).await;
        let sound = json!({ "name": "Sound", "slug": "sound" });
        scene.owner.post(&format!("{BLUE}/workspaces"), sound).await.expect(201);
        for ws in ["design", "sound"] {
            let path = format!("{BLUE}/workspaces/{ws}/members/{}/roles/team_admin", scene.max.id);
            scene.owner.put(&path, json!({})).await.expect(204);
        }
        let seat = format!("{BLUE}/projects/website/members/{}", scene.vera.id);
        scene.owner.put(&seat, json!({ "role": "manager" })).await.expect(204);
        let website = format!("{BLUE}/projects/website");
        let moved = scene.owner.patch(&website, json!({ "workspace": "sound" })).await.expect(200);
        assert_eq!(moved.json()["workspace"], "sound");
        assert!(!may(&scene, &scene.max, "projects.view", "blue/website").await);
        assert!(may(&scene, &scene.vera, "projects.manage", "blue/website").await);
        let out = scene.owner.patch(&website, json!({ "workspace": null })).await.expect(200);
        assert_eq!(out.json()["workspace"], Value::Null);
        scene.owner.patch(&website, json!({ "workspace": "nowhere" })).await.refused(422, "invalid");
    }

    async fn a_workspace_and_a_project_never_share_a_word_and_a_word_brings_nobody_back(world: World) {
        let scene = scene(world).await;
        let taken = json!({ "name": "Website", "slug": "website" });
        scene.owner.post(&format!("{BLUE}/workspaces"), taken).await.refused(409, "taken");
        let taken = json!({ "name": "Design", "slug": "design" });
        scene.owner.post(&format!("{BLUE}/projects"), taken.clone()).await.refused(409, "taken");
        let seat = format!("{BLUE}/workspaces/design/members/{}/roles/approver", scene.vera.id);
        scene.owner.put(&seat, json!({})).await.expect(204);
        let design = format!("{BLUE}/workspaces/design");
        scene.owner.json("DELETE", &design, &json!({})).await.refused(409, "conflict");
        let website = format!("{BLUE}/projects/website");
        scene.owner.json("DELETE", &website, &json!({})).await.expect(204);
        scene.owner.json("DELETE", &design, &json!({})).await.expect(204);
        scene.owner.get(&design).await.refused(404, "not-found");
        scene.owner.post(&format!("{BLUE}/workspaces"), taken).await.expect(201);
        assert!(!may(&scene, &scene.vera, "changes.review", "blue/design").await);
    }

    async fn a_team_holds_roles_for_whoever_is_in_it(world: World) {
        let scene = scene(world).await;
        let crew = json!({ "name": "Crew", "slug": "crew" });
        scene.owner.post(&format!("{BLUE}/teams"), crew).await.expect(201);
        let held = format!("{BLUE}/workspaces/design/teams/crew/roles/approver");
        scene.owner.put(&held, json!({})).await.expect(204);
        let seat = format!("{BLUE}/teams/crew/members/{}", scene.vera.id);
        scene.owner.put(&seat, json!({})).await.expect(204);
        let asked = format!(
            "/api/v1/users/{}/access?scope=blue/design&permission=changes.review", scene.vera.id
        );
        let told = scene.root.get(&asked).await.expect(200).json();
        assert_eq!(told["reasons"][0]["team"]["slug"], "crew", "{told}");
        let teams = scene.owner.get(&format!("{BLUE}/teams")).await.expect(200).json();
        assert_eq!(teams["items"][0]["members"], 1);
        assert_eq!(teams["items"][0]["roles"][0]["scope"], "blue/design");
        let leads = format!("{BLUE}/workspaces/design/members/{}/roles/team_admin", scene.max.id);
        scene.owner.put(&leads, json!({})).await.expect(204);
        let max = world.signed_in(&scene.max).await;
        let own = format!("{BLUE}/teams/crew/members/{}", scene.max.id);
        max.put(&own, json!({})).await.refused(403, "forbidden");
        scene.owner.json("DELETE", &seat, &json!({})).await.expect(204);
        assert!(!may(&scene, &scene.vera, "changes.review", "blue/design").await);
        scene.owner.put(&seat, json!({})).await.expect(204);
        scene.owner.json("DELETE", &format!("{BLUE}/teams/crew"), &json!({})).await.expect(204);
        assert!(!may(&scene, &scene.vera, "changes.review", "blue/design").await);
    }

    async fn roles_are_made_of_the_catalogue_and_used_ones_need_a_replacement(world: World) {
        let scene = scene(world).await;
        let roles = format!("{BLUE}/roles");
        let auditor = json!({
            "key": "auditor", "name": "Auditor", "scope": "organization",
            "permissions": ["activity.view", "activity.export"],
        });
        scene.owner.post(&roles, auditor.clone()).await.expect(201);
        scene.owner.post(&roles, auditor).await.refused(409, "taken");
        let unknown = json!({ "key": "xx", "name": "X", "scope": "organization", "permissions": ["coffee.make"] });
        scene.owner.post(&roles, unknown).await.refused(422, "invalid");
        let seat = format!("{BLUE}/members/{}/roles/auditor", scene.vera.id);
        scene.owner.put(&seat, json!({})).await.expect(204);
        assert!(may(&scene, &scene.vera, "activity.export", "blue").await);
        let changed = json!({ "permissions": ["activity.view"] });
        scene.owner.patch(&format!("{roles}/auditor"), changed).await.expect(200);
        assert!(!may(&scene, &scene.vera, "activity.export", "blue").await);
        scene.owner.patch(&format!("{roles}/owner"), json!({ "name": "King" })).await.expect(409);
        scene.owner.json("DELETE", &format!("{roles}/auditor"), &json!({})).await.refused(409, "conflict");
        let reader = json!({
            "key": "log-reader", "name": "Log reader", "scope": "organization", "permissions": ["activity.view"],
        });
        scene.owner.post(&roles, reader).await.expect(201);
        let instead = json!({ "replacement": "log-reader" });
        scene.owner.json("DELETE", &format!("{roles}/auditor"), &instead).await.expect(204);
        assert!(may(&scene, &scene.vera, "activity.view", "blue").await);
        let held = scene.owner.get(&format!("{roles}/log-reader/holders")).await.expect(200).json();
        assert_eq!(held["items"][0]["user"]["username"], "vera");
        let all = scene.owner.get(&roles).await.expect(200).json();
        assert!(keys(&all, "key").contains(&"team_admin".to_owned()));
    }

    async fn nobody_makes_or_changes_a_role_beyond_what_they_hold(world: World) {
        let scene = scene(world).await;
        let roles = format!("{BLUE}/roles");
        let keeper = json!({
            "key": "keeper", "name": "Keeper", "scope": "organization",
            "permissions": ["roles.manage", "users.view"],
        });
        scene.owner.post(&roles, keeper).await.expect(201);
        scene.owner.put(&format!("{BLUE}/members/{}/roles/keeper", scene.max.id), json!({})).await.expect(204);
        let max = world.signed_in(&scene.max).await;
        let more = json!({ "permissions": ["roles.manage", "users.view", "billing.manage"] });
        max.patch(&format!("{roles}/keeper"), more).await.refused(403, "forbidden");
        let new = json!({ "key": "boss", "name": "Boss", "scope": "organization", "permissions": ["users.manage"] });
        max.post(&roles, new).await.refused(403, "forbidden");
        let fair = json!({ "key": "guide", "name": "Guide", "scope": "organization", "permissions": ["users.view"] });
        max.post(&roles, fair).await.expect(201);
        // A role held in a project only: what is held in the organization does not reach it.
        let tester = json!({ "key": "tester", "name": "Tester", "scope": "project", "permissions": ["work.view"] });
        scene.owner.post(&roles, tester).await.expect(201);
        let seat = format!("{BLUE}/projects/website/members/{}", scene.max.id);
        scene.owner.put(&seat, json!({ "role": "tester" })).await.expect(204);
        let gain = json!({ "permissions": ["users.view", "work.view"] });
        max.patch(&format!("{roles}/tester"), gain).await.refused(403, "forbidden");
    }

    async fn an_undo_of_a_role_or_a_seat_is_refused_when_something_came_between(world: World) {
        let scene = scene(world).await;
        let admin = world.person(&scene.root, "ina").await;
        let joins = json!({ "user_id": admin.id, "role": "admin" });
        scene.root.post(&format!("{BLUE}/members"), joins).await.expect(201);
        let crew = json!({ "name": "Crew", "slug": "crew" });
        scene.owner.post(&format!("{BLUE}/teams"), crew).await.expect(201);
        let page = world.browser(&admin).await;
        let seat = format!("{BLUE}/teams/crew/members/{}", scene.vera.id);
        let role = format!("{BLUE}/workspaces/design/members/{}/roles/approver", scene.vera.id);
        let held = |expected: Option<i64>| {
            let form = json!({ "user": scene.vera.id, "role": "approver", "expected": expected });
            json!({ "slug": "blue", "at": "workspace/design", "form": form })
        };
        let leaves = |expected: Option<i64>| json!({
            "slug": "blue", "team": "crew", "id": scene.vera.id, "expected": expected,
        });
        let joins = |expected: Option<i64>| json!({
            "slug": "blue", "team": "crew", "id": scene.vera.id, "form": { "expected": expected },
        });
        let roles = ("/_fn/grants/assign", "/_fn/grants/revoke");
        let seats = ("/_fn/teams/join", "/_fn/teams/leave");
        let takes = async |(give, take): (&str, &str), given: Value, taken: &dyn Fn(Option<i64>) -> Value, path: &str| {
            let version = page.post(give, given).await.expect(200).json().as_i64();
            let at = page.post(take, taken(version)).await.expect(200).json().as_i64();
            assert!(at > version, "{take}");
            scene.owner.put(path, json!({})).await.expect(204);
            page.post(take, taken(at)).await.expect(409);
        };
        takes(roles, held(None), &held, &role).await;
        takes(seats, joins(None), &leaves, &seat).await;
    }

    async fn what_ends_by_itself_ends_to_the_second_and_is_recorded(world: World) {
        let scene = scene(world).await;
        let end = fluxward_domain::Moment(world.services.clock.now().0).plus_seconds(60).to_rfc3339();
        let ends = json!({ "expires_at": end });
        let seat = format!("{BLUE}/workspaces/design/members/{}/roles/approver", scene.vera.id);
        scene.owner.put(&seat, ends.clone()).await.expect(204);
        let membership = format!("{BLUE}/members/{}", scene.max.id);
        scene.owner.patch(&membership, ends).await.expect(200);
        assert!(may(&scene, &scene.vera, "changes.review", "blue/design").await);
        world.later(61);
        assert!(!may(&scene, &scene.vera, "changes.review", "blue/design").await);
        assert!(!may(&scene, &scene.max, "organization.view", "blue").await);
        while fluxward_core::jobs::once(&world.services).await.expect("the jobs run")
            .is_some_and(|next| next <= world.services.clock.now()) {}
        let shown = scene.owner.get(&membership).await.expect(200).json();
        assert_eq!((&shown["status"], &shown["expires_at"]), (&json!("inactive"), &Value::Null));
        for action in ["role.expired", "member.expired"] {
            let log = scene.owner.get(&format!("/api/v1/activity?organization=blue&action={action}")).await;
            assert_eq!(log.expect(200).json()["items"].as_array().expect("a list").len(), 1, "{action}");
        }
        scene.owner.patch(&membership, json!({ "status": "active" })).await.expect(200);
        assert!(may(&scene, &scene.max, "organization.view", "blue").await);
    }

    async fn the_last_owner_never_ends_by_themselves(world: World) {
        let scene = scene(world).await;
        let me = scene.owner.get("/api/v1/me").await.expect(200).json();
        let own = format!("{BLUE}/members/{}", text(&me, "id"));
        let ends = json!({ "expires_at": "2099-01-01T00:00:00Z" });
        scene.root.patch(&own, ends).await.refused(409, "last-owner");
    }

    async fn a_plan_switches_off_and_its_seats_bind_every_path(world: World) {
        let scene = scene(world).await;
        let seat = format!("{BLUE}/workspaces/design/members/{}/roles/approver", scene.vera.id);
        scene.owner.put(&seat, json!({})).await.expect(204);
        let starter = scene.owner.patch(BLUE, json!({ "plan": "starter" })).await.expect(200).json();
        assert_eq!((&starter["plan"], &starter["seats"]), (&json!("starter"), &json!(10)));
        let asked = format!("/api/v1/users/{}/access?scope=blue/design&permission=changes.review", scene.vera.id);
        let told = scene.root.get(&asked).await.expect(200).json();
        assert_eq!((&told["allowed"], &told["reasons"][0]["kind"]), (&json!(false), &json!("plan")));
        scene.owner.patch(BLUE, json!({ "plan": "enterprise", "seats": 3 })).await.expect(200);
        assert!(may(&scene, &scene.vera, "changes.review", "blue/design").await, "it only switches off");
        let sten = world.person(&scene.root, "sten").await;
        let joins = json!({ "user_id": sten.id, "role": "viewer" });
        scene.owner.post(&format!("{BLUE}/members"), joins.clone()).await.refused(409, "no-seat-left");
        let vera = format!("{BLUE}/members/{}", scene.vera.id);
        scene.owner.patch(&vera, json!({ "status": "inactive" })).await.expect(200);
        scene.owner.post(&format!("{BLUE}/members"), joins).await.expect(201);
        scene.owner.patch(&vera, json!({ "status": "active" })).await.refused(409, "no-seat-left");
        let off = format!("/api/v1/users/{}", sten.id);
        scene.root.post(&format!("{off}/deactivate"), json!({})).await.expect(200);
        scene.owner.patch(&vera, json!({ "status": "active" })).await.expect(200);
        scene.root.post(&format!("{off}/activate"), json!({})).await.refused(409, "no-seat-left");
        let max = world.signed_in(&scene.max).await;
        max.patch(BLUE, json!({ "seats": 100 })).await.refused(403, "forbidden");
        scene.owner.patch("/api/v1/plans/starter", json!({ "seats": 5 })).await.refused(403, "forbidden");
        let edited = json!({ "modules": ["assets", "features", "changes"], "seats": null });
        let plan = scene.root.patch("/api/v1/plans/starter", edited).await.expect(200).json();
        assert_eq!(plan["modules"], json!(["assets", "features", "changes"]));
        scene.root.patch("/api/v1/plans/starter", json!({ "modules": ["coffee"] })).await.refused(422, "invalid");
    }

    async fn access_explains_itself_and_what_would_allow_it_does(world: World) {
        let scene = scene(world).await;
        let asked = format!("/api/v1/users/{}/access?scope=blue&permission=tags.manage", scene.vera.id);
        let told = scene.root.get(&asked).await.expect(200).json();
        assert_eq!((&told["allowed"], &told["reasons"][0]["kind"]), (&json!(false), &json!("no_grant")));
        let change = &told["would_allow"][0]["changes"][0];
        let (method, path) = (text(change, "method"), text(change, "path"));
        scene.owner.json(&method, &path, &change["body"]).await.expect(204);
        let told = scene.root.get(&asked).await.expect(200).json();
        assert_eq!(told["allowed"], json!(true));
        assert_eq!(told["reasons"][0]["privilege"], "tags");
        let all = scene.root.get(&format!("/api/v1/users/{}/access?scope=blue", scene.vera.id)).await;
        let all = all.expect(200).json();
        let held: Vec<_> = all["permissions"].as_array().expect("a list").iter()
            .map(|it| text(it, "permission")).collect();
        assert!(held.contains(&"tags.manage".to_owned()) && held.contains(&"assets.preview".to_owned()));
        let vera = world.signed_in(&scene.vera).await;
        vera.get(&asked).await.expect(200);
        let other = format!("/api/v1/users/{}/access?scope=blue", scene.max.id);
        vera.get(&other).await.refused(403, "forbidden");
        scene.root.get(&format!("/api/v1/users/{}/access?scope=nowhere", scene.max.id)).await.refused(404, "not-found");
    }

    async fn a_preview_says_what_happens_and_does_nothing(world: World) {
        let scene = scene(world).await;
        let seat = format!("{BLUE}/workspaces/design/members/{}/roles/requester", scene.vera.id);
        let tags = format!("{BLUE}/members/{}/privileges/tags", scene.max.id);
        let changes = json!({ "changes": [
            { "method": "PUT", "path": seat, "body": {} },
            { "method": "PUT", "path": tags, "body": { "granted": true } },
        ] });
        let log = "/api/v1/activity?organization=blue";
        let before = scene.owner.get(log).await.expect(200).json();
        let told = scene.owner.post("/api/v1/preview", changes).await.expect(200).json();
        assert_eq!(scene.owner.get(log).await.expect(200).json(), before, "nothing is done");
        let found = |who: &Person, permission: &str, scope: &str| {
            told["gained"].as_array().expect("a list").iter().any(|it| {
                it["user"]["id"] == json!(who.id) && it["permission"] == permission && it["scope"] == scope
            })
        };
        assert!(found(&scene.vera, "changes.submit", "blue/design"), "{told}");
        assert!(found(&scene.max, "tags.manage", "blue"));
        assert!(found(&scene.max, "tags.manage", "blue/design"), "it reaches the workspaces");
        assert!(!found(&scene.max, "tags.manage", "blue/website"), "and no project");
        assert_eq!(told["lost"], json!([]));
        assert!(!may(&scene, &scene.vera, "changes.submit", "blue/design").await);
        let demote = json!({ "changes": [{
            "method": "PATCH", "path": format!("{BLUE}/members/{}", scene.max.id), "body": { "role": "viewer" },
        }] });
        let told = scene.owner.post("/api/v1/preview", demote).await.expect(200).json();
        let lost: Vec<_> = told["lost"].as_array().expect("a list").iter().map(|it| text(it, "permission")).collect();
        assert!(lost.contains(&"users.view".to_owned()) && lost.contains(&"assets.edit".to_owned()));
        let settings = json!({ "changes": [{ "method": "PATCH", "path": "/api/v1/settings", "body": {} }] });
        let refused = scene.owner.post("/api/v1/preview", settings).await.refused(422, "invalid").json();
        assert_eq!(refused["errors"][0]["field"], "changes[0].path");
        let max = world.signed_in(&scene.max).await;
        let raise = json!({ "changes": [{
            "method": "PATCH", "path": format!("{BLUE}/members/{}", scene.max.id), "body": { "role": "owner" },
        }] });
        max.post("/api/v1/preview", raise).await.refused(403, "forbidden");
    }

    async fn an_invitation_and_a_new_account_bring_roles_in_workspaces(world: World) {
        let scene = scene(world).await;
        let roles = json!([{ "slug": "design", "roles": ["requester", "approver"] }]);
        let invited = json!({
            "email": "nia@example.test", "full_name": "Nia N", "role": "viewer", "workspaces": roles,
        });
        let made = scene.owner.post(&format!("{BLUE}/invitations"), invited.clone()).await.expect(201).json();
        assert_eq!(made["workspaces"], roles);
        let link = text(&made, "link");
        let token = link.rsplit('/').next().expect("a token");
        let open = world.client().get(&format!("/api/v1/invitations/{token}")).await.expect(200).json();
        assert!(open["entails"].to_string().contains("In the workspace “Design”: Requester, Approver."), "{open}");
        let accept = json!({ "password": crate::world::PASSWORD });
        let accepted = world.client().post(&format!("/api/v1/invitations/{token}/accept"), accept).await;
        let accepted = accepted.expect(200).json();
        let nia = Person { id: text(&accepted["user"], "id"), email: "nia@example.test".into() };
        assert!(may(&scene, &nia, "changes.review", "blue/design").await);
        let mut nowhere = invited.clone();
        nowhere["email"] = json!("ola@example.test");
        nowhere["workspaces"] = json!([{ "slug": "nowhere", "roles": [] }]);
        let refused = scene.owner.post(&format!("{BLUE}/invitations"), nowhere).await.refused(422, "invalid").json();
        assert_eq!(refused["errors"][0]["field"], "workspaces[0].slug");
        let created = json!({
            "email": "pia@example.test", "full_name": "Pia P", "password": crate::world::PASSWORD,
            "organization": "blue", "role": "viewer",
            "workspaces": [{ "slug": "design", "roles": ["team_admin"] }],
        });
        let made = scene.root.post("/api/v1/users", created).await.expect(201).json();
        let pia = Person { id: text(&made, "id"), email: "pia@example.test".into() };
        assert!(may(&scene, &pia, "users.manage", "blue/design").await);
        // Somebody who invites gives nothing beyond what they hold.
        let clerk = format!("{BLUE}/members/{}/privileges/users", scene.max.id);
        scene.owner.put(&clerk, json!({ "granted": true })).await.expect(204);
        let max = world.signed_in(&scene.max).await;
        let mut beyond = invited;
        beyond["email"] = json!("quin@example.test");
        max.post(&format!("{BLUE}/invitations"), beyond).await.refused(403, "forbidden");
    }
}
