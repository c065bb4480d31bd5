//! Registering oneself on a real database and a real mail server, on both engines.

use super::*;
use crate::settings;
use crate::testing::smtp::Smtp;
use crate::testing::{Person, World};
use crate::users;
use fluxward_domain::users::NewUser;
use serde_json::json;

const CHOSEN: &str = "Silver-Meadow-42";
const CAY: &str = "cay@people.example";

/// A platform that lets people in by themselves, and can mail them.
async fn opened(w: &World) -> (Person, Smtp) {
    let root = w.administrator("root").await;
    let smtp = w.mail_server(&root).await;
    switch(w, &root, true).await;
    (root, smtp)
}

async fn switch(w: &World, root: &Person, on: bool) {
    let patch = json!({ "self_registration": on });
    settings::edit(&w.s, &w.caller(root).await, patch, None).await.unwrap();
}

async fn registers(w: &World, email: &str, username: Option<&str>) -> Result<()> {
    let wanted = Register {
        email: email.into(),
        full_name: "Cay Colour".into(),
        password: CHOSEN.into(),
        username: username.map(str::to_owned),
    };
    register(&w.s, wanted, &w.request()).await
}

async fn confirms(w: &World, token: &str) -> Result<Addressee> {
    confirm(&w.s, token, &w.request()).await
}

fn kind<T: std::fmt::Debug>(result: Result<T>) -> Kind {
    AppError::from(result.unwrap_err()).kind
}

#[tokio::test]
async fn who_registers_signs_in_after_the_address_is_confirmed_and_not_before() {
    World::each(async |w| {
        let (root, smtp) = opened(w).await;
        registers(w, " Cay@People.example", Some("cayenne")).await.unwrap();
        let mail = w.mails_to(&smtp, "Cay@People.example").await.pop().unwrap();
        assert!(!mail.raw.contains(CHOSEN));
        let token = mail.token("confirm");
        assert!(!w.signs_in("cayenne", CHOSEN).await, "there is no account yet");
        assert_eq!(show(&w.s, &token).await.unwrap().full_name, "Cay Colour");
        assert!(!w.signs_in("cayenne", CHOSEN).await, "looking confirms nothing");
        confirms(w, &token).await.unwrap();
        assert!(w.signs_in("cayenne", CHOSEN).await && w.signs_in(CAY, CHOSEN).await);
        assert_eq!(kind(confirms(w, &token).await), Kind::Gone);
        let caller = w.caller(&root).await;
        let query = fluxward_domain::users::UserQuery::default();
        let found = users::list(&w.s, &caller, &query).await.unwrap();
        let cay = found.items.iter().find(|user| user.username == "cayenne").unwrap();
        let detail = users::show(&w.s, &caller, cay.id).await.unwrap();
        assert!(detail.organizations.is_empty(), "who registers belongs to no organization");
    })
    .await;
}

#[tokio::test]
async fn it_is_refused_before_anything_else_while_it_is_switched_off() {
    World::each(async |w| {
        let (root, smtp) = opened(w).await;
        registers(w, CAY, None).await.unwrap();
        let token = w.mails_to(&smtp, CAY).await.pop().unwrap().token("confirm");
        switch(w, &root, false).await;
        assert_eq!(kind(registers(w, "not an address", None).await), Kind::Forbidden);
        assert_eq!(kind(confirms(w, &token).await), Kind::Forbidden);
        switch(w, &root, true).await;
        confirms(w, &token).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn without_a_mail_server_nobody_registers_and_is_told_why() {
    let w = World::new().await;
    let root = w.administrator("root").await;
    switch(&w, &root, true).await;
    let refused = AppError::from(registers(&w, CAY, None).await.unwrap_err());
    assert_eq!(refused.kind, Kind::Conflict);
    assert!(refused.detail.contains("mail server"), "{}", refused.detail);
    assert!(!entrances(&w.s).await.unwrap().registration);
    w.end().await;
}

#[tokio::test]
async fn an_address_with_an_account_is_answered_alike_and_told_by_mail() {
    World::each(async |w| {
        let (_, smtp) = opened(w).await;
        w.person("ada").await;
        registers(w, "ada@people.example", None).await.unwrap();
        let told = w.mails_to(&smtp, "ada@people.example").await.pop().unwrap();
        assert_eq!(told.header("Subject"), "You have an account already");
        assert!(!told.text().contains("/confirm/"));
        assert!(!w.signs_in("ada", CHOSEN).await, "nothing about the account has changed");
    })
    .await;
}

#[tokio::test]
async fn the_newest_registration_of_an_address_counts() {
    World::each(async |w| {
        let (_, smtp) = opened(w).await;
        registers(w, CAY, Some("older")).await.unwrap();
        let older = w.mails_to(&smtp, CAY).await.pop().unwrap().token("confirm");
        registers(w, CAY, Some("newer")).await.unwrap();
        let newer = w.mails_to(&smtp, CAY).await.pop().unwrap().token("confirm");
        assert_eq!(kind(confirms(w, &older).await), Kind::Gone);
        confirms(w, &newer).await.unwrap();
        assert!(w.signs_in("newer", CHOSEN).await);
    })
    .await;
}

#[tokio::test]
async fn somebody_who_has_the_username_keeps_it() {
    World::each(async |w| {
        let (_, smtp) = opened(w).await;
        w.person("ada").await;
        registers(w, CAY, Some("ADA")).await.unwrap();
        let token = w.mails_to(&smtp, CAY).await.pop().unwrap().token("confirm");
        confirms(w, &token).await.unwrap();
        assert!(w.signs_in("cay", CHOSEN).await, "the username is made from the address");
    })
    .await;
}

#[tokio::test]
async fn an_account_that_was_made_meanwhile_stays_as_it_is() {
    World::each(async |w| {
        let (root, smtp) = opened(w).await;
        registers(w, CAY, None).await.unwrap();
        let token = w.mails_to(&smtp, CAY).await.pop().unwrap().token("confirm");
        let new =
            NewUser { email: CAY.into(), full_name: Some("Another".into()), ..NewUser::default() };
        users::create(&w.s, &w.caller(&root).await, new).await.unwrap();
        assert_eq!(kind(confirms(w, &token).await), Kind::Taken);
        assert!(!w.signs_in(CAY, CHOSEN).await);
    })
    .await;
}

#[tokio::test]
async fn an_address_can_be_confirmed_for_a_day_and_is_mailed_five_times_an_hour() {
    World::each(async |w| {
        let (_, smtp) = opened(w).await;
        for asked in 1..=7 {
            registers(w, CAY, None).await.unwrap();
            assert_eq!(w.mails_to(&smtp, CAY).await.len(), asked.min(5));
        }
        let token = w.mails_to(&smtp, CAY).await.pop().unwrap().token("confirm");
        w.time.pass(86_400);
        assert_eq!(kind(confirms(w, &token).await), Kind::Gone);
    })
    .await;
}

#[tokio::test]
async fn of_twenty_that_confirm_at_once_one_gets_through() {
    World::each(async |w| {
        let (_, smtp) = opened(w).await;
        registers(w, CAY, None).await.unwrap();
        let token = w.mails_to(&smtp, CAY).await.pop().unwrap().token("confirm");
        let done = futures::future::join_all((0..20).map(|_| confirms(w, &token))).await;
        assert_eq!(done.iter().filter(|it| it.is_ok()).count(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_password_against_the_policy_is_refused_at_once() {
    let w = World::new().await;
    let _smtp = opened(&w).await;
    let wanted = Register {
        email: CAY.into(),
        full_name: "Cay Colour".into(),
        password: "Colour-1815".into(),
        username: None,
    };
    let refused = AppError::from(register(&w.s, wanted, &w.request()).await.unwrap_err());
    assert_eq!(refused.errors[0].field, "password");
    w.end().await;
}
