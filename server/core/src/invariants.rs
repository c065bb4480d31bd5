//! What holds whoever tries whatever in whichever order: random people use random use cases, and
//! after each attempt the invariants are looked at from outside, in the tables.
//!
//! Long, and one file: steps, people and what must hold are read together.

use crate::database::{Connection, values};
use crate::error::Result;
use crate::services::Caller;
use crate::testing::{Person, World};
use crate::{activity, members, organizations, settings, users};
use fluxward_domain::Moment;
use fluxward_domain::access::{Facts, Grant, Membership, decide};
use fluxward_domain::granting::{Granting, rank};
use fluxward_domain::ids::{AccountId, OrganizationId};
use fluxward_domain::members::{EditMember, MembershipStatus, NewMember, Tick};
use fluxward_domain::organizations::{EditOrganization, NewOrganization};
use fluxward_domain::pages::Because;
use fluxward_domain::permissions::Permission;
use fluxward_domain::privileges::Privilege;
use fluxward_domain::roles::BaseRole;
use fluxward_domain::scopes::Scope;
use fluxward_domain::users::{EditUser, Status, Suspend};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use serde_json::json;
use std::collections::BTreeSet;
use uuid::Uuid;

/// How many people there are; the first administers the platform when everything begins.
const PEOPLE: usize = 6;
const SLUGS: [&str; 2] = ["acme", "bolt"];

/// Something that somebody tries.
#[derive(Clone, Copy, Debug)]
struct Step {
    by: usize,
    who: usize,
    slug: &'static str,
    act: Act,
}

#[derive(Clone, Copy, Debug)]
enum Act {
    Promote,
    Demote,
    Deactivate,
    Activate,
    Suspend(Option<u8>),
    Wait(u8),
    Erase,
    Rename(u8),
    Found,
    FoundFor,
    Move,
    Delete,
    Add(BaseRole),
    Assign(BaseRole),
    Switch(MembershipStatus),
    Tick(Privilege, bool),
    Remove,
}

fn steps(most: usize) -> impl Strategy<Value = Vec<Step>> {
    let role = || prop::sample::select(BaseRole::ALL.to_vec());
    let act = prop_oneof![
        1 => Just(Act::Promote),
        1 => Just(Act::Demote),
        2 => Just(Act::Deactivate),
        3 => Just(Act::Activate),
        1 => prop::option::of(1..4_u8).prop_map(Act::Suspend),
        1 => (1..4_u8).prop_map(Act::Wait),
        1 => Just(Act::Erase),
        1 => (0..3_u8).prop_map(Act::Rename),
        2 => Just(Act::Found),
        2 => Just(Act::FoundFor),
        1 => Just(Act::Move),
        1 => Just(Act::Delete),
        6 => role().prop_map(Act::Add),
        6 => role().prop_map(Act::Assign),
        3 => any::<bool>().prop_map(|on| Act::Switch(if on { MembershipStatus::Active } else { MembershipStatus::Inactive })),
        5 => (prop::sample::select(Privilege::ALL.to_vec()), any::<bool>()).prop_map(|(of, on)| Act::Tick(of, on)),
        3 => Just(Act::Remove),
    ];
    let by = prop_oneof![1 => Just(0), 2 => 0..PEOPLE];
    let step = (by, 0..PEOPLE, prop::sample::select(SLUGS.to_vec()), act)
        .prop_map(|(by, who, slug, act)| Step { by, who, slug, act });
    prop::collection::vec(step, 1..most)
}

/// The people, and everyone's way to act.
struct Scene<'w> {
    w: &'w World,
    people: Vec<Person>,
}

impl<'w> Scene<'w> {
    async fn set(w: &'w World) -> Self {
        let mut people = vec![w.administrator("p0").await];
        for n in 1..PEOPLE {
            people.push(w.person(&format!("p{n}")).await);
        }
        let patch = json!({ "organizations_by_anyone": true });
        settings::edit(&w.s, &w.caller(&people[0]).await, patch, None).await.unwrap();
        Self { w, people }
    }

    async fn make(&self, step: Step) -> Result<()> {
        let (s, slug, id) = (&self.w.s, step.slug, self.people[step.who].id);
        let c = &self.w.caller(&self.people[step.by]).await;
        let because = Because::default;
        match step.act {
            Act::Promote => users::promote(s, c, id, because(), None).await.map(drop),
            Act::Demote => users::demote(s, c, id, because(), None).await.map(drop),
            Act::Deactivate => users::deactivate(s, c, id, because(), None).await.map(drop),
            Act::Activate => users::activate(s, c, id, because(), None).await.map(drop),
            Act::Suspend(hours) => {
                let end = |hours| self.w.time.now().plus_seconds(i64::from(hours) * 3600);
                let suspend = Suspend { until: hours.map(end), reason: None };
                users::suspend(s, c, id, suspend, None).await.map(drop)
            }
            Act::Wait(hours) => {
                self.w.time.pass(i64::from(hours) * 3600);
                users::lift_due(s).await.map(drop)
            }
            // Few enough of them that somebody is left to try the rest.
            Act::Erase if step.who + 1 == PEOPLE => users::delete(s, c, id, because(), None).await,
            Act::Erase => Ok(()),
            Act::Rename(n) => {
                let edit = EditUser { full_name: Some(format!("Name {n}")), ..EditUser::default() };
                users::edit(s, c, id, edit, None).await.map(drop)
            }
            Act::Found => self.found(c, slug, None).await,
            Act::FoundFor => self.found(c, slug, Some(id)).await,
            Act::Move => {
                let name = Some(format!("{slug} {}", step.who % 2));
                let edit = EditOrganization { name, ..EditOrganization::default() };
                organizations::edit(s, c, slug, edit, None).await.map(drop)
            }
            Act::Delete => organizations::delete(s, c, slug, because()).await,
            Act::Add(role) => {
                let new = NewMember { user_id: id, role, expires_at: None, reason: None };
                members::add(s, c, slug, new).await.map(drop)
            }
            Act::Assign(role) => {
                let edit = EditMember { role: Some(role), ..EditMember::default() };
                members::edit(s, c, slug, id, edit, None).await.map(drop)
            }
            Act::Switch(status) => {
                let edit = EditMember { status: Some(status), ..EditMember::default() };
                members::edit(s, c, slug, id, edit, None).await.map(drop)
            }
            Act::Tick(privilege, granted) => {
                let tick = Tick { granted, reason: None };
                members::tick(s, c, slug, id, privilege, tick, None).await.map(drop)
            }
            Act::Remove => members::remove(s, c, slug, id, because(), None).await,
        }
    }

    async fn found(&self, c: &Caller, slug: &str, owner: Option<AccountId>) -> Result<()> {
        let new = NewOrganization { name: slug.into(), slug: slug.into(), owner, reason: None };
        organizations::create(&self.w.s, c, new).await.map(drop)
    }

    async fn facts(&self, who: usize) -> Facts {
        (*self.w.caller(&self.people[who]).await.facts).clone()
    }
}

/// Everything that a change can change, as text; not the log itself.
async fn state(on: &mut Connection) -> Vec<String> {
    const TABLES: [&str; 6] = [
        "select 'a ' || username || email || full_name || status || cast(version as text)
            || cast(access_version as text) from accounts order by 1",
        "select 's ' || status || cast(since_seq as text) || cast(coalesce(until_seq, 0) as text)
            from account_statuses order by 1",
        "select 'o ' || slug || name || cast(since_seq as text) || cast(version as text)
            || cast(coalesce(until_seq, 0) as text) from organizations order by 1",
        "select 'm ' || role || status || listed_status || name_key || cast(since_seq as text)
            || cast(coalesce(until_seq, 0) as text) || cast(version as text)
            from memberships order by 1",
        "select 'g ' || kind || key || cast(since_seq as text)
            || cast(coalesce(until_seq, 0) as text) from grants order by 1",
        "select 'c ' || status || role || cast(n as text) from counters where n <> 0 order by 1",
    ];
    let mut lines = Vec::new();
    for sql in TABLES {
        lines.extend(
            on.rows::<(String,)>(sql, values![]).await.unwrap().into_iter().map(|row| row.0),
        );
    }
    lines
}

/// Rows that would be wrong, in every state.
const WRONG: [(&str, &str); 9] = [
    (
        "the platform has no active administrator",
        "select h.seq from log_head h where not exists (select 1 from grants g
            join accounts a on a.id = g.subject_id where g.place_kind = 'platform'
            and g.until_seq is null and a.status = 'active')",
    ),
    (
        "an organization has no active Owner",
        "select o.since_seq from organizations o where o.until_seq is null and not exists
            (select 1 from memberships m join accounts a on a.id = m.account_id
            where m.organization_id = o.id and m.until_seq is null and m.role = 'owner'
            and m.status = 'active' and a.status = 'active')",
    ),
    (
        "an account's status is not its present period",
        "select a.version from accounts a where not exists (select 1 from account_statuses p
            where p.account_id = a.id and p.until_seq is null and p.status = a.status)",
    ),
    (
        "two periods of one status overlap",
        "select p.since_seq from account_statuses p join account_statuses x
            on x.account_id = p.account_id where x.since_seq > p.since_seq
            and (p.until_seq is null or p.until_seq > x.since_seq)",
    ),
    (
        "a membership is listed under another status or name than it has",
        "select m.since_seq from memberships m join accounts a on a.id = m.account_id
            where m.until_seq is null and (m.name_key <> a.name_key or m.listed_status <>
            case when a.status = 'active' then m.status else a.status end)",
    ),
    (
        "something in a deleted organization goes on",
        "select m.since_seq from memberships m join organizations o on o.id = m.organization_id
            where m.until_seq is null and o.until_seq is not null
            union all select g.since_seq from grants g join organizations o
            on o.id = g.organization_id where g.until_seq is null and o.until_seq is not null",
    ),
    (
        "a grant goes on without its membership",
        "select g.since_seq from grants g where g.organization_id is not null
            and g.until_seq is null and not exists (select 1 from memberships m
            where m.account_id = g.subject_id and m.organization_id = g.organization_id
            and m.until_seq is null)",
    ),
    (
        "a period begins or ends without an entry",
        "select p.seq from (select since_seq as seq from account_statuses
            union select until_seq from account_statuses
            union select since_seq from memberships union select until_seq from memberships
            union select since_seq from grants union select until_seq from grants
            union select since_seq from organizations union select until_seq from organizations
            union select version from accounts union select version from memberships) p
            where p.seq is not null and not exists (select 1 from events e where e.seq = p.seq)",
    ),
    (
        "a counter is not what it counts",
        "select coalesce(c.n, 0) - coalesce(k.n, 0) from
            (select list_id, status, role, n from counters where n <> 0) c full join
            (select organization_id as list_id, listed_status as status, role, count(*) as n
                from memberships where until_seq is null group by 1, 2, 3) k
            on k.list_id = c.list_id and k.status = c.status and k.role = c.role
            where c.role <> '' and coalesce(c.n, 0) <> coalesce(k.n, 0)
            or c.n is null",
    ),
];

async fn assert_sound(on: &mut Connection, step: &str) {
    for (what, sql) in WRONG {
        let rows: Vec<(i64,)> = on.rows(sql, values![]).await.unwrap();
        assert!(rows.is_empty(), "{what}, after {step}: {rows:?}");
    }
    let lists = [
        (
            "select status, cast(count(*) as bigint) from accounts where deleted_at is null
                group by 1 order by 1",
            Uuid::nil(),
        ),
        (
            "select '', cast(count(*) as bigint) from organizations where until_seq is null
                group by 1 order by 1",
            Uuid::max(),
        ),
    ];
    for (counted, list) in lists {
        let sql = "select status, n from counters where list_id = $1 and n <> 0 order by status";
        let counters: Vec<(String, i64)> = on.rows(sql, values![list]).await.unwrap();
        let rows: Vec<(String, i64)> = on.rows(counted, values![]).await.unwrap();
        assert_eq!(counters, rows, "after {step}");
    }
}

/// Runs the steps one after the other and looks at everything after each.
async fn run(w: &World, steps: &[Step]) {
    let scene = Scene::set(w).await;
    for step in steps {
        let told = format!("{step:?}");
        let (by, who) = (scene.facts(step.by).await, scene.facts(step.who).await);
        let mut on = w.s.read().await.unwrap();
        let place = organizations::resolve(&mut on, step.slug).await.unwrap().map(|found| found.id);
        let (before, entries) = (state(&mut on).await, w.log().await.len());
        let outcome = scene.make(*step).await;
        let (after, more) = (state(&mut on).await, w.log().await.len() - entries);
        assert_eq!(before == after, more == 0, "{told}: {more} entries");
        assert!(outcome.is_ok() || more == 0, "{told} was refused and left an entry");
        if more > 0 {
            assert_not_outranked(&by, &who, step, place);
        }
        assert_sound(&mut on, &told).await;
    }
    let mut on = w.s.read().await.unwrap();
    let report = activity::verify(&mut on).await.unwrap();
    assert_eq!(report.problems, Vec::<String>::new());
    assert_every_right_was_given(&mut on).await;
}

/// Nobody changes whoever ranks above them: an account is the platform administrators' to change,
/// a membership belongs to those who stand at least as high in that place.
fn assert_not_outranked(by: &Facts, who: &Facts, step: &Step, place: Option<OrganizationId>) {
    if by.account == who.account || by.platform_administrator {
        return;
    }
    let place = match step.act {
        Act::Add(_) | Act::Assign(_) | Act::Switch(_) | Act::Tick(..) | Act::Remove => place,
        Act::Found | Act::Move | Act::Delete | Act::Wait(_) => return,
        _ => panic!("{step:?} is for platform administrators"),
    };
    let place = place.expect("the place was there before");
    // Whoever administers the platform is, as a member of a place, what they are there.
    let who = Facts { platform_administrator: false, ..who.clone() };
    assert!(rank(&who, place) <= rank(by, place), "{step:?}");
}

/// A right that began at some moment.
#[derive(sqlx::FromRow)]
struct Begun {
    account_id: Uuid,
    organization_id: Option<Uuid>,
    key: String,
    since_seq: i64,
    by: Option<Uuid>,
}

/// Every role and box that was ever held was given by somebody who was allowed to, at the moment
/// just before.
async fn assert_every_right_was_given(on: &mut Connection) {
    let sql = "select account_id, organization_id, role as key, since_seq, changed_by as by
        from memberships";
    for begun in on.rows::<Begun>(sql, values![]).await.unwrap() {
        let role = BaseRole::parse(&begun.key).unwrap();
        let place = OrganizationId(begun.organization_id.unwrap());
        let Some(giver) = giver(on, &begun).await else { continue };
        if founded(on, place).await == begun.since_seq {
            assert_eq!(giver.account.0, begun.account_id, "founded for somebody else");
            continue;
        }
        let target = past(on, AccountId(begun.account_id), begun.since_seq - 1).await;
        let present = target.membership(place).map(|membership| membership.role);
        let granting = Granting {
            caller: &giver,
            target: target.account,
            organization: place,
            role: present,
            now: Moment(0),
        };
        assert_manages(&giver, place);
        if present == Some(role) {
            assert_eq!(granting.may_change(), Ok(()), "at {}", begun.since_seq);
        } else {
            assert_eq!(granting.may_assign(role), Ok(()), "at {}", begun.since_seq);
        }
    }
    let sql = "select subject_id as account_id, organization_id, key, since_seq, granted_by as by
        from grants";
    for begun in on.rows::<Begun>(sql, values![]).await.unwrap() {
        let Some(giver) = giver(on, &begun).await else { continue };
        let place = begun.organization_id.map(OrganizationId);
        let place = place.expect("only administrators make administrators");
        let target = past(on, AccountId(begun.account_id), begun.since_seq - 1).await;
        let present = target.membership(place).map(|membership| membership.role);
        // The boxes that everybody begins with come with joining.
        if present.is_none() && begun.key == "assets" {
            continue;
        }
        let granting = Granting {
            caller: &giver,
            target: target.account,
            organization: place,
            role: present,
            now: Moment(0),
        };
        assert_manages(&giver, place);
        let privilege = Privilege::parse(&begun.key).unwrap();
        assert_eq!(granting.may_tick(privilege, true), Ok(()), "at {}", begun.since_seq);
    }
}

fn assert_manages(giver: &Facts, place: OrganizationId) {
    let scope = Scope::Organization(place);
    assert!(decide(giver, Permission::UsersManage, scope, Moment(0)).allowed());
}

/// Who gave it, as they were just before; `None` for the set-up and for platform administrators,
/// who may give anything.
async fn giver(on: &mut Connection, begun: &Begun) -> Option<Facts> {
    let giver = past(on, AccountId(begun.by?), begun.since_seq - 1).await;
    assert_eq!(giver.status, Status::Active);
    (!giver.platform_administrator).then_some(giver)
}

async fn founded(on: &mut Connection, place: OrganizationId) -> i64 {
    let sql = "select since_seq from organizations where id = $1";
    on.number(sql, values![place]).await.unwrap().unwrap()
}

/// The facts of somebody as of the entry `seq`, out of the periods.
async fn past(on: &mut Connection, account: AccountId, seq: i64) -> Facts {
    let sql = "select status from account_statuses
        where account_id = $1 and since_seq <= $2 and (until_seq is null or until_seq > $2)";
    let status: Option<(String,)> = on.row(sql, values![account, seq]).await.unwrap();
    let sql = "select organization_id, role, status from memberships
        where account_id = $1 and since_seq <= $2 and (until_seq is null or until_seq > $2)
        order by organization_id";
    let rows: Vec<(Uuid, String, String)> = on.rows(sql, values![account, seq]).await.unwrap();
    let mut memberships: Vec<_> = rows
        .into_iter()
        .map(|(organization, role, status)| Membership {
            active: status == "active",
            ..Membership::new(OrganizationId(organization), BaseRole::parse(&role).unwrap())
        })
        .collect();
    let sql = "select organization_id, key from grants
        where subject_id = $1 and since_seq <= $2 and (until_seq is null or until_seq > $2)";
    let grants: Vec<(Option<Uuid>, String)> = on.rows(sql, values![account, seq]).await.unwrap();
    for membership in &mut memberships {
        let place = Some(membership.organization.0);
        let here = grants.iter().filter(|(organization, _)| *organization == place);
        membership.grants =
            here.map(|(_, key)| Grant::privilege(Privilege::parse(key).unwrap())).collect();
    }
    Facts {
        status: status.map_or(Status::Pending, |(status,)| Status::parse(&status).unwrap()),
        platform_administrator: grants.iter().any(|(organization, _)| organization.is_none()),
        memberships,
        ..Facts::of(account)
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn the_invariants_hold_whoever_tries_whatever(steps in steps(50)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let world = World::new().await;
            run(&world, &steps).await;
            world.end().await;
        });
    }
}

#[tokio::test]
async fn the_invariants_hold_on_both_engines() {
    World::each(async |w| {
        let mut runner = TestRunner::deterministic();
        let mut all = Vec::new();
        while all.len() < 250 {
            all.extend(steps(50).new_tree(&mut runner).unwrap().current());
        }
        run(w, &all).await;
        let done: BTreeSet<_> = w.log().await.into_iter().collect();
        for action in
            ["user.promoted", "organization.deleted", "member.removed", "member.role_changed"]
        {
            assert!(done.contains(action), "{action} never happened");
        }
    })
    .await;
}
