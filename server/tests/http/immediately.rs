//! What is taken away is gone with the next request, on every way in, and in flight too.

use crate::client::Answer;
use crate::on_both_engines;
use crate::world::{PASSWORD, World, text, within};
use serde_json::json;

on_both_engines! {
    async fn a_disabled_person_is_out_at_once_on_every_way_in(world: World) {
        let (_, administrator) = world.administrator().await;
        let bea = world.person(&administrator, "bea").await;
        let (browser, tokens) = (world.browser(&bea).await, world.tokens(&bea).await);
        let client = world.client().bearer(&text(&tokens, "access_token"));
        let mut stream = browser.listen().await;
        stream.until("hello").await;
        let reason = json!({ "reason": "left the team" });
        administrator.post(&format!("/api/v1/users/{}/deactivate", bea.id), reason).await.expect(200);
        browser.get("/api/v1/me").await.refused(401, "unauthenticated");
        client.get("/api/v1/me").await.refused(401, "unauthenticated");
        let refresh = json!({ "refresh_token": tokens["refresh_token"] });
        world.client().post("/api/v1/auth/refresh", refresh.clone()).await.expect(401);
        let second = std::time::Duration::from_secs(1);
        tokio::time::timeout(second, stream.end()).await.expect("the stream closes within a second");
        administrator.post(&format!("/api/v1/users/{}/activate", bea.id), json!({})).await.expect(200);
        browser.get("/api/v1/me").await.refused(401, "unauthenticated");
        client.get("/api/v1/me").await.refused(401, "unauthenticated");
        world.client().post("/api/v1/auth/refresh", refresh).await.expect(401);
        world.signed_in(&bea).await.get("/api/v1/me").await.expect(200);
    }

    async fn a_suspended_person_is_out_at_once_and_comes_back_without_anyones_doing(world: World) {
        let (_, administrator) = world.administrator().await;
        let bea = world.person(&administrator, "bea").await;
        let (browser, client) = (world.browser(&bea).await, world.signed_in(&bea).await);
        let mut stream = browser.listen().await;
        stream.until("hello").await;
        let path = format!("/api/v1/users/{}/suspend", bea.id);
        let end = fluxward_domain::Moment(world.services.clock.now().0).plus_seconds(3600);
        let body = json!({ "until": end.to_string(), "reason": "on leave" });
        let held = administrator.post(&path, body).await.expect(200).json();
        assert_eq!((held["status"].as_str(), held["suspended_until"].as_str()), (Some("suspended"), Some(&*end.to_string())));
        browser.get("/api/v1/me").await.refused(401, "unauthenticated");
        client.get("/api/v1/me").await.refused(401, "unauthenticated");
        let second = std::time::Duration::from_secs(1);
        tokio::time::timeout(second, stream.end()).await.expect("the stream closes within a second");
        let login = json!({ "login": bea.email, "password": PASSWORD });
        let told = world.client().post("/api/v1/auth/login", login).await.refused(403, "suspended");
        assert!(told.text.contains("on leave") && told.text.contains(&end.to_string()), "{told:?}");
        let list = administrator.get("/api/v1/users?status=suspended").await.expect(200).json();
        assert_eq!((&list["total"], &list["items"][0]["suspended_until"]), (&json!(1), &held["suspended_until"]));
        world.later(3600);
        client.get("/api/v1/me").await.refused(401, "unauthenticated");
        world.signed_in(&bea).await.get("/api/v1/me").await.expect(200);
    }

    async fn a_suspension_needs_a_future_a_right_and_known_fields(world: World) {
        let (_, administrator) = world.administrator().await;
        let bea = world.person(&administrator, "bea").await;
        let path = format!("/api/v1/users/{}/suspend", bea.id);
        for body in [
            json!({ "until": "2020-01-01T00:00:00Z" }), json!({ "until": "tomorrow" }),
            json!({ "until": 5 }), json!({ "status": "suspended" }),
            json!({ "reason": "x".repeat(501) }),
        ] {
            administrator.post(&path, body).await.refused(422, "invalid");
        }
        let cay = world.signed_in(&bea).await;
        cay.post(&path, json!({})).await.refused(404, "not-found");
        administrator.with("if-match", "\"1\"").post(&path, json!({})).await.expect(412);
        administrator.get(&format!("/api/v1/users/{}", bea.id)).await.expect(200);
    }

    async fn a_request_in_flight_does_not_commit_with_rights_that_are_gone(world: World) {
        let (_, administrator) = world.administrator().await;
        let bea = world.person(&administrator, "bea").await;
        administrator.post(&format!("/api/v1/users/{}/promote", bea.id), json!({})).await.expect(200);
        let victim = world.signed_in(&bea).await;
        let head = world.services.change_unasked(None).await.expect("the head of the log");
        let off = tokio::spawn({
            let (administrator, path) = (administrator.clone(), format!("/api/v1/users/{}/deactivate", bea.id));
            async move { administrator.post(&path, json!({})).await }
        });
        world.waiting(1).await;
        let late = tokio::spawn(async move {
            victim.post("/api/v1/organizations", json!({ "name": "Late", "slug": "late" })).await
        });
        world.waiting(2).await;
        drop(head);
        let (off, late) = (off.await.expect("an answer"), late.await.expect("an answer"));
        off.expect(200);
        late.refused(401, "unauthenticated");
        administrator.get("/api/v1/organizations/late").await.refused(404, "not-found");
    }

    async fn whoever_is_demoted_in_flight_does_not_administer_any_more(world: World) {
        let (_, administrator) = world.administrator().await;
        let bea = world.person(&administrator, "bea").await;
        administrator.post(&format!("/api/v1/users/{}/promote", bea.id), json!({})).await.expect(200);
        let victim = world.signed_in(&bea).await;
        let head = world.services.change_unasked(None).await.expect("the head of the log");
        let down = tokio::spawn({
            let (administrator, path) = (administrator.clone(), format!("/api/v1/users/{}/demote", bea.id));
            async move { administrator.post(&path, json!({})).await }
        });
        world.waiting(1).await;
        let late = tokio::spawn({
            let (victim, path) = (victim.clone(), format!("/api/v1/users/{}/promote", bea.id));
            async move { victim.post(&path, json!({})).await }
        });
        world.waiting(2).await;
        drop(head);
        let (down, late) = (down.await.expect("an answer"), late.await.expect("an answer"));
        down.expect(200);
        assert!(matches!(late.status, 401 | 403 | 404), "{late:?}");
    }

    async fn of_two_administrators_who_demote_each_other_one_stays(world: World) {
        let (ada, administrator) = world.administrator().await;
        let bea = world.person(&administrator, "bea").await;
        administrator.post(&format!("/api/v1/users/{}/promote", bea.id), json!({})).await.expect(200);
        let other = world.signed_in(&bea).await;
        let head = world.services.change_unasked(None).await.expect("the head of the log");
        let demote = |client: &crate::client::Client, id: &str| {
            let (client, path) = (client.clone(), format!("/api/v1/users/{id}/demote"));
            tokio::spawn(async move { client.post(&path, json!({})).await })
        };
        let (one, two) = (demote(&administrator, &bea.id), demote(&other, &ada.id));
        world.waiting(2).await;
        drop(head);
        let said: Vec<Answer> = vec![one.await.expect("an answer"), two.await.expect("an answer")];
        assert_eq!(said.iter().filter(|answer| answer.status == 200).count(), 1, "{said:?}");
    }

    async fn open_pages_hear_of_a_change_within_a_second(world: World) {
        let (ada, administrator) = world.administrator().await;
        let bea = world.person(&administrator, "bea").await;
        let mut stream = world.browser(&ada).await.listen().await;
        stream.until("hello").await;
        let edited = json!({ "full_name": "Bea Other" });
        administrator.patch(&format!("/api/v1/users/{}", bea.id), edited).await.expect(200);
        let second = std::time::Duration::from_secs(1);
        let signal = tokio::time::timeout(second, stream.until("user")).await.expect("within a second");
        assert_eq!(signal["id"], bea.id);
    }

    async fn a_changed_password_ends_the_other_sessions(world: World) {
        let (_, administrator) = world.administrator().await;
        let bea = world.person(&administrator, "bea").await;
        let (here, there) = (world.browser(&bea).await, world.signed_in(&bea).await);
        let change = json!({ "current_password": PASSWORD, "password": "Another-Harbour-28" });
        here.post("/api/v1/auth/password/change", change).await.expect(204);
        there.get("/api/v1/me").await.refused(401, "unauthenticated");
    }

    async fn a_stream_gives_way_to_a_fifth_one_and_ends_with_sign_out(world: World) {
        let (ada, _) = world.administrator().await;
        let browser = world.browser(&ada).await;
        let mut streams = Vec::new();
        for _ in 0..5 {
            let mut stream = browser.listen().await;
            stream.until("hello").await;
            streams.push(stream);
        }
        within("the first stream ends", streams[0].end()).await;
        browser.post("/_fn/sessions/sign-out", json!({})).await.expect(200);
        within("the last stream ends", streams[4].end()).await;
    }

    async fn a_stream_needs_a_session(world: World) {
        let stranger = world.client().with("sec-fetch-site", "same-origin");
        stranger.get("/_live").await.refused(401, "unauthenticated");
    }
}
