//! The mails of invitations, through a real conversation with a mail server.

use super::*;
use crate::jobs;
use crate::testing::smtp::{Manner, Smtp};

/// Lets a second pass, for changes are a little ahead of a clock that stands, and does what is due.
async fn work(w: &World) {
    w.time.pass(1);
    jobs::once(&w.s).await.unwrap();
}

#[tokio::test]
async fn the_mail_says_where_to_as_what_and_leads_in() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let smtp = Smtp::start().await;
        scene.mail_through(&smtp.url).await;
        let new = NewInvitation {
            message: Some("See you on Monday".into()),
            ..to("nia", BaseRole::Member)
        };
        let made = scene.invite(&scene.owner, new).await.unwrap();
        assert_eq!(made.link, None);
        assert_eq!(made.status, InvitationStatus::Pending);
        work(w).await;
        assert_eq!(scene.status(&made).await, InvitationStatus::Sent);
        let received = smtp.received();
        let mail = &received[0];
        assert_eq!(mail.to, "nia@people.example");
        assert_eq!(mail.header("Subject"), "olga of the test invites you to Harbour");
        let text = mail.text();
        for part in ["as Member", "See you on Monday", "Download source files.", "Hello nia"] {
            assert!(text.contains(part), "{part}: {text}");
        }
        scene.accept(&mail.token("invite")).await.unwrap();
        work(w).await;
        let welcome = smtp.received().pop().unwrap();
        assert_eq!(welcome.header("Subject"), "Welcome to Harbour");
        assert!(!welcome.text().contains(PASSWORD));
    })
    .await;
}

#[tokio::test]
async fn what_could_not_be_delivered_is_failed_with_the_server_s_words() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let smtp = Smtp::start().await;
        scene.mail_through(&smtp.url).await;
        smtp.behave(Manner::Refuses("550 5.1.1 No such mailbox here"));
        let made = scene.invite(&scene.owner, to("nia", BaseRole::Member)).await.unwrap();
        work(w).await;
        let shown = scene.shown(&made).await;
        assert_eq!(shown.status, InvitationStatus::Failed);
        assert!(shown.delivery_error.unwrap().contains("No such mailbox"));
        let failed = InvitationQuery {
            status: Some(InvitationStatus::Failed),
            ..InvitationQuery::default()
        };
        assert_eq!(scene.list(&failed).await.len(), 1);
        // Sent again it goes out.
        smtp.behave(Manner::Takes);
        scene.resend(&scene.owner, &made).await.unwrap();
        work(w).await;
        assert_eq!(scene.status(&made).await, InvitationStatus::Sent);
    })
    .await;
}

#[tokio::test]
async fn one_reminder_goes_out_when_half_of_the_time_is_over() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let smtp = Smtp::start().await;
        scene.mail_through(&smtp.url).await;
        let made = scene.invite(&scene.owner, to("nia", BaseRole::Member)).await.unwrap();
        work(w).await;
        w.time.pass(LIFE / 2 - 3);
        work(w).await;
        assert_eq!(smtp.received().len(), 1);
        w.time.pass(2);
        work(w).await;
        jobs::once(&w.another_node().await).await.unwrap();
        let received = smtp.received();
        assert_eq!(received.len(), 2);
        assert_eq!(received[1].header("Subject"), "Harbour waits for your answer");
        assert_eq!(received[1].token("invite"), received[0].token("invite"));
        let shown = scene.shown(&made).await;
        assert_eq!((shown.status, shown.reminded_at.is_some()), (InvitationStatus::Sent, true));
        assert!(w.last_entry().await.starts_with("invitation.reminded"));
        scene.accept(&received[1].token("invite")).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn nobody_is_reminded_of_what_cannot_be_accepted() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let smtp = Smtp::start().await;
        scene.mail_through(&smtp.url).await;
        scene.invite(&scene.admin, to("nia", BaseRole::Member)).await.unwrap();
        let taken_back = scene.invite(&scene.owner, to("ned", BaseRole::Member)).await.unwrap();
        scene.revoke(&scene.owner, &taken_back).await.unwrap();
        let root = scene.ask(&scene.root).await;
        let because = Because::default();
        users::deactivate(&w.s, &root, scene.admin.id, because, None).await.unwrap();
        work(w).await;
        let before = smtp.received().len();
        w.time.pass(LIFE / 2 + 1);
        work(w).await;
        assert_eq!(smtp.received().len(), before);
    })
    .await;
}
