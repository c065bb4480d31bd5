//! Why somebody may do something, or what is missing and the smallest change that would mend it.
//!
//! Nothing here decides: an explanation asks [`decide`], and a remedy is only told when `decide`
//! says yes to the facts as the remedy would make them. So a reason is never a story told beside
//! the truth, and applying a remedy flips the decision.

mod remedies;

use crate::access::{
    Decision, Facts, Grant, Membership, Missing, Place, Reason, Source, TeamName, decide,
};
use crate::moments::Moment;
use crate::permissions::{Permission, PermissionSet};
use crate::plans::Plan;
use crate::privileges::Privilege;
use crate::roles::Role;
use crate::scopes::Scope;
use crate::users::Status;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A decision with its reasons, and with what would allow what is denied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Explanation {
    /// What was asked about.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub permission: Permission,
    /// The place: `platform`, `{org}`, `{org}/{workspace}` or `{org}/{project}`.
    pub scope: String,
    /// The answer.
    pub allowed: bool,
    /// Every grant that allows, or the first thing that is missing.
    pub reasons: Vec<Ground>,
    /// Of what is denied: changes of which each one, made alone, would allow it; the smallest
    /// first. Empty when nothing that somebody else could change would.
    pub would_allow: Vec<Remedy>,
}

/// One reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Ground {
    /// `platform_administrator`, `base_role`, `role` or `privilege` for what allows;
    /// `account_inactive`, `locked`, `not_platform_administrator`, `not_member`,
    /// `membership_inactive`, `plan`, `no_grant` or `token` for what is missing.
    pub kind: String,
    /// The same as a sentence.
    pub detail: String,
    /// The key of the role, if it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// The key of the box, if it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub privilege: Option<String>,
    /// The team that holds it, if it is held as one of the team.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<TeamName>,
    /// Where it is held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// When it ends by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Moment>,
}

/// What would allow it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Remedy {
    /// As a sentence.
    pub detail: String,
    /// The calls that make it, in this order; one, wherever one is enough. They can be sent to
    /// the preview as they are.
    pub changes: Vec<AccessChange>,
}

/// One call of the REST interface that changes somebody's access.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AccessChange {
    /// `POST`, `PATCH`, `PUT` or `DELETE`.
    pub method: String,
    /// Its path, from `/api/v1/` on.
    pub path: String,
    /// Its body.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub body: BTreeMap<String, serde_json::Value>,
}

/// What is around a person and a place, as far as an explanation needs it.
#[derive(Clone, Debug)]
pub struct Around {
    /// The slug of the organization; empty for the platform.
    pub organization: String,
    /// The text that names the place.
    pub scope: String,
    /// Every role that can be held in the organization, built in or its own.
    pub roles: Vec<Role>,
    /// Every plan, the smallest first.
    pub plans: Vec<Plan>,
    /// What the organization's plan leaves out.
    pub outside_plan: PermissionSet,
    /// Whether Team Admins of the workspace may override approvals.
    pub overriding: bool,
    /// The boxes that Members of the organization begin with.
    pub defaults: Vec<Privilege>,
}

/// Explains one decision.
pub fn explain(
    facts: &Facts,
    permission: Permission,
    scope: Scope,
    now: Moment,
    around: &Around,
) -> Explanation {
    let asked = Asked { permission, scope, now, around };
    let (allowed, reasons, would_allow) = match decide(facts, permission, scope, now) {
        Decision::Allowed(reasons) => {
            let grounds = reasons.iter().map(|reason| asked.ground(reason)).collect();
            (true, grounds, Vec::new())
        }
        Decision::Denied(missing) => {
            (false, vec![asked.missing(facts, missing)], asked.remedies(facts))
        }
    };
    Explanation { permission, scope: around.scope.clone(), allowed, reasons, would_allow }
}

/// Everything that is allowed at a place, each with its reasons.
pub fn explain_all(facts: &Facts, scope: Scope, now: Moment, around: &Around) -> Vec<Explanation> {
    let all = Permission::ALL.iter().map(|it| explain_held(facts, *it, scope, now, around));
    all.flatten().collect()
}

fn explain_held(
    facts: &Facts,
    permission: Permission,
    scope: Scope,
    now: Moment,
    around: &Around,
) -> Option<Explanation> {
    let is_held = decide(facts, permission, scope, now).allowed();
    is_held.then(|| explain(facts, permission, scope, now, around))
}

struct Asked<'a> {
    permission: Permission,
    scope: Scope,
    now: Moment,
    around: &'a Around,
}

impl Asked<'_> {
    fn ground(&self, reason: &Reason) -> Ground {
        let around = self.around;
        match reason {
            Reason::PlatformAdministrator => {
                ground("platform_administrator", "A platform administrator may do everything.")
            }
            Reason::BaseRole(role) => Ground {
                role: Some(role.key().into()),
                scope: Some(around.organization.clone()),
                ..ground("base_role", &format!("{} of the organization.", role.name()))
            },
            Reason::Grant(grant) => self.of_grant(grant),
        }
    }

    fn of_grant(&self, grant: &Grant) -> Ground {
        let (kind, name, role, privilege) = match &grant.source {
            Source::Privilege(it) => ("privilege", it.label(), None, Some(it.key().to_owned())),
            Source::Role(key, name) => ("role", name.as_str(), Some(key.clone()), None),
        };
        let place = match grant.place {
            Place::Organization => self.around.organization.clone(),
            Place::Workspace(_) | Place::Project(_) => self.around.scope.clone(),
        };
        let team = grant.team.as_ref().map(|team| format!(" through the team “{}”", team.name));
        let detail = format!("“{name}” in {place}{}.", team.unwrap_or_default());
        let found = ground(kind, &detail);
        Ground {
            role,
            privilege,
            team: grant.team.clone(),
            scope: Some(place),
            expires_at: grant.until,
            ..found
        }
    }

    fn missing(&self, facts: &Facts, missing: Missing) -> Ground {
        let (kind, detail) = match missing {
            Missing::AccountActive(status) => (
                "account_inactive",
                match status {
                    Status::Pending => "The account has not been activated by its person yet.",
                    Status::Suspended => "The account is suspended.",
                    _ => "The account is deactivated.",
                }
                .to_owned(),
            ),
            Missing::Unlocked => ("locked", "The platform is locked for maintenance.".to_owned()),
            Missing::PlatformAdministrator => (
                "not_platform_administrator",
                "Only platform administrators may do anything on the platform itself.".to_owned(),
            ),
            Missing::Membership => {
                ("not_member", "The account does not belong to the organization.".to_owned())
            }
            Missing::MembershipActive => {
                let over = self.membership(facts).is_some_and(|membership| membership.active);
                let detail = if over {
                    "The membership has ended."
                } else {
                    "The membership is switched off."
                };
                ("membership_inactive", detail.to_owned())
            }
            Missing::Plan => {
                let module = self.permission.module();
                ("plan", format!("The organization's plan does not include “{module}”."))
            }
            Missing::Grant => (
                "no_grant",
                format!(
                    "No role and no privilege that reaches here lets them {}.",
                    self.permission.sentence()
                ),
            ),
            Missing::Token => ("token", "The token that is used does not include it.".to_owned()),
        };
        ground(kind, &detail)
    }

    fn membership<'f>(&self, facts: &'f Facts) -> Option<&'f Membership> {
        facts.membership(self.scope.organization()?)
    }
}

fn ground(kind: &str, detail: &str) -> Ground {
    Ground {
        kind: kind.into(),
        detail: detail.into(),
        role: None,
        privilege: None,
        team: None,
        scope: None,
        expires_at: None,
    }
}
