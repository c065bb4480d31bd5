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
#[expect(missing_docs, reason = "the organization's slug, the account's id, the key of a role")]
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
    /// An organization gets another plan.
    Plan { slug: String, plan: String },
    /// What would allow something, told by its sentence.
    Remedy { id: AccountId, scope: String, permission: Permission, detail: String },
}

#[cfg(feature = "ssr")]
mod calls {
    use super::Planned;
    use fluxward_domain::explanations::AccessChange;
    use serde_json::{Value, json};

    impl Planned {
        /// The call that would make it; `None` for a remedy, which is looked up.
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
                Self::Plan { slug, plan } => {
                    call("PATCH", format!("organizations/{slug}"), &json!({ "plan": plan }))
                }
                Self::Remedy { .. } => return None,
            })
        }
    }

    fn call(method: &str, path: String, body: &Value) -> AccessChange {
        let body = body.as_object().cloned().unwrap_or_default().into_iter().collect();
        AccessChange { method: method.to_owned(), path: format!("/api/v1/{path}"), body }
    }
}
