//! The cards of the settings as a browser sends them, and the merge patches (RFC 7396) they
//! become. A card sends only its own fields, so two administrators at two cards do not disturb
//! each other.

use fluxward_domain::factors::SecondFactor;
use fluxward_domain::passwords::{PasswordPolicy, Profile};
use fluxward_domain::settings::Deletion;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Who comes in by themselves, and who may begin an organization.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct JoiningForm {
    /// Whether people may register themselves.
    pub self_registration: bool,
    /// Whether everyone may create organizations.
    pub organizations_by_anyone: bool,
    /// How long an invitation can be accepted, in hours; stays as it is when not given.
    pub invitation_hours: Option<i64>,
}

impl From<JoiningForm> for Value {
    fn from(form: JoiningForm) -> Self {
        let mut patch = json!({
            "self_registration": form.self_registration,
            "organizations_by_anyone": form.organizations_by_anyone,
        });
        if let Some(hours) = form.invitation_hours {
            patch["invitation_hours"] = hours.into();
        }
        patch
    }
}

/// The rules for new passwords.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "the boxes of the form, each by its own name")]
pub struct PasswordForm {
    /// A ready profile, or one's own rules.
    pub profile: Profile,
    /// Fewest characters; counts for one's own rules.
    #[serde(default)]
    pub min_length: Option<u32>,
    /// Whether an uppercase letter is needed.
    #[serde(default)]
    pub uppercase: bool,
    /// Whether a lowercase letter is needed.
    #[serde(default)]
    pub lowercase: bool,
    /// Whether a number is needed.
    #[serde(default)]
    pub number: bool,
    /// Whether a symbol is needed.
    #[serde(default)]
    pub symbol: bool,
    /// How long a link to choose a new password works, in minutes.
    #[serde(default)]
    pub reset_minutes: Option<i64>,
}

impl PasswordForm {
    /// The policy that the form describes: a ready profile has its own rules, whatever the
    /// other fields say.
    pub(super) fn policy(&self) -> PasswordPolicy {
        match self.profile {
            Profile::Standard => PasswordPolicy::standard(),
            Profile::Nist => PasswordPolicy::nist(),
            Profile::Custom => PasswordPolicy {
                profile: Profile::Custom,
                min_length: self.min_length.unwrap_or(PasswordPolicy::standard().min_length),
                uppercase: self.uppercase,
                lowercase: self.lowercase,
                number: self.number,
                symbol: self.symbol,
            },
        }
    }
}

impl From<PasswordForm> for Value {
    fn from(form: PasswordForm) -> Self {
        let mut patch = json!({ "password_policy": form.policy() });
        if let Some(minutes) = form.reset_minutes {
            patch["reset_minutes"] = minutes.into();
        }
        patch
    }
}

/// Who needs a second factor.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct FactorsForm {
    /// Of whom it is required.
    pub second_factor_required: SecondFactor,
}

impl From<FactorsForm> for Value {
    fn from(form: FactorsForm) -> Self {
        json!({ "second_factor_required": form.second_factor_required })
    }
}

/// How long sign-ins last.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LifetimesForm {
    /// How long a browser session may be idle, in minutes.
    pub session_idle_minutes: i64,
    /// How long a browser session lives at most, in hours.
    pub session_absolute_hours: i64,
    /// How long an access token lives, in seconds.
    pub access_token_seconds: i64,
    /// How long a refresh token lives, in days.
    pub refresh_token_days: i64,
}

impl From<LifetimesForm> for Value {
    fn from(form: LifetimesForm) -> Self {
        json!({
            "session_idle_minutes": form.session_idle_minutes,
            "session_absolute_hours": form.session_absolute_hours,
            "access_token_seconds": form.access_token_seconds,
            "refresh_token_days": form.refresh_token_days,
        })
    }
}

/// The maintenance lock, turned to one side.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct MaintenanceForm {
    /// Whether everyone but platform administrators is kept out.
    pub locked: bool,
    /// What they are told; stays as it is when not given.
    pub message: Option<String>,
}

impl MaintenanceForm {
    /// The patch, with the reason that was given.
    pub fn patch(self, reason: Option<String>) -> Value {
        let mut maintenance = json!({ "locked": self.locked });
        if let Some(message) = self.message {
            maintenance["message"] = json!(message.trim());
        }
        json!({ "maintenance": maintenance, "reason": reason })
    }
}

/// Whether accounts may be deleted, and how long what deleted people did is kept in detail.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DeletionForm {
    /// Whether accounts may be deleted.
    pub deletion: Deletion,
    /// Days; forever when empty.
    #[serde(default)]
    pub retention_days: String,
}

impl From<DeletionForm> for Value {
    fn from(form: DeletionForm) -> Self {
        let days = form.retention_days.trim();
        // What is no number is for the server to refuse, with the field.
        let days = days.parse::<i64>().map_or_else(|_| json!(days), |days| json!(days));
        let days = if days == json!("") { Self::Null } else { days };
        json!({ "deletion": form.deletion, "retention_days": days })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ready_profile_ignores_the_single_rules() {
        let form = PasswordForm {
            profile: Profile::Nist,
            min_length: Some(6),
            uppercase: true,
            lowercase: true,
            number: true,
            symbol: true,
            reset_minutes: None,
        };
        assert_eq!(form.policy(), PasswordPolicy::nist());
    }

    #[test]
    fn a_card_sends_only_its_own_fields() {
        let patch = Value::from(JoiningForm { self_registration: true, ..JoiningForm::default() });
        assert_eq!(patch, json!({"self_registration": true, "organizations_by_anyone": false}));
    }

    #[test]
    fn unlocking_leaves_the_message_as_it_is() {
        let patch = MaintenanceForm { locked: false, message: None }.patch(None);
        assert_eq!(patch, json!({"maintenance": {"locked": false}, "reason": null}));
    }

    #[test]
    fn no_days_are_forever() {
        let form =
            |days: &str| DeletionForm { deletion: Deletion::Allowed, retention_days: days.into() };
        assert_eq!(Value::from(form(" "))["retention_days"], Value::Null);
        assert_eq!(Value::from(form("30"))["retention_days"], json!(30));
        assert_eq!(Value::from(form("some"))["retention_days"], json!("some"));
    }
}
