//! The forms of projects as a browser without scripts sends them.

use crate::forms::given;
use fluxward_domain::projects::{EditProject, NewProject};
use fluxward_domain::text::slug_from;
use serde::{Deserialize, Serialize};

/// The form of a new project.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct NewProjectForm {
    /// Its name.
    pub name: String,
    /// The word in its address; made from the name when empty.
    pub slug: String,
    /// The slug of the workspace it hangs in; directly under the organization when empty.
    pub workspace: String,
    /// Why.
    pub reason: String,
}

impl From<NewProjectForm> for NewProject {
    fn from(form: NewProjectForm) -> Self {
        let slug = given(form.slug).unwrap_or_else(|| slug_from(&form.name));
        let workspace = given(form.workspace);
        Self { name: form.name, slug, workspace, reason: given(form.reason) }
    }
}

/// The form of a project's settings.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct EditProjectForm {
    /// Its name.
    pub name: String,
    /// The word in its address.
    pub slug: String,
    /// The slug of the workspace it hangs in; directly under the organization when empty.
    pub workspace: String,
    /// Why.
    pub reason: String,
}

impl From<EditProjectForm> for EditProject {
    fn from(form: EditProjectForm) -> Self {
        Self {
            name: given(form.name),
            slug: given(form.slug),
            workspace: Some(given(form.workspace)),
            reason: given(form.reason),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_project_without_a_workspace_hangs_under_the_organization() {
        let form = EditProjectForm { name: "Website".into(), ..Default::default() };
        assert_eq!(EditProject::from(form).workspace, Some(None));
        let form = NewProjectForm { name: "New Website".into(), ..Default::default() };
        let new = NewProject::from(form);
        assert_eq!((new.slug.as_str(), new.workspace), ("new-website", None));
    }
}
