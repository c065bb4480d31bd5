//! The doors of the workspaces' pages: who calls, the use case, the error.
#![expect(missing_docs, reason = "the macro makes fields of the arguments, without documentation")]

use super::forms::{EditWorkspaceForm, NewWorkspaceForm};
use crate::Failure;
use crate::prelude::*;
use crate::wire::Wire;
use fluxward_domain::projects::Project;
use fluxward_domain::workspaces::Workspace;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use {
    super::path,
    crate::caller::asking,
    crate::forms::given,
    crate::wire::answer::go_to,
    fluxward_core::{Caller, Services, projects, workspaces},
    fluxward_domain::pages::Because,
};

/// The workspaces of an organization, and the projects in it that the caller may see, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Places {
    /// The workspaces.
    pub workspaces: Vec<Workspace>,
    /// The projects.
    pub projects: Vec<Project>,
}

impl Places {
    /// The projects that hang in the workspace of that slug; directly under the organization
    /// without one.
    pub(crate) fn projects_in(&self, workspace: Option<&str>) -> Vec<Project> {
        let here = |project: &&Project| project.workspace.as_deref() == workspace;
        self.projects.iter().filter(here).cloned().collect()
    }
}

#[cfg(feature = "ssr")]
pub(crate) async fn places(s: &Services, c: &Caller, slug: &str) -> Result<Places, Failure> {
    Ok(Places {
        workspaces: workspaces::list(s, c, slug).await?.items,
        projects: projects::list(s, c, slug).await?.items,
    })
}

/// The workspaces with their projects.
#[server(prefix = "/_fn", endpoint = "workspaces/list", protocol = Wire)]
pub async fn list(slug: String) -> Result<Places, Failure> {
    let (services, caller) = asking()?;
    places(&services, &caller, &slug).await
}

/// A new workspace; goes to its page afterwards.
#[server(prefix = "/_fn", endpoint = "workspaces/create", protocol = Wire)]
pub async fn create(slug: String, form: NewWorkspaceForm) -> Result<Workspace, Failure> {
    let (services, caller) = asking()?;
    let created = workspaces::create(&services, &caller, &slug, form.into()).await?;
    go_to(&path(&slug, &created.slug));
    Ok(created)
}

/// Other settings; goes to the page at the address that holds afterwards.
#[server(prefix = "/_fn", endpoint = "workspaces/edit", protocol = Wire)]
pub async fn edit(
    slug: String,
    workspace: String,
    form: EditWorkspaceForm,
    expected: Option<i64>,
) -> Result<Workspace, Failure> {
    let (services, caller) = asking()?;
    let at = (slug.as_str(), workspace.as_str());
    let edited = workspaces::edit(&services, &caller, at, form.into(), expected).await?;
    go_to(&path(&slug, &edited.slug));
    Ok(edited)
}

/// Deletes it; goes to the list afterwards.
#[server(prefix = "/_fn", endpoint = "workspaces/delete", protocol = Wire)]
pub async fn delete(
    slug: String,
    workspace: String,
    reason: Option<String>,
) -> Result<(), Failure> {
    let (services, caller) = asking()?;
    let (at, because) = ((slug.as_str(), workspace.as_str()), Because { reason: given(reason) });
    workspaces::delete(&services, &caller, at, because, None).await?;
    go_to(&super::list_path(&slug));
    Ok(())
}
