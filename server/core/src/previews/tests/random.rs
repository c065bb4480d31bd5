//! A preview equals its result: in random worlds, for whoever asks, whatever they ask for.

use super::super::{Call, preview};
use crate::attack::{
    Act, Differences, PEOPLE, SLUGS, Scene, Shot, Word, change, config, gifts, previewed,
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
use std::ops::Range;

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
    /// Whether it is somebody who is let in at the door of the first wish.
    able: bool,
    wishes: Vec<Wish>,
    hours: u8,
    /// Whether what has ended meanwhile is written down.
    in_order: bool,
}

/// What is given first, and what is looked at then.
#[derive(Clone, Debug)]
struct Chapter {
    gifts: Vec<(Word, Act)>,
    standing: Standing,
    rounds: Vec<Round>,
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
    // Whoever makes the world is rarely touched.
    let who = prop_oneof![1 => Just(0), 30 => 1..PEOPLE];
    let wish = prop_oneof![
        8 => (select(SLUGS.to_vec()), previewed()).prop_map(|(slug, act)| Wish::In(slug, act)),
        1 => (select(SLUGS.to_vec()), plan(), seats)
            .prop_map(|(slug, plan, seats)| Wish::Plan(slug, plan, seats)),
        1 => (plan(), subsequence(modules, 0..=6))
            .prop_map(|(plan, modules)| Wish::EditPlan(plan, modules)),
        1 => (who.clone(), prop::option::of(1..4_u8))
            .prop_map(|(who, hours)| Wish::Suspend(who, hours)),
        2 => (who, verb).prop_map(|(who, verb)| Wish::Account(who, verb)),
    ];
    prop_oneof![3 => prop::collection::vec(wish.clone(), 1..2), 1 => prop::collection::vec(wish, 2..5)]
}

fn rounds(count: Range<usize>) -> impl Strategy<Value = Vec<Round>> {
    let hours = prop_oneof![4 => Just(0), 1 => 1..3_u8];
    let round = (0..PEOPLE, prop::bool::weighted(0.8), wishes(), hours, any::<bool>());
    let round = round.prop_map(|(by, able, wishes, hours, in_order)| Round {
        by,
        able,
        wishes,
        hours,
        in_order,
    });
    prop::collection::vec(round, count)
}

fn standing() -> impl Strategy<Value = Standing> {
    let suspended = (3..PEOPLE, prop::option::of(1..4_u8));
    (prop::collection::vec(1..PEOPLE, 0..2), prop::collection::vec(suspended, 0..2))
        .prop_map(|(administrators, suspended)| Standing { administrators, suspended })
}

fn chapters(count: Range<usize>) -> impl Strategy<Value = Vec<Chapter>> {
    let chapter = (gifts(5..30), standing(), rounds(10..25));
    let chapter = chapter.prop_map(|(gifts, standing, rounds)| Chapter { gifts, standing, rounds });
    prop::collection::vec(chapter, count)
}

impl Scene<'_> {
    /// Everybody can act again, and is what they were.
    async fn revive(&mut self) {
        let (s, root) = (&self.w.s, self.root().await);
        for person in &self.people[1..] {
            drop(users::activate(s, &root, person.id, Because::default(), None).await);
            drop(users::demote(s, &root, person.id, Because::default(), None).await);
        }
        self.renew().await;
    }

    async fn stand(&self, standing: &Standing) {
        let (s, root) = (&self.w.s, self.root().await);
        for who in &standing.administrators {
            let id = self.people[*who].id;
            drop(users::promote(s, &root, id, Because::default(), None).await);
        }
        for (who, hours) in &standing.suspended {
            let until = self.after(*hours);
            let suspend = Suspend { until, reason: None };
            drop(users::suspend(s, &root, self.people[*who].id, suspend, None).await);
        }
    }

    /// Who looks.
    fn looker(&self, round: &Round, now: &Shot) -> usize {
        match &round.wishes[0] {
            _ if !round.able => round.by,
            Wish::In(slug, act) => self.able(slug, act, round.by, now),
            Wish::Plan(slug, ..) if *slug == SLUGS[0] => 1,
            Wish::Plan(..) => 2,
            Wish::EditPlan(..) | Wish::Account(..) | Wish::Suspend(..) => 0,
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
    let (before, calls) = (scene.look().await, scene.calls(&round.wishes));
    let c = scene.w.caller(&scene.people[scene.looker(round, &before)]).await;
    let entries = scene.w.log().await.len();
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

/// Goes through the chapters in one world; answers how many rounds were made.
async fn run(w: &World, chapters: &[Chapter]) -> usize {
    let (mut scene, mut made) = (Scene::set(w).await, 0);
    for (n, Chapter { gifts, standing, rounds }) in chapters.iter().enumerate() {
        if n > 0 {
            scene.revive().await;
        }
        scene.furnish(gifts).await;
        scene.stand(standing).await;
        for round in rounds {
            w.time.pass(i64::from(round.hours) * 3600);
            if round.in_order {
                jobs::once(&w.s).await.unwrap();
            }
            made += usize::from(compare(&scene, round).await);
        }
    }
    made
}

proptest! {
    #![proptest_config(config(8))]

    #[test]
    fn a_preview_equals_its_result_whoever_asks_for_whatever(chapters in chapters(1..3)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let world = World::new().await;
            run(&world, &chapters).await;
            world.end().await;
        });
    }
}

#[tokio::test]
async fn a_preview_equals_its_result_on_both_engines() {
    World::each(async |w| {
        let mut runner = TestRunner::deterministic();
        let chapters = chapters(4..5).new_tree(&mut runner).unwrap().current();
        let made = run(w, &chapters).await;
        assert!(made > 25, "only {made} were made");
    })
    .await;
}
