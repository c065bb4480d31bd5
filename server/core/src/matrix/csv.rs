//! The matrix as CSV (RFC 4180): a row a person, a column a permission.
//!
//! Page follows page, each read for itself, so the export of a large organization needs no more
//! memory than a page; and each page is authorized anew, so it ends when the right to it does.

use super::list;
use crate::error::{Error, Result};
use crate::services::{Caller, Services};
use crate::sessions;
use axum::body::{Body, Bytes};
use fluxward_domain::Kind;
use fluxward_domain::matrix::{MatrixQuery, MatrixRow};
use fluxward_domain::pages::{MAX_LIMIT, Page};
use fluxward_domain::permissions::Permission;
use futures::stream;

/// What is still to be written.
struct Rest {
    s: Services,
    c: Caller,
    slug: String,
    query: MatrixQuery,
}

/// The whole matrix; an error before the first byte when the caller may not see it.
pub(super) async fn body(s: Services, c: Caller, slug: String, query: MatrixQuery) -> Result<Body> {
    let query = MatrixQuery { limit: Some(MAX_LIMIT), cursor: None, ..query };
    let first = list(&s, &c, &slug, &query).await?;
    let text = format!("{}{}", heading(), lines(&first.items));
    let rest = follow(Rest { s, c, slug, query }, first);
    let begun = stream::once(async move { Ok::<_, Error>(Bytes::from(text)) });
    let more = stream::try_unfold(rest, |rest| async move {
        let Some(mut rest) = rest else { return Ok(None) };
        let c = sessions::still(&rest.s, &rest.c).await?.ok_or(Kind::Unauthenticated)?;
        rest.c = c;
        let page = list(&rest.s, &rest.c, &rest.slug, &rest.query).await?;
        let text = Bytes::from(lines(&page.items));
        Ok::<_, Error>(Some((text, follow(rest, page))))
    });
    Ok(Body::from_stream(stream::StreamExt::chain(begun, more)))
}

/// What follows after `page`.
fn follow(mut rest: Rest, page: Page<MatrixRow>) -> Option<Rest> {
    rest.query.cursor = Some(page.next_cursor?);
    Some(rest)
}

fn heading() -> String {
    let own = ["name", "email", "username", "role", "status"];
    line(own.into_iter().chain(Permission::ALL.iter().map(|it| it.as_str())))
}

fn lines(rows: &[MatrixRow]) -> String {
    rows.iter().map(person).collect()
}

fn person(row: &MatrixRow) -> String {
    let user = &row.user;
    let own = [&user.full_name, &user.email, &user.username].map(String::as_str);
    let set = row.set();
    let cell = |permission: &Permission| if set.contains(*permission) { "yes" } else { "" };
    let cells = Permission::ALL.iter().map(cell);
    line(own.into_iter().chain([row.role.key(), row.status.key()]).chain(cells))
}

fn line<'a>(cells: impl Iterator<Item = &'a str>) -> String {
    let mut line = cells.map(escaped).collect::<Vec<_>>().join(",");
    line.push_str("\r\n");
    line
}

/// A cell that no spreadsheet takes for a formula.
fn escaped(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let cell = if formula { format!("'{cell}") } else { cell.to_owned() };
    if cell.contains([',', '"', '\n', '\r']) {
        return format!("\"{}\"", cell.replace('"', "\"\""));
    }
    cell
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_and_quotes_are_doubled() {
        for formula in ["=1+1", "+1", "-1", "@home", "\tx"] {
            assert_eq!(escaped(formula), format!("'{formula}"));
        }
        assert_eq!(escaped("Ada \"the\" King, Countess"), "\"Ada \"\"the\"\" King, Countess\"");
        assert_eq!(escaped("Ada King"), "Ada King");
        assert_eq!(line(["a", "", "b"].into_iter()), "a,,b\r\n");
    }

    #[test]
    fn the_heading_names_every_permission() {
        let cells = heading().trim_end().split(',').count();
        assert_eq!(cells, 5 + Permission::ALL.len());
    }
}
