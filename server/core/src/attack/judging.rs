//! What nobody may have gained, whatever was done by whom: the promises of the design, looked at
//! from outside, in the facts before and after.
//!
//! What the plan leaves out counts as held: it is nobody's now, and comes and goes with the plan.
//! Of others, a membership counts as switched on and without an end: whoever manages people
//! switches them off and on again with all that somebody else has given them.

use super::scene::Shot;
use fluxward_domain::Moment;
use fluxward_domain::access::{Facts, Membership, Source};
use fluxward_domain::ids::AccountId;
use fluxward_domain::permissions::PermissionSet;
use fluxward_domain::privileges::Privilege;
use fluxward_domain::roles::{BaseRole, ProjectRole};
use fluxward_domain::scopes::Scope;
use std::collections::BTreeSet;

/// What was done.
pub(super) struct Deed<'a> {
    /// Who answers for what was given; nobody, when only time has passed.
    pub(super) giver: Option<AccountId>,
    /// The slug of the organization that it was about.
    pub(super) slug: &'a str,
    /// What the token included that it was done with, if it was not everything.
    pub(super) limit: Option<PermissionSet>,
    /// Whether it creates projects: whoever does so manages them.
    pub(super) creates_projects: bool,
    pub(super) now: Moment,
    pub(super) before: &'a Shot,
    pub(super) after: &'a Shot,
}

impl Deed<'_> {
    /// Everything that should not have become so, in words.
    pub(super) fn wrongs(&self) -> Vec<String> {
        let mut wrongs = Vec::new();
        for has in self.after.facts.values() {
            let had = self.before.facts.get(&has.account);
            let had = had.cloned().unwrap_or_else(|| Facts::of(has.account));
            if had != *has {
                wrongs.extend(self.changed_elsewhere(&had, has));
                wrongs.extend(self.gained_beyond(&had, has));
            }
        }
        wrongs
    }

    /// Whoever acts changes nothing but where they act, and nothing where they do not belong.
    fn changed_elsewhere(&self, had: &Facts, has: &Facts) -> Option<String> {
        let giver = self.before.facts.get(&self.giver?)?;
        let is_open = |membership: &&Membership| {
            let here = self.before.places[self.slug].id;
            let id = membership.organization;
            id != here || giver.membership(id).is_none()
        };
        let closed = |facts: &Facts| {
            let closed = facts.memberships.iter().filter(is_open).cloned();
            (facts.platform_administrator, facts.status, closed.collect::<Vec<_>>())
        };
        let is_same = closed(had) == closed(has);
        (!is_same).then(|| format!("{} was changed in another place", has.account))
    }

    fn gained_beyond(&self, had: &Facts, has: &Facts) -> Vec<String> {
        let mut wrongs = Vec::new();
        let is_giver = self.giver == Some(has.account);
        for (path, scope) in self.before.scopes(self.after) {
            let may = self.allowed(has, scope).only(self.limit.unwrap_or(PermissionSet::ALL));
            for at in moments(had, has, self.now) {
                let (before, after) =
                    (held(had, scope, at, is_giver), held(has, scope, at, is_giver));
                let beyond: Vec<_> = after
                    .without(before)
                    .without(may)
                    .iter()
                    .map(fluxward_domain::permissions::Permission::as_str)
                    .collect();
                if !beyond.is_empty() {
                    let whose = if is_giver { "gives themselves" } else { "is given" };
                    let hours = at.0.saturating_sub(self.now.0) / 3_600_000_000;
                    let when = if at == self.now { "now".into() } else { format!("in {hours} h") };
                    wrongs.push(format!("{} {whose} {beyond:?} at {path}, {when}", has.account));
                    break;
                }
            }
        }
        wrongs
    }

    /// What somebody may have gained at a place.
    fn allowed(&self, has: &Facts, scope: Scope) -> PermissionSet {
        let giver = self.giver.and_then(|giver| self.before.facts.get(&giver));
        match giver {
            None => PermissionSet::NONE,
            Some(giver) if giver.account == has.account => self.allowed_oneself(scope),
            Some(giver) => self.allowed_others(giver, has, scope),
        }
    }

    /// Nothing; but whoever creates a project manages it.
    fn allowed_oneself(&self, scope: Scope) -> PermissionSet {
        let mut there = self.before.places.values().flat_map(|there| there.scopes.values());
        let is_new = matches!(scope, Scope::Project(..)) && !there.any(|it| *it == scope);
        if self.creates_projects && is_new {
            ProjectRole::Manager.permissions()
        } else {
            PermissionSet::NONE
        }
    }

    /// What the giver held there; whoever has the box of users and privileges gives every box, and
    /// Member and Viewer; joining brings what Members begin with.
    fn allowed_others(&self, giver: &Facts, has: &Facts, scope: Scope) -> PermissionSet {
        let mut may = held(giver, scope, self.now, true);
        let (Some(organization), false) =
            (scope.organization(), matches!(scope, Scope::Project(..)))
        else {
            return may;
        };
        let all = |boxes: &[Privilege]| {
            boxes.iter().fold(PermissionSet::NONE, |all, it| all.union(it.permissions()))
        };
        if giver.membership(organization).is_some_and(|own| has_users_box(own, self.now)) {
            may = may.union(all(&Privilege::ALL)).union(BaseRole::Member.permissions());
        }
        let had = self.before.facts.get(&has.account);
        if had.is_none_or(|had| had.membership(organization).is_none()) {
            let there = self.before.places.values().find(|there| there.id == organization);
            may = may.union(there.map_or(PermissionSet::NONE, |there| all(&there.defaults)));
        }
        may
    }
}

/// What is held at a place at a moment, whatever the plan; of others (`!as_it_is`) with their
/// membership switched on and without an end.
fn held(facts: &Facts, scope: Scope, at: Moment, as_it_is: bool) -> PermissionSet {
    let mut facts = facts.whatever_the_plan(scope);
    if !as_it_is {
        for membership in &mut facts.memberships {
            (membership.active, membership.until) = (true, None);
        }
    }
    facts.permissions(scope, at)
}

fn has_users_box(own: &Membership, now: Moment) -> bool {
    let users = Source::Privilege(Privilege::Users);
    own.is_active(now) && own.grants.iter().any(|grant| grant.source == users && grant.is_live(now))
}

/// Now, whenever something ends, and for good.
fn moments(had: &Facts, has: &Facts, now: Moment) -> BTreeSet<Moment> {
    let memberships = [had, has].into_iter().flat_map(|facts| &facts.memberships);
    let ends = memberships.flat_map(|membership| {
        let grants = membership.grants.iter().filter_map(|grant| grant.until);
        membership.until.into_iter().chain(grants)
    });
    ends.filter(|end| *end > now).chain([now, Moment(i64::MAX)]).collect()
}
