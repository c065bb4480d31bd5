//! Another address for oneself, on a real database and a real mail server, on both engines.

use super::*;
use crate::testing::smtp::Smtp;
use crate::testing::{PASSWORD, Person, World};
use fluxward_domain::pages::Because;
use fluxward_domain::users::EditUser;

const OLD: &str = "ada@people.example";
const NEW: &str = "Ada@New.example";

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
        w.time.pass(1);
        Self { w, root, ada, smtp }
    }

    async fn enters(&self, email: &str) -> Result<WaitingEmail> {
        let ada = self.w.caller(&self.ada).await;
        // From here on the clock is not behind the log.
        self.w.time.pass(1);
        change(&self.w.s, &ada, ChangeEmail { email: email.into() }).await
    }

    async fn token(&self, address: &str, page: &str) -> String {
        self.w.mails_to(&self.smtp, address).await.last().unwrap().token(page)
    }

    async fn confirms(&self, token: &str) -> Result<EmailChange> {
        confirm(&self.w.s, token, &self.w.request()).await
    }

    async fn undoes(&self, token: &str) -> Result<EmailChange> {
        undo(&self.w.s, token, &self.w.request()).await
    }

    async fn email(&self) -> String {
        let me = recipient(&mut self.w.s.read().await.unwrap(), self.ada.id).await;
        me.unwrap().unwrap().email
    }
}

fn kind<T: std::fmt::Debug>(result: Result<T>) -> Kind {
    AppError::from(result.unwrap_err()).kind
}

#[tokio::test]
async fn another_address_counts_once_it_is_confirmed_there() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        assert_eq!(scene.enters(NEW).await.unwrap().email, NEW);
        let ada = w.caller(&scene.ada).await;
        assert_eq!(waiting(&w.s, &ada).await.unwrap().unwrap().email, NEW);
        assert_eq!(scene.email().await, OLD);
        let token = scene.token(NEW, "email").await;
        assert_eq!(show(&w.s, Purpose::EmailChange, &token).await.unwrap().before, OLD);
        assert_eq!(scene.email().await, OLD, "looking confirms nothing");
        scene.confirms(&token).await.unwrap();
        assert_eq!(scene.email().await, NEW);
        assert!(w.signs_in("ada@new.example", PASSWORD).await && !w.signs_in(OLD, PASSWORD).await);
        assert_eq!(kind(scene.confirms(&token).await), Kind::Gone);
        assert_eq!(waiting(&w.s, &ada).await.unwrap(), None);
        assert!(w.log().await.contains(&"user.email_change_requested".to_owned()));
    })
    .await;
}

#[tokio::test]
async fn the_old_address_takes_it_back_before_and_after() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        for is_confirmed in [false, true] {
            scene.enters(NEW).await.unwrap();
            let confirm = scene.token(NEW, "email").await;
            let undo = scene.token(OLD, "email-undo").await;
            if is_confirmed {
                scene.confirms(&confirm).await.unwrap();
            }
            let session = w.caller(&scene.ada).await;
            w.time.pass(6 * 86_400);
            scene.undoes(&undo).await.unwrap();
            assert_eq!(scene.email().await, OLD);
            assert!(w.s.change(&session).await.is_err(), "all sessions have ended");
            assert!(!w.signs_in("ada", PASSWORD).await, "the password may be known");
            assert_eq!(kind(scene.confirms(&confirm).await), Kind::Gone);
            assert_eq!(kind(scene.undoes(&undo).await), Kind::Gone);
            let token = scene.token(OLD, "reset").await;
            let by = fluxward_domain::resets::ByLink { token, password: PASSWORD.into() };
            resets::reset(&w.s, by, &w.request()).await.unwrap();
            assert!(w.signs_in("ada", PASSWORD).await);
        }
    })
    .await;
}

#[tokio::test]
async fn two_changes_after_each_other_do_not_outrun_the_first_owner() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        scene.enters(NEW).await.unwrap();
        let undo = scene.token(OLD, "email-undo").await;
        scene.confirms(&scene.token(NEW, "email").await).await.unwrap();
        scene.enters("ada@third.example").await.unwrap();
        scene.confirms(&scene.token("ada@third.example", "email").await).await.unwrap();
        scene.undoes(&undo).await.unwrap();
        assert_eq!(scene.email().await, OLD);
    })
    .await;
}

#[tokio::test]
async fn it_needs_a_recent_sign_in_a_mail_server_and_another_address() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        assert_eq!(kind(scene.enters("ADA@people.example").await), Kind::Invalid);
        assert_eq!(kind(scene.enters("a@b.example,c@d.example").await), Kind::Invalid);
        let ada = w.caller(&scene.ada).await;
        w.time.pass(601);
        let late = change(&w.s, &ada, ChangeEmail { email: NEW.into() }).await;
        assert_eq!(kind(late), Kind::StepUpRequired);
    })
    .await;
    let w = World::new().await;
    let ada = w.caller(&w.person("ada").await).await;
    let mute = change(&w.s, &ada, ChangeEmail { email: NEW.into() }).await;
    assert_eq!(kind(mute), Kind::Conflict);
    w.end().await;
}

#[tokio::test]
async fn somebody_elses_address_is_answered_alike_and_stays_theirs() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        w.person("ben").await;
        scene.enters("ben@people.example").await.unwrap();
        let token = scene.token("ben@people.example", "email").await;
        assert_eq!(kind(scene.confirms(&token).await), Kind::Taken);
        assert_eq!(scene.email().await, OLD);
    })
    .await;
}

#[tokio::test]
async fn what_an_administrator_decides_is_not_taken_back() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        scene.enters(NEW).await.unwrap();
        let (confirm, undo) =
            (scene.token(NEW, "email").await, scene.token(OLD, "email-undo").await);
        let root = w.caller(&scene.root).await;
        let edit = EditUser { email: Some("ada@desk.example".into()), ..EditUser::default() };
        users::edit(&w.s, &root, scene.ada.id, edit, None).await.unwrap();
        assert_eq!(kind(scene.confirms(&confirm).await), Kind::Gone);
        assert_eq!(kind(scene.undoes(&undo).await), Kind::Gone);
        scene.enters(NEW).await.unwrap();
        let undo = scene.token("ada@desk.example", "email-undo").await;
        let root = w.caller(&scene.root).await;
        users::deactivate(&w.s, &root, scene.ada.id, Because::default(), None).await.unwrap();
        assert_eq!(kind(scene.undoes(&undo).await), Kind::Unauthenticated);
    })
    .await;
}

#[tokio::test]
async fn a_new_address_can_be_confirmed_for_a_day_and_taken_back_for_a_week() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        scene.enters(NEW).await.unwrap();
        let (confirm, undo) =
            (scene.token(NEW, "email").await, scene.token(OLD, "email-undo").await);
        // Two seconds passed while the mails were looked for.
        w.time.pass(86_400 - 3);
        assert!(show(&w.s, Purpose::EmailChange, &confirm).await.is_ok());
        w.time.pass(1);
        assert_eq!(kind(scene.confirms(&confirm).await), Kind::Gone);
        w.time.pass(6 * 86_400);
        assert_eq!(kind(scene.undoes(&undo).await), Kind::Gone);
    })
    .await;
}

#[tokio::test]
async fn a_change_that_waits_is_cancelled_by_its_owner_and_can_still_be_taken_back() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        scene.enters(NEW).await.unwrap();
        let (confirm, undo) =
            (scene.token(NEW, "email").await, scene.token(OLD, "email-undo").await);
        let ada = w.caller(&scene.ada).await;
        cancel(&w.s, &ada).await.unwrap();
        assert!(w.last_entry().await.starts_with("user.email_change_cancelled"));
        assert_eq!(waiting(&w.s, &ada).await.unwrap(), None);
        assert_eq!(kind(scene.confirms(&confirm).await), Kind::Gone);
        assert_eq!(kind(cancel(&w.s, &ada).await), Kind::NotFound);
        scene.undoes(&undo).await.unwrap();
        assert_eq!(scene.email().await, OLD);
    })
    .await;
}
