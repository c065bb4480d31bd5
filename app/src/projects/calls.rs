//! The doors of the projects' pages: who calls, the use case, the error.
#![expect(missing_docs, reason = "the macro makes fields of the arguments, without documentation")]

use super::forms::{EditProjectForm, NewProjectForm};
use crate::Failure;
use crate::prelude::*;
use crate::wire::Wire;
use fluxward_domain::projects::Project;

#[cfg(feature = "ssr")]
use {
    super::path, crate::caller::asking, crate::forms::given, crate::wire::answer::go_to,
    crate::workspaces::list_path, fluxward_core::projects, fluxward_domain::pages::Because,
};

/// A new project; goes to its page afterwards.
#[server(prefix = "/_fn", endpoint = "projects/create", protocol = Wire)]
pub async fn create(slug: String, form: NewProjectForm) -> Result<Project, Failure> {
    let (services, caller) = asking()?;
    let created = projects::create(&services, &caller, &slug, form.into()).await?;
    go_to(&path(&slug, &created.slug));
    Ok(created)
}

/// Other settings, or another workspace; goes to the page at the address that holds afterwards.
#[server(prefix = "/_fn", endpoint = "projects/edit", protocol = Wire)]
pub async fn edit(
    slug: String,
    project: String,
    form: EditProjectForm,
    expected: Option<i64>,
) -> Result<Project, Failure> {
    let (services, caller) = asking()?;
    let at = (slug.as_str(), project.as_str());
    let edited = projects::edit(&services, &caller, at, form.into(), expected).await?;
    go_to(&path(&slug, &edited.slug));
    Ok(edited)
}

/// Deletes it; goes to the list afterwards.
#[server(prefix = "/_fn", endpoint = "projects/delete", protocol = Wire)]
pub async fn delete(slug: String, project: String, reason: Option<String>) -> Result<(), Failure> {
    let (services, caller) = asking()?;
    let (at, because) = ((slug.as_str(), project.as_str()), Because { reason: given(reason) });
    projects::delete(&services, &caller, at, because, None).await?;
    go_to(&list_path(&slug));
    Ok(())
}
