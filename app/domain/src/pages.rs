//! Pages of a list, on the wire.

use serde::de::{Error, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;

/// How many items a page has when nothing is asked.
pub const DEFAULT_LIMIT: u32 = 50;
/// How many items a page has at most; more is capped, never refused.
pub const MAX_LIMIT: u32 = 200;

/// Reads how many items are asked for: more than can be is capped, never refused, however large
/// the number and however it is written (`1e9`).
pub fn limit<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u32>, D::Error> {
    deserializer.deserialize_any(Asked)
}

struct Asked;

impl<'de> Visitor<'de> for Asked {
    type Value = Option<u32>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number from 1 to 200")
    }

    fn visit_none<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Some(u32::try_from(number).unwrap_or(u32::MAX)))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
        match u64::try_from(number) {
            Ok(number) => self.visit_u64(number),
            Err(_) => Err(E::invalid_value(Unexpected::Signed(number), &self)),
        }
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a cast of a float saturates, which is what is wanted"
    )]
    fn visit_f64<E: Error>(self, number: f64) -> Result<Self::Value, E> {
        if number >= 0.0 {
            return Ok(Some(number as u32));
        }
        Err(E::invalid_value(Unexpected::Float(number), &self))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        match text.parse::<f64>() {
            _ if text.is_empty() => Ok(None),
            Ok(number) => self.visit_f64(number),
            Err(_) => Err(E::invalid_value(Unexpected::Str(text), &self)),
        }
    }
}

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

impl<T> Page<T> {
    /// The only page of a short list.
    pub fn whole(items: Vec<T>) -> Self {
        let total = i64::try_from(items.len()).ok();
        Self { items, next_cursor: None, total }
    }
}

/// What a list of people by name is asked for. The same words as in the page's address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct PeopleQuery {
    /// Text to find in name, e-mail address and username.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub search: Option<String>,
    /// How many (1–200, 50 when not given).
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "limit")]
    pub limit: Option<u32>,
    /// Where to go on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// Which part of a short list is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct SliceQuery {
    /// How many (1–200, 50 when not given).
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "limit")]
    pub limit: Option<u32>,
    /// Where to go on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
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
