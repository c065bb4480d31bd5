//! The forms of workspaces as a browser without scripts sends them.

use crate::forms::given;
use fluxward_domain::text::slug_from;
use fluxward_domain::workspaces::{EditWorkspace, NewWorkspace};
use serde::{Deserialize, Serialize};

/// The form of a new workspace.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct NewWorkspaceForm {
    /// Its name.
    pub name: String,
    /// The word in its address; made from the name when empty.
    pub slug: String,
    /// Why.
    pub reason: String,
}

impl From<NewWorkspaceForm> for NewWorkspace {
    fn from(form: NewWorkspaceForm) -> Self {
        let slug = given(form.slug).unwrap_or_else(|| slug_from(&form.name));
        Self { name: form.name, slug, reason: given(form.reason) }
    }
}

/// The form of a workspace's settings.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct EditWorkspaceForm {
    /// Its name.
    pub name: String,
    /// The word in its address.
    pub slug: String,
    /// Whether its Team Admins may override approvals: then it is not empty.
    pub overriding: String,
    /// Why.
    pub reason: String,
}

impl From<EditWorkspaceForm> for EditWorkspace {
    fn from(form: EditWorkspaceForm) -> Self {
        Self {
            name: given(form.name),
            slug: given(form.slug),
            overriding: Some(!form.overriding.is_empty()),
            reason: given(form.reason),
        }
    }
}
