//! A preview equals its result: in random worlds, for whoever asks, whatever they ask for.

use super::super::{Call, preview};
use crate::attack::{
    Act, Differences, PEOPLE, SLUGS, Scene, Word, change, config, gifts, previewed,
};
use crate::error::Error;
use crate::services::Caller;
use crate::testing::World;
use crate::{jobs, users};
use fluxward_domain::AppError;
use fluxward_domain::explanations::AccessChange;
use fluxward_domain::pages::Because;
use fluxward_domain::previews::{Difference, Preview};
use fluxward_domain::users::Suspend;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use serde_json::json;

/// What somebody wants to know of.
#[derive(Clone, Debug)]
enum Wish {
    In(Word, Act),
    Plan(Word, Word, Option<i64>),
    EditPlan(Word, Vec<Word>),
    Account(usize, Word),
    Suspend(usize, Option<u8>),
}

/// Somebody looks at what these would do, after so many hours, and then does it.
#[derive(Clone, Debug)]
struct Round {
    by: usize,
    wishes: Vec<Wish>,
    hours: u8,
    /// Whether what has ended meanwhile is written down.
    in_order: bool,
}

/// Who else administers the platform, and who is suspended, for hours or for good.
#[derive(Clone, Debug)]
struct Standing {
    administrators: Vec<usize>,
    suspended: Vec<(usize, Option<u8>)>,
}

fn wishes() -> impl Strategy<Value = Vec<Wish>> {
    let plan = || select(vec!["starter", "team", "enterprise"]);
    let modules = vec!["teams", "workspaces", "projects", "assets", "features", "activity"];
    let seats = prop::option::of(select(vec![1, 5, 100]));
    let verb = select(vec!["activate", "deactivate", "promote", "demote"]);
    let wish = prop_oneof![
        8 => (select(SLUGS.to_vec()), previewed()).prop_map(|(slug, act)| Wish::In(slug, act)),
        1 => (select(SLUGS.to_vec()), plan(), seats)
            .prop_map(|(slug, plan, seats)| Wish::Plan(slug, plan, seats)),
        1 => (plan(), subsequence(modules, 0..=6))
            .prop_map(|(plan, modules)| Wish::EditPlan(plan, modules)),
        1 => (0..PEOPLE, prop::option::of(1..4_u8))
            .prop_map(|(who, hours)| Wish::Suspend(who, hours)),
        2 => (0..PEOPLE, verb).prop_map(|(who, verb)| Wish::Account(who, verb)),
    ];
    prop_oneof![3 => prop::collection::vec(wish.clone(), 1..2), 1 => prop::collection::vec(wish, 2..5)]
}

fn rounds(count: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Round>> {
    let hours = prop_oneof![4 => Just(0), 1 => 1..3_u8];
    let round = (0..PEOPLE, wishes(), hours, any::<bool>())
        .prop_map(|(by, wishes, hours, in_order)| Round { by, wishes, hours, in_order });
    prop::collection::vec(round, count)
}

fn standing() -> impl Strategy<Value = Standing> {
    let suspended = (3..PEOPLE, prop::option::of(1..4_u8));
    (prop::collection::vec(1..PEOPLE, 0..2), prop::collection::vec(suspended, 0..2))
        .prop_map(|(administrators, suspended)| Standing { administrators, suspended })
}

impl Scene<'_> {
    async fn place(&self, standing: &Standing) {
        let (s, root) = (&self.w.s, self.root().await);
        for who in &standing.administrators {
            let id = self.people[*who].id;
            users::promote(s, &root, id, Because::default(), None).await.unwrap();
        }
        for (who, hours) in &standing.suspended {
            let until = self.after(*hours);
            let suspend = Suspend { until, reason: None };
            drop(users::suspend(s, &root, self.people[*who].id, suspend, None).await);
        }
    }

    fn calls(&self, wishes: &[Wish]) -> Vec<AccessChange> {
        let call = |wish: &Wish| match wish {
            Wish::In(slug, act) => self.call(slug, act).expect("it can be looked at"),
            Wish::Plan(slug, plan, seats) => {
                let path = format!("organizations/{slug}");
                change("PATCH", path, json!({ "plan": plan, "seats": seats }))
            }
            Wish::EditPlan(plan, modules) => {
                change("PATCH", format!("plans/{plan}"), json!({ "modules": modules }))
            }
            Wish::Account(who, verb) => {
                let path = format!("users/{}/{verb}", self.people[*who].id);
                change("POST", path, json!({}))
            }
            Wish::Suspend(who, hours) => {
                let path = format!("users/{}/suspend", self.people[*who].id);
                change("POST", path, json!({ "until": self.after(*hours) }))
            }
        };
        wishes.iter().map(call).collect()
    }
}

/// Makes the calls one after the other until one is refused.
async fn make(scene: &Scene<'_>, c: &Caller, calls: &[AccessChange]) -> Result<(), Error> {
    for (n, call) in calls.iter().enumerate() {
        Call::read(n, call)?.make(&scene.w.s, c).await?;
    }
    Ok(())
}

/// Looks at the calls, makes them, and compares; answers whether they were made.
async fn compare(scene: &Scene<'_>, round: &Round) -> bool {
    let (c, calls) = (scene.w.caller(&scene.people[round.by]).await, scene.calls(&round.wishes));
    let (before, entries) = (scene.look().await, scene.w.log().await.len());
    let told = preview(&scene.w.s, &c, &calls).await.map_err(AppError::from);
    assert_eq!(scene.w.log().await.len(), entries, "a preview was recorded: {round:?}");
    assert_eq!(scene.look().await, before, "a preview changed something: {round:?}");
    let made = make(scene, &c, &calls).await.map_err(AppError::from);
    match (told, made) {
        (Ok(told), Ok(())) => {
            let after = scene.look().await;
            let now = scene.w.time.now();
            assert_eq!(listed(&told), before.difference(&after, now), "{round:?}");
            true
        }
        (told, made) => {
            assert_eq!(told.map(drop), made, "refused otherwise than told: {round:?}");
            false
        }
    }
}

/// What is gained, and what is lost.
fn listed(told: &Preview) -> [Differences; 2] {
    assert!(told.complete);
    let one = |it: &Difference| (it.user.id, it.scope.clone(), it.permission);
    [&told.gained, &told.lost].map(|list| {
        let all: Differences = list.iter().map(one).collect();
        assert_eq!(all.len(), list.len(), "something is told twice");
        all
    })
}

/// Goes through the rounds in the world that the gifts make; answers how many were made.
async fn run(w: &World, gifts: &[(Word, Act)], standing: &Standing, rounds: &[Round]) -> usize {
    let mut scene = Scene::set(w).await;
    scene.furnish(gifts).await;
    scene.place(standing).await;
    let mut made = 0;
    for round in rounds {
        w.time.pass(i64::from(round.hours) * 3600);
        if round.in_order {
            jobs::once(&w.s).await.unwrap();
        }
        made += usize::from(compare(&scene, round).await);
    }
    made
}

proptest! {
    #![proptest_config(config(12))]

    #[test]
    fn a_preview_equals_its_result_whoever_asks_for_whatever(
        (gifts, standing, rounds) in (gifts(5..40), standing(), rounds(10..30))
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let world = World::new().await;
            run(&world, &gifts, &standing, &rounds).await;
            world.end().await;
        });
    }
}

#[tokio::test]
async fn a_preview_equals_its_result_on_both_engines() {
    World::each(async |w| {
        let mut runner = TestRunner::deterministic();
        let drawn = (gifts(50..51), standing(), rounds(150..151));
        let (gifts, standing, rounds) = drawn.new_tree(&mut runner).unwrap().current();
        let made = run(w, &gifts, &standing, &rounds).await;
        assert!(made > 50, "only {made} were made");
    })
    .await;
}
