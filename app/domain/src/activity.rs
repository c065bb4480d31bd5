//! Entries of the activity log as they travel, and the sentence that each one is.

use crate::moments::Moment;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What a deleted person is called wherever history is shown.
pub const DELETED_USER: &str = "Deleted user";

/// One entry of the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Event {
    /// Its place in the log.
    pub seq: i64,
    /// When it happened.
    pub at: Moment,
    /// What happened, e.g. `user.deactivated`.
    pub action: String,
    /// Who did it; `None` for the system itself.
    pub actor: Option<Named>,
    /// What it happened to.
    pub target: Option<Named>,
    /// The organization it belongs to.
    pub organization: Option<Named>,
    /// Why, if a reason was given.
    pub reason: Option<String>,
    /// What was before and after.
    pub changes: Vec<FieldChange>,
}

/// A person or a place with its name as of today.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Named {
    /// `user`, `organization`, `invitation`, `session`, `settings` or `system`.
    pub kind: String,
    /// Its id.
    pub id: Uuid,
    /// Its name; "Deleted user" when it is no more.
    pub name: String,
}

/// One value before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldChange {
    /// The field.
    pub field: String,
    /// The value before; `None` when there was none.
    pub before: Option<String>,
    /// The value after; `None` when there is none any more.
    pub after: Option<String>,
}

/// What the log is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct ActivityQuery {
    /// Only what this account did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<Uuid>,
    /// Only what happened to this account or place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Uuid>,
    /// Only this action, e.g. `user.deactivated`; or all of one noun, e.g. `user`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
    /// Only of the organization of this slug.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization: Option<String>,
    /// Not before this moment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Moment>,
    /// Before this moment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Moment>,
    /// How many (1–200, 50 when not given).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "crate::pages::limit")]
    pub limit: Option<u32>,
    /// Where to go on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

impl Event {
    /// What `field` is after it.
    fn value_of(&self, field: &str) -> Option<&str> {
        let change = self.changes.iter().find(|change| change.field == field)?;
        change.after.as_deref()
    }

    /// The role that it is about.
    fn role_of(&self) -> &str {
        self.value_of("role").unwrap_or("a role")
    }

    /// What happened to a role, to a seat in a team, or to a request for one.
    fn of_roles(&self, before: Option<&str>, after: Option<&str>) -> Option<String> {
        let taken = self.changes.iter().find(|change| change.field == "role");
        let taken = taken.and_then(|change| change.before.as_deref());
        Some(match self.action.as_str() {
            "role.assigned" => match taken {
                Some(other) => format!("Role changed from {other} to {}", self.role_of()),
                None => format!("Role {} given", self.role_of()),
            },
            "role.revoked" => format!("Role {} taken", taken.unwrap_or_default()),
            "role.expired" => format!("Role {} over", taken.unwrap_or("or privilege")),
            "team.joined" => format!("Joined the team {}", after.unwrap_or_default()),
            "team.left" => format!("Left the team {}", before.unwrap_or_default()),
            "request.created" => format!("Asked for {}", self.role_of()),
            "request.granted" => format!("Request for {} granted", self.role_of()),
            "request.declined" => format!("Request for {} declined", self.role_of()),
            _ => return None,
        })
    }

    /// What happened, in words, without who did it and to whom: "Role changed from Member to
    /// Admin".
    pub fn sentence(&self) -> String {
        let (before, after) = self
            .changes
            .first()
            .map_or((None, None), |change| (change.before.as_deref(), change.after.as_deref()));
        let from_to = |what: &str| match (before, after) {
            (Some(before), Some(after)) => format!("{what} changed from {before} to {after}"),
            (None, Some(after)) => format!("{what} set to {after}"),
            _ => format!("{what} changed"),
        };
        if let Some(told) = self.of_roles(before, after) {
            return told;
        }
        match self.action.as_str() {
            "member.role_changed" => from_to("Role"),
            "member.privilege_granted" => format!("“{}” ticked", after.unwrap_or("A box")),
            "member.privilege_revoked" => format!("“{}” cleared", before.unwrap_or("A box")),
            "invitation.created" => format!("Invited as {}", after.unwrap_or("Member")),
            "member.added" => format!("Joined as {}", after.unwrap_or("Member")),
            "user.edited" => match self.changes.as_slice() {
                [change] => from_to(&capitalised(&change.field.replace('_', " "))),
                _ => "Details changed".into(),
            },
            "user.suspended" => until(self.value_of("until")),
            "token.created" => {
                format!("Token “{}” made", self.value_of("name").unwrap_or_default())
            }
            "token.revoked" => format!("Token “{}” revoked", before.unwrap_or_default()),
            "user.factor_added" => format!("Second factor added: {}", after.unwrap_or("one")),
            "user.factor_removed" => format!("Second factor removed: {}", before.unwrap_or("one")),
            "see_as.begun" => format!("Saw Fluxward as {}, read-only", after.unwrap_or("them")),
            "session.started" => {
                format!("Signed in{}", after.map(|d| format!(" · {d}")).unwrap_or_default())
            }
            "session.failed" => format!("{} failed sign-in attempts", after.unwrap_or("Several")),
            action => SENTENCES.iter().find(|(known, _)| *known == action).map_or_else(
                || capitalised(&action.replace(['.', '_'], " ")),
                |(_, text)| (*text).into(),
            ),
        }
    }
}

/// When a suspension ends, to the minute.
fn until(moment: Option<&str>) -> String {
    let minute = moment.and_then(|text| Some((text.get(..10)?, text.get(11..16)?)));
    minute.map_or_else(
        || "Account suspended".to_owned(),
        |(day, time)| format!("Account suspended until {day} {time} UTC"),
    )
}

const SENTENCES: &[(&str, &str)] = &[
    ("platform.set_up", "Platform set up"),
    ("user.created", "Account created"),
    ("user.activated", "Account activated"),
    ("user.deactivated", "Account deactivated"),
    ("user.deleted", "Account deleted"),
    ("user.forgotten", "Retention over, what they recorded erased"),
    ("user.suspension_ended", "Suspension over, active again"),
    ("user.promoted", "Made a platform administrator"),
    ("user.demoted", "No longer a platform administrator"),
    ("user.unlocked", "Sign-in unblocked"),
    ("user.password_changed", "Password changed"),
    ("user.password_reset", "Temporary password set"),
    ("user.reset_requested", "Forgotten password: link mailed"),
    ("user.reset_sent", "Link to choose a new password sent"),
    ("user.activation_sent", "Activation mail sent again"),
    ("user.registered", "Registered"),
    ("user.registered_again", "Registration with a known address: told by mail"),
    ("user.email_change_requested", "New e-mail address entered, to be confirmed"),
    ("user.email_change_cancelled", "New e-mail address cancelled before it was confirmed"),
    ("user.email_change_undone", "New e-mail address taken back"),
    ("registration.requested", "Registration to be confirmed"),
    ("user.recovery_codes_made", "New recovery codes made"),
    ("user.recovery_code_used", "Signed in with a recovery code"),
    ("user.factors_reset", "Second factors removed by an administrator"),
    ("user.recovered", "Access recovered on the server itself"),
    ("organization.created", "Organization created"),
    ("organization.edited", "Organization changed"),
    ("organization.deleted", "Organization deleted"),
    ("invitation.resent", "Invitation sent again"),
    ("invitation.revoked", "Invitation taken back"),
    ("invitation.accepted", "Invitation accepted"),
    ("invitation.reminded", "Reminder of the invitation sent"),
    ("member.removed", "Membership ended"),
    ("member.activated", "Membership switched on"),
    ("member.deactivated", "Membership switched off"),
    ("member.end_changed", "End of the membership changed"),
    ("member.expired", "Membership over, switched off"),
    ("bulk.begun", "Bulk change begun"),
    ("bulk.finished", "Bulk change finished"),
    ("bulk.stopped", "Bulk change stopped"),
    ("bulk.resumed", "Bulk change taken up again"),
    ("request.withdrawn", "Request taken back"),
    ("members.imported", "People imported"),
    ("members.exported", "List of members exported"),
    ("users.exported", "List of people exported"),
    ("see_as.ended", "Stopped seeing Fluxward as somebody else"),
    ("session.ended", "Signed out"),
    ("session.revoked", "Session ended"),
    ("settings.edited", "Settings changed"),
];

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
