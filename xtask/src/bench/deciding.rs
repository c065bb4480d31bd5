//! How long "may they?" takes in process, for somebody who holds a grant per person measured with.

use super::figures::{Job, Percentiles, Rate};
use fluxward_domain::Moment;
use fluxward_domain::access::{Facts, Grant, Membership, Place, Source, decide};
use fluxward_domain::ids::{AccountId, OrganizationId, ProjectId};
use fluxward_domain::permissions::Permission;
use fluxward_domain::roles::{BaseRole, ProjectRole};
use fluxward_domain::scopes::Scope;
use std::hint::black_box;
use std::time::Instant;
use uuid::Uuid;

const NOW: Moment = Moment(1_000_000);
const ORGANIZATION: OrganizationId = OrganizationId(Uuid::from_u128(1));

/// Times decisions about somebody with `grants` project roles in one organization, one by one.
pub(crate) fn job(grants: u64, samples: usize) -> Job {
    let facts = facts(grants);
    let times = (0..samples * 20).map(|turn| {
        let started = Instant::now();
        one(&facts, grants, turn);
        started.elapsed()
    });
    Job { name: format!("decide, {grants} grants"), times: Percentiles::of(times.collect()) }
}

/// How many of them one core makes, without a look at the clock between.
pub(crate) fn rate(grants: u64, samples: usize) -> Rate {
    let facts = facts(grants);
    let started = Instant::now();
    let turns = samples * 2_000;
    (0..turns).for_each(|turn| one(&facts, grants, turn));
    Rate::since(format!("decide, {grants} grants"), turns, started)
}

fn one(facts: &Facts, grants: u64, turn: usize) {
    let project = ProjectId(Uuid::from_u128(u128::from(turn as u64 * 7919 % grants)));
    let scope = Scope::Project(ORGANIZATION, None, project);
    black_box(decide(black_box(facts), Permission::WorkEdit, scope, NOW));
}

fn facts(grants: u64) -> Facts {
    let role = ProjectRole::Contributor;
    let grant = |id: u64| Grant {
        place: Place::Project(ProjectId(Uuid::from_u128(u128::from(id)))),
        source: Source::Role(role.key().into(), role.name().into()),
        permissions: role.permissions(),
        until: None,
        team: None,
    };
    Facts {
        memberships: vec![Membership {
            grants: (0..grants).map(grant).collect(),
            ..Membership::new(ORGANIZATION, BaseRole::Viewer)
        }],
        ..Facts::of(AccountId(Uuid::from_u128(2)))
    }
}
