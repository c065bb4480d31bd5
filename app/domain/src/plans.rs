//! Plans: the licence tiers of organizations. A plan includes modules and limits seats; it never
//! takes a role away, it only switches off what it leaves out.
//!
//! Running the organization itself (its people, roles and settings) is part of every plan, so
//! that whoever is on the smallest one can still manage it, and change it.

use crate::permissions::{Permission, PermissionSet};
use crate::text;
use serde::{Deserialize, Serialize};

/// The plan of an organization that never chose one: everything, without a limit of seats.
pub const DEFAULT_PLAN: &str = "enterprise";

/// The modules that every plan includes.
const ALWAYS: [&str; 5] = ["organization", "billing", "users", "roles", "settings"];

/// The modules that a plan may include or leave out, in the order of the catalogue.
pub fn modules() -> Vec<&'static str> {
    let mut modules: Vec<_> =
        Permission::ALL.iter().map(|permission| permission.module()).collect();
    modules.dedup();
    modules.retain(|module| !ALWAYS.contains(module));
    modules
}

/// Everything that a plan with these modules leaves out.
pub fn outside<'a>(included: impl Iterator<Item = &'a str> + Clone) -> PermissionSet {
    Permission::ALL.iter().fold(PermissionSet::NONE, |outside, permission| {
        let module = permission.module();
        if ALWAYS.contains(&module) || included.clone().any(|it| it == module) {
            return outside;
        }
        outside.union(PermissionSet::of(&[*permission]))
    })
}

/// A plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Plan {
    /// The key: `starter`, `team` or `enterprise`.
    pub key: String,
    /// The name that people see.
    pub name: String,
    /// The modules it includes, beside those that every plan includes.
    pub modules: Vec<String>,
    /// How many members an organization may have; no limit when `None`.
    pub seats: Option<i64>,
    /// The log entry of the last change; what the `ETag` says.
    pub version: i64,
}

impl Plan {
    /// Whether it includes `permission`.
    pub fn includes(&self, permission: Permission) -> bool {
        !outside(self.modules.iter().map(String::as_str)).contains(permission)
    }
}

/// Changes to a plan; what is not given stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, garde::Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct EditPlan {
    /// Another name.
    #[serde(default)]
    #[garde(custom(text::optional_name))]
    pub name: Option<String>,
    /// The modules it includes from now on.
    #[serde(default)]
    #[garde(custom(known))]
    pub modules: Option<Vec<String>>,
    /// Its seats from now on; `null` for no limit.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<i64>))]
    #[garde(custom(counted))]
    pub seats: Option<Option<i64>>,
    /// Why.
    #[serde(default)]
    #[garde(custom(text::reason))]
    pub reason: Option<String>,
}

/// Tells a value that is given as `null` from one that is not given.
pub fn given<'de, T: Deserialize<'de>, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// A number of seats that can be: at least one.
pub fn counted(seats: &Option<Option<i64>>, _: &()) -> garde::Result {
    match seats {
        Some(Some(seats)) if !(1..=10_000_000).contains(seats) => {
            Err(garde::Error::new("Use a number from 1 to 10,000,000, or null for no limit."))
        }
        _ => Ok(()),
    }
}

/// Modules that there are.
pub fn known(modules: &Option<Vec<String>>, _: &()) -> garde::Result {
    let all = self::modules();
    let unknown = modules.iter().flatten().find(|module| !all.contains(&module.as_str()));
    unknown.map_or(Ok(()), |module| {
        let all = all.join(", ");
        Err(garde::Error::new(format!("There is no module “{module}”. There are: {all}.")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_without_modules_leaves_the_running_of_the_organization() {
        let outside = outside(std::iter::empty());
        assert!(!outside.contains(Permission::UsersManage));
        assert!(!outside.contains(Permission::BillingManage));
        assert!(outside.contains(Permission::AssetsEdit));
        let all = super::outside(modules().into_iter());
        assert!(all.is_empty(), "with every module nothing is left out");
    }
}
