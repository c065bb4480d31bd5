//! The outbox against a mail server that takes, refuses, stalls and breaks off.

use super::test::Test;
use super::{To, deliver_due, list, send, test};
use crate::changes::{Entry, Target};
use crate::database::values;
use crate::error::Error;
use crate::links::{self, NewLink, Purpose};
use crate::services::Services;
use crate::settings;
use crate::testing::World;
use crate::testing::smtp::{Manner, Smtp};
use fluxward_domain::mail::{Mail, MailQuery, MailState, TestMail};
use fluxward_domain::{AppError, Kind, Moment};
use serde_json::json;
use uuid::Uuid;

const SUBJECT: Uuid = Uuid::from_u128(7);

async fn configured(world: &World, url: &str) {
    let caller = world.caller(&world.administrator("root").await).await;
    let patch = json!({"mail": {"smtp_url": url, "from": "Fluxward <no-reply@mail.example>"}});
    settings::edit(&world.s, &caller, patch, None).await.unwrap();
}

async fn written(world: &World, link: Option<&links::Link>) {
    let mut change = world.s.change_unasked(None).await.unwrap();
    let to = To { address: "Ada@People.example", name: "Ada", account: None, organization: None };
    send(&mut change, to, &Test { at: "today".into() }, link).await.unwrap();
    change.record(Entry::new("settings.edited", Target::Settings)).await.unwrap();
    change.commit().await.unwrap();
    // Changes in the same moment are microseconds apart; the mail is due after all of them.
    world.time.pass(1);
}

async fn linked(world: &World) -> links::Link {
    let mut change = world.s.change_unasked(None).await.unwrap();
    let expires_at = change.now().plus_seconds(3600);
    let address = "ada@people.example";
    let new = NewLink { purpose: Purpose::Reset, subject: SUBJECT, address, expires_at };
    let link = links::issue(&mut change, new).await.unwrap();
    change.commit().await.unwrap();
    link
}

/// The newest mail of the outbox, as the administrator sees it.
async fn newest(world: &World) -> Mail {
    let id = crate::sessions::account_of(&mut world.s.read().await.unwrap(), "root").await;
    let caller = world.caller_of(id.unwrap().unwrap().0).await;
    let page = list(&world.s, &caller, &MailQuery::default()).await.unwrap();
    page.items.into_iter().next().unwrap()
}

async fn deliver(s: &Services) -> Option<Moment> {
    deliver_due(s).await.unwrap()
}

#[tokio::test]
async fn a_mail_is_sent_once_with_its_link_and_nothing_secret_is_stored() {
    World::each(async |world| {
        let smtp = Smtp::start().await;
        configured(world, &smtp.url).await;
        let link = linked(world).await;
        written(world, Some(&link)).await;
        let token = links::token(&world.s, &link);
        let sql = "select facts from outbox where link_id = $1";
        let mut connection = world.s.read().await.unwrap();
        let stored = connection.row::<(String,)>(sql, values![link.id]).await.unwrap().unwrap();
        assert!(!stored.0.contains(&token));
        drop(connection);
        deliver(&world.s).await;
        deliver(&world.s).await;
        let received = smtp.received();
        assert_eq!(received.len(), 1);
        assert_eq!(received[0].to, "Ada@People.example");
        assert_eq!(received[0].token("reset"), token);
        assert_eq!(received[0].header("From"), "Fluxward <no-reply@mail.example>");
        assert_eq!(newest(world).await.delivery.state, MailState::Sent);
    })
    .await;
}

#[tokio::test]
async fn a_refusal_for_good_fails_at_once_in_the_server_s_words() {
    World::each(async |world| {
        let smtp = Smtp::start().await;
        configured(world, &smtp.url).await;
        smtp.behave(Manner::Refuses("550 5.1.1 No such mailbox here"));
        written(world, None).await;
        assert_eq!(deliver(&world.s).await, None);
        let delivery = newest(world).await.delivery;
        assert_eq!(delivery.state, MailState::Failed);
        assert!(delivery.error.unwrap().contains("550 5.1.1 No such mailbox here"));
    })
    .await;
}

#[tokio::test]
async fn a_refusal_for_now_is_tried_again_later_and_later() {
    World::each(async |world| {
        let smtp = Smtp::start().await;
        configured(world, &smtp.url).await;
        smtp.behave(Manner::Refuses("451 4.7.1 Try again later"));
        written(world, None).await;
        let mut before = world.time.now();
        for wait in [30, 120, 600] {
            let due = deliver(&world.s).await.unwrap();
            assert_eq!(due, before.plus_seconds(wait));
            assert_eq!(newest(world).await.delivery.state, MailState::Queued);
            world.time.pass(wait - 1);
            assert_eq!(deliver(&world.s).await, Some(due), "not before its time");
            world.time.pass(1);
            before = world.time.now();
        }
        smtp.behave(Manner::Takes);
        deliver(&world.s).await;
        let delivery = newest(world).await.delivery;
        assert_eq!((delivery.state, delivery.attempts), (MailState::Sent, 4));
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_delivered_for_two_days_has_failed() {
    World::each(async |world| {
        let smtp = Smtp::start().await;
        configured(world, &smtp.url).await;
        smtp.behave(Manner::Refuses("451 Later"));
        written(world, None).await;
        deliver(&world.s).await;
        world.time.pass(2 * 86_400);
        assert_eq!(deliver(&world.s).await, None);
        assert_eq!(newest(world).await.delivery.state, MailState::Failed);
    })
    .await;
}

#[tokio::test]
async fn a_server_that_breaks_off_after_the_data_gets_the_same_message_id_again() {
    World::each(async |world| {
        let smtp = Smtp::start().await;
        configured(world, &smtp.url).await;
        smtp.behave(Manner::DropsAfterData);
        written(world, None).await;
        let due = deliver(&world.s).await.unwrap();
        let delivery = newest(world).await.delivery;
        assert_eq!(delivery.state, MailState::Queued);
        assert!(delivery.error.unwrap().contains("connection"));
        smtp.behave(Manner::Takes);
        world.time.pass((due.0 - world.time.now().0) / 1_000_000);
        deliver(&world.s).await;
        let ids: Vec<_> = smtp.received().iter().map(|mail| mail.header("Message-ID")).collect();
        assert_eq!(ids.len(), 2);
        assert_eq!(ids[0], ids[1]);
    })
    .await;
}

#[tokio::test]
async fn an_attempt_that_a_kill_broke_off_is_made_again_and_says_so() {
    World::each(async |world| {
        let smtp = Smtp::start().await;
        configured(world, &smtp.url).await;
        written(world, None).await;
        // Another node takes the mail and is killed before it writes down how it went.
        let mut transaction = world.s.database.begin().await.unwrap();
        let now = world.time.now();
        let claim = Uuid::from_u128(1);
        let until = now.plus_seconds(300);
        super::store::claim(&mut transaction, claim, now, until).await.unwrap().unwrap();
        transaction.commit().await.unwrap();
        assert_eq!(deliver(&world.s).await, Some(until));
        assert!(smtp.received().is_empty(), "its claim holds");
        world.time.pass(300);
        deliver(&world.s).await;
        let delivery = newest(world).await.delivery;
        assert_eq!(delivery.state, MailState::Sent);
        assert!(delivery.error.unwrap().contains("may arrive twice"));
    })
    .await;
}

#[tokio::test]
async fn many_nodes_send_each_mail_once() {
    World::each(async |world| {
        let smtp = Smtp::start().await;
        configured(world, &smtp.url).await;
        for _ in 0..10 {
            written(world, None).await;
        }
        let other = world.another_node().await;
        let (one, two) = tokio::join!(deliver_due(&world.s), deliver_due(&other));
        one.unwrap();
        two.unwrap();
        let mut ids: Vec<_> = smtp.received().iter().map(|it| it.header("Message-ID")).collect();
        assert_eq!(ids.len(), 10);
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), 10);
        other.database.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_mail_whose_link_was_taken_back_does_not_leave() {
    World::each(async |world| {
        let smtp = Smtp::start().await;
        configured(world, &smtp.url).await;
        let older = linked(world).await;
        written(world, Some(&older)).await;
        linked(world).await;
        deliver(&world.s).await;
        assert!(smtp.received().is_empty());
        assert_eq!(newest(world).await.delivery.state, MailState::Cancelled);
    })
    .await;
}

#[tokio::test]
async fn without_a_mail_server_a_mail_is_kept_as_cancelled() {
    World::each(async |world| {
        world.administrator("root").await;
        written(world, None).await;
        assert_eq!(deliver(&world.s).await, None);
        let delivery = newest(world).await.delivery;
        assert_eq!(delivery.state, MailState::Cancelled);
        assert_eq!(delivery.error.unwrap(), "No mail server is configured.");
    })
    .await;
}

async fn tested(world: &World, url: &str) -> Result<String, AppError> {
    let caller = world.caller(&world.administrator("root").await).await;
    let patch = json!({"mail": {"smtp_url": url}});
    settings::edit(&world.s, &caller, patch, None).await.unwrap();
    let to = TestMail { to: "ada@people.example".into() };
    match test(&world.s, &caller, to).await {
        Ok(tested) => Ok(tested.answer),
        Err(Error::App(error)) => Err(error),
        Err(error) => panic!("{error}"),
    }
}

#[tokio::test]
async fn a_test_mail_answers_in_the_server_s_words() {
    World::each(async |world| {
        let smtp = Smtp::start().await;
        assert_eq!(tested(world, &smtp.url).await.unwrap(), "250 2.0.0 Ok: queued as 1");
    })
    .await;
}

#[tokio::test]
async fn a_refused_test_mail_says_why_in_the_server_s_words() {
    World::each(async |world| {
        let smtp = Smtp::start().await;
        smtp.behave(Manner::Refuses("554 5.7.1 Relaying denied"));
        let error = tested(world, &smtp.url).await.unwrap_err();
        assert_eq!(error.kind, Kind::MailNotDelivered);
        assert!(error.detail.contains("554 5.7.1 Relaying denied"), "{}", error.detail);
    })
    .await;
}

#[tokio::test]
async fn required_tls_is_never_given_up() {
    World::each(async |world| {
        let smtp = Smtp::start().await;
        let error = tested(world, &format!("{}?tls=required", smtp.url)).await.unwrap_err();
        assert!(error.detail.contains("secure connection"), "{}", error.detail);
        assert!(smtp.received().is_empty());
    })
    .await;
}

#[tokio::test]
async fn the_password_of_the_mail_server_is_never_shown_and_is_kept() {
    World::each(async |world| {
        let caller = world.caller(&world.administrator("root").await).await;
        let url = "smtp://ada:Very-Secret-1@127.0.0.1:25";
        let patch = json!({"mail": {"smtp_url": url}});
        let shown = settings::edit(&world.s, &caller, patch, None).await.unwrap().mail;
        assert_eq!(shown.smtp_url.as_deref(), Some("smtp://ada:•••@127.0.0.1:25"));
        let again = json!({"mail": shown, "reset_minutes": 60});
        settings::edit(&world.s, &caller, again, None).await.unwrap();
        let kept = super::server(&world.s, &mut world.s.read().await.unwrap()).await.unwrap();
        assert_eq!(kept.smtp_url.as_deref(), Some(url));
        assert!(!world.last_entry().await.contains("Very-Secret-1"));
        let mut connection = world.s.read().await.unwrap();
        let stored = connection.row::<(String,)>("select data from settings", values![]).await;
        assert!(!stored.unwrap().unwrap().0.contains("Very-Secret-1"));
    })
    .await;
}
