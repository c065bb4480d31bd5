//! Who may change whom.

use super::*;
use crate::testing::NOBODY;
use fluxward_domain::members::MemberQuery;

#[tokio::test]
async fn an_admin_cannot_touch_an_owner() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        scene.add(&scene.root, &scene.stranger, BaseRole::Owner).await.unwrap();
        let (admin, owner) = (&scene.admin, &scene.owner);
        let before = (scene.member(owner).await, w.log().await);
        for role in [BaseRole::Admin, BaseRole::Member, BaseRole::Viewer] {
            assert_eq!(refused(scene.assign(admin, owner, role).await), Kind::Forbidden);
        }
        assert_eq!(refused(scene.switch(admin, owner, false).await), Kind::Forbidden);
        let ticked = scene.tick(admin, owner, Privilege::Tags, true).await;
        assert_eq!(refused(ticked), Kind::Forbidden);
        assert_eq!(refused(scene.remove(admin, owner).await), Kind::Forbidden);
        assert_eq!(before, (scene.member(owner).await, w.log().await));
    })
    .await;
}

#[tokio::test]
async fn nobody_raises_themselves() {
    let w = World::new().await;
    let scene = Scene::set(&w).await;
    let (admin, clerk) = (&scene.admin, &scene.clerk);
    assert_eq!(refused(scene.assign(admin, admin, BaseRole::Owner).await), Kind::Forbidden);
    assert_eq!(refused(scene.assign(clerk, clerk, BaseRole::Admin).await), Kind::Forbidden);
    let ticked = scene.tick(clerk, clerk, Privilege::Tags, true).await;
    assert_eq!(refused(ticked), Kind::Forbidden);
    assert_eq!(scene.member(clerk).await.privileges, [Privilege::Assets, Privilege::Users]);
    // Whoever joins themselves would raise themselves, too.
    let helper = &scene.root;
    assert!(
        scene.add(helper, helper, BaseRole::Owner).await.is_ok(),
        "a platform administrator may"
    );
    w.end().await;
}

#[tokio::test]
async fn nobody_gives_more_than_they_may() {
    let w = World::new().await;
    let scene = Scene::set(&w).await;
    let (admin, clerk, stranger) = (&scene.admin, &scene.clerk, &scene.stranger);
    assert_eq!(refused(scene.add(admin, stranger, BaseRole::Owner).await), Kind::Forbidden);
    for role in [BaseRole::Owner, BaseRole::Admin] {
        assert_eq!(refused(scene.add(clerk, stranger, role).await), Kind::Forbidden);
        assert_eq!(refused(scene.assign(clerk, &scene.viewer, role).await), Kind::Forbidden);
    }
    assert_eq!(refused(scene.switch(clerk, admin, false).await), Kind::Forbidden);
    assert_eq!(refused(scene.remove(clerk, admin).await), Kind::Forbidden);
    scene.assign(clerk, &scene.viewer, BaseRole::Member).await.unwrap();
    scene.tick(clerk, &scene.viewer, Privilege::Tags, true).await.unwrap();
    scene.add(clerk, stranger, BaseRole::Viewer).await.unwrap();
    w.end().await;
}

#[tokio::test]
async fn whoever_sees_the_place_is_forbidden_and_everyone_else_finds_nothing() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let clerk = &scene.clerk;
        for (by, kind) in [
            (&scene.member, Kind::Forbidden),
            (&scene.viewer, Kind::Forbidden),
            (&scene.stranger, Kind::NotFound),
        ] {
            assert_eq!(refused(scene.add(by, &scene.stranger, BaseRole::Viewer).await), kind);
            assert_eq!(refused(scene.assign(by, clerk, BaseRole::Viewer).await), kind);
            assert_eq!(refused(scene.switch(by, clerk, false).await), kind);
            assert_eq!(refused(scene.tick(by, clerk, Privilege::Tags, true).await), kind);
            assert_eq!(refused(scene.remove(by, clerk).await), kind);
            let asking = scene.ask(by).await;
            let candidates = members::candidates(&w.s, &asking, SLUG, "sten").await;
            assert_eq!(refused(candidates), kind);
        }
        let asking = scene.ask(&scene.root).await;
        let elsewhere = members::show(&w.s, &asking, "nowhere", clerk.id).await;
        assert_eq!(refused(elsewhere), Kind::NotFound);
    })
    .await;
}

#[tokio::test]
async fn a_viewer_sees_themselves_alone() {
    let w = World::new().await;
    let scene = Scene::set(&w).await;
    let viewer = &scene.viewer;
    assert_eq!(scene.show(viewer, viewer.id).await.unwrap().role, BaseRole::Viewer);
    assert_eq!(refused(scene.show(viewer, scene.owner.id).await), Kind::Forbidden);
    let asking = scene.ask(viewer).await;
    let list = members::list(&w.s, &asking, SLUG, &MemberQuery::default()).await;
    assert_eq!(refused(list), Kind::Forbidden);
    assert_eq!(scene.show(&scene.member, viewer.id).await.unwrap().user.id, viewer.id);
    assert_eq!(refused(scene.show(&scene.stranger, viewer.id).await), Kind::NotFound);
    w.end().await;
}

#[tokio::test]
async fn who_is_no_member_is_missing() {
    let w = World::new().await;
    let scene = Scene::set(&w).await;
    let (root, stranger) = (&scene.root, &scene.stranger);
    assert_eq!(refused(scene.show(root, stranger.id).await), Kind::NotFound);
    assert_eq!(refused(scene.assign(root, stranger, BaseRole::Viewer).await), Kind::NotFound);
    assert_eq!(refused(scene.tick(root, stranger, Privilege::Tags, true).await), Kind::NotFound);
    assert_eq!(refused(scene.remove(root, stranger).await), Kind::NotFound);
    // Leaving where one is not.
    assert_eq!(refused(scene.remove(root, root).await), Kind::NotFound);
    w.end().await;
}

#[tokio::test]
async fn only_somebody_who_exists_joins_and_only_once() {
    let w = World::new().await;
    let scene = Scene::set(&w).await;
    let twice = scene.add(&scene.owner, &scene.member, BaseRole::Viewer).await;
    assert_eq!(refused(twice), Kind::Conflict);
    let nobody = Person { id: AccountId(NOBODY), username: "nobody".into() };
    let error = app(scene.add(&scene.owner, &nobody, BaseRole::Viewer).await.unwrap_err());
    assert_eq!(error.kind, Kind::NotFound);
    assert_eq!(error.message_for("user_id"), Some("There is no such account."));
    w.end().await;
}

#[tokio::test]
async fn a_change_is_ruled_on_by_the_rights_of_that_moment() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let seen_as_admin = scene.ask(&scene.admin).await;
        scene.assign(&scene.owner, &scene.admin, BaseRole::Member).await.unwrap();
        let late = members::edit(
            &w.s,
            &seen_as_admin,
            SLUG,
            scene.viewer.id,
            to_role(BaseRole::Member),
            None,
        );
        assert_eq!(refused(late.await), Kind::Forbidden);
        assert_eq!(scene.member(&scene.viewer).await.role, BaseRole::Viewer);
    })
    .await;
}
