//! The forms of teams as a browser without scripts sends them.

use crate::forms::given;
use fluxward_domain::teams::{EditTeam, NewTeam};
use fluxward_domain::text::slug_from;
use serde::{Deserialize, Serialize};

/// The form of a new team.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct NewTeamForm {
    /// Its name.
    pub name: String,
    /// The word in its address; made from the name when empty.
    pub slug: String,
    /// Why.
    pub reason: String,
}

impl From<NewTeamForm> for NewTeam {
    fn from(form: NewTeamForm) -> Self {
        let slug = given(form.slug).unwrap_or_else(|| slug_from(&form.name));
        Self { name: form.name, slug, reason: given(form.reason) }
    }
}

/// The form of a team's settings.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct EditTeamForm {
    /// Its name.
    pub name: String,
    /// The word in its address.
    pub slug: String,
    /// Why.
    pub reason: String,
}

impl From<EditTeamForm> for EditTeam {
    fn from(form: EditTeamForm) -> Self {
        Self { name: given(form.name), slug: given(form.slug), reason: given(form.reason) }
    }
}

/// Somebody joins a team.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct JoinForm {
    /// When it ends by itself, with its zone.
    pub until: String,
    /// The same as the browser writes it, in UTC.
    pub until_plain: String,
    /// Why.
    pub reason: String,
    /// For an undo: the newest entry of the log that it takes back.
    pub expected: Option<i64>,
}
