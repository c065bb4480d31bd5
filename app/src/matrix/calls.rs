//! The doors of the matrix's page: who calls, the use case, the error.
#![expect(missing_docs, reason = "the macro makes fields of the arguments, without documentation")]

use crate::Failure;
use crate::prelude::*;
use crate::wire::Wire;
use fluxward_domain::matrix::{MatrixQuery, MatrixRow};
use fluxward_domain::pages::Page;
use fluxward_domain::roles::RoleScope;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use {
    crate::caller::asking,
    fluxward_core::{matrix, organizations, projects, roles, workspaces},
};

/// What the filters offer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filters {
    /// The organization's name.
    pub organization: String,
    /// The places: what names each, its name, and its kind.
    pub places: Vec<(String, String, RoleScope)>,
    /// The roles: key, name, and the kind of place that each is for.
    pub roles: Vec<(String, String, RoleScope)>,
}

/// What the filters offer, to whoever may see the matrix of `scope`.
#[server(AskFilters, prefix = "/_fn", endpoint = "matrix/filters", protocol = Wire)]
pub async fn filters(slug: String, scope: Option<String>) -> Result<Filters, Failure> {
    let (s, c) = asking()?;
    let gate = MatrixQuery { scope, limit: Some(1), ..MatrixQuery::default() };
    matrix::list(&s, &c, &slug, &gate).await?;
    let organization = organizations::show(&s, &c, &slug).await?.name;
    let roles = roles::list(&s, &c, &slug).await?.items.into_iter();
    let mut places = vec![(slug.clone(), organization.clone(), RoleScope::Organization)];
    for it in workspaces::list(&s, &c, &slug).await?.items {
        places.push((format!("{slug}/{}", it.slug), it.name, RoleScope::Workspace));
    }
    for it in projects::list(&s, &c, &slug).await?.items {
        places.push((format!("{slug}/{}", it.slug), it.name, RoleScope::Project));
    }
    let roles = roles.map(|role| (role.key, role.name, role.scope)).collect();
    Ok(Filters { organization, places, roles })
}

/// One page of the matrix.
#[server(prefix = "/_fn", endpoint = "matrix/list", protocol = Wire)]
pub async fn list(slug: String, query: MatrixQuery) -> Result<Page<MatrixRow>, Failure> {
    let (services, caller) = asking()?;
    Ok(matrix::list(&services, &caller, &slug, &query).await?)
}
