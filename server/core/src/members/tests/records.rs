//! Periods, counters and entries agree with one another.

use super::*;
use crate::database::values;
use crate::services::Rng;
use crate::testing::seeded;
use crate::{live, users};
use fluxward_domain::access::Facts;
use fluxward_domain::granting::{Rank, rank};
use fluxward_domain::live::Signal;
use futures::StreamExt;
use std::sync::Arc;
use uuid::Uuid;

type Counted = Vec<(String, String, i64)>;

impl Scene<'_> {
    async fn counters(&self) -> Counted {
        let sql = "select status, role, n from counters where list_id = $1 and n <> 0
            order by status, role";
        let mut on = self.w.s.read().await.unwrap();
        on.rows(sql, values![self.organization]).await.unwrap()
    }

    async fn counted(&self) -> Counted {
        let sql = "select case when a.status = 'active' then m.status else a.status end, m.role,
            cast(count(*) as bigint)
            from memberships m join accounts a on a.id = m.account_id
            where m.organization_id = $1 and m.until_seq is null
            group by 1, 2 order by 1, 2";
        let mut on = self.w.s.read().await.unwrap();
        on.rows(sql, values![self.organization]).await.unwrap()
    }

    async fn seq(&self) -> i64 {
        let mut on = self.w.s.read().await.unwrap();
        on.number("select seq from log_head", values![]).await.unwrap().unwrap()
    }

    /// Role and status of a member, and how many boxes, as of the entry `seq`.
    async fn past(&self, who: &Person, seq: i64) -> Option<(String, String, i64)> {
        let sql = "select m.role, m.status, (select cast(count(*) as bigint) from grants g
                where g.subject_id = m.account_id and g.place_id = m.organization_id
                and g.since_seq <= $3 and (g.until_seq is null or g.until_seq > $3))
            from memberships m where m.organization_id = $1 and m.account_id = $2
            and m.since_seq <= $3 and (m.until_seq is null or m.until_seq > $3)";
        let mut on = self.w.s.read().await.unwrap();
        on.row(sql, values![self.organization, who.id, seq]).await.unwrap()
    }
}

fn state(role: &str, status: &str, boxes: i64) -> (String, String, i64) {
    (role.into(), status.into(), boxes)
}

#[tokio::test]
async fn any_past_moment_can_be_asked_for() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let (by, who) = (&scene.owner, &scene.stranger);
        let mut moments = vec![(scene.seq().await, None)];
        scene.add(by, who, BaseRole::Member).await.unwrap();
        moments.push((scene.seq().await, Some(state("member", "active", 1))));
        scene.tick(by, who, Privilege::Tags, true).await.unwrap();
        moments.push((scene.seq().await, Some(state("member", "active", 2))));
        scene.switch(by, who, false).await.unwrap();
        moments.push((scene.seq().await, Some(state("member", "inactive", 2))));
        scene.assign(by, who, BaseRole::Viewer).await.unwrap();
        moments.push((scene.seq().await, Some(state("viewer", "inactive", 0))));
        scene.remove(by, who).await.unwrap();
        moments.push((scene.seq().await, None));
        scene.add(by, who, BaseRole::Viewer).await.unwrap();
        moments.push((scene.seq().await, Some(state("viewer", "active", 0))));
        for (seq, state) in moments {
            assert_eq!(scene.past(who, seq).await, state, "at {seq}");
        }
    })
    .await;
}

#[tokio::test]
async fn leaving_ends_everything_and_coming_back_brings_nothing_along() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let clerk = &scene.clerk;
        w.time.pass(60);
        scene.remove(clerk, clerk).await.unwrap();
        let entry = w.last_entry().await;
        assert!(entry.starts_with("member.removed"), "{entry}");
        assert!(entry.contains(r#""before":"Administer users and privileges""#), "{entry}");
        assert!(!scene.may(clerk, Permission::OrganizationView).await);
        let back = scene.add(&scene.owner, clerk, BaseRole::Viewer).await.unwrap();
        assert!(back.privileges.is_empty());
        assert!(back.joined_at > scene.member(&scene.member).await.joined_at);
    })
    .await;
}

#[tokio::test]
async fn role_and_switch_change_at_once_with_an_entry_each_and_one_reason() {
    let w = World::new().await;
    let scene = Scene::set(&w).await;
    let before = w.log().await.len();
    let edit = EditMember {
        expires_at: None,
        role: Some(BaseRole::Admin),
        status: Some(MembershipStatus::Inactive),
        reason: Some("On leave".into()),
    };
    let member = scene.edit(&scene.owner, &scene.member, edit).await.unwrap();
    assert_eq!((member.role, member.status), (BaseRole::Admin, MembershipStatus::Inactive));
    assert_eq!(w.log().await[before..], ["member.role_changed", "member.deactivated"]);
    let entry = w.last_entry().await;
    assert!(entry.contains("On leave") && entry.contains(r#""before":"active""#), "{entry}");
    let joined = scene.member(&scene.admin).await.joined_at;
    assert!(member.joined_at >= joined && member.version > 0);
    w.end().await;
}

#[tokio::test]
async fn every_change_tells_open_pages() {
    let w = World::new().await;
    let scene = Scene::set(&w).await;
    let (by, who) = (&scene.owner, &scene.member);
    let mut page = live::stream(&w.s, &scene.ask(&scene.admin).await).boxed();
    let mut theirs = live::stream(&w.s, &scene.ask(who).await).boxed();
    for act in 0..5 {
        match act {
            0 => drop(scene.tick(by, who, Privilege::Tags, true).await.unwrap()),
            1 => drop(scene.assign(by, who, BaseRole::Viewer).await.unwrap()),
            2 => drop(scene.switch(by, who, false).await.unwrap()),
            3 => scene.remove(by, who).await.unwrap(),
            _ => drop(scene.add(by, who, BaseRole::Viewer).await.unwrap()),
        }
        let changed = scene.seq().await;
        let told = |signal: &Signal| match signal {
            Signal::Member { id, organization, .. } => *id == who.id && organization == SLUG,
            _ => false,
        };
        while !told(&page.next().await.unwrap()) {}
        while !matches!(theirs.next().await, Some(Signal::Access { seq }) if seq == changed) {}
    }
    w.end().await;
}

#[tokio::test]
async fn deleting_an_organization_leaves_no_member_and_no_grant() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let owner = scene.ask(&scene.owner).await;
        organizations::delete(&w.s, &owner, SLUG, Because::default()).await.unwrap();
        assert_eq!((scene.counters().await, scene.counted().await), (vec![], vec![]));
        assert!(scene.ask(&scene.clerk).await.facts.memberships.is_empty());
        let sql = "select cast(count(*) as bigint) from grants
            where organization_id = $1 and until_seq is null";
        let left = w.s.read().await.unwrap().number(sql, values![scene.organization]).await;
        assert_eq!(left.unwrap(), Some(0));
    })
    .await;
}

/// Something that somebody tries, by chance.
struct Attempt<'a> {
    act: usize,
    by: &'a Person,
    who: &'a Person,
    how: usize,
}

impl<'a> Attempt<'a> {
    fn by_chance(scene: &'a Scene<'_>, dice: &Rng) -> Self {
        let Scene { owner, admin, member, viewer, clerk, stranger, root, .. } = scene;
        let people = [owner, admin, member, viewer, clerk, stranger, root];
        let [act, by, who, how] = dice.bytes::<4>().map(usize::from);
        let by = if act % 8 > 5 { root } else { people[by % 7] };
        Self { act: act % 8, by, who: people[who % 6], how }
    }

    async fn make(&self, scene: &Scene<'_>) -> Result<()> {
        let Self { act, by, who, how } = *self;
        let (role, on) = (BaseRole::ALL[how % 4], how.is_multiple_of(2));
        match act {
            0 | 1 => scene.add(by, who, role).await.map(drop),
            2 => scene.assign(by, who, role).await.map(drop),
            3 => scene.switch(by, who, on).await.map(drop),
            4 => scene.tick(by, who, Privilege::ALL[how % 3], on).await.map(drop),
            5 => scene.remove(by, who).await,
            _ => scene.account(who, on).await,
        }
    }
}

/// What an attempt could change, and what it may not.
#[derive(PartialEq)]
struct State {
    member: Option<Member>,
    facts: Arc<Facts>,
    entries: usize,
}

impl Scene<'_> {
    async fn account(&self, who: &Person, on: bool) -> Result<()> {
        let (s, root, because) = (&self.w.s, self.ask(&self.root).await, Because::default());
        if on {
            users::activate(s, &root, who.id, because, None).await.map(drop)
        } else {
            users::deactivate(s, &root, who.id, because, None).await.map(drop)
        }
    }

    async fn state(&self, who: &Person) -> State {
        State {
            member: self.show(&self.root, who.id).await.ok(),
            facts: self.ask(who).await.facts,
            entries: self.w.log().await.len(),
        }
    }

    /// Nobody changed whoever outranks them, gave more than they may, or raised themselves.
    fn assert_lawful(&self, attempt: &Attempt<'_>, by: &Facts, before: &State, after: &State) {
        if by.platform_administrator {
            return;
        }
        let step = format!("{} by {}", attempt.act, attempt.by.username);
        let scope = Scope::Organization(self.organization);
        let held = |state: &State| state.facts.permissions(scope, self.w.time.now());
        let standing = |state: &State| rank(&state.facts, self.organization);
        if attempt.by.id == attempt.who.id {
            assert!(held(after).is_subset_of(held(before)), "{step} raised themselves");
            return;
        }
        let highest = rank(by, self.organization);
        assert!(standing(before) <= highest, "{step} changed somebody above themselves");
        assert!(standing(after) <= highest, "{step} gave more than they are");
        if standing(before) == Rank::Owner {
            let place = |state: &State| state.member.as_ref().map(|m| (m.role, m.status));
            assert_eq!(place(before), place(after), "{step} touched an Owner");
        }
    }
}

/// Every row that would be wrong, in every state.
const WRONG: [(&str, &str); 4] = [
    (
        "nobody who can act is an Owner",
        "select o.id from organizations o where o.id = $1 and not exists
            (select 1 from memberships m join accounts a on a.id = m.account_id
            where m.organization_id = o.id and m.until_seq is null and m.role = 'owner'
            and m.status = 'active' and a.status = 'active')",
    ),
    (
        "two periods of one membership overlap",
        "select m.account_id from memberships m join memberships x
            on x.organization_id = m.organization_id and x.account_id = m.account_id
            where m.organization_id = $1 and x.since_seq > m.since_seq
            and (m.until_seq is null or m.until_seq > x.since_seq)",
    ),
    (
        "a membership is listed under another status than it has",
        "select m.account_id from memberships m join accounts a on a.id = m.account_id
            where m.organization_id = $1 and m.until_seq is null and m.listed_status <>
            case when a.status = 'active' then m.status else a.status end",
    ),
    (
        "a grant is left without its membership",
        "select g.subject_id from grants g where g.organization_id = $1 and g.until_seq is null
            and not exists (select 1 from memberships m where m.account_id = g.subject_id
            and m.organization_id = $1 and m.until_seq is null)",
    ),
];

#[tokio::test]
async fn counters_periods_and_owners_hold_whatever_is_tried() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let dice = seeded(20_260_101);
        let mut done = 0;
        for step in 0..150 {
            let attempt = Attempt::by_chance(&scene, &dice);
            let (by, before) = (scene.ask(attempt.by).await.facts, scene.state(attempt.who).await);
            let outcome = attempt.make(&scene).await;
            let after = scene.state(attempt.who).await;
            let is_same = before == after;
            assert_eq!(is_same, before.entries == after.entries, "step {step}");
            if outcome.is_ok() && !is_same {
                done += 1;
                scene.assert_lawful(&attempt, &by, &before, &after);
            } else {
                assert!(is_same, "step {step} was refused");
            }
            assert_eq!(scene.counters().await, scene.counted().await, "step {step}");
            let mut on = w.s.read().await.unwrap();
            for (what, sql) in WRONG {
                let rows = on.rows::<(Uuid,)>(sql, values![scene.organization]).await.unwrap();
                assert!(rows.is_empty(), "step {step}: {what}");
            }
        }
        assert!(done > 30, "only {done} of the attempts did anything");
    })
    .await;
}
