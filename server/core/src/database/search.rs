//! Text search, the one place where the engines differ: FTS5 with trigrams on SQLite, `pg_trgm`
//! on PostgreSQL. Both search `accounts.search_text`, which the server has folded.
//!
//! Decision: a rare text is looked up in the index and sorted; a frequent one is found by walking
//! the list's own order and testing each row, because then the next page is never far. The index
//! says which it is by counting up to [`FEW`] hits.

use super::connection::{Connection, Engine};
use super::values::Value;

/// Up to so many hits are "few": they are looked up by the text index and sorted.
pub const FEW: i64 = 4000;

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

    /// The statement that finds the row numbers `n` of accounts through the text index, with
    /// placeholders from `$first` on, and their values.
    pub fn hits(&self, connection: &mut Connection, first: usize) -> (String, Vec<Value>) {
        match connection.engine() {
            Engine::Sqlite(_) if !self.is_short() => {
                let sql = format!(
                    "select rowid as n from account_search where account_search match ${first}"
                );
                let phrase = format!("\"{}\"", self.folded.replace('"', "\"\""));
                (sql, vec![Value::from(phrase)])
            }
            _ => {
                let sql = format!("select a.n from accounts a where {}", self.condition(first));
                (sql, self.values())
            }
        }
    }
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_")
}

impl Connection {
    /// Puts what an account is found by into the text index: `n` is its row number. `is_new` is
    /// whether the account was just inserted.
    pub(crate) async fn index_account(
        &mut self,
        n: i64,
        search_text: &str,
        is_new: bool,
    ) -> sqlx::Result<()> {
        let Engine::Sqlite(on) = self.engine() else {
            return Ok(());
        };
        if !is_new {
            sqlx::query("delete from account_search where rowid = $1")
                .bind(n)
                .execute(&mut *on)
                .await?;
        }
        sqlx::query("insert into account_search (rowid, search_text) values ($1, $2)")
            .bind(n)
            .bind(search_text)
            .execute(on)
            .await?;
        Ok(())
    }

    /// The same for every account with a row number above `n`, all of them new.
    pub(crate) async fn index_accounts_after(&mut self, n: i64) -> sqlx::Result<()> {
        let Engine::Sqlite(on) = self.engine() else {
            return Ok(());
        };
        let sql = "insert into account_search (rowid, search_text)
            select n, search_text from accounts where n > $1";
        sqlx::query(sql).bind(n).execute(on).await?;
        Ok(())
    }
}
