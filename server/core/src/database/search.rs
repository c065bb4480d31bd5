//! Text search, the one place where the engines differ: FTS5 with trigrams on SQLite, `pg_trgm`
//! on PostgreSQL. Both search `accounts.search_text`, which the server has folded.
//!
//! Hits are the accounts' `rank`: numbers that sort like the beginnings of names. SQLite's index
//! answers in their order and can begin anywhere, so that a list by name reads no more hits than a
//! page needs, however many there are. `lists::selection` says what is done where that is not so.

use super::connection::{Connection, Engine};
use super::values::Value;

/// Up to so many hits are "few": they are looked up by the text index and sorted at once.
pub const FEW: i64 = 2000;

/// A text to be found, folded, with its pattern.
#[derive(Clone, Debug)]
pub struct Needle {
    folded: String,
}

impl Needle {
    /// The needle for what was typed; `None` when nothing was.
    pub fn new(typed: &str) -> Option<Self> {
        let folded = crate::text::folded(typed);
        (!folded.is_empty()).then_some(Self { folded })
    }

    /// Below three characters the trigram index knows nothing: such a text is found at the
    /// beginning of name, e-mail address or username.
    pub fn is_short(&self) -> bool {
        self.folded.chars().count() < 3
    }

    /// The texts that begin with it: from the first, to before the second.
    pub fn range(&self) -> (String, String) {
        (self.folded.clone(), format!("{}\u{10FFFF}", self.folded))
    }

    /// The `like` pattern over one line of `search_text`.
    fn pattern(&self) -> String {
        format!("%{}%", escaped(&self.folded))
    }

    /// The values of [`Self::condition`], for the placeholders from `$first` on.
    pub fn values(&self) -> Vec<Value> {
        if self.is_short() {
            let (from, to) = self.range();
            return vec![Value::from(from), Value::from(to)];
        }
        vec![Value::from(self.pattern())]
    }

    /// The condition that tests one row of `accounts` (as `a`), with placeholders from `$first`
    /// on: the same text for both engines.
    pub fn condition(&self, first: usize) -> String {
        if self.is_short() {
            let (from, to) = (first, first + 1);
            return format!(
                "((a.name_key >= ${from} and a.name_key < ${to}) or (a.email_key >= ${from} and a.email_key < ${to}) or (a.username_key >= ${from} and a.username_key < ${to}))"
            );
        }
        format!("a.search_text like ${first} escape '\\'")
    }

    /// The statement that finds the `rank` of accounts through the text index, with placeholders
    /// from `$first` on, and their values.
    pub fn hits(&self, connection: &mut Connection, first: usize) -> (String, Vec<Value>) {
        match connection.engine() {
            Engine::Sqlite(_) if !self.is_short() => {
                let sql = format!(
                    "select rowid as rank from account_search where account_search match ${first}"
                );
                (sql, vec![Value::from(self.phrase())])
            }
            _ => {
                let sql = format!("select a.rank from accounts a where {}", self.condition(first));
                (sql, self.values())
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
        if self.is_short() {
            return Ok(None);
        }
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
        format!("\"{}\"", self.folded.replace('"', "\"\""))
    }
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
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
