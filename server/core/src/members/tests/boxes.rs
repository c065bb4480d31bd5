//! The privilege boxes.

use super::*;

#[tokio::test]
async fn whoever_joins_as_member_begins_with_the_box_for_assets() {
    let w = World::new().await;
    let scene = Scene::set(&w).await;
    assert_eq!(scene.member(&scene.member).await.privileges, [Privilege::Assets]);
    for who in [&scene.owner, &scene.admin, &scene.viewer] {
        assert!(scene.member(who).await.privileges.is_empty());
    }
    w.end().await;
}

#[tokio::test]
async fn a_tick_gives_what_the_box_says_and_clearing_takes_it() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let viewer = &scene.viewer;
        let ticked = scene.tick(&scene.clerk, viewer, Privilege::Tags, true).await.unwrap();
        assert_eq!(ticked.privileges, [Privilege::Tags]);
        assert!(scene.may(viewer, Permission::TagsManage).await);
        let entry = w.last_entry().await;
        assert!(entry.starts_with("member.privilege_granted"), "{entry}");
        assert!(entry.contains(r#""after":"Administer tags""#), "{entry}");
        let cleared = scene.tick(&scene.clerk, viewer, Privilege::Tags, false).await.unwrap();
        assert!(cleared.privileges.is_empty());
        assert!(!scene.may(viewer, Permission::TagsManage).await);
        let entry = w.last_entry().await;
        assert!(entry.starts_with("member.privilege_revoked"), "{entry}");
        assert!(entry.contains(r#""before":"Administer tags""#), "{entry}");
    })
    .await;
}

#[tokio::test]
async fn becoming_a_viewer_clears_the_boxes() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let before = w.log().await.len();
        let viewer = scene.assign(&scene.owner, &scene.clerk, BaseRole::Viewer).await.unwrap();
        assert!(viewer.privileges.is_empty());
        assert!(!scene.may(&scene.clerk, Permission::UsersManage).await);
        let expected =
            ["member.role_changed", "member.privilege_revoked", "member.privilege_revoked"];
        assert_eq!(w.log().await[before..], expected);
        // One by one they may be ticked again.
        scene.tick(&scene.owner, &scene.clerk, Privilege::Tags, true).await.unwrap();
        assert!(scene.may(&scene.clerk, Permission::TagsManage).await);
        // A Viewer who stays one keeps them.
        scene.switch(&scene.owner, &scene.clerk, false).await.unwrap();
        assert_eq!(scene.member(&scene.clerk).await.privileges, [Privilege::Tags]);
    })
    .await;
}

#[tokio::test]
async fn privileges_of_a_disabled_member_take_effect_on_return() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let (admin, member) = (&scene.admin, &scene.member);
        scene.switch(admin, member, false).await.unwrap();
        let off = scene.tick(admin, member, Privilege::Tags, true).await.unwrap();
        assert_eq!(off.status, MembershipStatus::Inactive);
        assert_eq!(off.privileges, [Privilege::Assets, Privilege::Tags]);
        assert!(!scene.may(member, Permission::TagsManage).await);
        assert!(!scene.may(member, Permission::OrganizationView).await);
        scene.switch(admin, member, true).await.unwrap();
        assert!(scene.may(member, Permission::TagsManage).await);
        assert!(scene.may(member, Permission::AssetsDelete).await);
    })
    .await;
}

#[tokio::test]
async fn an_undo_is_refused_when_something_else_came_between() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let (s, by) = (&w.s, scene.ask(&scene.admin).await);
        let id = scene.member.id;
        let tick = |granted| Tick { granted, reason: None };
        let undo = async |expected| {
            members::tick(s, &by, SLUG, id, Privilege::Tags, tick(false), Some(expected)).await
        };
        let seen = scene.tick(&scene.admin, &scene.member, Privilege::Tags, true).await.unwrap();
        scene.tick(&scene.owner, &scene.member, Privilege::Users, true).await.unwrap();
        assert_eq!(refused(undo(seen.version).await), Kind::ChangedSince);
        let present = scene.member(&scene.member).await;
        let expected = [Privilege::Assets, Privilege::Tags, Privilege::Users];
        assert_eq!(present.privileges, expected);
        let undone = undo(present.version).await.unwrap();
        assert_eq!(undone.privileges, [Privilege::Assets, Privilege::Users]);
        // An undo is ruled on like any change.
        scene.assign(&scene.owner, &scene.admin, BaseRole::Viewer).await.unwrap();
        assert_eq!(refused(undo(undone.version).await), Kind::Forbidden);
        let edit = to_role(BaseRole::Viewer);
        let by = scene.ask(&scene.owner).await;
        let stale = members::edit(s, &by, SLUG, id, edit, Some(seen.version)).await;
        assert_eq!(refused(stale), Kind::ChangedSince);
    })
    .await;
}

#[tokio::test]
async fn what_changes_nothing_is_no_entry() {
    let w = World::new().await;
    let scene = Scene::set(&w).await;
    let (by, who) = (&scene.owner, &scene.member);
    let before = (scene.member(who).await, w.log().await);
    scene.assign(by, who, BaseRole::Member).await.unwrap();
    scene.switch(by, who, true).await.unwrap();
    scene.edit(by, who, EditMember::default()).await.unwrap();
    scene.tick(by, who, Privilege::Assets, true).await.unwrap();
    scene.tick(by, who, Privilege::Tags, false).await.unwrap();
    assert_eq!(before, (scene.member(who).await, w.log().await));
    w.end().await;
}
