//! The doors of plans: who calls, the use case, the error.
#![expect(missing_docs, reason = "the macro makes fields of the arguments, without documentation")]

use super::forms::PlanForm;
use crate::Failure;
use crate::prelude::*;
use crate::wire::Wire;
use fluxward_domain::organizations::Organization;
use fluxward_domain::plans::Plan;

#[cfg(feature = "ssr")]
use {
    super::forms::count,
    crate::caller::asking,
    crate::forms::given,
    crate::wire::answer::go_to,
    fluxward_core::{organizations, plans},
    fluxward_domain::organizations::EditOrganization,
};

/// Every plan, the smallest first.
#[server(prefix = "/_fn", endpoint = "plans/list", protocol = Wire)]
pub async fn list() -> Result<Vec<Plan>, Failure> {
    let (services, caller) = asking()?;
    Ok(plans::list(&services, &caller).await?.items)
}

/// Another plan for an organization; goes to its settings afterwards.
#[server(prefix = "/_fn", endpoint = "plans/choose", protocol = Wire)]
pub async fn choose(
    slug: String,
    plan: String,
    reason: Option<String>,
) -> Result<Organization, Failure> {
    let (services, caller) = asking()?;
    let edit =
        EditOrganization { plan: Some(plan), reason: given(reason), ..EditOrganization::default() };
    let edited = organizations::edit(&services, &caller, &slug, edit, None).await?;
    go_to(&format!("/orgs/{slug}/settings"));
    Ok(edited)
}

/// An organization's own number of seats; the plan's when empty.
#[server(ChooseSeats, prefix = "/_fn", endpoint = "plans/seats", protocol = Wire)]
pub async fn choose_seats(slug: String, seats: String) -> Result<Organization, Failure> {
    let (services, caller) = asking()?;
    let edit = EditOrganization { seats: Some(count(&seats)), ..EditOrganization::default() };
    Ok(organizations::edit(&services, &caller, &slug, edit, None).await?)
}

/// What a plan includes, for every organization that has it; goes to the plans afterwards.
#[server(EditOne, prefix = "/_fn", endpoint = "plans/edit", protocol = Wire)]
pub async fn edit(
    key: String,
    #[server(default)] form: PlanForm,
    expected: Option<i64>,
) -> Result<Plan, Failure> {
    let (services, caller) = asking()?;
    let edited = plans::edit(&services, &caller, &key, form.into(), expected).await?;
    go_to("/settings#plans");
    Ok(edited)
}
