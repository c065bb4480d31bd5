//! Accepting, and all that keeps one from it.

use super::*;
use crate::sessions;
use fluxward_domain::access::decide;
use fluxward_domain::members::MembershipStatus;
use fluxward_domain::permissions::Permission;
use fluxward_domain::scopes::Scope;
use fluxward_domain::sessions::{Login, SessionKind};
use fluxward_domain::users::Status;

#[tokio::test]
async fn a_new_person_sets_the_password_and_is_in_at_once() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let made = scene.invite(&scene.clerk, to("Nia", BaseRole::Member)).await.unwrap();
        let token = token(&made);
        let seen = invitations::look(&w.s, &token, &w.request()).await.unwrap();
        assert_eq!((seen.organization.slug.as_str(), seen.role), (SLUG, BaseRole::Member));
        assert_eq!(seen.invited_by, "clara of the test");
        assert!(!seen.account_exists);
        let before = w.log().await.len();
        let with = Accept { username: Some("nia.nord".into()), ..new_person() };
        let accepted = accept(&w.s, &token, with).await.unwrap();
        assert_eq!(accepted.user.username, "nia.nord");
        let log = ["user.created", "invitation.accepted", "member.added"];
        assert_eq!(w.log().await[before..], log);
        let facts = w.caller_of(accepted.user.id).await.facts;
        let scope = Scope::Organization(scene.organization);
        assert!(decide(&facts, Permission::AssetsDownload, scope, w.time.now()).allowed());
        let login =
            Login { login: "NIA@people.example".into(), password: PASSWORD.into(), code: None };
        sessions::sign_in(&w.s, login, &w.request(), SessionKind::Api).await.unwrap();
        assert_eq!(scene.status(&made).await, InvitationStatus::Accepted);
    })
    .await;
}

#[tokio::test]
async fn every_grant_of_an_invitation_traces_to_who_invited() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let made = scene.invite(&scene.clerk, to("nia", BaseRole::Member)).await.unwrap();
        let accepted = scene.accept(&token(&made)).await.unwrap();
        let sql = "select granted_by from grants where subject_id = $1 and granted_by = $2";
        let row = crate::database::values![accepted.user.id, scene.clerk.id];
        let found = w.s.read().await.unwrap().rows::<(uuid::Uuid,)>(sql, row).await.unwrap();
        assert_eq!(found.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn whoever_has_an_account_signs_in_as_it_and_keeps_the_password() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let (nia, other) = (w.person("nia").await, w.person("other").await);
        let made = scene.invite(&scene.admin, to("NIA", BaseRole::Admin)).await.unwrap();
        let token = token(&made);
        let (s, request) = (&w.s, &w.request());
        assert!(invitations::look(s, &token, request).await.unwrap().account_exists);
        let (nobody, nothing) = (None, Accept::default());
        let unsigned = invitations::accept(s, nobody, &token, nothing.clone(), request).await;
        assert_eq!(refused(unsigned), Kind::Unauthenticated);
        assert_eq!(refused(scene.accept(&token).await), Kind::Unauthenticated);
        let other = scene.ask(&other).await;
        let foreign = invitations::accept(s, Some(&other), &token, nothing.clone(), request).await;
        assert_eq!(refused(foreign), Kind::Forbidden);
        let nia_asks = scene.ask(&nia).await;
        let with = invitations::accept(s, Some(&nia_asks), &token, new_person(), request).await;
        assert_eq!(refusal(with).errors[0].field, "password");
        let accepted = invitations::accept(s, Some(&nia_asks), &token, nothing.clone(), request)
            .await
            .unwrap();
        assert_eq!((accepted.user.id, accepted.role), (nia.id, BaseRole::Admin));
        let login = Login { login: "nia".into(), password: PASSWORD.into(), code: None };
        sessions::sign_in(s, login, request, SessionKind::Api).await.unwrap();
        let again = invitations::accept(s, Some(&nia_asks), &token, nothing, request).await;
        assert_eq!(refused(again), Kind::Gone);
    })
    .await;
}

#[tokio::test]
async fn an_invitation_ends_to_the_second() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let made = scene.invite(&scene.owner, to("nia", BaseRole::Viewer)).await.unwrap();
        let token = token(&made);
        let life = made.expires_at.0 - w.time.now().0;
        assert!((0..1_000_000).contains(&(life - LIFE * 1_000_000)), "{life}");
        w.time.pass(LIFE - 1);
        scene.look(&token).await.unwrap();
        assert_eq!(scene.status(&made).await, InvitationStatus::Pending);
        w.time.pass(2);
        assert_eq!(refused(scene.look(&token).await), Kind::Gone);
        assert_eq!(refused(scene.accept(&token).await), Kind::Gone);
        assert_eq!(scene.status(&made).await, InvitationStatus::Expired);
    })
    .await;
}

#[tokio::test]
async fn sent_again_the_old_link_is_dead_and_the_whole_time_begins_anew() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let made = scene.invite(&scene.owner, to("nia", BaseRole::Viewer)).await.unwrap();
        let old = token(&made);
        // Expired ones too.
        w.time.pass(LIFE + 1);
        let sent = scene.resend(&scene.admin, &made).await.unwrap();
        assert_eq!(sent.invited_by.id, scene.admin.id);
        assert_eq!(refused(scene.look(&old).await), Kind::Gone);
        assert_eq!(refused(scene.accept(&old).await), Kind::Gone);
        w.time.pass(LIFE - 1);
        scene.accept(&token(&sent)).await.unwrap();
        assert_eq!(refused(scene.resend(&scene.owner, &made).await), Kind::Conflict);
        assert_eq!(refused(scene.revoke(&scene.owner, &made).await), Kind::Conflict);
    })
    .await;
}

#[tokio::test]
async fn what_was_taken_back_cannot_be_accepted() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let made = scene.invite(&scene.owner, to("nia", BaseRole::Viewer)).await.unwrap();
        scene.revoke(&scene.owner, &made).await.unwrap();
        let before = w.log().await;
        scene.revoke(&scene.owner, &made).await.unwrap();
        assert_eq!(w.log().await, before);
        assert_eq!(refused(scene.accept(&token(&made)).await), Kind::Gone);
        assert_eq!(scene.status(&made).await, InvitationStatus::Revoked);
    })
    .await;
}

#[tokio::test]
async fn an_invitation_is_worth_what_its_inviter_may_still_give() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let root = scene.ask(&scene.root).await;
        let (s, admin) = (&w.s, scene.admin.id);
        let made = scene.invite(&scene.admin, to("nia", BaseRole::Admin)).await.unwrap();
        let token = token(&made);
        let edit = async |edit: EditMember| {
            members::edit(s, &root, SLUG, admin, edit, None).await.unwrap();
        };
        let role = |role| EditMember { role: Some(role), ..EditMember::default() };
        let switch = |status| EditMember { status: Some(status), ..EditMember::default() };
        // Demoted, switched off, disabled, and each time back again.
        edit(role(BaseRole::Member)).await;
        assert_eq!(refused(scene.accept(&token).await), Kind::Gone);
        edit(role(BaseRole::Admin)).await;
        edit(switch(MembershipStatus::Inactive)).await;
        assert_eq!(refused(scene.look(&token).await), Kind::Gone);
        edit(switch(MembershipStatus::Active)).await;
        users::deactivate(s, &root, admin, Because::default(), None).await.unwrap();
        assert_eq!(refused(scene.accept(&token).await), Kind::Gone);
        users::activate(s, &root, admin, Because::default(), None).await.unwrap();
        scene.accept(&token).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_deleted_organization_takes_its_invitations_along() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let made = scene.invite(&scene.owner, to("nia", BaseRole::Viewer)).await.unwrap();
        let root = scene.ask(&scene.root).await;
        organizations::delete(&w.s, &root, SLUG, Because::default()).await.unwrap();
        assert_eq!(refused(scene.look(&token(&made)).await), Kind::Gone);
        assert_eq!(refused(scene.accept(&token(&made)).await), Kind::Gone);
        // The slug is free again, and brings nobody back.
        let new = NewOrganization {
            name: "Harbour".into(),
            slug: SLUG.into(),
            owner: None,
            reason: None,
        };
        organizations::create(&w.s, &root, new).await.unwrap();
        assert_eq!(refused(scene.accept(&token(&made)).await), Kind::Gone);
    })
    .await;
}

#[tokio::test]
async fn of_twenty_at_once_one_accepts() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let made = scene.invite(&scene.owner, to("nia", BaseRole::Member)).await.unwrap();
        let token = token(&made);
        let mut all = tokio::task::JoinSet::new();
        for n in 0..20 {
            let (s, token) = (w.s.clone(), token.clone());
            let with = Accept { username: Some(format!("nia{n}")), ..new_person() };
            all.spawn(async move { accept(&s, &token, with).await.map_err(app) });
        }
        let answers = all.join_all().await;
        let (done, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
        assert_eq!(done.len(), 1);
        for refusal in refused {
            let kind = refusal.unwrap_err().kind;
            // Late ones find the link used up, or an account that they are not signed in as.
            let expected = [Kind::Gone, Kind::Taken, Kind::Unauthenticated];
            assert!(expected.contains(&kind), "{kind:?}");
        }
        let joined = w.log().await.iter().filter(|action| *action == "invitation.accepted").count();
        assert_eq!(joined, 1);
    })
    .await;
}

#[tokio::test]
async fn passwords_are_checked_and_a_refused_one_uses_nothing_up() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let made = scene.invite(&scene.owner, to("nia", BaseRole::Member)).await.unwrap();
        let token = token(&made);
        for password in [None, Some("short"), Some("Harbour-1234"), Some("Password1")] {
            let with = Accept { password: password.map(Into::into), username: None };
            let refusal = refusal(accept(&w.s, &token, with).await);
            assert_eq!(
                (refusal.kind, refusal.errors[0].field.as_str()),
                (Kind::Invalid, "password")
            );
        }
        let hers = Accept { username: Some("olga".into()), ..new_person() };
        let refused_name = refusal(accept(&w.s, &token, hers).await);
        assert_eq!(
            (refused_name.kind, refused_name.errors[0].field.as_str()),
            (Kind::Taken, "username")
        );
        for forged in ["", "forged", &token[1..], &format!("{token}A")] {
            assert_eq!(refused(scene.accept(forged).await), Kind::NotFound, "{forged}");
        }
        scene.accept(&token).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn whoever_joins_otherwise_has_no_invitation_any_more() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let nia = w.person("nia").await;
        let made = scene.invite(&scene.owner, to("nia", BaseRole::Member)).await.unwrap();
        let root = scene.ask(&scene.root).await;
        let new =
            NewMember { user_id: nia.id, role: BaseRole::Viewer, expires_at: None, reason: None };
        members::add(&w.s, &root, SLUG, new).await.unwrap();
        assert_eq!(scene.status(&made).await, InvitationStatus::Accepted);
        assert_eq!(refused(scene.look(&token(&made)).await), Kind::Gone);
    })
    .await;
}

#[tokio::test]
async fn nobody_comes_in_while_the_platform_is_locked() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let made = scene.invite(&scene.owner, to("nia", BaseRole::Member)).await.unwrap();
        let root = scene.ask(&scene.root).await;
        let lock = |locked: bool| json!({ "maintenance": { "locked": locked } });
        settings::edit(&w.s, &root, lock(true), None).await.unwrap();
        assert_eq!(refused(scene.accept(&token(&made)).await), Kind::Maintenance);
        settings::edit(&w.s, &root, lock(false), None).await.unwrap();
        let accepted = scene.accept(&token(&made)).await.unwrap();
        assert_eq!(accepted.user.status, Status::Active);
    })
    .await;
}

#[tokio::test]
async fn a_disabled_person_does_not_come_in_by_an_invitation() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let nia = w.person("nia").await;
        let asking = scene.ask(&nia).await;
        let root = scene.ask(&scene.root).await;
        users::deactivate(&w.s, &root, nia.id, Because::default(), None).await.unwrap();
        let made = scene.invite(&scene.owner, to("nia", BaseRole::Member)).await.unwrap();
        let token = token(&made);
        assert_eq!(refused(scene.accept(&token).await), Kind::Unauthenticated);
        let request = w.request();
        let nothing = Accept::default();
        let held = invitations::accept(&w.s, Some(&asking), &token, nothing, &request).await;
        assert_eq!(refused(held), Kind::Unauthenticated);
    })
    .await;
}

#[tokio::test]
async fn nothing_of_an_erased_person_is_left_in_the_invitation() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let made = scene.invite(&scene.owner, to("nia", BaseRole::Member)).await.unwrap();
        let id = scene.accept(&token(&made)).await.unwrap().user.id;
        let root = scene.ask(&scene.root).await;
        users::deactivate(&w.s, &root, id, Because::default(), None).await.unwrap();
        users::delete(&w.s, &root, id, Because::default(), None).await.unwrap();
        let shown = scene.shown(&made).await;
        assert_eq!((shown.email.as_str(), shown.full_name.as_str()), ("", "Deleted user"));
        let mut on = w.s.read().await.unwrap();
        for sql in [
            "select count(*) from outbox where address_key like 'nia@%'",
            "select count(*) from links where address like 'nia@%'",
            "select count(*) from event_details where data like '%nia@%'",
        ] {
            assert_eq!(on.number(sql, Vec::new()).await.unwrap(), Some(0), "{sql}");
        }
    })
    .await;
}
