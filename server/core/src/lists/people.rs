//! Some members of an organization by name, a page of them: those who hold a role at a place, or
//! are in a team.
//!
//! # Decision: few are gathered, many are met on the way
//! A few thousand are looked up and sorted. Where there are more, the list of all members is
//! walked in its own order and each is tested, which soon fills a page.

use super::cursor::Asked;
use super::keyset::{Clauses, Key, Mark, Order};
use super::needle;
use super::selection::{Found, Gathered, Selection, Source, TOLD, told};
use crate::database::Connection;
use crate::database::search::Needle;
use crate::error::Result;
use crate::services::Services;
use fluxward_domain::Moment;
use fluxward_domain::ids::{AccountId, OrganizationId};
use fluxward_domain::pages::{Page, PeopleQuery};
use sqlx::AssertSqlSafe;
use uuid::Uuid;

/// Up to so many are gathered.
const GATHERED: i64 = if cfg!(test) { 4 } else { 5_000 };

/// The order of accounts, and the same of memberships.
const BY_NAME: Order = Order { key: "a.name_key", id: "a.id", numeric: false, descending: false };
const OF_MEMBERS: Order = Order { key: "m.name_key", id: "m.account_id", ..BY_NAME };

/// Makes a condition or a statement of the placeholders of what the list is about, and of now.
type Text = fn(of: &str, now: &str) -> String;

/// The members among whom a page is looked for.
pub(crate) struct Among {
    /// The list.
    pub(crate) list: &'static str,
    pub(crate) organization: OrganizationId,
    /// What it is about: a cursor is good for that alone.
    pub(crate) of: Uuid,
    pub(crate) now: Moment,
    /// Selects the accounts as `id`, one perhaps several times.
    pub(crate) ids: Text,
    /// Tests a membership, as `m`.
    pub(crate) test: Text,
}

#[derive(sqlx::FromRow)]
struct Named {
    name_key: String,
    id: Uuid,
    total: Option<i64>,
}

impl Gathered for Named {
    fn total(&self) -> Option<i64> {
        self.total
    }
}

impl Named {
    fn mark(&self) -> Mark {
        Mark { key: Key::Text(self.name_key.clone()), id: self.id }
    }
}

impl Among {
    /// The page that is asked for, of the accounts' ids.
    pub(crate) async fn page(
        self,
        s: &Services,
        on: &mut Connection,
        query: &PeopleQuery,
    ) -> Result<Page<AccountId>> {
        let (question, cursor) = ((self.of, &query.search), query.cursor.as_deref());
        let asked = Asked::new(&s.keys, self.list, &question, query.limit, cursor)?;
        let needle = needle(query.search.as_deref())?;
        let found = if self.count("id", GATHERED + 1, on).await? <= GATHERED {
            self.gather(on, &asked, needle.as_ref()).await?
        } else {
            self.walk(on, asked.clone(), needle.as_ref()).await?
        };
        let id = |row: Named| AccountId(row.id);
        Ok(asked.page(&s.keys, found.rows, found.total, Named::mark, id))
    }

    /// How many there are, up to `most`; each once when they are `distinct id`.
    async fn count(&self, what: &str, most: i64, on: &mut Connection) -> Result<i64> {
        let mut clauses = Clauses::default();
        let ids = self.bound(&mut clauses, self.ids);
        let limit = clauses.bind(most);
        let sql = format!("select count(*) from (select {what} from ({ids}) w limit {limit}) x");
        Ok(on.number(AssertSqlSafe(sql), clauses.values()).await?.unwrap_or_default())
    }

    fn bound(&self, clauses: &mut Clauses, text: Text) -> String {
        let (of, now) = (clauses.bind(self.of), clauses.bind(self.now));
        text(&of, &now)
    }

    async fn gather(
        &self,
        on: &mut Connection,
        asked: &Asked,
        needle: Option<&Needle>,
    ) -> Result<Found<Named>> {
        let hits = || {
            let mut clauses = Clauses::default();
            let ids = self.bound(&mut clauses, self.ids);
            clauses.also(format!("a.id in ({ids})"));
            if let Some(needle) = needle {
                clauses.also(Needle::condition(clauses.next()));
                clauses.bind(needle.pattern());
            }
            clauses
        };
        let total = if let Some(known) = asked.total {
            known
        } else {
            let clauses = hits();
            let sql = format!("select count(*) from accounts a where {}", clauses.text());
            let counted = on.number(AssertSqlSafe(sql), clauses.values()).await?;
            told(counted.unwrap_or_default())
        };
        let mut clauses = hits();
        if let Some(after) = &asked.after {
            BY_NAME.after(&mut clauses, after);
        }
        let (limit, by) = (clauses.bind(asked.fetch()), BY_NAME.by());
        let sql = format!(
            "select a.name_key, a.id, cast(null as bigint) as total from accounts a
            where {} order by {by} limit {limit}",
            clauses.text()
        );
        Ok(Found { rows: on.rows(AssertSqlSafe(sql), clauses.values()).await?, total })
    }

    async fn walk(
        &self,
        on: &mut Connection,
        mut asked: Asked,
        needle: Option<&Needle>,
    ) -> Result<Found<Named>> {
        if asked.total.is_none() && needle.is_none() {
            asked.total = Some(told(self.count("distinct id", TOLD + 1, on).await?));
        }
        let base = |clauses: &mut Clauses| {
            let organization = clauses.bind(self.organization);
            clauses.also(format!("m.organization_id = {organization} and m.until_seq is null"));
            let test = self.bound(clauses, self.test);
            clauses.also(format!("({test})"));
        };
        let is_plain = needle.is_none();
        let selection = Selection {
            columns: "m.name_key, m.account_id as id",
            spine: "memberships m",
            walked: if is_plain { "memberships m" } else { "memberships m cross join accounts a" },
            also: "cross join memberships m",
            joined: if is_plain { "" } else { "m.account_id = a.id" },
            order: OF_MEMBERS,
            base: &base,
            size: None,
            sources: needle.map(Source::Text).into_iter().collect(),
        };
        selection.find(on, &asked).await
    }
}
