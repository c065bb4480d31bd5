//! The forms of invitations as a browser without scripts sends them.

use crate::forms::given;
use fluxward_domain::invitations::{Invitation, NewInvitation, NewInvitations};
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
            replaces: wrong.id.to_string(),
            ..Self::default()
        }
        .ticked(&wrong.privileges)
    }

    /// Reads the words of an address; `None` when nothing was filled in yet.
    pub(super) fn read(word: impl Fn(&str) -> Option<String>) -> Option<Self> {
        word("step")?;
        let word = |key: &str| word(key).unwrap_or_default();
        Some(Self {
            email: word("email"),
            full_name: word("full_name"),
            role: word("role"),
            assets: word("assets"),
            tags: word("tags"),
            users: word("users"),
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
            ("form[message]", self.message),
            ("form[replaces]", self.replaces),
        ]
    }
}

impl From<InviteForm> for NewInvitation {
    fn from(form: InviteForm) -> Self {
        let ticked = Privilege::ALL.into_iter().filter(|privilege| form.is_ticked(*privilege));
        Self {
            privileges: Some(ticked.collect()),
            role: form.role(),
            email: form.email,
            full_name: form.full_name,
            workspaces: Vec::new(),
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
        assert_eq!(InviteForm::read(|_| None), None);
        let read = InviteForm::read(|key| (key == "step").then(|| "review".into()));
        assert_eq!(read, Some(InviteForm::default()));
    }
}
