//! The forms of people as a browser without scripts sends them, and the requests they become.

use crate::forms::given;
use crate::invitations::forms::by_workspace;
use fluxward_domain::roles::BaseRole;
use fluxward_domain::users::{EditUser, NewUser};
use serde::{Deserialize, Serialize};

/// How much of an address becomes a username.
const USERNAME_LENGTH: usize = 48;

/// The form of a new person.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct NewUserForm {
    /// The e-mail address.
    pub email: String,
    /// The username; made from the address when empty.
    pub username: String,
    /// The full name; or first and last name.
    pub full_name: String,
    /// The first name.
    pub first_name: String,
    /// The last name.
    pub last_name: String,
    /// How they get in: `mail`, or `password` with an initial one.
    pub entry: String,
    /// The initial password; counts only with that entry.
    pub password: String,
    /// The slug of an organization to join.
    pub organization: String,
    /// The key of the role there.
    pub role: String,
    /// Roles in its workspaces with spaces between: `design:approver sound:requester`.
    pub workspaces: String,
}

impl From<NewUserForm> for NewUser {
    fn from(form: NewUserForm) -> Self {
        let organization = given(form.organization);
        let (full_name, first_name, last_name) =
            names(form.full_name, form.first_name, form.last_name);
        Self {
            email: form.email,
            username: given(form.username),
            full_name,
            first_name,
            last_name,
            // Left empty, it is missing, and not replaced by a mail.
            password: Some(form.password).filter(|_| form.entry == "password"),
            role: organization.as_ref().and_then(|_| BaseRole::parse(&form.role)),
            organization,
            workspaces: by_workspace(
                form.workspaces.split(' ').filter_map(|it| it.split_once(':')),
            ),
            reason: None,
        }
    }
}

/// The form of a person's details. Everything is sent, changed or not.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct EditUserForm {
    /// The e-mail address.
    pub email: String,
    /// The username.
    pub username: String,
    /// The full name; or first and last name.
    pub full_name: String,
    /// The first name.
    pub first_name: String,
    /// The last name.
    pub last_name: String,
    /// Why.
    pub reason: String,
}

impl From<EditUserForm> for EditUser {
    fn from(form: EditUserForm) -> Self {
        let (full_name, first_name, last_name) =
            names(form.full_name, form.first_name, form.last_name);
        Self {
            email: given(form.email),
            username: given(form.username),
            full_name,
            first_name,
            last_name,
            reason: given(form.reason),
        }
    }
}

type Names = (Option<String>, Option<String>, Option<String>);

/// Either the full name or its two parts: a full name wins, since it is the field one sees first.
fn names(full: String, first: String, last: String) -> Names {
    match given(full) {
        Some(full) => (Some(full), None, None),
        None => (None, given(first), given(last)),
    }
}

/// The username that the server makes of an address when none is given and nobody else has it;
/// empty while there is no address.
pub(super) fn suggested_username(email: &str) -> String {
    let local = email.trim().split('@').next().unwrap_or_default();
    let allowed = |c: &char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
    let text: String = local.chars().filter(allowed).take(USERNAME_LENGTH).collect();
    let text = text.trim_matches(['.', '-', '_']);
    if !local.is_empty() && text.chars().count() < 2 {
        format!("user{text}")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_fields_are_not_given() {
        let form = NewUserForm {
            email: "a@b.example".into(),
            role: "admin".into(),
            ..NewUserForm::default()
        };
        let request = NewUser::from(form);
        assert_eq!(request, NewUser { email: "a@b.example".into(), ..NewUser::default() });
    }

    #[test]
    fn a_role_comes_with_its_organization() {
        let form = NewUserForm {
            organization: "north".into(),
            role: "viewer".into(),
            ..NewUserForm::default()
        };
        let request = NewUser::from(form);
        assert_eq!(
            (request.organization.as_deref(), request.role),
            (Some("north"), Some(BaseRole::Viewer))
        );
    }

    #[test]
    fn spaces_in_a_password_are_kept() {
        let entry = "password".to_owned();
        let form = NewUserForm { entry, password: " a b ".into(), ..NewUserForm::default() };
        assert_eq!(NewUser::from(form).password.as_deref(), Some(" a b "));
    }

    #[test]
    fn a_password_counts_only_when_it_was_chosen_over_the_mail() {
        let entry = "mail".to_owned();
        let form = NewUserForm { entry, password: "typed".into(), ..NewUserForm::default() };
        assert_eq!(NewUser::from(form).password, None);
    }

    #[test]
    fn a_name_is_whole_or_in_two_parts() {
        let parts = EditUserForm {
            first_name: "Ada".into(),
            last_name: "King".into(),
            ..EditUserForm::default()
        };
        let request = EditUser::from(parts.clone());
        assert_eq!((request.full_name, request.last_name), (None, Some("King".into())));
        let request = EditUser::from(EditUserForm { full_name: "Ada King".into(), ..parts });
        assert_eq!((request.full_name, request.first_name), (Some("Ada King".into()), None));
    }

    #[test]
    fn a_username_is_suggested_from_the_address() {
        assert_eq!(suggested_username("Ada.King+news@example.com"), "Ada.Kingnews");
        assert_eq!(suggested_username("a@example.com"), "usera");
        assert_eq!(suggested_username(""), "");
    }
}
