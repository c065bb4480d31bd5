//! What the list of people is asked for.

use super::Status;
use serde::{Deserialize, Serialize};

/// The order of the list of people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum UserSort {
    /// By full name.
    #[default]
    #[serde(rename = "name")]
    Name,
    /// By full name, backwards.
    #[serde(rename = "-name")]
    NameDescending,
    /// By e-mail address.
    #[serde(rename = "email")]
    Email,
    /// By e-mail address, backwards.
    #[serde(rename = "-email")]
    EmailDescending,
    /// The oldest account first.
    #[serde(rename = "created")]
    Created,
    /// The newest account first.
    #[serde(rename = "-created")]
    CreatedDescending,
    /// Who has not signed in for longest first; never comes first.
    #[serde(rename = "last_sign_in")]
    LastSignIn,
    /// The latest sign-in first; never comes last.
    #[serde(rename = "-last_sign_in")]
    LastSignInDescending,
}

impl UserSort {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Name,
        Self::NameDescending,
        Self::Email,
        Self::EmailDescending,
        Self::Created,
        Self::CreatedDescending,
        Self::LastSignIn,
        Self::LastSignInDescending,
    ];

    /// The word in a query.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::NameDescending => "-name",
            Self::Email => "email",
            Self::EmailDescending => "-email",
            Self::Created => "created",
            Self::CreatedDescending => "-created",
            Self::LastSignIn => "last_sign_in",
            Self::LastSignInDescending => "-last_sign_in",
        }
    }

    /// The order of that word.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.key() == key)
    }

    /// Whether it runs backwards.
    pub fn is_descending(self) -> bool {
        self.key().starts_with('-')
    }
}

/// What the list of people is asked for. The same words as in the page's address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct UserQuery {
    /// Text to find in name, e-mail address and username.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub search: Option<String>,
    /// Only people of this status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// Deactivated people, too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show_all: Option<bool>,
    /// Only members of the organization of this slug.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization: Option<String>,
    /// The order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sort: Option<UserSort>,
    /// How many (1–200, 50 when not given).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "crate::pages::limit")]
    pub limit: Option<u32>,
    /// Where to go on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}
