//! The previews of a bulk change, hundred by hundred (five by five here), together equal what the
//! run does, when there are more people than are changed at once, whose seats run out, or whose last
//! Owners would go.

use crate::attack::{Act, Differences, PEOPLE, SLUGS, Scene, bulk_change, gifts};
use crate::error::Result;
use crate::services::Caller;
use crate::testing::World;
use crate::{bulk, members, organizations};
use fluxward_domain::AppError;
use fluxward_domain::bulk::{
    BulkChange, BulkObstacle, BulkPreview, BulkPreviewQuery, BulkProgress, BulkRun, BulkStatus,
    MemberFilter, NewBulk,
};
use fluxward_domain::members::{MembershipStatus, NewMember};
use fluxward_domain::organizations::EditOrganization;
use fluxward_domain::plans::DEFAULT_PLAN;
use fluxward_domain::previews::Difference;
use fluxward_domain::roles::BaseRole;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use std::collections::BTreeMap;

/// Where everybody is, of whom there are three times as many as are changed at once.
const SLUG: &str = SLUGS[0];
const CROWD: usize = 8;

async fn crowd(scene: &Scene<'_>, count: usize) {
    let root = scene.root().await;
    for n in 0..count {
        let user_id = scene.w.person(&format!("q{n}")).await.id;
        let role = BaseRole::ALL[n % 4];
        let new = NewMember { user_id, role, expires_at: None, reason: None };
        members::add(&scene.w.s, &root, SLUG, new).await.unwrap();
    }
}

/// Everybody, those who are switched off, too.
fn everybody(change: &BulkChange) -> NewBulk {
    let filter = MemberFilter { show_all: Some(true), ..MemberFilter::default() };
    NewBulk { users: None, filter: Some(filter), change: change.clone(), reason: None }
}

/// What all hundreds say together, and how many they are.
async fn looked(scene: &Scene<'_>, c: &Caller, new: &NewBulk) -> Result<(BulkPreview, usize)> {
    let (mut all, mut query, mut hundreds) =
        (BulkPreview::default(), BulkPreviewQuery::default(), 0);
    loop {
        let seen = bulk::preview(&scene.w.s, c, SLUG, new, query).await?;
        assert!(seen.complete, "{seen:?}");
        assert_eq!(seen.looked_at, seen.changed + seen.unchanged + seen.refused, "{seen:?}");
        hundreds += 1;
        all.total = seen.total;
        all.looked_at += seen.looked_at;
        all.changed += seen.changed;
        all.unchanged += seen.unchanged;
        all.refused += seen.refused;
        all.refusals.extend(seen.refusals);
        all.gained.extend(seen.gained);
        all.lost.extend(seen.lost);
        query.after = seen.next;
        if query.after.is_none() {
            return Ok((all, hundreds));
        }
    }
}

async fn limit(scene: &Scene<'_>, seats: Option<i64>) {
    let edit = EditOrganization { seats: Some(seats), ..EditOrganization::default() };
    organizations::edit(&scene.w.s, &scene.root().await, SLUG, edit, None).await.unwrap();
}

const fn switched(status: MembershipStatus) -> BulkChange {
    BulkChange::Status(BulkStatus { status })
}

/// A change of everybody.
#[derive(Clone, Debug)]
struct Round {
    /// Who looks; whoever administers the platform, when `None`.
    by: Option<usize>,
    change: BulkChange,
    /// How many seats there are; no limit when `None`.
    seats: Option<i64>,
}

/// Looks at the change, begins it, waits for its end, and compares; answers the run, and how many
/// hundreds were looked at.
async fn compare(scene: &Scene<'_>, round: &Round) -> Option<(BulkRun, usize)> {
    let (s, change, new) = (&scene.w.s, &round.change, everybody(&round.change));
    limit(scene, round.seats).await;
    let before = scene.look().await;
    let able = |by| scene.able(SLUG, &Act::Bulk(change.clone()), by, &before);
    let c = scene.w.caller(&scene.people[round.by.map_or(0, able)]).await;
    let entries = scene.w.log().await.len();
    let told = looked(scene, &c, &new).await.map_err(AppError::from);
    assert_eq!(scene.w.log().await.len(), entries, "a preview was recorded: {change:?}");
    assert_eq!(scene.look().await, before, "a preview changed something: {change:?}");
    let begun = bulk::begin(s, &c, SLUG, new).await.map_err(AppError::from);
    let (told, begun) = match (told, begun) {
        (Ok(told), Ok(begun)) => (told, begun),
        (told, begun) => {
            assert_eq!(told.map(drop), begun.map(drop), "refused otherwise than told: {change:?}");
            return None;
        }
    };
    while bulk::due(s).await.unwrap().is_some() {}
    let run = bulk::show(s, &scene.root().await, SLUG, begun.id).await.unwrap();
    let after = scene.look().await;
    let (told, hundreds) = told;
    let differences = before.difference(&after, scene.w.time.now());
    assert_eq!([listed(&told.gained), listed(&told.lost)], differences, "{run:?}");
    assert_counts(&told, &run);
    Some((run, hundreds))
}

fn listed(list: &[Difference]) -> Differences {
    list.iter().map(|it| (it.user.id, it.scope.clone(), it.permission)).collect()
}

fn assert_counts(told: &BulkPreview, run: &BulkRun) {
    assert_eq!((run.status, run.done), (BulkProgress::Finished, told.total), "{run:?}");
    let counts = (told.looked_at, told.changed, told.unchanged, told.refused);
    assert_eq!(counts, (run.total, run.changed, run.unchanged, run.refused), "{told:?} {run:?}");
    let mut refusals: BTreeMap<&str, i64> = BTreeMap::new();
    for BulkObstacle { reason, count } in &told.refusals {
        *refusals.entry(reason).or_default() += count;
    }
    for refusal in &run.refusals {
        *refusals.entry(&refusal.reason).or_default() -= 1;
    }
    assert!(refusals.values().all(|count| *count == 0), "{told:?} {run:?}");
}

fn rounds(count: usize) -> impl Strategy<Value = Vec<Round>> {
    let (by, seats) = (prop::option::of(0..PEOPLE), prop::option::of(4..14_i64));
    let status = select(vec![MembershipStatus::Active, MembershipStatus::Inactive]);
    let round = (by, prop_oneof![2 => bulk_change(), 1 => status.prop_map(switched)], seats);
    prop::collection::vec(round.prop_map(|(by, change, seats)| Round { by, change, seats }), count)
}

#[tokio::test]
async fn the_previews_of_a_bulk_change_equal_the_run_for_more_than_are_changed_at_once() {
    World::each(async |w| {
        let mut runner = TestRunner::deterministic();
        let drawn = (gifts(30..31), rounds(50));
        let (gifts, rounds) = drawn.new_tree(&mut runner).unwrap().current();
        let mut scene = Scene::set(w).await;
        crowd(&scene, CROWD).await;
        scene.furnish(&gifts).await;
        scene.furnish(&[(SLUG, Act::Plan(DEFAULT_PLAN))]).await;
        let (mut long, mut seats, mut owners) = (0, 0, 0);
        for round in rounds {
            let Some((run, hundreds)) = compare(&scene, &round).await else { continue };
            let refused = |why| run.refusals.iter().any(|it| it.reason.contains(why));
            long += usize::from(hundreds > 2);
            seats += usize::from(refused("seats of this organization's plan are taken"));
            owners += usize::from(refused("the last active Owner"));
        }
        assert!(long > 15 && seats > 4 && owners > 4, "{long}, {seats} and {owners}");
    })
    .await;
}

#[tokio::test]
async fn a_preview_that_depends_on_too_many_before_says_so() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        crowd(&scene, 24).await;
        let (s, root) = (&w.s, scene.root().await);
        let off = everybody(&switched(MembershipStatus::Inactive));
        bulk::begin(s, &root, SLUG, off).await.unwrap();
        while bulk::due(s).await.unwrap().is_some() {}
        limit(&scene, Some(100)).await;
        let on = everybody(&switched(MembershipStatus::Active));
        let (mut query, mut complete) = (BulkPreviewQuery::default(), Vec::new());
        loop {
            let seen = bulk::preview(s, &root, SLUG, &on, query).await.unwrap();
            complete.push(seen.complete);
            query.after = seen.next;
            if query.after.is_none() {
                break;
            }
        }
        // Fifteen people before are looked at, not more.
        assert_eq!(complete, [true, true, true, true, false, false]);
    })
    .await;
}
