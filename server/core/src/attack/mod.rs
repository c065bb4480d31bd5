//! Nobody creates, edits or hands out a role, a seat in a team or a token beyond what they hold in
//! that place, nor gains by editing a role or a team that they are in: people who do not administer
//! the platform try anything, in any world, through the use cases of every door.
//!
//! It refuses to know how the doors decide: after each attempt, what everybody may do everywhere is
//! compared with what it was ([`judging`]). A world is made of gifts, so that shrinking leaves the
//! few that matter.

mod acts;
mod calls;
mod doors;
mod drawing;
mod found;
mod guests;
mod judging;
mod scene;

pub(crate) use acts::{Act, PEOPLE, SLUGS, Word};
pub(crate) use calls::change;
pub(crate) use drawing::{bulk_change, gifts, previewed};
pub(crate) use scene::{Differences, Scene, Shot};

use crate::error::Error;
use crate::testing::{Person, World};
use acts::{Chapter, Step};
use drawing::chapters;
use fluxward_domain::scopes::Scope;
use fluxward_domain::{AppError, Kind};
use judging::Deed;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{RngSeed, TestRunner};
use std::collections::BTreeMap;

/// Another one is tried with `PROPTEST_RNG_SEED`, more worlds with `PROPTEST_CASES`.
const SEED: u64 = 2026;

/// So many cases, of the same chance every time, unless the environment says otherwise.
pub(crate) fn config(cases: u32) -> ProptestConfig {
    let asked = ProptestConfig::default();
    let cases = if asked.cases == 256 { cases } else { asked.cases };
    let rng_seed = match asked.rng_seed {
        RngSeed::Random => RngSeed::Fixed(SEED),
        fixed @ RngSeed::Fixed(_) => fixed,
    };
    ProptestConfig { cases, rng_seed, max_shrink_iters: 300, failure_persistence: None, ..asked }
}

/// How often each kind of act was done.
type Done = BTreeMap<String, usize>;

/// What must have been done at least once.
const DOORS: [&str; 22] = [
    "Accept",
    "Add",
    "Ask",
    "Assign",
    "Become",
    "Bulk",
    "CreateProject",
    "CreateRole",
    "DefaultBoxes",
    "DeleteRole",
    "EditRole",
    "EditWorkspace",
    "Expire",
    "Grant",
    "Import",
    "Invite",
    "Join",
    "Look",
    "SeeAs",
    "Switch",
    "Tick",
    "Token",
];

/// Goes through the chapters in one world.
async fn run(w: &World, chapters: &[Chapter]) -> Done {
    let (mut scene, mut done) = (Scene::set(w).await, Done::new());
    for (n, chapter) in chapters.iter().enumerate() {
        if n > 0 {
            scene.renew().await;
        }
        scene.furnish(&chapter.gifts).await;
        let mut before = scene.look().await;
        for step in &chapter.steps {
            before = attempt(&mut scene, step, before, &mut done).await;
        }
    }
    done
}

/// Tries one step and looks at everything after it.
async fn attempt(scene: &mut Scene<'_>, step: &Step, before: Shot, done: &mut Done) -> Shot {
    let step = &Step { slug: scene.slug_of(step), ..step.clone() };
    let who = scene.whoever(step, &before);
    let Some(c) = scene.caller(who, step).await else {
        return before;
    };
    let now = scene.w.time.now();
    let act = step.act.clone();
    let act = if step.own { act.about(who) } else { act };
    let whole = Scope::Organization(before.places[step.slug].id);
    let act = if step.within { act.within(c.facts.permissions(whole, now)) } else { act };
    let (giver, slug, limit) = match &act {
        Act::Wait(_) => (None, step.slug, None),
        Act::Accept(n) => match scene.sent(*n) {
            Some(sent) => (scene.of_invitation(sent).await.1, step.slug, sent.limit),
            None => return before,
        },
        _ => (Some(c.account), step.slug, c.facts.limited_to),
    };
    let outcome = scene.make(&c, step.slug, &act).await;
    let after = scene.look().await;
    let creates_projects = matches!(act, Act::CreateProject(..));
    let now = scene.w.time.now();
    let (before, after) = (&before, &after);
    let deed = Deed { giver, slug, limit, creates_projects, now, before, after };
    let told = told(scene, format!("{act:?} in {} by p{who}, {:?}", step.slug, step.left_out));
    let wrongs = deed.wrongs();
    assert!(wrongs.is_empty(), "{told}: {}", self::told(scene, wrongs.join("; ")));
    match outcome {
        Ok(()) => *done.entry(kind(&act)).or_insert(0) += 1,
        Err(error) => {
            assert_refused(error, &told);
            assert_eq!(before, after, "{told} was refused and changed something");
        }
    }
    let looks = matches!(act, Act::Look(_) | Act::SeeAs(_) | Act::SeeRole(..));
    assert!(!looks || before == after, "{told} changed something");
    after.clone()
}

/// Passes when it is the caller's to mend.
fn assert_refused(error: Error, told: &str) {
    assert!(matches!(error, Error::App(_)), "{told}: {error}");
    let kind = AppError::from(error).kind;
    assert!(!matches!(kind, Kind::Internal | Kind::Unavailable), "{told}: {kind:?}");
}

/// The name of a kind of act.
fn kind(act: &Act) -> String {
    let text = format!("{act:?}");
    text.split('(').next().unwrap_or_default().to_owned()
}

/// The same, with people called by their names.
fn told(scene: &Scene<'_>, text: String) -> String {
    let name =
        |text: String, person: &Person| text.replace(&person.id.to_string(), &person.username);
    scene.people.iter().fold(text, name)
}

proptest! {
    #![proptest_config(config(10))]

    #[test]
    fn nobody_gains_beyond_what_whoever_gives_it_holds_there(chapters in chapters(1..3)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let world = World::new().await;
            run(&world, &chapters).await;
            world.end().await;
        });
    }
}

#[tokio::test]
async fn nobody_gains_beyond_that_on_both_engines_and_every_door_was_passed() {
    World::each(async |w| {
        let mut runner = TestRunner::deterministic();
        let chapters = chapters(16..17).new_tree(&mut runner).unwrap().current();
        let done = run(w, &chapters).await;
        for act in DOORS {
            assert!(done.contains_key(act), "{act} was never done: {done:?}");
        }
    })
    .await;
}
