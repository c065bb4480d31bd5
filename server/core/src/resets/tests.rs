//! Forgotten passwords on a real database and a real mail server, on both engines.

use super::*;
use crate::services::Caller;
use crate::testing::smtp::Smtp;
use crate::testing::{PASSWORD, Person, World};
use crate::{sessions, users};
use fluxward_domain::AppError;
use fluxward_domain::pages::Because;
use fluxward_domain::resets::ResetUser;
use fluxward_domain::sessions::ChangePassword;
use fluxward_domain::users::{EditUser, NewUser};

const NEW: &str = "Silver-Meadow-42";
const ADA: &str = "ada@people.example";

struct Scene<'w> {
    w: &'w World,
    root: Person,
    ada: Person,
    smtp: Smtp,
}

impl<'w> Scene<'w> {
    async fn set(w: &'w World) -> Self {
        let root = w.administrator("root").await;
        let (ada, smtp) = (w.person("ada").await, w.mail_server(&root).await);
        // From here on the clock is not behind the log.
        w.time.pass(1);
        Self { w, root, ada, smtp }
    }

    async fn asks(&self, email: &str) {
        let asked = forgot(&self.w.s, &Forgot { email: email.into() }, &self.w.request()).await;
        asked.unwrap();
    }

    /// How many mails have come for `address`.
    async fn mails(&self, address: &str) -> usize {
        self.w.mails_to(&self.smtp, address).await.len()
    }

    /// The token of the newest mail to Ada, after she has asked for it.
    async fn token(&self) -> String {
        self.asks(ADA).await;
        self.w.mails_to(&self.smtp, ADA).await.last().unwrap().token("reset")
    }

    async fn resets(&self, token: &str, password: &str) -> Result<Addressee> {
        let by = ByLink { token: token.into(), password: password.into() };
        reset(&self.w.s, by, &self.w.request()).await
    }

    /// How a reset with that token is refused.
    async fn refused(&self, token: &str) -> Kind {
        AppError::from(self.resets(token, NEW).await.unwrap_err()).kind
    }

    async fn root(&self) -> Caller {
        self.w.caller(&self.root).await
    }
}

#[tokio::test]
async fn a_mailed_link_chooses_a_new_password_and_ends_all_sessions() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let session = w.caller(&scene.ada).await;
        let token = scene.token().await;
        assert!(w.signs_in("ada", PASSWORD).await, "until then the present password stays");
        assert_eq!(show(&w.s, &token).await.unwrap().email, ADA);
        assert_eq!(scene.resets(&token, NEW).await.unwrap().email, ADA);
        assert!(!w.signs_in("ada", PASSWORD).await && w.signs_in("ada", NEW).await);
        assert!(w.s.change(&session).await.is_err(), "the session has ended");
        let log = w.log().await;
        for action in ["user.reset_requested", "user.password_changed"] {
            assert_eq!(log.iter().filter(|it| *it == action).count(), 1, "{action}: {log:?}");
        }
        let told = w.mails_to(&scene.smtp, ADA).await.pop().unwrap();
        assert_eq!(told.header("Subject"), "Your password was changed");
    })
    .await;
}

#[tokio::test]
async fn asking_is_answered_alike_and_only_who_may_sign_in_is_mailed() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let off = w.person("off").await;
        let away = w.person("away").await;
        users::deactivate(&w.s, &scene.root().await, off.id, Because::default(), None)
            .await
            .unwrap();
        w.force("update accounts set status = 'suspended' where id = $1", &away).await;
        let before = w.log().await;
        for email in ["nobody@people.example", "off@people.example", "away@people.example"] {
            scene.asks(email).await;
            assert_eq!(scene.mails(email).await, 0, "{email}");
        }
        assert_eq!(w.log().await, before);
        scene.asks(" ADA@People.EXAMPLE ").await;
        assert_eq!(scene.mails(ADA).await, 1);
    })
    .await;
}

#[tokio::test]
async fn only_one_well_formed_address_is_an_address() {
    let w = World::new().await;
    for email in
        ["", "ada", "a@b.example,c@d.example", "a@b.example c@d.example", "a@b\r\n.example"]
    {
        let asked = forgot(&w.s, &Forgot { email: email.into() }, &w.request()).await;
        assert_eq!(AppError::from(asked.unwrap_err()).kind, Kind::Invalid, "{email}");
    }
    w.end().await;
}

#[tokio::test]
async fn a_link_works_for_half_an_hour_to_the_second_and_once() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let token = scene.token().await;
        w.time.pass(30 * 60 - 1);
        assert!(show(&w.s, &token).await.is_ok());
        w.time.pass(1);
        assert_eq!(scene.refused(&token).await, Kind::Gone);
        let token = scene.token().await;
        w.time.pass(30 * 60 - 1);
        scene.resets(&token, NEW).await.unwrap();
        assert_eq!(scene.refused(&token).await, Kind::Gone);
    })
    .await;
}

#[tokio::test]
async fn a_newer_link_voids_the_older() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let (older, newer) = (scene.token().await, scene.token().await);
        assert_ne!(older, newer);
        assert_eq!(scene.refused(&older).await, Kind::Gone);
        scene.resets(&newer, NEW).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn another_password_or_address_voids_the_link() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let token = scene.token().await;
        let change = ChangePassword {
            current_password: Some(PASSWORD.into()),
            password: NEW.into(),
            ..ChangePassword::default()
        };
        let ada = w.caller(&scene.ada).await;
        sessions::change_password(&w.s, Some(&ada), change, &w.request()).await.unwrap();
        assert_eq!(scene.refused(&token).await, Kind::Gone, "changed by the person");
        let token = scene.token().await;
        let temporary = ResetUser { temporary: true, reason: None };
        let (root, id) = (scene.root().await, scene.ada.id);
        users::reset_password(&w.s, &root, id, temporary, None).await.unwrap();
        assert_eq!(scene.refused(&token).await, Kind::Gone, "changed by an administrator");
        let token = scene.token().await;
        let edit = EditUser { email: Some("ada@new.example".into()), ..EditUser::default() };
        users::edit(&w.s, &scene.root().await, id, edit, None).await.unwrap();
        assert_eq!(scene.refused(&token).await, Kind::Gone, "another address");
    })
    .await;
}

#[tokio::test]
async fn the_link_of_a_disabled_account_opens_nothing_and_stays_shut_on_return() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let (token, id) = (scene.token().await, scene.ada.id);
        let root = scene.root().await;
        users::deactivate(&w.s, &root, id, Because::default(), None).await.unwrap();
        assert_eq!(scene.refused(&token).await, Kind::Unauthenticated);
        users::activate(&w.s, &root, id, Because::default(), None).await.unwrap();
        assert_eq!(scene.refused(&token).await, Kind::Gone);
        assert!(w.signs_in("ada", PASSWORD).await);
    })
    .await;
}

#[tokio::test]
async fn a_forged_token_is_gone_before_the_password_is_looked_at() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let token = scene.token().await;
        let mut forged = token.clone();
        forged.replace_range(9..10, if &token[9..10] == "A" { "B" } else { "A" });
        for token in [forged.as_str(), "", "x"] {
            let refused = AppError::from(scene.resets(token, "short").await.unwrap_err());
            assert_eq!(refused.kind, Kind::Gone, "{token}");
        }
        let refused = AppError::from(scene.resets(&token, "short").await.unwrap_err());
        assert_eq!(refused.errors[0].field, "password", "a refused password leaves the link good");
        scene.resets(&token, NEW).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn of_twenty_that_use_a_link_at_once_one_gets_through() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let token = scene.token().await;
        let passwords: Vec<_> = (0..20).map(|n| format!("Silver-Meadow-{n}")).collect();
        let all = passwords.iter().map(|password| scene.resets(&token, password));
        let done = futures::future::join_all(all).await;
        assert_eq!(done.iter().filter(|it| it.is_ok()).count(), 1);
        let changes = w.log().await.iter().filter(|it| *it == "user.password_changed").count();
        assert_eq!(changes, 1);
    })
    .await;
}

#[tokio::test]
async fn an_address_is_mailed_five_times_an_hour_and_then_no_more() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        for asked in 1..=7 {
            scene.asks(ADA).await;
            assert_eq!(scene.mails(ADA).await, asked.min(5));
        }
        w.time.pass(3600);
        scene.asks(ADA).await;
        assert_eq!(scene.mails(ADA).await, 6);
    })
    .await;
}

#[tokio::test]
async fn who_waits_for_the_activation_is_sent_it_again() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let new = NewUser {
            email: "new@people.example".into(),
            full_name: Some("New".into()),
            ..NewUser::default()
        };
        users::create(&w.s, &scene.root().await, new).await.unwrap();
        let first = w.mails_to(&scene.smtp, "new@people.example").await.pop().unwrap();
        scene.asks("new@people.example").await;
        let again = w.mails_to(&scene.smtp, "new@people.example").await.pop().unwrap();
        assert_ne!(first.token("activate"), again.token("activate"));
        assert!(activations::show(&w.s, &first.token("activate")).await.is_err());
        assert!(activations::show(&w.s, &again.token("activate")).await.is_ok());
    })
    .await;
}

#[tokio::test]
async fn what_was_asked_of_a_process_that_is_gone_is_answered_by_the_next() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        scene.asks(ADA).await;
        let next = w.another_node().await;
        due(&next).await.unwrap();
        due(&w.s).await.unwrap();
        assert_eq!(scene.mails(ADA).await, 1);
        next.database.close().await;
    })
    .await;
}
