//! What every JSON body must be, whatever it means: one object, not too deep, no name twice.
//!
//! Serde's own readers take an array for an object, and the last of two equal names when they do
//! not know the names beforehand. Here neither passes.

use super::Problem;
use fluxward_domain::{AppError, Kind};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::error::Category;
use std::collections::HashSet;
use std::fmt;

/// Passes a body that is JSON (else 400) and one object in which no name comes twice (else 422).
/// The reader itself refuses what is nested deeper than 128.
pub(super) fn check(bytes: &[u8]) -> Result<(), Problem> {
    let is_object = match serde_json::from_slice::<Shape>(bytes) {
        Ok(Shape { is_object }) => is_object,
        Err(error) if error.classify() == Category::Data => return Err(repeated(&error)),
        Err(error) => {
            let detail = format!("The body is not JSON that can be read: {error}.");
            return Err(Problem(AppError::new(Kind::Malformed, detail)));
        }
    };
    if is_object {
        return Ok(());
    }
    Err(Problem(AppError::field("body", "Send one JSON object: {\"name\": value, …}.")))
}

fn repeated(error: &serde_json::Error) -> Problem {
    let text = error.to_string();
    let name = text.split('`').nth(1).unwrap_or("body");
    Problem(AppError::field(name, format!("“{name}” stands in the body twice. Send it once.")))
}

/// A value of any kind that is looked at and forgotten.
struct Shape {
    is_object: bool,
}

impl<'de> Deserialize<'de> for Shape {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Look)
    }
}

struct Look;

macro_rules! plain {
    ($($name:ident($type:ty))*) => { $(
        fn $name<E: Error>(self, _: $type) -> Result<Shape, E> {
            Ok(Shape { is_object: false })
        }
    )* };
}

impl<'de> Visitor<'de> for Look {
    type Value = Shape;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    plain! { visit_bool(bool) visit_i64(i64) visit_u64(u64) visit_f64(f64) visit_str(&str) }

    fn visit_unit<E: Error>(self) -> Result<Shape, E> {
        Ok(Shape { is_object: false })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Shape, A::Error> {
        while items.next_element::<Shape>()?.is_some() {}
        Ok(Shape { is_object: false })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Shape, A::Error> {
        let mut names = HashSet::new();
        while let Some(name) = fields.next_key::<String>()? {
            fields.next_value::<Shape>()?;
            if names.contains(&name) {
                return Err(A::Error::custom(format!("`{name}` twice")));
            }
            names.insert(name);
        }
        Ok(Shape { is_object: true })
    }
}
