//! Organizations: the places that people belong to.

mod store;

pub(crate) use store::{Resolved, resolve};

use crate::error::Result;
use crate::services::{Caller, Services};
use fluxward_domain::Kind;
use fluxward_domain::organizations::{
    EditOrganization, NewOrganization, Organization, OrganizationQuery,
};
use fluxward_domain::pages::{Because, Page};

/// The organizations that the caller may see, by name.
pub async fn list(
    _s: &Services,
    _c: &Caller,
    _query: &OrganizationQuery,
) -> Result<Page<Organization>> {
    Err(Kind::Internal.into())
}

/// One organization.
pub async fn show(_s: &Services, _c: &Caller, _slug: &str) -> Result<Organization> {
    Err(Kind::Internal.into())
}

/// Creates an organization.
pub async fn create(_s: &Services, _c: &Caller, _new: NewOrganization) -> Result<Organization> {
    Err(Kind::Internal.into())
}

/// Renames an organization or changes the word in its address.
pub async fn edit(
    _s: &Services,
    _c: &Caller,
    _slug: &str,
    _edit: EditOrganization,
    _expected: Option<i64>,
) -> Result<Organization> {
    Err(Kind::Internal.into())
}

/// Deletes an organization.
pub async fn delete(_s: &Services, _c: &Caller, _slug: &str, _because: Because) -> Result<()> {
    Err(Kind::Internal.into())
}
