//! Administrators reset passwords, and people are told.

use super::*;
use crate::resets;
use crate::testing::PASSWORD;
use fluxward_domain::resets::{ByLink, HandedOver, ResetUser};
use fluxward_domain::users::EditUser;

async fn reset(w: &World, by: &Person, id: AccountId, temporary: bool) -> Result<HandedOver> {
    let reset = ResetUser { temporary, reason: Some("Called the desk".into()) };
    users::reset_password(&w.s, &w.caller(by).await, id, reset, None).await
}

#[tokio::test]
async fn a_temporary_password_is_shown_once_and_changed_at_the_next_sign_in() {
    World::each(async |w| {
        let (root, ada) = (w.administrator("root").await, w.person("ada").await);
        let session = w.caller(&ada).await;
        let password = reset(w, &root, ada.id, true).await.unwrap().temporary_password.unwrap();
        assert!(w.last_entry().await.contains("Called the desk"));
        assert!(!w.last_entry().await.contains(&password));
        assert!(w.s.change(&session).await.is_err(), "all sessions end");
        assert!(!w.signs_in("ada", PASSWORD).await);
        assert!(!w.signs_in("ada", &password).await, "it has to be changed first");
        assert!(show(w, &root, ada.id).await.unwrap().password_change_required);
    })
    .await;
}

#[tokio::test]
async fn a_reset_by_link_is_mailed_or_handed_over_and_the_password_stays_until_it_is_used() {
    World::each(async |w| {
        let (root, ada) = (w.administrator("root").await, w.person("ada").await);
        let link = reset(w, &root, ada.id, false).await.unwrap().link.unwrap();
        let token = link.rsplit('/').next().unwrap().to_owned();
        assert!(w.signs_in("ada", PASSWORD).await);
        let smtp = w.mail_server(&root).await;
        let mailed = reset(w, &root, ada.id, false).await.unwrap();
        assert_eq!(mailed.link, None);
        assert_eq!(mailed.mailed_to.as_deref(), Some("ada@people.example"));
        let mail = w.mails_to(&smtp, "ada@people.example").await.pop().unwrap();
        assert!(mail.text().contains("An administrator asks you"));
        let by = |token: String| ByLink { token, password: "Silver-Meadow-42".into() };
        let older = resets::reset(&w.s, by(token), &w.request()).await;
        assert_eq!(refused(older).kind, Kind::Gone);
        resets::reset(&w.s, by(mail.token("reset")), &w.request()).await.unwrap();
        assert!(w.signs_in("ada", "Silver-Meadow-42").await);
    })
    .await;
}

#[tokio::test]
async fn resetting_needs_a_recent_sign_in_and_an_account_that_can_use_it() {
    World::each(async |w| {
        let (root, ada) = (w.administrator("root").await, w.person("ada").await);
        let caller = w.caller(&root).await;
        w.time.pass(601);
        let late = ResetUser { temporary: true, reason: None };
        let late = users::reset_password(&w.s, &caller, ada.id, late, None).await;
        assert_eq!(refused(late).kind, Kind::StepUpRequired);
        let caller = w.caller(&root).await;
        users::deactivate(&w.s, &caller, ada.id, Because::default(), None).await.unwrap();
        assert_eq!(refused(reset(w, &root, ada.id, true).await).kind, Kind::Conflict);
        let ben = w.person("ben").await;
        assert_eq!(refused(reset(w, &ben, root.id, true).await).kind, Kind::NotFound);
    })
    .await;
}

#[tokio::test]
async fn people_are_told_of_an_account_and_of_another_address() {
    World::each(async |w| {
        let root = w.administrator("root").await;
        let smtp = w.mail_server(&root).await;
        let caller = w.caller(&root).await;
        let made = users::create(&w.s, &caller, super::new("ada@people.example", "Ada")).await;
        let welcome = w.mails_to(&smtp, "ada@people.example").await.pop().unwrap();
        assert_eq!(welcome.header("Subject"), "Your account is ready");
        assert!(!welcome.text().contains(PASSWORD));
        let edit = EditUser { email: Some("ada@new.example".into()), ..EditUser::default() };
        users::edit(&w.s, &w.caller(&root).await, made.unwrap().user.id, edit, None).await.unwrap();
        let told = w.mails_to(&smtp, "ada@people.example").await.pop().unwrap();
        assert!(told.text().contains("ada@new.example"), "{}", told.text());
    })
    .await;
}
