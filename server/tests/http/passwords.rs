//! Links by mail: forgotten passwords, activation, registering, another address.

use crate::client::{Answer, Client};
use crate::factors::set_up;
use crate::on_both_engines;
use crate::world::{PASSWORD, Person, World, text, within};
use fluxward_core::testing::smtp::{Manner, Received, Smtp};
use serde_json::{Value, json};
use std::time::Duration;

const NEW: &str = "Silver-Meadow-42";

/// An administrator, a mail server, and somebody with an account.
struct Scene<'w> {
    world: &'w World,
    administrator: Client,
    smtp: Smtp,
    bea: Person,
}

impl<'w> Scene<'w> {
    async fn set(world: &'w World) -> Self {
        let (_, administrator) = world.administrator().await;
        let bea = world.person(&administrator, "bea").await;
        let smtp = Smtp::start().await;
        let mail = json!({ "mail": { "smtp_url": smtp.url, "from": "no-reply@example.test" } });
        administrator.patch("/api/v1/settings", mail).await.expect(200);
        Self { world, administrator, smtp, bea }
    }

    async fn forgot(&self, body: Value) -> Answer {
        self.world.client().post("/api/v1/auth/password/forgot", body).await
    }

    async fn reset(&self, token: &str, password: &str) -> Answer {
        let body = json!({ "token": token, "password": password });
        self.world.client().post("/api/v1/auth/password/reset", body).await
    }

    async fn login(&self, login: &str, password: &str) -> Answer {
        let body = json!({ "login": login, "password": password });
        self.world.client().post("/api/v1/auth/login", body).await
    }

    fn mails(&self, address: &str) -> Vec<Received> {
        self.smtp.received().into_iter().filter(|mail| mail.to == address).collect()
    }

    /// The newest mail to `address`, once there are `count`.
    async fn mail(&self, address: &str, count: usize) -> Received {
        let arrived = within("the mail arrives", async {
            while self.mails(address).len() < count {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        });
        arrived.await;
        self.mails(address).pop().expect("a mail")
    }
}

on_both_engines! {
    async fn who_forgot_the_password_chooses_another_by_a_mailed_link(world: World) {
        let scene = Scene::set(world).await;
        let session = world.signed_in(&scene.bea).await;
        scene.forgot(json!({ "email": " BEA@example.test " })).await.expect(202);
        let token = scene.mail("bea@example.test", 1).await.token("reset");
        for method in ["GET", "HEAD"] {
            world.client().send(method, &format!("/reset/{token}"), None, "").await.expect(200);
        }
        scene.reset(&token, NEW).await.expect(204);
        session.get("/api/v1/me").await.refused(401, "unauthenticated");
        scene.login("bea", PASSWORD).await.refused(401, "bad-credentials");
        scene.login("bea", NEW).await.expect(200);
        scene.reset(&token, "Another-Meadow-43").await.refused(410, "gone");
        scene.reset("forged", NEW).await.refused(410, "gone");
    }

    async fn forgetting_is_answered_alike_and_anything_but_one_address_is_422_without_a_mail(world: World) {
        let scene = Scene::set(world).await;
        let off = world.person(&scene.administrator, "off").await;
        scene.administrator.post(&format!("/api/v1/users/{}/deactivate", off.id), json!({})).await.expect(200);
        for bad in [
            r#"{"email":["bea@example.test"]}"#,
            r#"{"email":["bea@example.test","cay@example.test"]}"#,
            r#"{"email":"bea@example.test","email":"cay@example.test"}"#,
            r#"{"email":"bea@example.test,cay@example.test"}"#,
            r#"{"email":"bea@example.test\ncc: cay@example.test"}"#,
            r#"{"email":{"$ne":""}}"#,
            r#"{"email":"bea@example.test","cc":"cay@example.test"}"#,
            "{}",
        ] {
            let answer = world.client().send("POST", "/api/v1/auth/password/forgot", Some("application/json"), bad).await;
            assert_eq!(answer.status, 422, "{bad}: {answer:?}");
        }
        for email in ["nobody@example.test", "off@example.test", "bea@example.test"] {
            let answer = scene.forgot(json!({ "email": email })).await.expect(202);
            assert_eq!(answer.text, "", "{email}");
        }
        scene.mail("bea@example.test", 1).await;
        let links = scene.smtp.received().into_iter().filter(|mail| mail.text().contains("/reset/"));
        let to: Vec<_> = links.map(|mail| mail.to).collect();
        assert_eq!(to, ["bea@example.test"], "one mail, to whom it belongs");
    }

    async fn a_link_comes_from_the_public_address_whatever_the_request_says(world: World) {
        let scene = Scene::set(world).await;
        let foreign = world.client().with("x-forwarded-host", "evil.example").with("origin", "https://evil.example");
        foreign.post("/api/v1/auth/password/forgot", json!({ "email": "bea@example.test" })).await.expect(202);
        let mail = scene.mail("bea@example.test", 1).await;
        assert!(!mail.text().contains("evil.example"), "{}", mail.text());
        assert!(mail.text().contains(&format!("{}/reset/", world.origin())), "{}", mail.text());
    }

    async fn a_disabled_account_gets_no_mail_and_its_link_is_401(world: World) {
        let scene = Scene::set(world).await;
        scene.forgot(json!({ "email": "bea@example.test" })).await.expect(202);
        let token = scene.mail("bea@example.test", 1).await.token("reset");
        let path = |action: &str| format!("/api/v1/users/{}/{action}", scene.bea.id);
        scene.administrator.post(&path("deactivate"), json!({})).await.expect(200);
        scene.reset(&token, NEW).await.refused(401, "unauthenticated");
        scene.administrator.post(&path("activate"), json!({})).await.expect(200);
        scene.reset(&token, NEW).await.refused(410, "gone");
        scene.login("bea", PASSWORD).await.expect(200);
    }

    async fn of_twenty_resets_with_one_link_one_gets_through(world: World) {
        let scene = Scene::set(world).await;
        scene.forgot(json!({ "email": "bea@example.test" })).await.expect(202);
        let token = scene.mail("bea@example.test", 1).await.token("reset");
        let passwords: Vec<_> = (0..20).map(|n| format!("Silver-Meadow-{n}")).collect();
        let all = passwords.iter().map(|password| scene.reset(&token, password));
        let mut said: Vec<_> = futures::future::join_all(all).await.iter().map(|it| it.status).collect();
        said.sort_unstable();
        assert_eq!(said[0], 204, "{said:?}");
        assert!(said[1..].iter().all(|status| *status == 410), "{said:?}");
    }

    async fn an_administrator_resets_a_password_by_hand_or_by_mail(world: World) {
        let scene = Scene::set(world).await;
        let path = format!("/api/v1/users/{}/reset-password", scene.bea.id);
        let session = world.signed_in(&scene.bea).await;
        let keyed = scene.administrator.with("idempotency-key", "reset-once-12345");
        let reset = json!({ "temporary": true, "reason": "called the desk" });
        let first = keyed.post(&path, reset.clone()).await.expect(200).json();
        let second = keyed.post(&path, reset).await.expect(200).json();
        assert_ne!(first, second, "an answer that holds a secret is not kept");
        session.get("/api/v1/me").await.refused(401, "unauthenticated");
        let temporary = text(&second, "temporary_password");
        scene.login("bea", &text(&first, "temporary_password")).await.refused(401, "bad-credentials");
        let refused = scene.login("bea", &temporary).await.refused(403, "password-change-required").json();
        let change = json!({ "change_token": refused["change_token"], "password": NEW });
        world.client().post("/api/v1/auth/password/change", change).await.expect(204);
        scene.login("bea", NEW).await.expect(200);
        let mailed = scene.administrator.post(&path, json!({ "temporary": false })).await.expect(200).json();
        assert_eq!(mailed, json!({ "mailed_to": "bea@example.test" }));
        scene.administrator.post(&path, json!({})).await.refused(422, "invalid");
        let log = scene.administrator.get("/api/v1/activity").await.expect(200).text;
        assert!(log.contains("called the desk") && !log.contains(&temporary), "{log}");
    }

    async fn without_a_password_somebody_is_pending_until_they_open_the_activation_mail(world: World) {
        let scene = Scene::set(world).await;
        let wanted = json!({ "email": "new@example.test", "first_name": "Nia", "last_name": "New" });
        let made = scene.administrator.post("/api/v1/users", wanted).await.expect(201).json();
        assert_eq!((&made["status"], &made["mailed_to"]), (&json!("pending"), &json!("new@example.test")));
        let first = scene.mail("new@example.test", 1).await.token("activate");
        let pending = scene.administrator.get("/api/v1/users?status=pending").await.expect(200).json();
        assert_eq!(pending["items"][0]["id"], made["id"]);
        let path = format!("/api/v1/users/{}/send-activation", text(&made, "id"));
        scene.administrator.post(&path, json!({})).await.expect(200);
        let token = scene.mail("new@example.test", 2).await.token("activate");
        let activate = |token: String| {
            let body = json!({ "token": token, "password": NEW });
            let client = world.client();
            async move { client.post("/api/v1/auth/activate", body).await }
        };
        activate(first).await.refused(410, "gone");
        scene.login("new@example.test", NEW).await.refused(401, "bad-credentials");
        activate(token.clone()).await.expect(204);
        activate(token).await.refused(410, "gone");
        scene.login("new@example.test", NEW).await.expect(200);
    }

    async fn without_a_mail_server_a_link_is_answered_once_and_never_kept(world: World) {
        let (_, administrator) = world.administrator().await;
        let keyed = administrator.with("idempotency-key", "create-once-1234");
        let wanted = json!({ "email": "new@example.test", "full_name": "Nia New" });
        let first = keyed.post("/api/v1/users", wanted.clone()).await.expect(201).json();
        assert!(text(&first, "link").starts_with(&format!("{}/activate/", world.origin())));
        let again = keyed.post("/api/v1/users", wanted).await.expect(201);
        assert_eq!(again.header("idempotency-replayed"), "true");
        assert_eq!((&again.json()["id"], &again.json()["link"]), (&first["id"], &Value::Null));
    }

    async fn registering_is_403_first_when_off_and_works_after_the_confirmation_when_on(world: World) {
        let scene = Scene::set(world).await;
        let wanted = json!({ "email": "cay@example.test", "full_name": "Cay Colour", "password": NEW });
        let client = world.client();
        for body in [wanted.clone(), json!({ "nonsense": true })] {
            client.post("/api/v1/auth/register", body).await.refused(403, "forbidden");
        }
        scene.administrator.patch("/api/v1/settings", json!({ "self_registration": true })).await.expect(200);
        client.post("/api/v1/auth/register", json!({ "nonsense": true })).await.refused(422, "invalid");
        let known = json!({ "email": "bea@example.test", "full_name": "Bea", "password": NEW });
        for body in [wanted, known] {
            let answer = client.post("/api/v1/auth/register", body).await.expect(202);
            assert_eq!(answer.text, "");
        }
        assert!(scene.mail("bea@example.test", 1).await.text().contains("have an account already"));
        let token = scene.mail("cay@example.test", 1).await.token("confirm");
        scene.login("cay@example.test", NEW).await.refused(401, "bad-credentials");
        client.get(&format!("/confirm/{token}")).await.expect(200);
        scene.login("cay@example.test", NEW).await.refused(401, "bad-credentials");
        let confirm = json!({ "token": token });
        client.post("/api/v1/auth/register/confirm", confirm.clone()).await.expect(204);
        client.post("/api/v1/auth/register/confirm", confirm).await.refused(410, "gone");
        let tokens = scene.login("cay@example.test", NEW).await.expect(200).json();
        let me = client.bearer(&text(&tokens, "access_token")).get("/api/v1/me").await.expect(200).json();
        assert_eq!((&me["organizations"], &me["platform_administrator"]), (&json!([]), &json!(false)));
    }

    async fn another_address_is_confirmed_there_and_taken_back_from_the_old_one(world: World) {
        let scene = Scene::set(world).await;
        let bea = world.signed_in(&scene.bea).await;
        bea.post("/api/v1/me/email", json!({ "email": "bea@new.test" })).await.expect(202);
        let confirm = scene.mail("bea@new.test", 1).await.token("email");
        let undo = scene.mail("bea@example.test", 1).await.token("email-undo");
        assert_eq!(bea.get("/api/v1/me").await.expect(200).json()["email"], "bea@example.test");
        let client = world.client();
        client.post("/api/v1/auth/email/confirm", json!({ "token": undo })).await.refused(410, "gone");
        client.post("/api/v1/auth/email/confirm", json!({ "token": confirm })).await.expect(204);
        assert_eq!(bea.get("/api/v1/me").await.expect(200).json()["email"], "bea@new.test");
        client.post("/api/v1/auth/email/undo", json!({ "token": undo })).await.expect(204);
        bea.get("/api/v1/me").await.refused(401, "unauthenticated");
        scene.login("bea", PASSWORD).await.refused(401, "bad-credentials");
        let reset = scene.mail("bea@example.test", 2).await.token("reset");
        scene.reset(&reset, NEW).await.expect(204);
        scene.login("bea@example.test", NEW).await.expect(200);
        scene.login("bea@new.test", NEW).await.refused(401, "bad-credentials");
    }

    async fn the_token_of_a_link_is_in_no_metric(world: World) {
        let scene = Scene::set(world).await;
        scene.forgot(json!({ "email": "bea@example.test" })).await.expect(202);
        let token = scene.mail("bea@example.test", 1).await.token("reset");
        let page = world.client().with("accept", "text/html").get(&format!("/reset/{token}")).await.expect(200);
        assert_eq!(page.header("referrer-policy"), "same-origin");
        assert_eq!(page.header("cache-control"), "no-store");
        let metrics = world.client().get("/metrics").await.expect(200).text;
        assert!(metrics.contains(r#"route="/reset/{token}""#), "{metrics}");
        assert!(!metrics.contains(&token));
    }
}

on_both_engines! {
    async fn by_nist_eight_characters_are_enough_for_whoever_has_a_second_factor(world: World) {
        let scene = Scene::set(world).await;
        let nist = json!({ "password_policy": { "profile": "nist" } });
        scene.administrator.patch("/api/v1/settings", nist).await.expect(200);
        let shown = async |token: &str| {
            let ours = world.client().with("sec-fetch-site", "same-origin");
            let asked = json!({ "chooser": { "token": token } });
            let policy = ours.post("/_fn/settings/password-policy", asked).await.expect(200).json();
            policy["min_length"].clone()
        };
        scene.forgot(json!({ "email": "bea@example.test" })).await.expect(202);
        let token = scene.mail("bea@example.test", 1).await.token("reset");
        assert_eq!((shown(&token).await, shown("forged").await), (json!(15), json!(15)));
        scene.reset(&token, "tin-boat").await.refused(422, "invalid");
        set_up(world, &world.signed_in(&scene.bea).await).await;
        assert_eq!((shown(&token).await, shown("forged").await), (json!(8), json!(15)));
        scene.reset(&token, "tin-bot").await.refused(422, "invalid");
        scene.reset(&token, "tin-boat").await.expect(204);
    }

    async fn an_own_password_is_changed_with_a_reason_that_stands_in_the_log(world: World) {
        let scene = Scene::set(world).await;
        let bea = world.signed_in(&scene.bea).await;
        let change = json!({ "current_password": PASSWORD, "password": NEW, "reason": "Seen by others" });
        bea.post("/api/v1/auth/password/change", change).await.expect(204);
        let log = scene.administrator.get("/api/v1/activity?action=user.password_changed").await.expect(200).json();
        assert_eq!(log["items"][0]["reason"], "Seen by others");
    }

    async fn a_change_of_ones_address_that_waits_is_cancelled(world: World) {
        let scene = Scene::set(world).await;
        let bea = world.signed_in(&scene.bea).await;
        bea.post("/api/v1/me/email", json!({ "email": "bea@new.test" })).await.expect(202);
        let token = scene.mail("bea@new.test", 1).await.token("email");
        bea.json("DELETE", "/api/v1/me/email", &json!({})).await.expect(204);
        bea.json("DELETE", "/api/v1/me/email", &json!({})).await.refused(404, "not-found");
        let confirm = json!({ "token": token });
        world.client().post("/api/v1/auth/email/confirm", confirm).await.refused(410, "gone");
        bea.get("/api/v1/me").await.expect(200);
    }

    async fn the_users_page_knows_what_became_of_the_activation_mail(world: World) {
        let scene = Scene::set(world).await;
        scene.smtp.behave(Manner::Refuses("550 5.1.1 No such mailbox here"));
        let wanted = json!({ "email": "nia@example.test", "full_name": "Nia Nord" });
        let made = scene.administrator.post("/api/v1/users", wanted).await.expect(201).json();
        let path = format!("/api/v1/users/{}", text(&made, "id"));
        let became = async || {
            let shown = scene.administrator.get(&path).await.expect(200).json();
            shown["activation"].clone()
        };
        within("the mail is refused", async {
            while became().await["state"] != "failed" {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        }).await;
        assert!(text(&became().await, "error").contains("No such mailbox"));
        scene.smtp.behave(Manner::Takes);
        let again = format!("{path}/send-activation");
        scene.administrator.post(&again, json!({})).await.expect(200);
        let token = scene.mail("nia@example.test", 1).await.token("activate");
        within("the mail is known to be sent", async {
            while became().await["state"] != "sent" {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        }).await;
        let by = json!({ "token": token, "password": NEW });
        world.client().post("/api/v1/auth/activate", by).await.expect(204);
        assert_eq!(became().await, Value::Null);
    }
}
