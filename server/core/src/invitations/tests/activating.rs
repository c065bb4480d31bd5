//! Accounts that wait for their activation, and invitations to them.

use super::*;
use crate::testing::smtp::Smtp;
use fluxward_domain::users::{CreatedUser, NewUser, Status};

const NIA: &str = "nia@people.example";

/// An account of Nia's that an administrator has made without a password.
async fn waiting(scene: &Scene<'_>) -> CreatedUser {
    let new =
        NewUser { email: NIA.into(), full_name: Some("Nia Nord".into()), ..NewUser::default() };
    users::create(&scene.w.s, &scene.ask(&scene.root).await, new).await.unwrap()
}

async fn mailed(w: &World, smtp: &Smtp) -> String {
    w.mails_to(smtp, NIA).await.last().unwrap().token("invite")
}

async fn status(scene: &Scene<'_>, of: &CreatedUser) -> Status {
    let root = scene.ask(&scene.root).await;
    users::show(&scene.w.s, &root, of.user.id).await.unwrap().user.status
}

#[tokio::test]
async fn a_mailed_invitation_activates_the_account_of_its_address_and_no_other() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let smtp = w.mail_server(&scene.root).await;
        let nia = waiting(&scene).await;
        let activation = w.mails_to(&smtp, NIA).await.last().unwrap().token("activate");
        scene.invite(&scene.owner, to("nia", BaseRole::Member)).await.unwrap();
        let token = mailed(w, &smtp).await;
        let seen = invitations::look(&w.s, &token, &w.request()).await.unwrap();
        assert!(seen.activates && !seen.account_exists);
        let with = Accept { username: Some("other".into()), ..new_person() };
        assert_eq!(refusal(accept(&w.s, &token, with).await).errors[0].field, "username");
        let none = refusal(accept(&w.s, &token, Accept::default()).await);
        assert_eq!(none.errors[0].field, "password");
        let weak = Accept { password: Some("short".into()), username: None };
        assert_eq!(refusal(accept(&w.s, &token, weak).await).errors[0].field, "password");
        assert_eq!(status(&scene, &nia).await, Status::Pending);
        let before = w.log().await.len();
        let accepted = scene.accept(&token).await.unwrap();
        assert_eq!((accepted.user.id, accepted.role), (nia.user.id, BaseRole::Member));
        let log = ["user.activated", "invitation.accepted", "member.added"];
        assert_eq!(w.log().await[before..], log);
        assert_eq!(status(&scene, &nia).await, Status::Active);
        assert!(w.signs_in(NIA, PASSWORD).await);
        assert_eq!(refused(scene.accept(&token).await), Kind::Gone);
        let by = fluxward_domain::resets::ByLink { token: activation, password: PASSWORD.into() };
        let late = crate::activations::activate(&w.s, by, &w.request()).await;
        assert_eq!(refused(late), Kind::Gone, "the activation link is used up with it");
    })
    .await;
}

#[tokio::test]
async fn an_invitation_that_was_handed_over_by_hand_activates_nobody() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let nia = waiting(&scene).await;
        let made = scene.invite(&scene.owner, to("nia", BaseRole::Member)).await.unwrap();
        let token = token(&made);
        let seen = invitations::look(&w.s, &token, &w.request()).await.unwrap();
        assert!(seen.account_exists && !seen.activates);
        let said = refusal(scene.accept(&token).await);
        assert!(said.kind == Kind::Unauthenticated && said.detail.contains("activation mail"));
        assert_eq!(status(&scene, &nia).await, Status::Pending);
    })
    .await;
}

#[tokio::test]
async fn a_link_that_goes_by_mail_is_shown_to_nobody_also_without_a_mail_server_later() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let smtp = w.mail_server(&scene.root).await;
        let made = scene.invite(&scene.root, to("nia", BaseRole::Member)).await.unwrap();
        assert_eq!(made.link, None);
        mailed(w, &smtp).await;
        let root = scene.ask(&scene.root).await;
        let none = json!({ "mail": { "smtp_url": null } });
        settings::edit(&w.s, &root, none, None).await.unwrap();
        assert_eq!(scene.shown(&made).await.link, None);
    })
    .await;
}

#[tokio::test]
async fn an_account_that_is_switched_off_is_not_activated_by_an_invitation() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let smtp = w.mail_server(&scene.root).await;
        let nia = waiting(&scene).await;
        scene.invite(&scene.owner, to("nia", BaseRole::Member)).await.unwrap();
        let token = mailed(w, &smtp).await;
        let (root, id) = (scene.ask(&scene.root).await, nia.user.id);
        users::deactivate(&w.s, &root, id, Because::default(), None).await.unwrap();
        assert_eq!(refused(scene.accept(&token).await), Kind::Unauthenticated);
        assert_eq!(status(&scene, &nia).await, Status::Inactive);
    })
    .await;
}

#[tokio::test]
async fn boxes_that_were_not_named_are_those_that_the_organization_begins_with() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let edit = fluxward_domain::organizations::EditOrganization {
            default_privileges: Some(vec![Privilege::Tags]),
            ..Default::default()
        };
        let owner = scene.ask(&scene.owner).await;
        organizations::edit(&w.s, &owner, SLUG, edit, None).await.unwrap();
        let review = invitations::review(&w.s, &owner, SLUG, to("nia", BaseRole::Member)).await;
        assert_eq!(review.unwrap().privileges, [Privilege::Tags]);
        let made = scene.invite(&scene.owner, to("nia", BaseRole::Member)).await.unwrap();
        assert_eq!(made.privileges, [Privilege::Tags]);
        let viewer = scene.invite(&scene.owner, to("vic", BaseRole::Viewer)).await.unwrap();
        assert_eq!(viewer.privileges, []);
        let none = NewInvitation { privileges: Some(Vec::new()), ..to("non", BaseRole::Member) };
        assert_eq!(scene.invite(&scene.owner, none).await.unwrap().privileges, []);
    })
    .await;
}
