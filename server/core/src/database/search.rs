//! Text search, the one place where the engines differ: FTS5 with trigrams on SQLite, `pg_trgm`
//! on PostgreSQL. Both search `accounts.search_text`, which the server has folded.
//!
//! Hits are the accounts' `rank`: numbers that sort like the beginnings of names. SQLite's index
//! answers in their order and can begin anywhere, so that a list by name reads no more hits than a
//! page needs, however many there are. `lists::selection` says what is done where that is not so.

use super::connection::{Connection, Engine};
use super::values::Value;

/// Up to so many hits are "few": they are looked up by the text index and sorted at once. Tests
/// have so few people that every way is gone with a dozen.
pub const FEW: i64 = if cfg!(test) { 12 } else { 2000 };

/// A text to be found, folded.
#[derive(Clone, Debug)]
pub struct Needle(String);

/// Where the hits of a needle come from, as parts of a statement. Accounts are `a`.
#[derive(Clone, Debug)]
pub struct Hits {
    /// The tables.
    pub from: &'static str,
    /// The condition.
    pub condition: String,
    /// The values of its placeholders.
    pub values: Vec<Value>,
    /// The rank of a hit, where the index knows it.
    pub rank: &'static str,
}

impl Needle {
    /// The needle for what was typed; `None` when nothing was. The trigram index knows nothing of
    /// less than three characters: such a text is found where name, e-mail address or username
    /// begin with it.
    pub fn new(typed: &str) -> Option<Self> {
        let folded = crate::text::folded(typed);
        match folded.chars().count() {
            0 => None,
            1 | 2 => Some(Self(format!("{}{folded}", crate::text::BEGINNING))),
            _ => Some(Self(folded)),
        }
    }

    /// The condition that tests one row of `accounts` (as `a`), with the placeholder `$at`: the
    /// same text for both engines.
    pub fn condition(at: usize) -> String {
        format!("a.search_text like ${at} escape '\\'")
    }

    /// The value of [`Self::condition`].
    pub fn pattern(&self) -> Value {
        let plain = self.0.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        Value::from(format!("%{plain}%"))
    }

    /// The hits by the text index, with the placeholder `$at`.
    pub fn hits(&self, connection: &mut Connection, at: usize) -> Hits {
        match connection.engine() {
            Engine::Sqlite(_) => Hits {
                from: "account_search cross join accounts a",
                condition: format!("account_search match ${at} and a.rank = account_search.rowid"),
                values: vec![Value::from(self.phrase())],
                rank: "account_search.rowid",
            },
            Engine::Postgres(_) => Hits {
                from: "accounts a",
                condition: Self::condition(at),
                values: vec![self.pattern()],
                rank: "a.rank",
            },
        }
    }

    /// How many hits there are, as far as `most`.
    pub(crate) async fn count(&self, connection: &mut Connection, most: i64) -> sqlx::Result<i64> {
        let phrase = self.phrase();
        match connection.engine() {
            Engine::Sqlite(on) => {
                let sql = "select count(*) from (select rowid from account_search
                    where account_search match $1 limit $2)";
                sqlx::query_scalar(sql).bind(phrase).bind(most).fetch_one(on).await
            }
            Engine::Postgres(_) => {
                let sql = "select count(*) from (select a.rank from accounts a
                    where a.search_text like $1 escape '\\' limit $2) w";
                let n = connection.number(sql, vec![self.pattern(), Value::from(most)]).await?;
                Ok(n.unwrap_or_default())
            }
        }
    }

    /// The first `limit` hits with a rank from `from` to before `to`, in the order of ranks.
    /// `None` when the index cannot answer in that order.
    pub(crate) async fn stream(
        &self,
        connection: &mut Connection,
        (from, to): (i64, i64),
        descending: bool,
        limit: i64,
    ) -> sqlx::Result<Option<Vec<i64>>> {
        let Engine::Sqlite(on) = connection.engine() else { return Ok(None) };
        let sql = if descending {
            "select rowid from account_search where account_search match $1
            and rowid >= $2 and rowid < $3 order by rowid desc limit $4"
        } else {
            "select rowid from account_search where account_search match $1
            and rowid >= $2 and rowid < $3 order by rowid limit $4"
        };
        let query = sqlx::query_scalar(sql).bind(self.phrase()).bind(from).bind(to).bind(limit);
        Ok(Some(query.fetch_all(on).await?))
    }

    /// The needle in FTS5's words.
    fn phrase(&self) -> String {
        format!("\"{}\"", self.0.replace('"', "\"\""))
    }
}

impl Connection {
    /// Puts what an account is found by into the text index.
    pub(crate) async fn index_account(&mut self, rank: i64, search_text: &str) -> sqlx::Result<()> {
        let Engine::Sqlite(on) = self.engine() else {
            return Ok(());
        };
        sqlx::query("insert into account_search (rowid, search_text) values ($1, $2)")
            .bind(rank)
            .bind(search_text)
            .execute(on)
            .await?;
        Ok(())
    }

    /// Takes an account out of the text index.
    pub(crate) async fn unindex_account(&mut self, rank: i64) -> sqlx::Result<()> {
        let Engine::Sqlite(on) = self.engine() else {
            return Ok(());
        };
        sqlx::query("delete from account_search where rowid = $1").bind(rank).execute(on).await?;
        Ok(())
    }

    /// Puts every account with a row number above `n` into the text index, all of them new.
    pub(crate) async fn index_accounts_after(&mut self, n: i64) -> sqlx::Result<()> {
        let Engine::Sqlite(on) = self.engine() else {
            return Ok(());
        };
        let sql = "insert into account_search (rowid, search_text)
            select rank, search_text from accounts where n > $1 order by rank";
        sqlx::query(sql).bind(n).execute(on).await?;
        Ok(())
    }
}
