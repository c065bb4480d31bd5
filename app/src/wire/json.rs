//! JSON, read and written by as little code as does it.
//!
//! # Decision: a reader of our own in the browser
//! Serde's derive writes one reader for each type and format; what it has to be able to say about
//! mistakes, and the other notations that a format allows, are most of it. The browser reads only
//! what our own server wrote: here a mistake is just a mistake, a struct is only ever an object,
//! and numbers are whole. The server reads with `serde_json`, strictly, and says what is wrong.

mod read;
mod write;

use serde::Serialize;
use serde::de::{self, DeserializeOwned};
use serde::ser;
use std::fmt::{self, Display};

/// Reads what our server wrote; `None` when it is something else.
pub fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
    let mut reader = read::Reader::of(text);
    let value = T::deserialize(&mut reader).ok()?;
    reader.is_at_end().then_some(value)
}

/// Writes for our server; `None` for what JSON has no words for.
pub fn write<T: Serialize>(value: &T) -> Option<String> {
    let mut text = String::new();
    value.serialize(write::Writer(&mut text)).ok()?;
    Some(text)
}

/// That it was not what was expected, and nothing about it.
#[derive(Debug)]
struct Mistake;

impl Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not what was expected")
    }
}

impl std::error::Error for Mistake {}

impl ser::Error for Mistake {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
}

/// All of them, so that no sentence is ever made.
impl de::Error for Mistake {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }

    fn invalid_type(_: de::Unexpected<'_>, _: &dyn de::Expected) -> Self {
        Self
    }

    fn invalid_value(_: de::Unexpected<'_>, _: &dyn de::Expected) -> Self {
        Self
    }

    fn invalid_length(_: usize, _: &dyn de::Expected) -> Self {
        Self
    }

    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }

    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }

    fn missing_field(_: &'static str) -> Self {
        Self
    }

    fn duplicate_field(_: &'static str) -> Self {
        Self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;
    use std::collections::BTreeMap;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct All {
        text: String,
        number: i64,
        small: u32,
        yes: bool,
        maybe: Option<Box<All>>,
        list: Vec<(String, i64)>,
        by_name: BTreeMap<String, Kind>,
        #[serde(flatten)]
        rest: Rest,
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Rest {
        id: i64,
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Kind {
        Plain,
        Number(i64),
        Pair(i64, bool),
        Named { name: String },
    }

    fn one(text: &str, maybe: Option<Box<All>>) -> All {
        let kinds = [
            Kind::Plain,
            Kind::Number(i64::MIN),
            Kind::Pair(7, false),
            Kind::Named { name: text.into() },
        ];
        All {
            text: text.into(),
            number: -5,
            small: u32::MAX,
            yes: true,
            maybe,
            list: vec![(String::new(), i64::MAX), ("b".into(), 0)],
            by_name: kinds
                .into_iter()
                .enumerate()
                .map(|(at, kind)| (at.to_string(), kind))
                .collect(),
            rest: Rest { id: 9, reason: Some("x".into()) },
        }
    }

    const TEXTS: [&str; 5] =
        ["", "plain", "\"\\/\u{8}\u{c}\n\r\t\u{1}\u{7f}", "é ü 漢 🦀", "</script>"];

    #[test]
    fn what_one_side_writes_the_other_reads() {
        for text in TEXTS {
            let value = one(text, Some(Box::new(one(text, None))));
            let (ours, theirs) = (write(&value).unwrap(), serde_json::to_string(&value).unwrap());
            assert_eq!(ours, theirs);
            assert_eq!(read::<All>(&theirs).as_ref(), Some(&value));
            let spaced = serde_json::to_string_pretty(&value).unwrap();
            assert_eq!(read::<All>(&spaced).as_ref(), Some(&value));
        }
    }

    #[test]
    fn every_escape_is_understood() {
        let escaped = r#""a\u00e9\ud83e\udd80\"\\\/\b\f\n\r\t""#;
        assert_eq!(read::<String>(escaped).as_deref(), Some("aé🦀\"\\/\u{8}\u{c}\n\r\t"));
        for broken in [r#""\ud83e""#, r#""\ud83ex""#, r#""\x""#, r#""\u12""#, "\"a", "\"\\"] {
            assert_eq!(read::<String>(broken), None, "{broken}");
        }
    }

    #[test]
    fn answers_are_read_as_they_are_sent() {
        type Answer = Result<Option<Kind>, String>;
        assert_eq!(read::<Answer>(r#"{"Ok":null}"#), Some(Ok(None)));
        assert_eq!(read::<Answer>(r#"{"Ok":"plain"}"#), Some(Ok(Some(Kind::Plain))));
        assert_eq!(read::<Answer>(r#"{"Err":"no"}"#), Some(Err("no".into())));
        assert_eq!(read::<()>("null"), Some(()));
    }

    #[test]
    fn what_is_not_known_is_passed_over() {
        let text = r#"{"new":{"a":["}]\"",1.5e3,{"b":null}]},"id":1,"reason":null,"more":[]}"#;
        assert_eq!(read::<Rest>(text), Some(Rest { id: 1, reason: None }));
    }

    #[test]
    fn anything_else_is_a_mistake() {
        for text in
            ["", "{", "{}", "{\"id\"}", "{\"id\":1", "{\"id\":1.5}", "{\"id\":1}x", "[1]", "nul"]
        {
            assert_eq!(read::<Rest>(text), None, "{text}");
        }
        assert_eq!(read::<u32>("-1"), None);
        assert_eq!(read::<u32>("4294967296"), None);
        assert_eq!(read::<i64>("9223372036854775808"), None);
        assert_eq!(read::<Kind>("\"unknown\""), None);
        assert_eq!(read::<(i64, i64)>("[1]"), None);
        assert_eq!(read::<(i64, i64)>("[1,2,3]"), None);
    }
}
