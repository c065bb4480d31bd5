//! Accounts that were made for somebody, until they are active.

use super::*;
use crate::services::Caller;
use crate::testing::smtp::{Manner, Smtp};
use crate::testing::{Person, World};
use crate::users;
use fluxward_domain::AppError;
use fluxward_domain::mail::MailState;
use fluxward_domain::pages::Because;
use fluxward_domain::users::{CreatedUser, EditUser, NewUser};

const CHOSEN: &str = "Silver-Meadow-42";
const BEA: &str = "bea@people.example";

async fn made(w: &World, root: &Person) -> CreatedUser {
    let new = NewUser {
        email: BEA.into(),
        first_name: Some("Bea".into()),
        last_name: Some("Byron".into()),
        ..NewUser::default()
    };
    let caller = w.caller(root).await;
    // From here on the clock is not behind the log.
    w.time.pass(1);
    users::create(&w.s, &caller, new).await.unwrap()
}

async fn token(w: &World, smtp: &Smtp) -> String {
    w.mails_to(smtp, BEA).await.pop().unwrap().token("activate")
}

async fn activates(w: &World, token: &str, password: &str) -> Result<Addressee> {
    let by = ByLink { token: token.into(), password: password.into() };
    activate(&w.s, by, &w.request()).await
}

async fn refused(w: &World, token: &str) -> Kind {
    AppError::from(activates(w, token, CHOSEN).await.unwrap_err()).kind
}

async fn status(w: &World, caller: &Caller, id: AccountId) -> Status {
    users::show(&w.s, caller, id).await.unwrap().user.status
}

#[tokio::test]
async fn a_person_created_by_mail_is_pending_until_they_choose_a_password() {
    World::each(async |w| {
        let root = w.administrator("root").await;
        let smtp = w.mail_server(&root).await;
        let made = made(w, &root).await;
        assert_eq!(made.user.status, Status::Pending);
        assert_eq!(made.handed_over.mailed_to.as_deref(), Some(BEA));
        assert_eq!(made.handed_over.link, None, "what is mailed is told to nobody else");
        assert!(!w.signs_in("bea", CHOSEN).await);
        let became = async || {
            let shown = users::show(&w.s, &w.caller(&root).await, made.user.id).await.unwrap();
            shown.activation.map(|mail| mail.state)
        };
        assert_eq!(became().await, Some(MailState::Queued));
        let token = token(w, &smtp).await;
        assert_eq!(became().await, Some(MailState::Sent));
        assert_eq!(show(&w.s, &token).await.unwrap().full_name, "Bea Byron");
        activates(w, &token, CHOSEN).await.unwrap();
        assert!(w.signs_in("bea", CHOSEN).await);
        assert_eq!(status(w, &w.caller(&root).await, made.user.id).await, Status::Active);
        assert_eq!(became().await, None, "nothing waits any more");
        assert_eq!(refused(w, &token).await, Kind::Gone);
        let log = w.log().await;
        assert_eq!(log.iter().filter(|it| *it == "user.activated").count(), 1, "{log:?}");
    })
    .await;
}

#[tokio::test]
async fn without_a_mail_server_the_link_is_answered_once() {
    World::each(async |w| {
        let root = w.administrator("root").await;
        let made = made(w, &root).await;
        let link = made.handed_over.link.unwrap();
        let token = link.strip_prefix("http://localhost:3000/activate/").unwrap();
        activates(w, token, CHOSEN).await.unwrap();
        assert!(w.signs_in(BEA, CHOSEN).await);
    })
    .await;
}

#[tokio::test]
async fn sending_the_mail_again_kills_the_older_link() {
    World::each(async |w| {
        let root = w.administrator("root").await;
        let smtp = w.mail_server(&root).await;
        let (id, older) = (made(w, &root).await.user.id, token(w, &smtp).await);
        let caller = w.caller(&root).await;
        users::send_activation(&w.s, &caller, id, Because::default(), None).await.unwrap();
        let newer = token(w, &smtp).await;
        assert_eq!(refused(w, &older).await, Kind::Gone);
        activates(w, &newer, CHOSEN).await.unwrap();
        let again = users::send_activation(&w.s, &caller, id, Because::default(), None).await;
        assert_eq!(AppError::from(again.unwrap_err()).kind, Kind::Conflict);
    })
    .await;
}

#[tokio::test]
async fn the_link_lives_as_long_as_an_invitation_to_the_second() {
    World::each(async |w| {
        let root = w.administrator("root").await;
        let smtp = w.mail_server(&root).await;
        w.time.pass(1);
        made(w, &root).await;
        let token = token(w, &smtp).await;
        w.time.pass(72 * 3600 - 2);
        assert!(show(&w.s, &token).await.is_ok());
        w.time.pass(1);
        assert_eq!(refused(w, &token).await, Kind::Gone);
    })
    .await;
}

#[tokio::test]
async fn another_address_gets_a_mail_of_its_own_and_the_old_link_is_void() {
    World::each(async |w| {
        let root = w.administrator("root").await;
        let smtp = w.mail_server(&root).await;
        let (id, older) = (made(w, &root).await.user.id, token(w, &smtp).await);
        let edit = EditUser { email: Some("b@people.example".into()), ..EditUser::default() };
        users::edit(&w.s, &w.caller(&root).await, id, edit, None).await.unwrap();
        assert_eq!(refused(w, &older).await, Kind::Gone);
        let newer = w.mails_to(&smtp, "b@people.example").await.pop().unwrap().token("activate");
        activates(w, &newer, CHOSEN).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_pending_account_that_is_switched_off_is_not_activated() {
    World::each(async |w| {
        let root = w.administrator("root").await;
        let smtp = w.mail_server(&root).await;
        let (id, token) = (made(w, &root).await.user.id, token(w, &smtp).await);
        let caller = w.caller(&root).await;
        users::deactivate(&w.s, &caller, id, Because::default(), None).await.unwrap();
        assert_eq!(refused(w, &token).await, Kind::Unauthenticated);
        users::activate(&w.s, &caller, id, Because::default(), None).await.unwrap();
        assert_eq!(status(w, &caller, id).await, Status::Pending, "there is no password yet");
        assert_eq!(refused(w, &token).await, Kind::Gone);
    })
    .await;
}

#[tokio::test]
async fn of_twenty_that_activate_at_once_one_gets_through() {
    World::each(async |w| {
        let root = w.administrator("root").await;
        let smtp = w.mail_server(&root).await;
        made(w, &root).await;
        let token = token(w, &smtp).await;
        let all = (0..20).map(|_| activates(w, &token, CHOSEN));
        let done = futures::future::join_all(all).await;
        assert_eq!(done.iter().filter(|it| it.is_ok()).count(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_mail_that_was_refused_says_why_and_another_takes_its_place() {
    World::each(async |w| {
        let root = w.administrator("root").await;
        let smtp = w.mail_server(&root).await;
        smtp.behave(Manner::Refuses("550 5.1.1 No such mailbox here"));
        let id = made(w, &root).await.user.id;
        w.mails_to(&smtp, BEA).await;
        let caller = w.caller(&root).await;
        let failed = users::show(&w.s, &caller, id).await.unwrap().activation.unwrap();
        assert_eq!(failed.state, MailState::Failed);
        assert!(failed.error.unwrap().contains("No such mailbox"));
        smtp.behave(Manner::Takes);
        users::send_activation(&w.s, &caller, id, Because::default(), None).await.unwrap();
        w.mails_to(&smtp, BEA).await;
        let sent = users::show(&w.s, &caller, id).await.unwrap().activation.unwrap();
        assert_eq!((sent.state, sent.error), (MailState::Sent, None));
    })
    .await;
}
