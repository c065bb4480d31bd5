//! Many rows in few statements.

use super::connection::Connection;
use super::values::Value;
use sqlx::AssertSqlSafe;
use std::fmt::Write as _;

/// Values in one statement at most. SQLite finds each one's name by going through all of them, so
/// beyond some hundreds a statement costs more than it saves.
const VALUES_MAX: usize = 500;

impl Connection {
    /// Inserts all `rows` by `insert`, which ends before `values`: `insert into t (a, b)`. Every
    /// row has the same number of values.
    pub(crate) async fn insert_all(
        &mut self,
        insert: &str,
        rows: Vec<Vec<Value>>,
    ) -> sqlx::Result<()> {
        let Some(width) = rows.first().map(Vec::len) else {
            return Ok(());
        };
        let at_once = (VALUES_MAX / width.max(1)).max(1);
        let mut rows = rows.into_iter().peekable();
        while rows.peek().is_some() {
            let chunk: Vec<Value> = rows.by_ref().take(at_once).flatten().collect();
            let sql = format!("{insert} values {}", placeholders(chunk.len() / width, width));
            self.run(AssertSqlSafe(sql), chunk).await?;
        }
        Ok(())
    }
}

/// `($1, $2), ($3, $4)` for two rows of two.
fn placeholders(rows: usize, width: usize) -> String {
    let mut text = String::with_capacity(rows * width * 6);
    for row in 0..rows {
        text.push_str(if row == 0 { "(" } else { ", (" });
        for column in 0..width {
            let separator = if column == 0 { "$" } else { ", $" };
            let _ = write!(text, "{separator}{}", row * width + column + 1);
        }
        text.push(')');
    }
    text
}

#[cfg(test)]
mod tests {
    #[test]
    fn placeholders_count_on_from_row_to_row() {
        assert_eq!(super::placeholders(2, 2), "($1, $2), ($3, $4)");
    }
}
