//! Requests for access as they travel: a person asks for a role at a place, for a time perhaps,
//! and whoever may grant it decides.

use crate::ids::RequestId;
use crate::members::MemberUser;
use crate::moments::Moment;
use crate::roles::RoleScope;
use crate::text;
use serde::{Deserialize, Serialize};

/// What became of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RequestStatus {
    /// It waits for somebody who may decide.
    Open,
    /// The role is held.
    Granted,
    /// It was refused.
    Declined,
    /// The person took it back.
    Withdrawn,
}

impl RequestStatus {
    /// The key on the wire and in the database.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Granted => "granted",
            Self::Declined => "declined",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The status of that key.
    pub fn parse(key: &str) -> Option<Self> {
        [Self::Open, Self::Granted, Self::Declined, Self::Withdrawn]
            .into_iter()
            .find(|status| status.key() == key)
    }
}

/// A request for access.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccessRequest {
    /// Its id.
    pub id: RequestId,
    /// Who asks.
    pub user: MemberUser,
    /// The place: `{org}`, `{org}/{workspace}` or `{org}/{project}`.
    pub scope: String,
    /// The name of the place.
    pub scope_name: String,
    /// The kind of the place.
    pub kind: RoleScope,
    /// The key of the role.
    pub role: String,
    /// The name of the role.
    pub role_name: String,
    /// Until when it is wanted; for good when not given.
    pub expires_at: Option<Moment>,
    /// Why.
    pub reason: String,
    /// What became of it.
    pub status: RequestStatus,
    /// Whether the caller may decide it.
    pub decidable: bool,
    /// When it was made.
    pub created_at: Moment,
    /// When it was decided or taken back.
    pub ended_at: Option<Moment>,
    /// The name of whoever decided.
    pub decided_by: Option<String>,
    /// What whoever decided said.
    pub answer: Option<String>,
    /// The log entry of the last change; what the `ETag` says.
    pub version: i64,
}

/// A new request.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, garde::Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewRequest {
    /// The place: `{org}`, `{org}/{workspace}` or `{org}/{project}`.
    #[garde(skip)]
    pub scope: String,
    /// The key of the role.
    #[garde(skip)]
    pub role: String,
    /// Until when; for good when not given.
    #[serde(default)]
    #[garde(skip)]
    pub expires_at: Option<Moment>,
    /// Why; whoever decides reads it.
    #[garde(custom(said))]
    pub reason: String,
}

/// A decision.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, garde::Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Decide {
    /// Of a grant: until when; as it was asked for when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[garde(skip)]
    pub expires_at: Option<Moment>,
    /// Why; the person reads it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[garde(custom(text::reason))]
    pub reason: Option<String>,
}

/// Which requests are asked for; open ones when nothing is said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct RequestQuery {
    /// Only those of this status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<RequestStatus>,
    /// Only those that were decided or taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<bool>,
    /// Only one's own, whatever became of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mine: Option<bool>,
    /// How many (1–200, 50 when not given).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "crate::pages::limit")]
    pub limit: Option<u32>,
    /// Where to go on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// A reason that says something.
pub fn said(reason: &str, context: &()) -> garde::Result {
    if reason.trim().is_empty() {
        return Err(garde::Error::new("Say why you need it."));
    }
    text::reason(&Some(reason.to_owned()), context)
}
