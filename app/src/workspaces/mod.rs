//! Workspaces: the list with the projects in them, a new one, the settings of one.
//!
//! Who holds roles in one is in [`crate::grants`], the projects themselves in
//! [`crate::projects`].

pub mod calls;
pub mod forms;
pub mod list;
mod new;
mod settings;

pub use list::WorkspacesPage;
pub(crate) use list::leaf;
pub(crate) use new::name_and_slug;
pub(crate) use settings::{deletion, naming};

use crate::grants::place_page;
use crate::prelude::*;
use fluxward_domain::roles::RoleScope;

/// One workspace: who holds roles there, and its settings.
#[component]
pub fn WorkspacePage() -> AnyView {
    place_page(RoleScope::Workspace)
}

/// The address of the list.
pub(crate) fn list_path(slug: &str) -> String {
    format!("/orgs/{slug}/workspaces")
}

/// The address of a workspace.
pub(crate) fn path(slug: &str, workspace: &str) -> String {
    format!("/orgs/{slug}/workspaces/{workspace}")
}
