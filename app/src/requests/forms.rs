//! The forms of requests for access as a browser without scripts sends them.

use serde::{Deserialize, Serialize};

/// A role is asked for.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AskForm {
    /// The place: `{org}`, `{org}/{workspace}` or `{org}/{project}`.
    pub scope: String,
    /// The key of the role.
    pub role: String,
    /// Until when, with its zone.
    pub until: String,
    /// The same as the browser writes it, in UTC.
    pub until_plain: String,
    /// Why.
    pub reason: String,
}

/// A request is decided.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DecideForm {
    /// Until when, with its zone; as it was asked for when empty.
    pub until: String,
    /// The same as the browser writes it, in UTC.
    pub until_plain: String,
    /// What the person is told.
    pub reason: String,
}
