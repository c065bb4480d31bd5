//! Who may hand out what: the rules beside [`crate::access::decide`] for changes of access.
//!
//! Deciding says whether somebody may manage people at all; this module says whether this very
//! change is theirs to make: nobody above themselves, nobody raises themselves, an Owner steps
//! down alone. Guards that need the whole organization (the last Owner) are the use case's.

use crate::access::{Facts, Grant, Source, decide};
use crate::ids::{AccountId, OrganizationId};
use crate::moments::Moment;
use crate::permissions::{Permission, PermissionSet};
use crate::privileges::Privilege;
use crate::roles::BaseRole;
use crate::scopes::Scope;

/// Why a change of access is not the caller's to make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The person ranks above the caller.
    Outranked,
    /// An Owner steps down alone.
    OwnerStepsDownAlone,
    /// The role is above what the caller may give.
    AboveOneself,
    /// Nobody raises themselves.
    RaisesOneself,
    /// A token hands out nothing that it does not include.
    BeyondToken,
}

impl Refusal {
    /// What the caller is told.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Outranked => {
                "This person ranks above you here. Ask an Owner to make this change."
            }
            Self::OwnerStepsDownAlone => {
                "Only an Owner themselves can give up ownership. Ask them to step down first."
            }
            Self::AboveOneself => {
                "You cannot give more than your own role allows. Ask an Owner or Admin."
            }
            Self::RaisesOneself => {
                "You cannot give yourself more than you have. Ask somebody else."
            }
            Self::BeyondToken => {
                "This token hands out nothing that it does not include itself. Use one that does, or sign in."
            }
        }
    }
}

/// How high somebody stands in an organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// Members, viewers, and whoever does not belong to it.
    Everyone,
    /// Admins.
    Admin,
    /// Owners.
    Owner,
    /// Platform administrators.
    Platform,
}

/// The rank that a base role gives.
pub const fn rank_of(role: BaseRole) -> Rank {
    match role {
        BaseRole::Owner => Rank::Owner,
        BaseRole::Admin => Rank::Admin,
        BaseRole::Member | BaseRole::Viewer => Rank::Everyone,
    }
}

/// The rank of the account of `facts` in `organization`.
pub fn rank(facts: &Facts, organization: OrganizationId) -> Rank {
    if facts.platform_administrator {
        return Rank::Platform;
    }
    facts.membership(organization).map_or(Rank::Everyone, |membership| rank_of(membership.role))
}

/// Who is about to change whose membership. The caller has passed `decide` for `users.manage`.
#[derive(Clone, Copy, Debug)]
pub struct Granting<'a> {
    /// Who asks.
    pub caller: &'a Facts,
    /// The person concerned.
    pub target: AccountId,
    /// The organization concerned.
    pub organization: OrganizationId,
    /// The person's base role as it is; `None` when they are about to join.
    pub role: Option<BaseRole>,
    /// The moment of the change.
    pub now: Moment,
}

impl Granting<'_> {
    /// Whether boxes, and the base roles up to the caller's own rank, are theirs to hand out:
    /// with the box "Administer users and privileges", and by rank. Whoever manages people by
    /// another role hands out nothing beyond what they hold.
    fn hands_out_boxes(&self) -> bool {
        let is_box = |grant: &Grant| {
            grant.source == Source::Privilege(Privilege::Users) && grant.is_live(self.now)
        };
        rank(self.caller, self.organization) >= Rank::Admin
            || self
                .caller
                .membership(self.organization)
                .is_some_and(|it| it.grants.iter().any(is_box))
    }

    /// Whether the caller may give `permissions` in the organization.
    fn may_give(&self, permissions: PermissionSet) -> Result<(), Refusal> {
        if self.hands_out_boxes() {
            return Ok(());
        }
        let scope = Scope::Organization(self.organization);
        may_give(self.caller, permissions, scope, self.now)
    }

    /// Whether the caller may give `role` (to a new member or instead of the present one).
    pub fn may_assign(&self, role: BaseRole) -> Result<(), Refusal> {
        if !self.caller.may_hand_out(role.permissions()) {
            return Err(Refusal::BeyondToken);
        }
        let caller = rank(self.caller, self.organization);
        if caller == Rank::Platform {
            return Ok(());
        }
        self.may_change()?;
        if self.is_oneself() {
            return if self.role.is_some_and(|present| role <= present) {
                Ok(())
            } else {
                Err(Refusal::RaisesOneself)
            };
        }
        if rank_of(role) > caller {
            return Err(Refusal::AboveOneself);
        }
        self.may_give(role.permissions())
    }

    /// Whether the caller may switch the membership on or off, or end it.
    pub fn may_change(&self) -> Result<(), Refusal> {
        let caller = rank(self.caller, self.organization);
        let target = self.role.map_or(Rank::Everyone, rank_of);
        if caller == Rank::Platform || self.is_oneself() {
            return Ok(());
        }
        match target {
            Rank::Owner if caller == Rank::Owner => Err(Refusal::OwnerStepsDownAlone),
            target if target > caller => Err(Refusal::Outranked),
            _ => Ok(()),
        }
    }

    /// Whether the caller may tick (`granted`) or clear a box. One's own may be ticked only when
    /// it gives nothing that is not held already.
    pub fn may_tick(&self, privilege: Privilege, granted: bool) -> Result<(), Refusal> {
        if granted && !self.caller.may_hand_out(privilege.permissions()) {
            return Err(Refusal::BeyondToken);
        }
        let caller = rank(self.caller, self.organization);
        let target = self.role.map_or(Rank::Everyone, rank_of);
        if caller == Rank::Platform {
            return Ok(());
        }
        if target > caller {
            return Err(Refusal::Outranked);
        }
        if granted && self.is_oneself() && !self.holds(Grant::privilege(privilege).permissions) {
            return Err(Refusal::RaisesOneself);
        }
        if granted { self.may_give(privilege.permissions()) } else { Ok(()) }
    }

    /// Whether the caller may invite somebody as `role` with `privileges` ticked; they have passed
    /// `decide` for `users.invite`. Whoever manages people gives what they may assign and tick;
    /// whoever may only invite gives nothing beyond what they hold.
    pub fn may_invite(&self, role: BaseRole, privileges: &[Privilege]) -> Result<(), Refusal> {
        if manages_users(self.caller, self.organization, self.now) {
            self.may_assign(role)?;
            return privileges.iter().try_for_each(|privilege| self.may_tick(*privilege, true));
        }
        let given = privileges
            .iter()
            .fold(role.permissions(), |all, privilege| all.union(privilege.permissions()));
        if self.holds(given) { Ok(()) } else { Err(Refusal::AboveOneself) }
    }

    /// Whether the caller may hand out, take away or change a role at `scope` that permits
    /// `permissions` there: nothing beyond what they hold there themselves.
    pub fn may_hand(&self, permissions: PermissionSet, scope: Scope) -> Result<(), Refusal> {
        let caller = rank(self.caller, self.organization);
        let target = self.role.map_or(Rank::Everyone, rank_of);
        if target > caller {
            return Err(Refusal::Outranked);
        }
        may_give(self.caller, permissions, scope, self.now).map_err(|refusal| match refusal {
            Refusal::AboveOneself if self.is_oneself() => Refusal::RaisesOneself,
            refusal => refusal,
        })
    }

    /// Whether the caller holds all of `permissions` in the organization already.
    pub fn holds(&self, permissions: PermissionSet) -> bool {
        let scope = Scope::Organization(self.organization);
        permissions.is_subset_of(self.caller.permissions(scope, self.now))
    }

    fn is_oneself(&self) -> bool {
        self.caller.account == self.target
    }
}

/// Whether the caller may hand out `permissions` at `scope`, to whoever it is: nobody creates,
/// changes or hands out anything beyond what they hold there themselves. What the plan leaves out
/// is held as if it were included: it is nobody's now, and would be theirs again with another
/// plan.
pub fn may_give(
    caller: &Facts,
    permissions: PermissionSet,
    scope: Scope,
    now: Moment,
) -> Result<(), Refusal> {
    if !caller.may_hand_out(permissions) {
        return Err(Refusal::BeyondToken);
    }
    if permissions.is_subset_of(caller.whatever_the_plan(scope).permissions(scope, now)) {
        return Ok(());
    }
    Err(Refusal::AboveOneself)
}

/// Whether the caller may change people of `organization` at all.
pub fn manages_users(caller: &Facts, organization: OrganizationId, now: Moment) -> bool {
    decide(caller, Permission::UsersManage, Scope::Organization(organization), now).allowed()
}
