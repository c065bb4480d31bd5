//! Changes as a page asks about them before they are made: what they are about, and no more.
//!
//! Decision: a page does not name calls of the REST interface, as programs do. A few words each
//! weigh less in the browser than documents of any shape, and only these can be asked about.

use fluxward_domain::ids::AccountId;
use fluxward_domain::permissions::Permission;
use fluxward_domain::roles::BaseRole;
use serde::{Deserialize, Serialize};

/// A change that is not made yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "slugs, ids and keys; a place, who is to hold: as forms name them")]
pub enum Planned {
    /// A member gets another base role.
    BaseRole { slug: String, id: AccountId, role: BaseRole },
    /// A membership ends.
    Removal { slug: String, id: AccountId },
    /// An account is switched off.
    Deactivation { id: AccountId },
    /// A role permits something else.
    Role { slug: String, key: String, permissions: Vec<Permission> },
    /// A role goes, and another one may take its place.
    Without { slug: String, key: String, replacement: Option<String> },
    /// A person or, without one, a team gets a role at a place.
    Grant { slug: String, at: String, user: String, team: String, role: String },
    /// Somebody joins a team.
    Seat { slug: String, team: String, id: AccountId },
    /// A team ends.
    Disbanding { slug: String, team: String },
    /// An organization gets another plan.
    Plan { slug: String, plan: String },
    /// A plan includes something else.
    Definition { key: String, modules: Vec<String>, seats: Option<i64> },
    /// What would allow something, told by its sentence.
    Remedy { id: AccountId, scope: String, permission: Permission, detail: String },
}

#[cfg(feature = "ssr")]
mod calls {
    use super::Planned;
    use crate::grants::read_place;
    use fluxward_domain::explanations::AccessChange;
    use fluxward_domain::roles::RoleScope;
    use serde_json::{Value, json};

    impl Planned {
        /// The call that would make it; `None` for a remedy, which is looked up, and where no form
        /// names a place like that.
        pub(in crate::access) fn call(&self) -> Option<AccessChange> {
            Some(match self {
                Self::BaseRole { slug, id, role } => call(
                    "PATCH",
                    format!("organizations/{slug}/members/{id}"),
                    &json!({ "role": role }),
                ),
                Self::Removal { slug, id } => {
                    call("DELETE", format!("organizations/{slug}/members/{id}"), &json!({}))
                }
                Self::Deactivation { id } => {
                    call("POST", format!("users/{id}/deactivate"), &json!({}))
                }
                Self::Role { slug, key, permissions } => call(
                    "PATCH",
                    format!("organizations/{slug}/roles/{key}"),
                    &json!({ "permissions": permissions }),
                ),
                Self::Without { slug, key, replacement } => call(
                    "DELETE",
                    format!("organizations/{slug}/roles/{key}"),
                    &json!({ "replacement": replacement }),
                ),
                Self::Grant { slug, at, user, team, role } => {
                    let whose = match user.as_str() {
                        "" => format!("teams/{team}"),
                        user => format!("members/{user}"),
                    };
                    return grant(slug, at, &whose, role);
                }
                Self::Seat { slug, team, id } => call(
                    "PUT",
                    format!("organizations/{slug}/teams/{team}/members/{id}"),
                    &json!({}),
                ),
                Self::Disbanding { slug, team } => {
                    call("DELETE", format!("organizations/{slug}/teams/{team}"), &json!({}))
                }
                Self::Plan { slug, plan } => {
                    call("PATCH", format!("organizations/{slug}"), &json!({ "plan": plan }))
                }
                Self::Definition { key, modules, seats } => call(
                    "PATCH",
                    format!("plans/{key}"),
                    &json!({ "modules": modules, "seats": seats }),
                ),
                Self::Remedy { .. } => return None,
            })
        }
    }

    /// A role is given at a place of the organization: beside others or, in a project, instead of
    /// the one that is held there.
    fn grant(slug: &str, at: &str, whose: &str, role: &str) -> Option<AccessChange> {
        let (kind, inside) = read_place(at)?;
        let (path, body) = match kind {
            RoleScope::Organization => (format!("{whose}/roles/{role}"), json!({})),
            RoleScope::Workspace => {
                (format!("workspaces/{inside}/{whose}/roles/{role}"), json!({}))
            }
            RoleScope::Project => (format!("projects/{inside}/{whose}"), json!({ "role": role })),
        };
        Some(call("PUT", format!("organizations/{slug}/{path}"), &body))
    }

    fn call(method: &str, path: String, body: &Value) -> AccessChange {
        let body = body.as_object().cloned().unwrap_or_default().into_iter().collect();
        AccessChange { method: method.to_owned(), path: format!("/api/v1/{path}"), body }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn a_role_is_given_by_the_call_of_its_place() {
            let path = |at: &str, user: &str, team: &str| {
                let [slug, at, user, team, role] =
                    ["blue", at, user, team, "tester"].map(str::to_owned);
                let call = Planned::Grant { slug, at, user, team, role }.call();
                call.map(|call| call.path.replace("/api/v1/organizations/blue/", ""))
            };
            let told = |path: &str| Some(path.to_owned());
            assert_eq!(path("organization/", "", "crew"), told("teams/crew/roles/tester"));
            let workspace = told("workspaces/design/members/7/roles/tester");
            assert_eq!(path("workspace/design", "7", ""), workspace);
            assert_eq!(path("project/website", "", "crew"), told("projects/website/teams/crew"));
            assert_eq!(path("planet/mars", "7", ""), None);
        }

        #[test]
        fn a_plan_without_a_limit_of_seats_says_so() {
            let (key, modules) = ("team".to_owned(), vec!["assets".to_owned()]);
            let call = Planned::Definition { key, modules, seats: None }.call().unwrap();
            assert_eq!((call.method.as_str(), call.path.as_str()), ("PATCH", "/api/v1/plans/team"));
            assert_eq!(call.body.get("seats"), Some(&Value::Null));
        }
    }
}
