//! The words in the address of the matrix.

use super::path;
use crate::address::Address;
use fluxward_domain::matrix::MatrixQuery;
use fluxward_domain::permissions::Permission;

/// How many people a page shows: a row has a cell for every permission there is.
const SHOWN: u32 = 25;

/// Reads the words of an address.
pub(super) fn read(word: impl Fn(&str) -> Option<String>) -> MatrixQuery {
    let given = |key| word(key).filter(|text: &String| !text.trim().is_empty());
    MatrixQuery {
        scope: given("scope"),
        permission: word("permission").and_then(|name| Permission::parse(&name)),
        search: given("search"),
        role: given("role"),
        show_all: given("show_all").map(|_| true),
        limit: Some(SHOWN),
        cursor: given("cursor"),
    }
}

/// The address of the matrix that is asked this.
pub(super) fn address(slug: &str, query: &MatrixQuery) -> String {
    of(&path(slug), query).with("cursor", query.cursor.as_deref()).into()
}

/// Where the same is exported.
pub(super) fn export(slug: &str, query: &MatrixQuery) -> String {
    of(&format!("/api/v1/organizations/{slug}/matrix/export"), query).into()
}

fn of(path: &str, query: &MatrixQuery) -> Address {
    Address::of(path)
        .with("scope", query.scope.as_deref())
        .with("permission", query.permission.map(Permission::as_str))
        .with("search", query.search.as_deref())
        .with("role", query.role.as_deref())
        .with("show_all", query.show_all.filter(|all| *all).map(|_| "true"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_reads_back_as_it_was_written() {
        let query = MatrixQuery {
            scope: Some("blue/design".into()),
            permission: Some(Permission::TagsManage),
            search: Some("mona".into()),
            role: Some("admin".into()),
            show_all: Some(true),
            limit: Some(SHOWN),
            cursor: None,
        };
        let text = address("blue", &query);
        assert_eq!(
            text,
            "/orgs/blue/access?scope=blue%2Fdesign&permission=tags.manage&search=mona&role=admin&show_all=true"
        );
        let read = read(|key| match key {
            "scope" => Some("blue/design".into()),
            "permission" => Some("tags.manage".into()),
            "search" => Some("mona".into()),
            "role" => Some("admin".into()),
            "show_all" => Some("true".into()),
            _ => Some(String::new()),
        });
        assert_eq!(read, query);
        assert!(export("blue", &query).starts_with("/api/v1/organizations/blue/matrix/export?"));
    }
}
