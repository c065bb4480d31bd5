//! Orders, the place of a row in one, and conditions with their values.

use crate::database::Value;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The place of a row in an order: what it is sorted by, then its id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Mark {
    pub(crate) key: Key,
    pub(crate) id: Uuid,
}

impl Mark {
    /// The place of a row that is sorted by a number.
    pub(crate) const fn number(key: i64, id: Uuid) -> Self {
        Self { key: Key::Number(key), id }
    }

    /// The number and the id, for a list that is sorted by a number.
    pub(crate) const fn as_number(&self) -> (i64, Uuid) {
        match self.key {
            Key::Number(number) => (number, self.id),
            Key::Text(_) => (0, self.id),
        }
    }
}

/// What a row is sorted by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Key {
    Number(i64),
    Text(String),
}

impl From<Key> for Value {
    fn from(key: Key) -> Self {
        match key {
            Key::Number(number) => Self::from(number),
            Key::Text(text) => Self::from(text),
        }
    }
}

/// An order that an index has: by `key`, then by `id`, both in one direction.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Order {
    pub(crate) key: &'static str,
    pub(crate) id: &'static str,
    pub(crate) numeric: bool,
    pub(crate) descending: bool,
}

impl Order {
    /// Whether it is the order that ranks follow: a membership keeps a copy of its account's
    /// `name_key` under the same name.
    pub(crate) fn is_by_name(self) -> bool {
        self.key.ends_with(".name_key")
    }

    /// The other way round.
    pub(crate) const fn backwards(self) -> Self {
        Self { descending: !self.descending, ..self }
    }

    /// What follows `order by`.
    pub(crate) fn by(self) -> String {
        self.by_columns(self.key, self.id)
    }

    /// The same for columns of other names.
    pub(crate) fn by_columns(self, key: &str, id: &str) -> String {
        let direction = if self.descending { " desc" } else { "" };
        format!("{key}{direction}, {id}{direction}")
    }

    /// Only rows after `mark`.
    pub(crate) fn after(self, clauses: &mut Clauses, mark: &Mark) {
        self.compared(clauses, mark, if self.descending { "<" } else { ">" });
    }

    /// Only rows up to `mark`.
    pub(crate) fn up_to(self, clauses: &mut Clauses, mark: &Mark) {
        self.compared(clauses, mark, if self.descending { ">=" } else { "<=" });
    }

    fn compared(self, clauses: &mut Clauses, mark: &Mark, how: &str) {
        let key = clauses.bind(mark.key.clone());
        let id = clauses.bind(mark.id);
        clauses.also(format!("({}, {}) {how} ({key}, {id})", self.key, self.id));
    }
}

/// Conditions and the values of their placeholders.
#[derive(Debug, Default)]
pub(crate) struct Clauses {
    conditions: Vec<String>,
    values: Vec<Value>,
}

impl Clauses {
    /// The placeholder for `value`.
    pub(crate) fn bind(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("${}", self.values.len())
    }

    /// The number of the next placeholder, for those who write several at once.
    pub(crate) fn next(&self) -> usize {
        self.values.len() + 1
    }

    /// Binds the values of placeholders from [`Self::next`] on.
    pub(crate) fn bind_all(&mut self, values: Vec<Value>) {
        self.values.extend(values);
    }

    /// One more condition.
    pub(crate) fn also(&mut self, condition: impl Into<String>) {
        self.conditions.push(condition.into());
    }

    /// What follows `where`, with the conditions so far.
    pub(crate) fn text(&self) -> String {
        if self.conditions.is_empty() {
            return "1 = 1".into();
        }
        self.conditions.join(" and ")
    }

    /// Takes the conditions so far, and leaves the values.
    pub(crate) fn take(&mut self) -> String {
        let text = self.text();
        self.conditions.clear();
        text
    }

    /// The values in the order of their placeholders.
    pub(crate) fn values(self) -> Vec<Value> {
        self.values
    }
}
