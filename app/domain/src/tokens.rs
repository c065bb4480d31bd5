//! API tokens as they travel: a person's own ways in for programs.

use crate::ids::TokenId;
use crate::moments::Moment;
use crate::permissions::Permission;
use crate::text;
use serde::{Deserialize, Serialize};

/// What the secret of every token begins with, so that it is recognised where it should not be.
pub const PREFIX: &str = "flx_";
/// How many tokens a person may have.
pub const MOST: usize = 50;

/// One of a person's tokens. Its secret is not known to anybody but who holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Token {
    /// The token's id.
    pub id: TokenId,
    /// What it is for.
    pub name: String,
    /// What it includes, cut to what its owner may do; everything when not given.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Vec<String>>))]
    pub permissions: Option<Vec<Permission>>,
    /// When it was made.
    pub created_at: Moment,
    /// When it was last used, to the minute.
    pub last_used_at: Option<Moment>,
    /// When it ends by itself.
    pub expires_at: Option<Moment>,
}

/// A token to be made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, garde::Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewToken {
    /// What it is for.
    #[garde(custom(text::name))]
    pub name: String,
    /// What it includes, e.g. `["users.view"]`; everything that its owner may do when not given.
    #[serde(default)]
    #[garde(skip)]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Vec<String>>))]
    pub permissions: Option<Vec<Permission>>,
    /// When it ends by itself; when it is revoked when not given.
    #[serde(default)]
    #[garde(skip)]
    pub expires_at: Option<Moment>,
}

/// A token that has just been made. The secret is shown this once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MadeToken {
    /// What it is.
    #[serde(flatten)]
    pub about: Token,
    /// The secret, for the `Authorization: Bearer` header.
    pub token: String,
}
