//! The doors of the roles' pages: who calls, the use case, the error.
#![expect(missing_docs, reason = "the macro makes fields of the arguments, without documentation")]

use super::forms::RoleForm;
use crate::Failure;
use crate::prelude::*;
use crate::wire::Wire;
use fluxward_domain::roles::{Holder, Role};
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use {
    super::{about, path},
    crate::caller::asking,
    crate::forms::given,
    crate::wire::answer::go_to,
    fluxward_core::{Caller, Services, organizations, plans, roles},
    fluxward_domain::roles::DeleteRole,
};

/// Every role of an organization, with what its plan leaves out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Roles {
    /// The organization's name.
    pub organization: String,
    /// The roles, built in or its own.
    pub roles: Vec<Role>,
    /// The name of the plan.
    pub plan: String,
    /// The modules that the plan leaves out.
    pub left_out: Vec<String>,
}

/// The people and teams that hold a role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holders {
    /// The first ones.
    pub first: Vec<Holder>,
    /// How many there are.
    pub total: i64,
}

/// All roles.
#[server(prefix = "/_fn", endpoint = "roles/list", protocol = Wire)]
pub async fn list(slug: String) -> Result<Roles, Failure> {
    let (services, caller) = asking()?;
    Ok(all(&services, &caller, &slug).await?)
}

#[cfg(feature = "ssr")]
async fn all(s: &Services, c: &Caller, slug: &str) -> Result<Roles, fluxward_core::Error> {
    let organization = organizations::show(s, c, slug).await?;
    let roles = roles::list(s, c, slug).await?.items;
    let plans = plans::list(s, c).await?.items;
    let plan = plans.into_iter().find(|plan| plan.key == organization.plan);
    let (plan, included) = plan.map(|plan| (plan.name, plan.modules)).unwrap_or_default();
    let left_out = fluxward_domain::plans::modules().into_iter();
    let left_out = left_out.filter(|module| !included.iter().any(|it| it == module));
    Ok(Roles {
        organization: organization.name,
        roles,
        plan,
        left_out: left_out.map(str::to_owned).collect(),
    })
}

/// Who holds a role; of a base role nobody is listed here, the list of members shows them.
#[server(ListHolders, prefix = "/_fn", endpoint = "roles/holders", protocol = Wire)]
pub async fn holders(slug: String, key: String) -> Result<Holders, Failure> {
    let (services, caller) = asking()?;
    let page = roles::holders(&services, &caller, &slug, &key).await?;
    let shown = i64::try_from(page.items.len()).unwrap_or(i64::MAX);
    Ok(Holders { first: page.items, total: page.total.unwrap_or(shown) })
}

/// A new role; goes to its page afterwards.
#[server(prefix = "/_fn", endpoint = "roles/create", protocol = Wire)]
pub async fn create(slug: String, form: RoleForm) -> Result<Role, Failure> {
    let (services, caller) = asking()?;
    let role = roles::create(&services, &caller, &slug, form.into()).await?;
    go_to(&about(&slug, &role.key));
    Ok(role)
}

/// Another name, or other permissions; goes to its page afterwards.
#[server(prefix = "/_fn", endpoint = "roles/edit", protocol = Wire)]
pub async fn edit(
    slug: String,
    key: String,
    #[server(default)] form: RoleForm,
    expected: Option<i64>,
) -> Result<Role, Failure> {
    let (services, caller) = asking()?;
    let role = roles::edit(&services, &caller, &slug, &key, form.into(), expected).await?;
    go_to(&about(&slug, &key));
    Ok(role)
}

/// Deletes a role; goes to the list afterwards.
#[server(prefix = "/_fn", endpoint = "roles/delete", protocol = Wire)]
pub async fn delete(
    slug: String,
    key: String,
    replacement: Option<String>,
    reason: Option<String>,
) -> Result<(), Failure> {
    let (services, caller) = asking()?;
    let asked = DeleteRole { replacement: given(replacement), reason: given(reason) };
    roles::delete(&services, &caller, &slug, &key, asked, None).await?;
    go_to(&path(&slug));
    Ok(())
}
