//! The forms of handing out roles as a browser without scripts sends them, and how they name a
//! place.

use fluxward_domain::roles::RoleScope;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use {
    crate::Failure,
    crate::forms::{given, moment},
    fluxward_core::grants::{Giving, Where, Whose},
    fluxward_domain::AppError,
    fluxward_domain::grants::Assign,
};

/// A role is handed out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AssignForm {
    /// The account's id; empty for a team.
    pub user: String,
    /// The team's slug; empty for a person.
    pub team: String,
    /// The key of the role.
    pub role: String,
    /// When it ends by itself, with its zone.
    pub until: String,
    /// The same as the browser writes it, in UTC.
    pub until_plain: String,
    /// Why.
    pub reason: String,
    /// For an undo: the newest entry of the log that it takes back.
    pub expected: Option<i64>,
}

/// A role is taken.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RevokeForm {
    /// The account's id; empty for a team.
    pub user: String,
    /// The team's slug; empty for a person.
    pub team: String,
    /// The key of the role; all that are held there when empty.
    pub role: String,
    /// For an undo: the newest entry of the log that it takes back.
    pub expected: Option<i64>,
}

/// How a form names a place of an organization: `workspace/design`, `project/website`,
/// `organization/` for the organization itself.
pub(crate) fn name_of(kind: RoleScope, slug: &str) -> String {
    format!("{}/{slug}", kind.key())
}

/// The kind and the slug of a place that a form names.
pub(crate) fn read_place(at: &str) -> Option<(RoleScope, &str)> {
    let (kind, slug) = at.split_once('/')?;
    Some((RoleScope::parse(kind)?, slug))
}

/// The place `at` of the organization of that slug, and how roles are given there: one in a
/// project, several elsewhere.
#[cfg(feature = "ssr")]
pub(super) fn place<'a>(slug: &'a str, at: &'a str) -> Result<(Where<'a>, Giving), AppError> {
    let (kind, inside) = read_place(at).ok_or_else(AppError::not_found)?;
    Ok(match kind {
        RoleScope::Organization => (Where::organization(slug), Giving::Beside),
        RoleScope::Workspace => (Where::workspace(slug, inside), Giving::Beside),
        RoleScope::Project => (Where::project(slug, inside), Giving::Instead),
    })
}

/// Who is to hold.
#[cfg(feature = "ssr")]
pub(super) fn whose<'a>(user: &str, team: &'a str) -> Result<Whose<'a>, AppError> {
    if !team.is_empty() {
        return Ok(Whose::Team(team));
    }
    user.parse().map(Whose::User).map_err(|_| AppError::not_found())
}

/// An end that may have been chosen, and a reason that may have been given.
#[cfg(feature = "ssr")]
pub(crate) fn ending(until: String, plain: String, reason: String) -> Result<Assign, AppError> {
    let expires_at = moment("until", Some(until), Some(plain))?;
    Ok(Assign { expires_at, reason: given(reason) })
}

/// The error as the form names its fields.
#[cfg(feature = "ssr")]
pub(crate) fn about_until(error: fluxward_core::Error) -> Failure {
    let mut error = AppError::from(error);
    for field in error.errors.iter_mut().filter(|field| field.field == "expires_at") {
        field.field = "until".into();
    }
    Failure(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_back_as_it_was_named() {
        let named = name_of(RoleScope::Project, "website");
        assert_eq!(read_place(&named), Some((RoleScope::Project, "website")));
        let whole = name_of(RoleScope::Organization, "");
        assert_eq!(read_place(&whole), Some((RoleScope::Organization, "")));
        assert_eq!(read_place("planet/mars"), None);
    }
}
