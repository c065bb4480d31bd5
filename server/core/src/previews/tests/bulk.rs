//! The preview of a bulk change equals what the run does to those whom it looked at, when there are
//! more than are changed at once.

use crate::attack::{Differences, PEOPLE, Scene, bulk_change, gifts};
use crate::database::values;
use crate::testing::World;
use crate::{bulk, members};
use fluxward_domain::AppError;
use fluxward_domain::bulk::{
    BulkChange, BulkPreview, BulkPreviewQuery, BulkProgress, BulkRun, MemberFilter, NewBulk,
};
use fluxward_domain::ids::AccountId;
use fluxward_domain::members::NewMember;
use fluxward_domain::previews::Difference;
use fluxward_domain::roles::BaseRole;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Where everybody is, of whom there are three times as many as are changed at once.
const SLUG: &str = "acme";
const CROWD: usize = 8;

async fn crowd(scene: &Scene<'_>) {
    let root = scene.root().await;
    for n in 0..CROWD {
        let user_id = scene.w.person(&format!("q{n}")).await.id;
        let role = BaseRole::ALL[n % 4];
        let new = NewMember { user_id, role, expires_at: None, reason: None };
        members::add(&scene.w.s, &root, SLUG, new).await.unwrap();
    }
}

/// Looks at the change, begins it, waits for its end, and compares.
async fn compare(scene: &Scene<'_>, by: usize, change: &BulkChange) -> bool {
    let (s, c) = (&scene.w.s, scene.w.caller(&scene.people[by]).await);
    let new = NewBulk {
        users: None,
        filter: Some(MemberFilter::default()),
        change: change.clone(),
        reason: None,
    };
    let (before, entries) = (scene.look().await, scene.w.log().await.len());
    let told =
        bulk::preview(s, &c, SLUG, &new, BulkPreviewQuery::default()).await.map_err(AppError::from);
    assert_eq!(scene.w.log().await.len(), entries, "a preview was recorded: {change:?}");
    assert_eq!(scene.look().await, before, "a preview changed something: {change:?}");
    let begun = bulk::begin(s, &c, SLUG, new).await.map_err(AppError::from);
    let (told, begun) = match (told, begun) {
        (Ok(told), Ok(begun)) => (told, begun),
        (told, begun) => {
            assert_eq!(told.map(drop), begun.map(drop), "refused otherwise than told: {change:?}");
            return false;
        }
    };
    while bulk::due(s).await.unwrap().is_some() {}
    let run = bulk::show(s, &scene.root().await, SLUG, begun.id).await.unwrap();
    let after = scene.look().await;
    let first = first(scene, &run, told.looked_at).await;
    let changed = first.iter().filter(|id| before.facts[*id] != after.facts[*id]).count();
    let [gained, lost] = before.difference(&after, scene.w.time.now());
    let of_first = |mut all: Differences| {
        all.retain(|(account, ..)| first.contains(account));
        all
    };
    assert_eq!([listed(&told.gained), listed(&told.lost)], [gained, lost].map(of_first), "{run:?}");
    assert_counts(&told, &run, &first, changed);
    true
}

fn listed(list: &[Difference]) -> Differences {
    list.iter().map(|it| (it.user.id, it.scope.clone(), it.permission)).collect()
}

/// Those of the run who were reached first.
async fn first(scene: &Scene<'_>, run: &BulkRun, count: i64) -> BTreeSet<AccountId> {
    let sql = "select account_id from bulk_targets where run_id = $1 and position <= $2";
    let mut on = scene.w.s.read().await.unwrap();
    let rows: Vec<(Uuid,)> = on.rows(sql, values![run.id, count]).await.unwrap();
    rows.into_iter().map(|(id,)| AccountId(id)).collect()
}

fn assert_counts(told: &BulkPreview, run: &BulkRun, first: &BTreeSet<AccountId>, changed: usize) {
    assert_eq!((run.status, run.total), (BulkProgress::Finished, told.total));
    assert!(told.total > told.looked_at && told.complete, "{told:?}");
    let mut refusals: BTreeMap<&str, i64> = BTreeMap::new();
    for refusal in run.refusals.iter().filter(|refusal| first.contains(&refusal.user.id)) {
        *refusals.entry(&refusal.reason).or_default() += 1;
    }
    let expected = told.refusals.iter().map(|it| (it.reason.as_str(), it.count)).collect();
    assert_eq!(refusals, expected, "{run:?}");
    let changed = i64::try_from(changed).unwrap();
    assert_eq!((told.changed, told.refused), (changed, refusals.values().sum()), "{run:?}");
    assert_eq!(told.unchanged, told.looked_at - told.changed - told.refused);
}

fn changes(count: usize) -> impl Strategy<Value = Vec<(usize, BulkChange)>> {
    prop::collection::vec((0..PEOPLE, bulk_change()), count)
}

#[tokio::test]
async fn the_preview_of_a_bulk_change_equals_the_run_for_more_than_are_changed_at_once() {
    World::each(async |w| {
        let mut runner = TestRunner::deterministic();
        let (gifts, changes) =
            (gifts(30..31), changes(40)).new_tree(&mut runner).unwrap().current();
        let mut scene = Scene::set(w).await;
        crowd(&scene).await;
        scene.furnish(&gifts).await;
        let mut begun = 0;
        for (by, change) in changes {
            begun += usize::from(compare(&scene, by, &change).await);
        }
        assert!(begun > 15, "only {begun} were begun");
    })
    .await;
}
