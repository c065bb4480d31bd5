//! The one place that decides who may do what, and says why.
//!
//! [`decide`] is pure and runs in the server and in the browser: a page hides what the server
//! would refuse, and both say the same reason. Nothing else in the code base compares roles.
//! It refuses to know how [`Facts`] are loaded or how a refusal is shown.
//!
//! Order: account active → platform administrator → maintenance lock → membership active → plan
//! includes the module → union of live grants that reach the place → the token that is used
//! includes it → whoever looks through these eyes may do it, too.
//!
//! Long, and one file: whoever checks a decision reads its facts and its order side by side.

use crate::ids::{AccountId, OrganizationId, ProjectId, WorkspaceId};
use crate::moments::Moment;
use crate::permissions::{Permission, PermissionSet};
use crate::privileges::Privilege;
use crate::roles::BaseRole;
use crate::scopes::Scope;
use crate::users::Status;
use serde::{Deserialize, Serialize};

/// Everything that deciding about one account needs, at one moment of the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// Whose facts these are.
    pub account: AccountId,
    /// The account's status.
    pub status: Status,
    /// When a suspension ends by itself; `None` while not suspended or without an end.
    pub suspended_until: Option<Moment>,
    /// Whether the account administers the platform.
    pub platform_administrator: bool,
    /// Whether the platform is locked for maintenance.
    pub locked: bool,
    /// What the token includes that is used, if it is not everything. A token never gives
    /// anything: what it leaves out is taken from what its owner may do.
    pub limited_to: Option<PermissionSet>,
    /// Whether a second factor is required of the account and it has none: until it has one,
    /// nothing is possible but setting one up. No session of such an account is a caller's, so
    /// [`decide`] does not ask for it.
    pub must_enrol: bool,
    /// Who looks through the eyes of this account, if somebody else does: nothing is allowed that
    /// these may not do themselves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<Box<Facts>>,
    /// The organizations that the account belongs to, sorted by id.
    pub memberships: Vec<Membership>,
}

/// What one account is in one organization.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    /// The organization.
    pub organization: OrganizationId,
    /// The base role.
    pub role: BaseRole,
    /// The membership's own switch.
    pub active: bool,
    /// When the membership ends by itself.
    pub until: Option<Moment>,
    /// What the organization's plan leaves out. Nothing, unless a plan says so.
    pub outside_plan: PermissionSet,
    /// The privilege boxes, custom roles, workspace and project roles, sorted by place; see
    /// [`Membership::add`].
    pub grants: Vec<Grant>,
}

/// A live row of the grants: a box, or a role other than the base role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// Where it holds.
    pub place: Place,
    /// What it is.
    pub source: Source,
    /// What it permits there.
    pub permissions: PermissionSet,
    /// When it ends by itself.
    pub until: Option<Moment>,
    /// The team that holds it, when the account holds it as one of the team.
    pub team: Option<TeamName>,
}

/// A team, as people know it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TeamName {
    /// The word in its address.
    pub slug: String,
    /// Its name.
    pub name: String,
}

/// Where a grant holds, inside its organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// The organization and its workspaces, not its projects.
    Organization,
    /// One project only.
    Project(ProjectId),
    /// One workspace only.
    Workspace(WorkspaceId),
}

/// What a grant is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// A ticked box.
    Privilege(Privilege),
    /// A role, by its key and the name that people see.
    Role(String, String),
}

/// The answer to "may they?", with its reasons.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// Yes, because of these; never empty.
    Allowed(Vec<Reason>),
    /// No: the first thing that is missing.
    Denied(Missing),
}

impl Decision {
    /// Whether the answer is yes.
    pub const fn allowed(&self) -> bool {
        matches!(self, Self::Allowed(_))
    }
}

/// One thing that allows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// A platform administrator may do everything, everywhere.
    PlatformAdministrator,
    /// The base role in the organization.
    BaseRole(BaseRole),
    /// A box or another role.
    Grant(Grant),
}

/// The first thing missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// The account is not active; its status says how.
    AccountActive(Status),
    /// The platform is locked for maintenance.
    Unlocked,
    /// Only platform administrators may do anything on the platform itself.
    PlatformAdministrator,
    /// The account does not belong to the organization.
    Membership,
    /// The membership is switched off, or has ended by itself.
    MembershipActive,
    /// The organization's plan leaves the module out.
    Plan,
    /// No role and no box gives the permission there.
    Grant,
    /// The owner may, but the token that is used does not include it.
    Token,
}

/// Decides whether the account of `facts` may do `permission` at `scope` at the moment `now`.
pub fn decide(facts: &Facts, permission: Permission, scope: Scope, now: Moment) -> Decision {
    match decide_in_person(facts, permission, scope, now) {
        Decision::Allowed(_) if !facts.includes(permission) => Decision::Denied(Missing::Token),
        Decision::Allowed(reasons) => {
            match facts.within.as_deref().map(|own| decide(own, permission, scope, now)) {
                Some(Decision::Denied(missing)) => Decision::Denied(missing),
                _ => Decision::Allowed(reasons),
            }
        }
        denied @ Decision::Denied(_) => denied,
    }
}

/// The same, for the account itself.
fn decide_in_person(facts: &Facts, permission: Permission, scope: Scope, now: Moment) -> Decision {
    if !facts.is_active(now) {
        return Decision::Denied(Missing::AccountActive(facts.status));
    }
    if facts.platform_administrator {
        return Decision::Allowed(vec![Reason::PlatformAdministrator]);
    }
    if facts.locked {
        return Decision::Denied(Missing::Unlocked);
    }
    let Some(organization) = scope.organization() else {
        return Decision::Denied(Missing::PlatformAdministrator);
    };
    let Some(membership) = facts.membership(organization) else {
        return Decision::Denied(Missing::Membership);
    };
    if !membership.is_active(now) {
        return Decision::Denied(Missing::MembershipActive);
    }
    if membership.outside_plan.contains(permission) {
        return Decision::Denied(Missing::Plan);
    }
    let reasons = membership.reasons(permission, scope, now);
    if reasons.is_empty() {
        return Decision::Denied(Missing::Grant);
    }
    Decision::Allowed(reasons)
}

impl Facts {
    /// Of an active account that belongs nowhere and has no limits.
    pub const fn of(account: AccountId) -> Self {
        Self {
            account,
            status: Status::Active,
            suspended_until: None,
            platform_administrator: false,
            locked: false,
            limited_to: None,
            must_enrol: false,
            within: None,
            memberships: Vec::new(),
        }
    }

    /// Whether the account may act at all at `now`; a suspension ends by itself.
    pub fn is_active(&self, now: Moment) -> bool {
        self.status.at(self.suspended_until, now).0 == Status::Active
    }

    /// Whether the token that is used, if one is, includes `permission`.
    pub fn includes(&self, permission: Permission) -> bool {
        self.limited_to.is_none_or(|limit| limit.contains(permission))
    }

    /// Whether all of `permissions` may be handed out through the token that is used, if one is:
    /// otherwise a token could make somebody who may do more than it includes.
    pub fn may_hand_out(&self, permissions: PermissionSet) -> bool {
        self.limited_to.is_none_or(|limit| permissions.is_subset_of(limit))
    }

    /// Everything that is held at any place at `now`.
    pub fn held_anywhere(&self, now: Moment) -> PermissionSet {
        let held = if self.platform_administrator {
            PermissionSet::ALL
        } else {
            let active = self.memberships.iter().filter(|membership| membership.is_active(now));
            active.fold(PermissionSet::NONE, |all, membership| all.union(membership.held(now)))
        };
        held.only(self.limited_to.unwrap_or(PermissionSet::ALL))
    }

    /// The membership in `organization`, switched on or off.
    pub fn membership(&self, organization: OrganizationId) -> Option<&Membership> {
        self.memberships
            .binary_search_by_key(&organization, |membership| membership.organization)
            .ok()
            .map(|at| &self.memberships[at])
    }

    /// The same account, as if the plan of the organization of `scope` included everything.
    #[must_use]
    pub fn whatever_the_plan(&self, scope: Scope) -> Self {
        let mut facts = self.clone();
        let here =
            |membership: &&mut Membership| Some(membership.organization) == scope.organization();
        if let Some(membership) = facts.memberships.iter_mut().find(here) {
            membership.outside_plan = PermissionSet::NONE;
        }
        facts
    }

    /// Everything that is allowed at `scope` at `now`.
    pub fn permissions(&self, scope: Scope, now: Moment) -> PermissionSet {
        Permission::ALL.iter().fold(PermissionSet::NONE, |held, permission| {
            if decide(self, *permission, scope, now).allowed() {
                held.union(PermissionSet::of(&[*permission]))
            } else {
                held
            }
        })
    }
}

impl Membership {
    /// An active membership in that role, and nothing else.
    pub const fn new(organization: OrganizationId, role: BaseRole) -> Self {
        Self {
            organization,
            role,
            active: true,
            until: None,
            outside_plan: PermissionSet::NONE,
            grants: Vec::new(),
        }
    }

    /// Whether it is switched on and has not ended by itself.
    pub fn is_active(&self, now: Moment) -> bool {
        self.active && self.until.is_none_or(|until| now < until)
    }

    /// Adds a grant, keeping the order by place: deciding then looks at the grants of one place
    /// only, however many there are.
    pub fn add(&mut self, grant: Grant) {
        let at = self.grants.partition_point(|other| other.place <= grant.place);
        self.grants.insert(at, grant);
    }

    /// Everything that is held in the organization, wherever in it, at `now`.
    fn held(&self, now: Moment) -> PermissionSet {
        let live = self.grants.iter().filter(|grant| grant.is_live(now));
        live.fold(self.role.permissions(), |all, grant| all.union(grant.permissions))
            .without(self.outside_plan)
    }

    fn reasons(&self, permission: Permission, scope: Scope, now: Moment) -> Vec<Reason> {
        let (base_reaches, own_place) = match scope {
            Scope::Project(_, _, project) => {
                (self.role.reaches_projects(), Place::Project(project))
            }
            Scope::Workspace(_, workspace) => (true, Place::Workspace(workspace)),
            Scope::Organization(_) | Scope::Platform => (true, Place::Organization),
        };
        let base = (base_reaches && self.role.permissions().contains(permission))
            .then_some(Reason::BaseRole(self.role));
        let organization = match own_place {
            // What holds in the organization reaches its workspaces, not its projects.
            Place::Workspace(_) => self.held_at(Place::Organization),
            Place::Organization | Place::Project(_) => &[],
        };
        let granted = organization
            .iter()
            .chain(self.held_at(own_place))
            .filter(|grant| grant.permissions.contains(permission) && grant.is_live(now));
        base.into_iter().chain(granted.cloned().map(Reason::Grant)).collect()
    }

    fn held_at(&self, place: Place) -> &[Grant] {
        let from = self.grants.partition_point(|grant| grant.place < place);
        let count = self.grants[from..].partition_point(|grant| grant.place == place);
        &self.grants[from..from + count]
    }

    /// The boxes that are ticked.
    pub fn privileges(&self) -> impl Iterator<Item = Privilege> + '_ {
        self.grants.iter().filter_map(|grant| match grant.source {
            Source::Privilege(privilege) => Some(privilege),
            Source::Role(..) => None,
        })
    }
}

impl Grant {
    /// Whether it has not ended by itself.
    pub fn is_live(&self, now: Moment) -> bool {
        self.until.is_none_or(|until| now < until)
    }

    /// A ticked box.
    pub fn privilege(privilege: Privilege) -> Self {
        Self {
            place: Place::Organization,
            source: Source::Privilege(privilege),
            permissions: privilege.permissions(),
            until: None,
            team: None,
        }
    }
}
