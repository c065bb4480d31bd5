//! Some accounts by name, a page of them: those whose ids a statement of another feature selects
//! (who holds a role at a place, who is in a team).

use super::cursor::Asked;
use super::keyset::{Clauses, Key, Mark, Order};
use super::needle;
use super::selection::{TOLD, told};
use crate::database::search::Needle;
use crate::database::{Connection, Value};
use crate::error::Result;
use crate::services::Services;
use fluxward_domain::ids::AccountId;
use fluxward_domain::pages::{Page, PeopleQuery};
use sqlx::AssertSqlSafe;
use uuid::Uuid;

const ORDER: Order = Order { key: "a.name_key", id: "a.id", numeric: false, descending: false };

/// The accounts among which a page is looked for.
pub(crate) struct Among<'a> {
    /// The list, and of what it is: a cursor is good for these alone.
    pub(crate) list: (&'static str, Uuid),
    /// Selects their ids.
    pub(crate) ids: &'a str,
    /// The values of its placeholders, from the first one on.
    pub(crate) values: Vec<Value>,
}

impl Among<'_> {
    /// The page that is asked for, of the accounts' ids.
    pub(crate) async fn page(
        self,
        s: &Services,
        on: &mut Connection,
        query: &PeopleQuery,
    ) -> Result<Page<AccountId>> {
        let ((list, of), cursor) = (self.list, query.cursor.as_deref());
        let asked = Asked::new(&s.keys, list, &(of, &query.search), query.limit, cursor)?;
        let needle = needle(query.search.as_deref())?;
        let total = match asked.total {
            Some(known) => known,
            None => self.count(on, needle.as_ref()).await?,
        };
        let mut clauses = self.clauses(needle.as_ref());
        if let Some(after) = &asked.after {
            ORDER.after(&mut clauses, after);
        }
        let (limit, by) = (clauses.bind(asked.fetch()), ORDER.by());
        let sql = format!(
            "select a.name_key, a.id from accounts a where {} order by {by} limit {limit}",
            clauses.text()
        );
        let rows: Vec<(String, Uuid)> = on.rows(AssertSqlSafe(sql), clauses.values()).await?;
        let mark = |(name, id): &(String, Uuid)| Mark { key: Key::Text(name.clone()), id: *id };
        Ok(asked.page(&s.keys, rows, total, mark, |(_, id)| AccountId(id)))
    }

    /// How many there are, as far as that is told.
    async fn count(&self, on: &mut Connection, needle: Option<&Needle>) -> Result<Option<i64>> {
        let clauses = self.clauses(needle);
        let sql = format!(
            "select count(*) from (select 1 as one from accounts a where {} limit {}) w",
            clauses.text(),
            TOLD + 1
        );
        let counted = on.number(AssertSqlSafe(sql), clauses.values()).await?;
        Ok(told(counted.unwrap_or_default()))
    }

    fn clauses(&self, needle: Option<&Needle>) -> Clauses {
        let mut clauses = Clauses::default();
        clauses.bind_all(self.values.clone());
        clauses.also(format!("a.id in ({})", self.ids));
        if let Some(needle) = needle {
            clauses.also(Needle::condition(clauses.next()));
            clauses.bind(needle.pattern());
        }
        clauses
    }
}
