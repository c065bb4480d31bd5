//! The forms of invitations as a browser without scripts sends them.

use crate::forms::given;
use crate::router::Words;
use fluxward_domain::invitations::{Invitation, NewInvitation, NewInvitations};
use fluxward_domain::members::WorkspaceRoles;
use fluxward_domain::privileges::Privilege;
use fluxward_domain::roles::BaseRole;
use serde::{Deserialize, Serialize};

/// The form of a new invitation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct InviteForm {
    /// The address.
    pub email: String,
    /// The full name.
    pub full_name: String,
    /// The key of the role.
    pub role: String,
    /// Whether "Administer assets and stages" is ticked: then it is not empty.
    pub assets: String,
    /// The same for "Administer tags".
    pub tags: String,
    /// The same for "Administer users and privileges".
    pub users: String,
    /// Roles in workspaces with spaces between: `design:approver sound:requester`.
    pub workspaces: String,
    /// A few words.
    pub message: String,
    /// The invitation that this one takes the place of.
    pub replaces: String,
    /// Why.
    pub reason: String,
}

impl InviteForm {
    /// What the form begins with: Member, with the boxes that a Member begins with.
    pub(super) fn fresh(defaults: &[Privilege]) -> Self {
        Self { role: BaseRole::Member.key().into(), ..Self::default() }.ticked(defaults)
    }

    /// The form that makes the same invitation, to another address.
    pub(super) fn correcting(wrong: &Invitation) -> Self {
        Self {
            email: wrong.email.clone(),
            full_name: wrong.full_name.clone(),
            role: wrong.role.key().into(),
            message: wrong.message.clone().unwrap_or_default(),
            workspaces: in_words(&wrong.workspaces),
            replaces: wrong.id.to_string(),
            ..Self::default()
        }
        .ticked(&wrong.privileges)
    }

    /// Reads the words of an address; `None` when nothing was filled in yet.
    pub(super) fn read(words: &Words) -> Option<Self> {
        words.get_str("step")?;
        let word = |key: &str| words.get(key).unwrap_or_default();
        Some(Self {
            email: word("email"),
            full_name: word("full_name"),
            role: word("role"),
            assets: word("assets"),
            tags: word("tags"),
            users: word("users"),
            workspaces: words.all("in").collect::<Vec<_>>().join(" "),
            message: word("message"),
            replaces: word("replaces"),
            reason: String::new(),
        })
    }

    /// The role; Member when it is none.
    pub(super) fn role(&self) -> BaseRole {
        BaseRole::parse(&self.role).unwrap_or(BaseRole::Member)
    }

    /// Whether that box is ticked.
    pub(super) fn is_ticked(&self, privilege: Privilege) -> bool {
        !match privilege {
            Privilege::Assets => &self.assets,
            Privilege::Tags => &self.tags,
            Privilege::Users => &self.users,
        }
        .is_empty()
    }

    /// Whether that role in that workspace is ticked.
    pub(super) fn gives(&self, workspace: &str, role: &str) -> bool {
        self.given().any(|given| given == (workspace, role))
    }

    /// The workspaces and roles that are ticked.
    pub(super) fn given(&self) -> impl Iterator<Item = (&str, &str)> {
        self.workspaces.split(' ').filter_map(|pair| pair.split_once(':'))
    }

    fn ticked(mut self, privileges: &[Privilege]) -> Self {
        for privilege in privileges {
            let tick = match privilege {
                Privilege::Assets => &mut self.assets,
                Privilege::Tags => &mut self.tags,
                Privilege::Users => &mut self.users,
            };
            *tick = "true".into();
        }
        self
    }

    /// The fields as they go along with another form.
    pub(super) fn fields(self) -> Vec<(&'static str, String)> {
        vec![
            ("form[email]", self.email),
            ("form[full_name]", self.full_name),
            ("form[role]", self.role),
            ("form[assets]", self.assets),
            ("form[tags]", self.tags),
            ("form[users]", self.users),
            ("form[workspaces]", self.workspaces),
            ("form[message]", self.message),
            ("form[replaces]", self.replaces),
        ]
    }
}

/// Roles in workspaces as a form carries them.
fn in_words(workspaces: &[WorkspaceRoles]) -> String {
    let mut words = String::new();
    for place in workspaces {
        for role in &place.roles {
            if !words.is_empty() {
                words.push(' ');
            }
            words.push_str(&place.slug);
            words.push(':');
            words.push_str(role);
        }
    }
    words
}

/// Roles in workspaces as the interface takes them.
pub(crate) fn by_workspace<'f>(
    given: impl Iterator<Item = (&'f str, &'f str)>,
) -> Vec<WorkspaceRoles> {
    let mut places: Vec<WorkspaceRoles> = Vec::new();
    for (slug, role) in given {
        if let Some(place) = places.iter_mut().find(|place| place.slug == slug) {
            place.roles.push(role.to_owned());
        } else {
            places.push(WorkspaceRoles { slug: slug.to_owned(), roles: vec![role.to_owned()] });
        }
    }
    places
}

impl From<InviteForm> for NewInvitation {
    fn from(form: InviteForm) -> Self {
        let ticked = Privilege::ALL.into_iter().filter(|privilege| form.is_ticked(*privilege));
        Self {
            privileges: Some(ticked.collect()),
            role: form.role(),
            workspaces: by_workspace(form.given()),
            email: form.email,
            full_name: form.full_name,
            message: given(form.message),
            replaces: form.replaces.parse().ok(),
            reason: given(form.reason),
        }
    }
}

/// The form of many invitations.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct InviteManyForm {
    /// One person a line.
    pub lines: String,
    /// The key of the role where a line gives none.
    pub role: String,
    /// A few words.
    pub message: String,
}

impl From<InviteManyForm> for NewInvitations {
    fn from(form: InviteManyForm) -> Self {
        Self {
            lines: form.lines,
            role: BaseRole::parse(&form.role),
            message: given(form.message),
            reason: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fresh_form_has_the_boxes_of_a_member_and_an_empty_one_none() {
        let fresh = NewInvitation::from(InviteForm::fresh(&[Privilege::Assets]));
        assert_eq!(fresh.privileges, Some(vec![Privilege::Assets]));
        let viewer = InviteForm { role: "viewer".into(), ..InviteForm::default() };
        let viewer = NewInvitation::from(viewer);
        assert_eq!((viewer.role, viewer.privileges), (BaseRole::Viewer, Some(Vec::new())));
    }

    #[test]
    fn nothing_is_read_before_something_was_filled_in() {
        assert_eq!(InviteForm::read(&Words::default()), None);
        let read = InviteForm::read(&Words::of_query("step=review"));
        assert_eq!(read, Some(InviteForm::default()));
    }

    #[test]
    fn roles_in_workspaces_are_ticked_one_by_one_and_go_together() {
        let query = "step=review&in=design%3Aapprover&in=sound%3Arequester&in=design%3Arequester";
        let form = InviteForm::read(&Words::of_query(query)).unwrap();
        assert!(form.gives("design", "approver") && !form.gives("sound", "approver"));
        let made = NewInvitation::from(form.clone());
        let design = vec!["approver".to_owned(), "requester".to_owned()];
        assert_eq!(made.workspaces[0], WorkspaceRoles { slug: "design".into(), roles: design });
        assert_eq!(made.workspaces.len(), 2);
        assert_eq!(in_words(&made.workspaces), "design:approver design:requester sound:requester");
    }
}
