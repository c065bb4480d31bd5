//! Pages of a list, on the wire.

use serde::{Deserialize, Serialize};

/// How many items a page has when nothing is asked.
pub const DEFAULT_LIMIT: u32 = 50;
/// How many items a page has at most; more is capped, never refused.
pub const MAX_LIMIT: u32 = 200;

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Page<T> {
    /// The items, in the order that was asked for.
    pub items: Vec<T>,
    /// Where the next page begins; `None` at the end. Opaque and signed.
    pub next_cursor: Option<String>,
    /// How many items the whole list has; `None` where it is not known exactly.
    pub total: Option<i64>,
}

/// A reason for a change, where the change has no other body.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, garde::Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Because {
    /// Why; recorded with the change.
    #[serde(default)]
    #[garde(custom(crate::text::reason))]
    pub reason: Option<String>,
}
