//! Who may invite whom as what.

use super::*;
use fluxward_domain::invitations::NewInvitations;
use fluxward_domain::members::WorkspaceRoles;

#[tokio::test]
async fn nobody_invites_above_what_they_may_give() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let (owner, admin, clerk) = (&scene.owner, &scene.admin, &scene.clerk);
        for (by, role, may) in [
            (&scene.root, BaseRole::Owner, true),
            (owner, BaseRole::Owner, true),
            (admin, BaseRole::Owner, false),
            (admin, BaseRole::Admin, true),
            (clerk, BaseRole::Admin, false),
            (clerk, BaseRole::Member, true),
            (clerk, BaseRole::Viewer, true),
            (&scene.member, BaseRole::Viewer, false),
        ] {
            let name = format!("{}-{}", by.username, role.key());
            let answer = scene.invite(by, to(&name, role)).await;
            if may {
                assert_eq!(answer.unwrap().role, role, "{name}");
            } else {
                assert_eq!(refused(answer), Kind::Forbidden, "{name}");
            }
        }
        let stranger = w.person("sten").await;
        assert_eq!(
            refused(scene.invite(&stranger, to("x", BaseRole::Viewer)).await),
            Kind::NotFound
        );
    })
    .await;
}

#[tokio::test]
async fn a_link_of_a_higher_role_is_not_given_to_who_could_not_have_made_it() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let made = scene.invite(&scene.owner, to("nia", BaseRole::Owner)).await.unwrap();
        assert_eq!(refused(scene.resend(&scene.admin, &made).await), Kind::Forbidden);
        assert_eq!(refused(scene.revoke(&scene.admin, &made).await), Kind::Forbidden);
        let admin = scene.ask(&scene.admin).await;
        let seen = invitations::show(&w.s, &admin, SLUG, made.id).await.unwrap();
        assert_eq!(seen.link, None);
        let owner = scene.ask(&scene.owner).await;
        let fresh = invitations::show(&w.s, &owner, SLUG, made.id).await.unwrap();
        assert_eq!(fresh.link, made.link);
        w.time.pass(601);
        let later = invitations::show(&w.s, &owner, SLUG, made.id).await.unwrap();
        assert_eq!(later.link, None);
    })
    .await;
}

#[tokio::test]
async fn boxes_begin_as_the_role_does_unless_they_are_given() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let boxes = |name: &str, role, privileges: Option<&[Privilege]>| NewInvitation {
            privileges: privileges.map(<[Privilege]>::to_vec),
            ..to(name, role)
        };
        for (new, expected) in [
            (boxes("a1", BaseRole::Member, None), &[Privilege::Assets][..]),
            (boxes("a2", BaseRole::Member, Some(&[])), &[]),
            (boxes("a3", BaseRole::Viewer, None), &[]),
            (boxes("a4", BaseRole::Viewer, Some(&[Privilege::Tags])), &[Privilege::Tags]),
            (
                boxes("a5", BaseRole::Member, Some(&[Privilege::Users, Privilege::Tags])),
                &[Privilege::Tags, Privilege::Users],
            ),
        ] {
            let made = scene.invite(&scene.clerk, new).await.unwrap();
            assert_eq!(made.privileges, expected, "{}", made.full_name);
            let accepted = scene.accept(&token(&made)).await.unwrap();
            let root = scene.ask(&scene.root).await;
            let member = members::show(&w.s, &root, SLUG, accepted.user.id).await.unwrap();
            assert_eq!((member.role, &member.privileges[..]), (made.role, expected));
        }
    })
    .await;
}

#[tokio::test]
async fn a_member_and_whoever_is_invited_are_in_the_way_whatever_the_spelling() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let member = scene.invite(&scene.owner, to("MAX", BaseRole::Viewer)).await;
        let member = refusal(member);
        assert_eq!((member.kind, member.errors[0].field.as_str()), (Kind::Conflict, "email"));
        let first = scene.invite(&scene.owner, to("nia", BaseRole::Viewer)).await.unwrap();
        let again = refusal(scene.invite(&scene.admin, to(" Nia", BaseRole::Member)).await);
        assert_eq!(again.kind, Kind::Conflict);
        assert!(again.detail.contains("again"), "{}", again.detail);
        // Once it is over, another takes its place.
        w.time.pass(LIFE + 1);
        let second = scene.invite(&scene.admin, to("nia", BaseRole::Member)).await.unwrap();
        assert_eq!(scene.status(&first).await, InvitationStatus::Expired);
        assert_eq!(scene.status(&second).await, InvitationStatus::Pending);
        assert_eq!(refused(scene.look(&token(&first)).await), Kind::Gone);
    })
    .await;
}

#[tokio::test]
async fn a_wrong_address_is_replaced_in_one_change() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let wrong = scene.invite(&scene.owner, to("nai", BaseRole::Viewer)).await.unwrap();
        let before = w.log().await.len();
        let right = NewInvitation { replaces: Some(wrong.id), ..to("nia", BaseRole::Viewer) };
        let right = scene.invite(&scene.owner, right).await.unwrap();
        assert_eq!(w.log().await[before..], ["invitation.revoked", "invitation.created"]);
        assert_eq!(scene.status(&wrong).await, InvitationStatus::Revoked);
        assert_eq!(refused(scene.look(&token(&wrong)).await), Kind::Gone);
        scene.look(&token(&right)).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_is_named_with_its_field() {
    let w = World::new().await;
    let scene = Scene::set(&w).await;
    let somewhere = vec![WorkspaceRoles { slug: "nowhere".into(), roles: Vec::new() }];
    for (new, field) in [
        (NewInvitation { email: "no address".into(), ..to("x", BaseRole::Viewer) }, "email"),
        (NewInvitation { full_name: "\u{202e}x".into(), ..to("x", BaseRole::Viewer) }, "full_name"),
        (NewInvitation { message: Some("\u{0}".into()), ..to("x", BaseRole::Viewer) }, "message"),
        (
            NewInvitation { workspaces: somewhere, ..to("x", BaseRole::Viewer) },
            "workspaces[0].slug",
        ),
    ] {
        let refusal = refusal(scene.invite(&scene.owner, new).await);
        assert_eq!((refusal.kind, refusal.errors[0].field.as_str()), (Kind::Invalid, field));
    }
    w.end().await;
}

#[tokio::test]
async fn slips_and_addresses_from_outside_are_pointed_out() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let at = |email: &str| NewInvitation { email: email.into(), ..to("x", BaseRole::Viewer) };
        let hints = async |email: &str| {
            let made = scene.invite(&scene.owner, at(email)).await.unwrap();
            made.hints.into_iter().map(|hint| hint.message).collect::<Vec<_>>()
        };
        assert!(hints("nia@People.example").await.is_empty());
        let slip = hints("nia@poeple.example").await;
        assert_eq!(slip[0], "Did you mean nia@people.example?");
        let outside = hints("nia@gmail.com").await;
        assert!(outside[0].starts_with("gmail.com is outside"), "{outside:?}");
    })
    .await;
}

#[tokio::test]
async fn a_review_says_everything_and_does_nothing() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let before = w.log().await;
        let owner = scene.ask(&scene.owner).await;
        let new = to("nia", BaseRole::Member);
        let review = invitations::review(&w.s, &owner, SLUG, new.clone()).await.unwrap();
        assert!(review.entails.contains(&"Download source files.".to_owned()));
        assert_eq!((review.hours, review.by_mail), (72, false));
        let max = invitations::review(&w.s, &owner, SLUG, to("max", BaseRole::Member)).await;
        assert_eq!(refused(max), Kind::Conflict);
        let admin = scene.ask(&scene.admin).await;
        let above = invitations::review(&w.s, &admin, SLUG, to("nia", BaseRole::Owner)).await;
        assert_eq!(refused(above), Kind::Forbidden);
        assert_eq!(w.log().await, before);
        assert!(scene.list(&InvitationQuery::default()).await.is_empty());
        scene.invite(&scene.owner, new).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn one_address_gets_six_invitations_an_hour_and_no_more() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let made = scene.invite(&scene.owner, to("nia", BaseRole::Viewer)).await.unwrap();
        for _ in 0..5 {
            scene.resend(&scene.owner, &made).await.unwrap();
        }
        let refusal = refusal(scene.resend(&scene.owner, &made).await);
        assert_eq!((refusal.kind, refusal.retry_after), (Kind::TooManyAttempts, Some(3600)));
        scene.revoke(&scene.owner, &made).await.unwrap();
        let anew = scene.invite(&scene.owner, to("NIA", BaseRole::Viewer)).await;
        assert_eq!(refused(anew), Kind::TooManyAttempts);
        scene.invite(&scene.owner, to("ned", BaseRole::Viewer)).await.unwrap();
        w.time.pass(3601);
        scene.invite(&scene.owner, to("nia", BaseRole::Viewer)).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn many_are_invited_at_once_or_nobody_is() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let owner = scene.ask(&scene.owner).await;
        let all = async |lines: &str| {
            let new = NewInvitations {
                lines: lines.into(),
                role: Some(BaseRole::Viewer),
                message: None,
                reason: None,
            };
            invitations::invite_all(&w.s, &owner, SLUG, new).await
        };
        let before = w.log().await;
        let bad = all("Nia <nia@people.example>, admin\nned@people.example\nnot an address\nned@PEOPLE.example\nzoe@people.example, king").await;
        let lines: Vec<_> = refusal(bad).errors.into_iter().map(|error| error.field).collect();
        assert_eq!(lines, ["lines.3", "lines.4", "lines.5"]);
        let member = refusal(all("nia@people.example\nmax@people.example").await);
        assert_eq!((member.kind, member.errors[0].field.as_str()), (Kind::Conflict, "lines.2"));
        assert_eq!(w.log().await, before);
        let made = all("Nia Nord <nia@people.example>, admin\n\nned.nord@people.example").await.unwrap();
        let told: Vec<_> = made.iter().map(|it| (it.full_name.as_str(), it.role)).collect();
        assert_eq!(told, [("Nia Nord", BaseRole::Admin), ("Ned Nord", BaseRole::Viewer)]);
        for invitation in &made {
            scene.accept(&token(invitation)).await.unwrap();
        }
    })
    .await;
}
