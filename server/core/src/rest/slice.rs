//! Short lists, which are read as a whole and answered in parts like the long ones.

use super::{Answer, Problem, Query};
use crate::lists::cursor::Asked;
use crate::lists::keyset::{Key, Mark};
use crate::services::Services;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use fluxward_domain::pages::{Page, SliceQuery};
use serde::Serialize;
use uuid::Uuid;

/// Which part of a short list is asked for. A cursor is good for the address that it came from.
#[derive(Clone)]
pub struct Slice {
    s: Services,
    asked: Asked,
}

impl FromRequestParts<Services> for Slice {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, s: &Services) -> Result<Self, Problem> {
        let Query(query) = Query::from_request_parts(parts, s).await?;
        Self::new(s, &parts.uri.path(), &query)
    }
}

impl Slice {
    /// The part that `query` asks for of the list that answers `question`.
    pub fn new(s: &Services, question: &impl Serialize, query: &SliceQuery) -> Answer<Self> {
        let cursor = query.cursor.as_deref();
        let asked = Asked::new(&s.keys, "short", question, query.limit, cursor)?;
        Ok(Self { s: s.clone(), asked })
    }

    /// That part of the list `whole`, whose items are told apart by their `name`. It goes on after
    /// the item that the part before ended with; when that is gone, it begins again: an item is
    /// told twice rather than left out.
    pub fn of<T>(self, whole: Page<T>, name: impl Fn(&T) -> String) -> Page<T> {
        let mut rest = whole.items;
        if let Some(Mark { key: Key::Text(last), .. }) = &self.asked.after {
            let told = rest.iter().position(|item| name(item) == *last);
            rest.drain(..told.map_or(0, |place| place + 1));
        }
        let mark = |item: &T| Mark { key: Key::Text(name(item)), id: Uuid::nil() };
        self.asked.page(&self.s.keys, rest, whole.total, mark, |item| item)
    }
}
