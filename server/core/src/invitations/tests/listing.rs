//! The list of invitations, and the rows among the members.

use super::*;
use fluxward_domain::members::MemberQuery;
use fluxward_domain::users::Status;

async fn members(scene: &Scene<'_>, query: &MemberQuery) -> (Vec<String>, Option<i64>) {
    let root = scene.ask(&scene.root).await;
    let (mut names, mut cursor, mut total) = (Vec::new(), None, None);
    loop {
        let asked = MemberQuery { cursor, ..query.clone() };
        let page = members::list(&scene.w.s, &root, SLUG, &asked).await.unwrap();
        total = total.or(page.total);
        names.extend(page.items.into_iter().map(|it| it.user.full_name));
        match page.next_cursor {
            Some(next) => cursor = Some(next),
            None => return (names, total),
        }
    }
}

#[tokio::test]
async fn whoever_is_invited_stands_among_the_members_as_pending() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let mut last = None;
        for name in ["bea", "cay", "max-two", "zoe"] {
            last = Some(scene.invite(&scene.owner, to(name, BaseRole::Viewer)).await.unwrap());
        }
        let all = ["ada", "bea", "cay", "clara", "max", "max-two", "olga", "zoe"]
            .map(|name| format!("{name} of the test"));
        for limit in [1, 3, 50] {
            let query = MemberQuery { limit: Some(limit), ..MemberQuery::default() };
            assert_eq!(members(&scene, &query).await, (all.to_vec(), Some(8)), "{limit}");
        }
        let named = |search: &str| MemberQuery {
            search: Some(search.into()),
            limit: Some(1),
            ..MemberQuery::default()
        };
        assert_eq!(
            members(&scene, &named("max")).await,
            (vec![all[4].clone(), all[5].clone()], Some(2))
        );
        let pending = MemberQuery { status: Some(Status::Pending), ..MemberQuery::default() };
        let waiting = [1, 2, 5, 7].map(|at: usize| all[at].clone());
        assert_eq!(members(&scene, &pending).await, (waiting.to_vec(), Some(4)));
        let active = MemberQuery { status: Some(Status::Active), ..MemberQuery::default() };
        assert_eq!(members(&scene, &active).await.1, Some(4));
        let owners = MemberQuery { role: Some(BaseRole::Owner), ..MemberQuery::default() };
        assert_eq!(members(&scene, &owners).await.1, Some(1));
        let root = scene.ask(&scene.root).await;
        let page = crate::members::list(&w.s, &root, SLUG, &pending).await.unwrap();
        let last = last.unwrap();
        let row = page.items.last().unwrap();
        assert_eq!((row.invitation, row.user.status), (Some(last.id), Status::Pending));
        // Accepted, the same person is there once; expired, not at all.
        scene.accept(&token(&last)).await.unwrap();
        assert_eq!(members(&scene, &pending).await.1, Some(3));
        assert_eq!(members(&scene, &MemberQuery::default()).await.1, Some(8));
        w.time.pass(LIFE + 60);
        assert_eq!(members(&scene, &pending).await.1, Some(0));
    })
    .await;
}

#[tokio::test]
async fn the_list_tells_every_status_apart() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        scene.invite(&scene.owner, to("old", BaseRole::Viewer)).await.unwrap();
        w.time.pass(LIFE + 1);
        let revoked = scene.invite(&scene.owner, to("rex", BaseRole::Viewer)).await.unwrap();
        scene.revoke(&scene.owner, &revoked).await.unwrap();
        let accepted = scene.invite(&scene.owner, to("ann", BaseRole::Viewer)).await.unwrap();
        scene.accept(&token(&accepted)).await.unwrap();
        scene.invite(&scene.owner, to("pia", BaseRole::Viewer)).await.unwrap();
        let of = |names: &[&str]| {
            names.iter().map(|name| format!("{name} of the test")).collect::<Vec<_>>()
        };
        let status =
            |status| InvitationQuery { status: Some(status), ..InvitationQuery::default() };
        for (wanted, names) in [
            (InvitationStatus::Pending, &["pia"][..]),
            (InvitationStatus::Sent, &[]),
            (InvitationStatus::Failed, &[]),
            (InvitationStatus::Accepted, &["ann"]),
            (InvitationStatus::Expired, &["old"]),
            (InvitationStatus::Revoked, &["rex"]),
        ] {
            assert_eq!(scene.list(&status(wanted)).await, of(names), "{wanted:?}");
        }
        assert_eq!(scene.list(&InvitationQuery::default()).await, of(&["pia", "old"]));
        let all = InvitationQuery { show_all: Some(true), ..InvitationQuery::default() };
        assert_eq!(scene.list(&all).await, of(&["pia", "ann", "rex", "old"]));
        let root = scene.ask(&scene.root).await;
        let two = InvitationQuery { limit: Some(3), ..all };
        let page = invitations::list(&w.s, &root, SLUG, &two).await.unwrap();
        assert_eq!((page.items.len(), page.total), (3, Some(4)));
        let next = InvitationQuery { cursor: page.next_cursor, ..two };
        let page = invitations::list(&w.s, &root, SLUG, &next).await.unwrap();
        assert_eq!((page.items.len(), page.next_cursor), (1, None));
    })
    .await;
}

#[tokio::test]
async fn only_whoever_invites_sees_the_list() {
    let w = World::new().await;
    let scene = Scene::set(&w).await;
    let made = scene.invite(&scene.owner, to("nia", BaseRole::Viewer)).await.unwrap();
    let member = scene.ask(&scene.member).await;
    let query = InvitationQuery::default();
    assert_eq!(refused(invitations::list(&w.s, &member, SLUG, &query).await), Kind::Forbidden);
    assert_eq!(refused(invitations::show(&w.s, &member, SLUG, made.id).await), Kind::Forbidden);
    // Another organization's invitation is like none.
    let root = scene.ask(&scene.root).await;
    let new = NewOrganization { name: "B".into(), slug: "bb".into(), owner: None, reason: None };
    organizations::create(&w.s, &root, new).await.unwrap();
    let foreign = invitations::show(&w.s, &root, "bb", made.id).await;
    assert_eq!(refused(foreign), Kind::NotFound);
    let because = Because::default();
    let foreign = invitations::revoke(&w.s, &root, "bb", made.id, because).await;
    assert_eq!(refused(foreign), Kind::NotFound);
    w.end().await;
}

#[tokio::test]
async fn pending_for_long_is_marked_to_the_second() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let made = scene.invite(&scene.owner, to("nia", BaseRole::Viewer)).await.unwrap();
        w.time.pass(LIFE / 2 - 1);
        assert!(!scene.shown(&made).await.overdue);
        w.time.pass(2);
        assert!(scene.shown(&made).await.overdue);
        scene.revoke(&scene.owner, &made).await.unwrap();
        assert!(!scene.shown(&made).await.overdue);
    })
    .await;
}
