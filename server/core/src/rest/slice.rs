//! Short lists, which are read as a whole and answered in parts like the long ones.

use super::{Problem, Query};
use crate::lists::cursor::Asked;
use crate::lists::keyset::Mark;
use crate::services::Services;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use fluxward_domain::pages::{Page, SliceQuery};
use uuid::Uuid;

/// The words that say which part is asked for.
const WORDS: [&str; 2] = ["limit", "cursor"];

/// Which part of a short list is asked for. A cursor is good for the address that it came from,
/// and the other words of its query.
#[derive(Clone)]
pub struct Slice {
    s: Services,
    asked: Asked,
}

impl FromRequestParts<Services> for Slice {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, s: &Services) -> Result<Self, Problem> {
        let Query(SliceQuery { limit, cursor }) = Query::from_request_parts(parts, s).await?;
        let Query(mut words): Query<Vec<(String, String)>> =
            Query::from_request_parts(parts, s).await?;
        words.retain(|(word, _)| !WORDS.contains(&word.as_str()));
        let question = (parts.uri.path(), words);
        let asked = Asked::new(&s.keys, "short", &question, limit, cursor.as_deref())?;
        Ok(Self { s: s.clone(), asked })
    }
}

impl Slice {
    /// That part of the list `whole`.
    pub fn of<T>(self, whole: Page<T>) -> Page<T> {
        let first = self.asked.after.as_ref().map_or(0, |mark| mark.as_number().0);
        let rest = (1_i64..).zip(whole.items).skip(usize::try_from(first).unwrap_or(usize::MAX));
        let rows = rest.take(usize::try_from(self.asked.fetch()).unwrap_or(usize::MAX)).collect();
        let mark = |(number, _): &(i64, T)| Mark::number(*number, Uuid::nil());
        self.asked.page(&self.s.keys, rows, whole.total, mark, |(_, item)| item)
    }
}
