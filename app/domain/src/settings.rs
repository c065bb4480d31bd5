//! The platform's settings, whole and as a change.

use crate::factors::SecondFactor;
use crate::mail::MailSettings;
use crate::passwords::PasswordPolicy;
use serde::{Deserialize, Serialize};

/// Everything that a platform administrator can set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Whether people may register themselves.
    pub self_registration: bool,
    /// Whether everyone may create organizations.
    pub organizations_by_anyone: bool,
    /// The rules for new passwords.
    pub password_policy: PasswordPolicy,
    /// How long an access token lives, in seconds.
    pub access_token_seconds: i64,
    /// How long a refresh token lives, in days.
    pub refresh_token_days: i64,
    /// How long a browser session may be idle, in minutes.
    pub session_idle_minutes: i64,
    /// How long a browser session lives at most, in hours.
    pub session_absolute_hours: i64,
    /// How long an invitation can be accepted, in hours.
    pub invitation_hours: i64,
    /// How long a reset link works, in minutes.
    pub reset_minutes: i64,
    /// Whether accounts may be deleted.
    pub deletion: Deletion,
    /// How long data of deleted people is kept, in days; forever when not given.
    pub retention_days: Option<i64>,
    /// Who needs a second factor.
    pub second_factor_required: SecondFactor,
    /// The maintenance lock.
    pub maintenance: Maintenance,
    /// The mail server.
    pub mail: MailSettings,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            self_registration: false,
            organizations_by_anyone: false,
            password_policy: PasswordPolicy::standard(),
            access_token_seconds: 86_400,
            refresh_token_days: 30,
            session_idle_minutes: 30,
            session_absolute_hours: 12,
            invitation_hours: 72,
            reset_minutes: 30,
            deletion: Deletion::Allowed,
            retention_days: None,
            second_factor_required: SecondFactor::Nobody,
            maintenance: Maintenance::default(),
            mail: MailSettings::default(),
        }
    }
}

/// Whether accounts may be deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Deletion {
    /// Yes, deactivated ones.
    Allowed,
    /// Never.
    Forbidden,
}

/// The maintenance lock.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Maintenance {
    /// Whether only platform administrators may come in.
    pub locked: bool,
    /// What everyone else is told.
    pub message: String,
}

impl Maintenance {
    /// What is wrong with the message. It is shown to everybody, so it is held to the rules of a
    /// reason.
    fn problem(&self) -> Option<crate::FieldError> {
        let error = crate::text::reason(&Some(self.message.clone()), &()).err()?;
        let message = error.message().replace("the reason", "the message");
        Some(crate::FieldError { field: "maintenance.message".into(), message })
    }
}

impl Settings {
    /// What is out of range, as (field, sentence).
    pub fn problems(&self) -> Vec<crate::FieldError> {
        let ranges = [
            ("password_policy.min_length", i64::from(self.password_policy.min_length), 6, 128),
            ("access_token_seconds", self.access_token_seconds, 60, 30 * 86_400),
            ("refresh_token_days", self.refresh_token_days, 1, 365),
            ("session_idle_minutes", self.session_idle_minutes, 1, 24 * 60),
            ("session_absolute_hours", self.session_absolute_hours, 1, 30 * 24),
            ("invitation_hours", self.invitation_hours, 1, 90 * 24),
            ("reset_minutes", self.reset_minutes, 5, 24 * 60),
            ("retention_days", self.retention_days.unwrap_or(1), 1, 36_500),
        ];
        ranges
            .into_iter()
            .filter(|(_, value, least, most)| !(least..=most).contains(&value))
            .map(|(field, _, least, most)| crate::FieldError {
                field: field.into(),
                message: format!("Enter a number from {least} to {most}."),
            })
            .chain(self.maintenance.problem())
            .collect()
    }
}
