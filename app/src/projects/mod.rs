//! Projects: a new one, and the settings of one. They are listed with the workspaces, and who
//! holds a role in one is in [`crate::grants`].

pub mod calls;
pub mod forms;
mod new;
mod settings;

pub(crate) use new::new_project;
pub(crate) use settings::{deletion, naming};

use crate::grants::place_page;
use crate::prelude::*;
use fluxward_domain::roles::RoleScope;

/// One project: who holds a role there, and its settings.
#[component]
pub fn ProjectPage() -> AnyView {
    place_page(RoleScope::Project)
}

/// The address of a project.
pub(crate) fn path(slug: &str, project: &str) -> String {
    format!("/orgs/{slug}/projects/{project}")
}
