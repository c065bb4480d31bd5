//! Where a list goes on: the last row of a page, signed, good for this very list and question.

use super::keyset::Mark;
use crate::changes::digest;
use crate::keys::Keys;
use fluxward_domain::pages::Page;
use fluxward_domain::{AppError, Kind};
use serde::{Deserialize, Serialize};

/// How many bytes tell one question from another.
const FINGERPRINT: usize = 16;

/// What is asked of a list: how much, and after which row.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    /// How many rows at most.
    pub(crate) limit: i64,
    /// The row after which the page begins; the beginning when `None`.
    pub(crate) after: Option<Mark>,
    /// How many rows there are, where an earlier page has found it out already: `Some(None)`
    /// when they are too many to say.
    #[expect(clippy::option_option, reason = "not asked yet, too many to say, or the number")]
    pub(crate) total: Option<Option<i64>>,
    question: Question,
}

type Question = [u8; FINGERPRINT];

/// What a cursor's text holds.
#[derive(Serialize, Deserialize)]
struct Held {
    question: Question,
    after: Mark,
    total: Option<i64>,
}

impl Asked {
    /// Takes what was asked apart. `list` names the list and `query` is the question without its
    /// limit and cursor: a cursor of another list or question is refused like a forged one.
    pub(crate) fn new(
        keys: &Keys,
        list: &str,
        query: &impl Serialize,
        limit: Option<u32>,
        cursor: Option<&str>,
    ) -> Result<Self, AppError> {
        let question = question(list, query);
        let held = cursor.map(|text| open(keys, question, text).ok_or_else(forged)).transpose()?;
        let total = held.as_ref().map(|held| held.total);
        Ok(Self { limit: super::limit(limit), after: held.map(|held| held.after), total, question })
    }

    /// How many rows to fetch: one more than the page has, to know whether another follows.
    pub(crate) const fn fetch(&self) -> i64 {
        self.limit + 1
    }

    /// The page made of the rows that were fetched.
    pub(crate) fn page<R, T>(
        &self,
        keys: &Keys,
        mut rows: Vec<R>,
        total: Option<i64>,
        mark: impl Fn(&R) -> Mark,
        item: impl FnMut(R) -> T,
    ) -> Page<T> {
        let size = usize::try_from(self.limit).unwrap_or(usize::MAX);
        let more = rows.len() > size;
        rows.truncate(size);
        let next_cursor =
            rows.last().filter(|_| more).map(|last| self.sign(keys, mark(last), total));
        Page { items: rows.into_iter().map(item).collect(), next_cursor, total }
    }

    /// The cursor of the page that begins after `after`.
    pub(crate) fn sign(&self, keys: &Keys, after: Mark, total: Option<i64>) -> String {
        let held = Held { question: self.question, after, total };
        keys.sign_cursor(&serde_json::to_vec(&held).unwrap_or_default())
    }
}

fn question(list: &str, query: &impl Serialize) -> Question {
    let text = serde_json::to_vec(&(list, query)).unwrap_or_default();
    let mut question = [0; FINGERPRINT];
    question.copy_from_slice(&digest(&text)[..FINGERPRINT]);
    question
}

fn open(keys: &Keys, question: Question, text: &str) -> Option<Held> {
    let held: Held = serde_json::from_slice(&keys.open_cursor(text)?).ok()?;
    (held.question == question).then_some(held)
}

fn forged() -> AppError {
    AppError::new(
        Kind::Malformed,
        "This cursor does not belong to this list. Ask for the first page, without a cursor.",
    )
}
