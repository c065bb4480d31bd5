//! Organizations as they travel.

use crate::factors::SecondFactor;
use crate::ids::{AccountId, OrganizationId};
use crate::moments::Moment;
use crate::privileges::Privilege;
use crate::text;
use serde::{Deserialize, Serialize};

/// An organization.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Organization {
    /// Its id.
    pub id: OrganizationId,
    /// The word in its address; unique among those that are not deleted.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// When it began.
    pub created_at: Moment,
    /// How many members it has, switched off ones included.
    pub members: i64,
    /// Which of its members need a second factor.
    pub second_factor_required: SecondFactor,
    /// The boxes that are ticked when somebody joins as Member.
    pub default_privileges: Vec<Privilege>,
    /// The key of its plan.
    pub plan: String,
    /// How many seats it has: its own number, else the plan's; no limit when `None`.
    pub seats: Option<i64>,
    /// How many of them are taken: by every member who is not switched off.
    pub seats_taken: i64,
    /// The log entry of the last change; what the `ETag` says.
    pub version: i64,
}

/// What the list of organizations is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct OrganizationQuery {
    /// How many (1–200, 50 when not given).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "crate::pages::limit")]
    pub limit: Option<u32>,
    /// Where to go on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// A new organization.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, garde::Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewOrganization {
    /// Its name.
    #[garde(custom(text::name))]
    pub name: String,
    /// The word in its address.
    #[garde(custom(text::slug))]
    pub slug: String,
    /// Its first Owner; the caller when not given.
    #[serde(default)]
    #[garde(skip)]
    pub owner: Option<AccountId>,
    /// Why.
    #[serde(default)]
    #[garde(custom(text::reason))]
    pub reason: Option<String>,
}

/// Changes to an organization; what is not given stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, garde::Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct EditOrganization {
    /// Another name.
    #[serde(default)]
    #[garde(custom(text::optional_name))]
    pub name: Option<String>,
    /// Another word in its address.
    #[serde(default)]
    #[garde(custom(text::optional_slug))]
    pub slug: Option<String>,
    /// Which of its members need a second factor from now on.
    #[serde(default)]
    #[garde(skip)]
    pub second_factor_required: Option<SecondFactor>,
    /// The boxes that are ticked from now on when somebody joins as Member.
    #[serde(default)]
    #[garde(skip)]
    pub default_privileges: Option<Vec<Privilege>>,
    /// The key of another plan; needs `billing.manage`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[garde(skip)]
    pub plan: Option<String>,
    /// Its own number of seats from now on, `null` for the plan's; needs `billing.manage`.
    #[serde(
        default,
        deserialize_with = "crate::plans::given",
        skip_serializing_if = "Option::is_none"
    )]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<i64>))]
    #[garde(custom(crate::plans::counted))]
    pub seats: Option<Option<i64>>,
    /// Why.
    #[serde(default)]
    #[garde(custom(text::reason))]
    pub reason: Option<String>,
}
