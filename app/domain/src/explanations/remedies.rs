//! What would allow what is denied: the smallest changes, each tried on the facts before it is told.

use super::{AccessChange, Asked, Remedy};
use crate::access::{Decision, Facts, Grant, Membership, Missing, Place, Source, decide};
use crate::permissions::PermissionSet;
use crate::plans::{self, Plan};
use crate::privileges::Privilege;
use crate::roles::{BaseRole, Role, RoleScope, WorkspaceRole};
use crate::scopes::Scope;
use crate::users::Status;

/// How many remedies are told at most, the smallest first.
const REMEDIES: usize = 5;
/// How many steps a remedy has at most.
const STEPS: usize = 5;

/// A step of a remedy: how it is told and made, what the facts are afterwards, how much it gives.
struct Step {
    detail: String,
    change: AccessChange,
    facts: Facts,
    gives: PermissionSet,
}

impl Asked<'_> {
    /// What would allow it: single steps where one is enough, else what must come first, and
    /// then the smallest step.
    pub(super) fn remedies(&self, facts: &Facts) -> Vec<Remedy> {
        let (mut before, mut facts) = (Vec::new(), facts.clone());
        for _ in 0..STEPS {
            let steps = self.steps(&facts);
            let (mut enough, others): (Vec<_>, Vec<_>) =
                steps.into_iter().partition(|step| self.allows(&step.facts));
            if !enough.is_empty() {
                enough.sort_by_key(|step| step.gives.iter().count());
                enough.truncate(REMEDIES);
                return enough.into_iter().map(|step| remedy(&before, step)).collect();
            }
            // Not enough alone: it comes first, whatever comes then.
            let Some(first) = others.into_iter().next() else { return Vec::new() };
            facts = first.facts.clone();
            before.push(first);
        }
        Vec::new()
    }

    fn allows(&self, facts: &Facts) -> bool {
        decide(facts, self.permission, self.scope, self.now).allowed()
    }

    /// The steps that the first thing that is missing asks for.
    fn steps(&self, facts: &Facts) -> Vec<Step> {
        let Decision::Denied(missing) = decide(facts, self.permission, self.scope, self.now) else {
            return Vec::new();
        };
        match missing {
            Missing::AccountActive(Status::Pending) | Missing::Token => Vec::new(),
            Missing::AccountActive(_) => vec![Self::activate(facts)],
            Missing::Unlocked => vec![unlock(facts)],
            Missing::PlatformAdministrator => vec![promote(facts)],
            Missing::Membership => {
                BaseRole::ALL.into_iter().rev().filter_map(|role| self.join(facts, role)).collect()
            }
            Missing::MembershipActive => self.switch_on(facts).into_iter().collect(),
            Missing::Plan => {
                self.around.plans.iter().filter_map(|plan| self.choose(facts, plan)).collect()
            }
            Missing::Grant => self.grants(facts),
        }
    }

    fn activate(facts: &Facts) -> Step {
        let mut after = facts.clone();
        (after.status, after.suspended_until) = (Status::Active, None);
        let path = format!("/api/v1/users/{}/activate", facts.account);
        step("Activate the account.", call("POST", path, []), after, PermissionSet::NONE)
    }

    fn members(&self, facts: &Facts) -> String {
        format!("/api/v1/organizations/{}/members/{}", self.around.organization, facts.account)
    }

    fn join(&self, facts: &Facts, role: BaseRole) -> Option<Step> {
        let organization = self.scope.organization()?;
        let mut after = facts.clone();
        let mut membership = Membership::new(organization, role);
        membership.outside_plan = self.around.outside_plan;
        let boxes = Privilege::at_first(role, &self.around.defaults);
        for privilege in boxes {
            membership.add(Grant::privilege(*privilege));
        }
        let gives = boxes.iter().fold(role.permissions(), |all, it| all.union(it.permissions()));
        let at = after.memberships.partition_point(|other| other.organization < organization);
        after.memberships.insert(at, membership);
        let path = format!("/api/v1/organizations/{}/members", self.around.organization);
        let body = [("user_id", facts.account.to_string().into()), ("role", role.key().into())];
        let detail = format!("Add them to the organization as {}.", role.name());
        Some(step(&detail, call("POST", path, body), after, gives))
    }

    fn switch_on(&self, facts: &Facts) -> Option<Step> {
        let mut after = facts.clone();
        let organization = self.scope.organization()?;
        let here = |membership: &&mut Membership| membership.organization == organization;
        let membership = after.memberships.iter_mut().find(here)?;
        let mut body = vec![("status", "active".into())];
        if membership.until.is_some_and(|until| until <= self.now) {
            membership.until = None;
            body.push(("expires_at", serde_json::Value::Null));
        }
        membership.active = true;
        let change = call("PATCH", self.members(facts), body);
        Some(step("Switch the membership on.", change, after, PermissionSet::NONE))
    }

    fn choose(&self, facts: &Facts, plan: &Plan) -> Option<Step> {
        if !plan.includes(self.permission) {
            return None;
        }
        let organization = self.scope.organization()?;
        let mut after = facts.clone();
        let here = |membership: &&mut Membership| membership.organization == organization;
        after.memberships.iter_mut().find(here)?.outside_plan =
            plans::outside(plan.modules.iter().map(String::as_str));
        let path = format!("/api/v1/organizations/{}", self.around.organization);
        let detail = format!("Choose the plan “{}” for the organization.", plan.name);
        let gives =
            PermissionSet::ALL.without(plans::outside(plan.modules.iter().map(String::as_str)));
        Some(step(&detail, call("PATCH", path, [("plan", plan.key.as_str().into())]), after, gives))
    }

    /// Boxes, roles that reach the place, and higher base roles.
    fn grants(&self, facts: &Facts) -> Vec<Step> {
        let mut steps: Vec<_> = Privilege::ALL
            .into_iter()
            .filter(|privilege| privilege.permissions().contains(self.permission))
            .map(|privilege| self.tick(facts, privilege))
            .collect();
        let roles = self.around.roles.iter().filter(|role| !Self::is_base(role));
        steps.extend(roles.filter_map(|role| self.assign(facts, role)));
        let present = self.membership(facts).map(|membership| membership.role);
        let higher = BaseRole::ALL.into_iter().filter(|role| Some(*role) > present);
        steps.extend(higher.map(|role| self.raise(facts, role)));
        steps
    }

    fn is_base(role: &Role) -> bool {
        role.built_in && role.scope == RoleScope::Organization
    }

    fn with(&self, facts: &Facts, grant: Grant) -> Facts {
        let mut after = facts.clone();
        let organization = self.scope.organization();
        let here = |membership: &&mut Membership| Some(membership.organization) == organization;
        if let Some(membership) = after.memberships.iter_mut().find(here) {
            membership.add(grant);
        }
        after
    }

    fn tick(&self, facts: &Facts, privilege: Privilege) -> Step {
        let after = self.with(facts, Grant::privilege(privilege));
        let path = format!("{}/privileges/{}", self.members(facts), privilege.key());
        let detail = format!("Tick “{}”.", privilege.label());
        step(&detail, call("PUT", path, [("granted", true.into())]), after, privilege.permissions())
    }

    fn assign(&self, facts: &Facts, role: &Role) -> Option<Step> {
        let inside = self.around.scope.split_once('/').map(|(_, inside)| inside);
        let (organization, account) = (&self.around.organization, facts.account);
        let key = &role.key;
        let (place, method_path, body) = match (role.scope, self.scope) {
            (RoleScope::Organization, _) => {
                (Place::Organization, format!("{}/roles/{key}", self.members(facts)), Vec::new())
            }
            (RoleScope::Workspace, Scope::Workspace(_, id)) => (
                Place::Workspace(id),
                format!(
                    "/api/v1/organizations/{organization}/workspaces/{}/members/{account}/roles/{key}",
                    inside?
                ),
                Vec::new(),
            ),
            (RoleScope::Project, Scope::Project(_, _, id)) => (
                Place::Project(id),
                format!(
                    "/api/v1/organizations/{organization}/projects/{}/members/{account}",
                    inside?
                ),
                vec![("role", key.as_str().into())],
            ),
            _ => return None,
        };
        let overriding =
            role.built_in && *key == WorkspaceRole::TeamAdmin.key() && self.around.overriding;
        let permissions =
            if overriding { WorkspaceRole::TeamAdmin.permissions(true) } else { role.set() };
        if !permissions.contains(self.permission) {
            return None;
        }
        let source = Source::Role(key.clone(), role.name.clone());
        let grant = Grant { place, source, permissions, until: None, team: None };
        let scope = if place == Place::Organization { organization } else { &self.around.scope };
        let detail = format!("Give them the role “{}” in {scope}.", role.name);
        Some(step(&detail, call("PUT", method_path, body), self.with(facts, grant), permissions))
    }

    fn raise(&self, facts: &Facts, role: BaseRole) -> Step {
        let mut after = facts.clone();
        let organization = self.scope.organization();
        let here = |membership: &&mut Membership| Some(membership.organization) == organization;
        if let Some(membership) = after.memberships.iter_mut().find(here) {
            membership.role = role;
        }
        let detail = format!("Make them {} of the organization.", role.name());
        let change = call("PATCH", self.members(facts), [("role", role.key().into())]);
        step(&detail, change, after, role.permissions())
    }
}

fn unlock(facts: &Facts) -> Step {
    let mut after = facts.clone();
    after.locked = false;
    let body = [("maintenance", serde_json::json!({ "locked": false }))];
    let change = call("PATCH", "/api/v1/settings".into(), body);
    step("End the maintenance lock.", change, after, PermissionSet::NONE)
}

fn promote(facts: &Facts) -> Step {
    let mut after = facts.clone();
    after.platform_administrator = true;
    let path = format!("/api/v1/users/{}/promote", facts.account);
    let detail = "Make them a platform administrator.";
    step(detail, call("POST", path, []), after, PermissionSet::ALL)
}

fn step(detail: &str, change: AccessChange, facts: Facts, gives: PermissionSet) -> Step {
    Step { detail: detail.into(), change, facts, gives }
}

fn call(
    method: &str,
    path: String,
    body: impl IntoIterator<Item = (&'static str, serde_json::Value)>,
) -> AccessChange {
    let body = body.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    AccessChange { method: method.into(), path, body }
}

/// The last step, after those that must come before it.
fn remedy(before: &[Step], last: Step) -> Remedy {
    let details = before.iter().map(|step| step.detail.as_str()).chain([last.detail.as_str()]);
    let detail = details.collect::<Vec<_>>().join(" ");
    let changes = before.iter().map(|step| step.change.clone()).chain([last.change]);
    Remedy { detail, changes: changes.collect() }
}
