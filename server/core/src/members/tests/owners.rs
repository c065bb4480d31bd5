//! An organization keeps an Owner who can act.

use super::*;
use crate::database::values;
use crate::services::Services;
use crate::users;
use std::sync::Arc;
use tokio::sync::Barrier;
use tokio::task::JoinSet;

#[tokio::test]
async fn the_last_owner_stays_whoever_asks() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let owner = &scene.owner;
        let before = w.log().await;
        for by in [owner, &scene.root] {
            for role in [BaseRole::Admin, BaseRole::Viewer] {
                assert_eq!(refused(scene.assign(by, owner, role).await), Kind::LastOwner);
            }
            assert_eq!(refused(scene.switch(by, owner, false).await), Kind::LastOwner);
            assert_eq!(refused(scene.remove(by, owner).await), Kind::LastOwner);
        }
        assert_eq!(before, w.log().await);
        assert!(scene.may(owner, Permission::OrganizationDelete).await);
    })
    .await;
}

#[tokio::test]
async fn an_owner_steps_down_alone() {
    let w = World::new().await;
    let scene = Scene::set(&w).await;
    let (first, second) = (&scene.owner, &scene.stranger);
    scene.add(first, second, BaseRole::Owner).await.unwrap();
    assert_eq!(refused(scene.assign(first, second, BaseRole::Admin).await), Kind::Forbidden);
    assert_eq!(refused(scene.switch(first, second, false).await), Kind::Forbidden);
    assert_eq!(refused(scene.remove(first, second).await), Kind::Forbidden);
    let down = scene.assign(first, first, BaseRole::Member).await.unwrap();
    assert_eq!(down.role, BaseRole::Member);
    assert_eq!(refused(scene.remove(second, second).await), Kind::LastOwner);
    w.end().await;
}

#[tokio::test]
async fn an_owner_who_cannot_act_does_not_count() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let (first, second) = (&scene.owner, &scene.stranger);
        scene.add(first, second, BaseRole::Owner).await.unwrap();
        scene.switch(&scene.root, second, false).await.unwrap();
        assert_eq!(refused(scene.remove(first, first).await), Kind::LastOwner);
        scene.switch(&scene.root, second, true).await.unwrap();
        let root = scene.ask(&scene.root).await;
        users::deactivate(&w.s, &root, second.id, Because::default(), None).await.unwrap();
        assert_eq!(refused(scene.remove(first, first).await), Kind::LastOwner);
        // One who cannot act anyway may go.
        scene.remove(&scene.root, second).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn the_last_owners_account_is_named_before_it_is_switched_off() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let sole = async |who: &Person| {
            members::sole_ownerships(&mut w.s.read().await.unwrap(), who.id).await.unwrap()
        };
        assert_eq!(sole(&scene.owner).await, ["Harbour"]);
        assert!(sole(&scene.admin).await.is_empty());
        scene.assign(&scene.owner, &scene.admin, BaseRole::Owner).await.unwrap();
        assert!(sole(&scene.owner).await.is_empty());
        scene.switch(&scene.root, &scene.owner, false).await.unwrap();
        assert_eq!(sole(&scene.admin).await, ["Harbour"]);
    })
    .await;
}

/// One way for an Owner to go.
async fn go(s: Services, caller: Caller, way: usize) -> Result<()> {
    let id = caller.account;
    let edit = match way % 3 {
        0 => return members::remove(&s, &caller, SLUG, id, Because::default(), None).await,
        1 => to_role(BaseRole::Member),
        _ => to_status(false),
    };
    members::edit(&s, &caller, SLUG, id, edit, None).await.map(|_| ())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_last_owner_stays_under_concurrency() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        scene.add(&scene.owner, &scene.stranger, BaseRole::Owner).await.unwrap();
        let barrier = Arc::new(Barrier::new(20));
        let mut going = JoinSet::new();
        for way in 0..20 {
            let who = if way % 2 == 0 { &scene.owner } else { &scene.stranger };
            let (s, caller, barrier) = (w.s.clone(), scene.ask(who).await, Arc::clone(&barrier));
            going.spawn(async move {
                barrier.wait().await;
                go(s, caller, way).await
            });
        }
        let outcomes = going.join_all().await;
        let gone = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
        // Who stepped down to Member may still leave; that is no Owner going.
        let sql = "select cast(count(*) as bigint) from memberships m
            join accounts a on a.id = m.account_id
            where m.organization_id = $1 and m.until_seq is null and m.role = 'owner'
            and m.status = 'active' and a.status = 'active'";
        let left = w.s.read().await.unwrap().number(sql, values![scene.organization]).await;
        assert_eq!(left.unwrap(), Some(1), "{gone} went: {outcomes:?}");
        let refusals = outcomes.into_iter().filter_map(Result::err).map(|error| app(error).kind);
        let refusals: Vec<_> = refusals.collect();
        assert!(refusals.contains(&Kind::LastOwner), "{refusals:?}");
        let expected = [Kind::LastOwner, Kind::Forbidden, Kind::NotFound];
        assert!(refusals.iter().all(|kind| expected.contains(kind)), "{refusals:?}");
    })
    .await;
}
