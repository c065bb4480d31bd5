//! The doors of the organizations' pages: who calls, the use case, the error.
#![expect(missing_docs, reason = "the macro makes fields of the arguments, without documentation")]

use super::forms::{EditOrganizationForm, NewOrganizationForm};
use crate::Failure;
use crate::prelude::*;
use crate::wire::Wire;
use fluxward_domain::organizations::{Organization, OrganizationQuery};
use fluxward_domain::pages::Page;

#[cfg(feature = "ssr")]
use {
    crate::caller::asking, crate::forms::given, crate::wire::answer::go_to,
    fluxward_core::organizations, fluxward_domain::pages::Because,
};

/// A page of the organizations that the caller can see.
#[server(prefix = "/_fn", endpoint = "organizations/list", protocol = Wire)]
pub async fn list(query: OrganizationQuery) -> Result<Page<Organization>, Failure> {
    let (services, caller) = asking()?;
    Ok(organizations::list(&services, &caller, &query).await?)
}

/// One organization.
#[server(prefix = "/_fn", endpoint = "organizations/show", protocol = Wire)]
pub async fn show(slug: String) -> Result<Organization, Failure> {
    let (services, caller) = asking()?;
    Ok(organizations::show(&services, &caller, &slug).await?)
}

/// A new organization; goes to its page afterwards.
#[server(prefix = "/_fn", endpoint = "organizations/create", protocol = Wire)]
pub async fn create(form: NewOrganizationForm) -> Result<Organization, Failure> {
    let (services, caller) = asking()?;
    let created = organizations::create(&services, &caller, form.into()).await?;
    go_to(&format!("/orgs/{}", created.slug));
    Ok(created)
}

/// Another name or slug; goes to the settings at the address that holds afterwards.
#[server(prefix = "/_fn", endpoint = "organizations/edit", protocol = Wire)]
pub async fn edit(
    slug: String,
    form: EditOrganizationForm,
    expected: Option<i64>,
) -> Result<Organization, Failure> {
    let (services, caller) = asking()?;
    let edited = organizations::edit(&services, &caller, &slug, form.into(), expected).await?;
    if edited.slug != slug {
        go_to(&format!("/orgs/{}/settings", edited.slug));
    }
    Ok(edited)
}

/// Deletes it; goes to the list afterwards.
#[server(prefix = "/_fn", endpoint = "organizations/delete", protocol = Wire)]
pub async fn delete(slug: String, reason: Option<String>) -> Result<(), Failure> {
    let (services, caller) = asking()?;
    organizations::delete(&services, &caller, &slug, Because { reason: given(reason) }).await?;
    go_to("/orgs");
    Ok(())
}
