//! The list of members as an address, like the list of people.
//!
//! The same list lies at `/orgs/{slug}/members` and at `/orgs/{slug}/settings/members`; the path
//! is therefore given, not known here.

use crate::address::Address;
use fluxward_domain::members::MemberQuery;
use fluxward_domain::roles::BaseRole;
use fluxward_domain::users::Status;

/// Reads the query of an address; `word` answers the value of a word.
pub(crate) fn read(word: impl Fn(&str) -> Option<String>) -> MemberQuery {
    let given = |key| word(key).filter(|value| !value.trim().is_empty());
    MemberQuery {
        search: given("search"),
        status: given("status").and_then(|key| Status::parse(&key)),
        show_all: (given("show_all").as_deref() == Some("true")).then_some(true),
        role: given("role").and_then(|key| BaseRole::parse(&key)),
        limit: None,
        cursor: given("cursor"),
    }
}

/// The address of the list at `path` that `query` describes.
pub(crate) fn address(path: &str, query: &MemberQuery) -> String {
    Address::of(path)
        .with("search", query.search.as_deref())
        .with("status", query.status.map(Status::key))
        .with("show_all", query.show_all.filter(|all| *all).map(|_| "true"))
        .with("role", query.role.map(BaseRole::key))
        .with("cursor", query.cursor.as_deref())
        .into()
}

/// Whether anything is narrowed down: an empty list then says how to widen it.
pub(crate) fn is_narrowed(query: &MemberQuery) -> bool {
    query.search.is_some() || query.status.is_some() || query.role.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_read_back_is_the_same_query() {
        let query = MemberQuery {
            search: Some("ada".into()),
            status: Some(Status::Active),
            show_all: Some(true),
            role: Some(BaseRole::Admin),
            limit: None,
            cursor: Some("abc".into()),
        };
        let address = address("/orgs/north/members", &query);
        let words = address.trim_start_matches("/orgs/north/members?").to_owned();
        let back = read(|key| {
            words
                .split('&')
                .find_map(|pair| pair.strip_prefix(key)?.strip_prefix('=').map(Into::into))
        });
        assert_eq!(back, query);
    }

    #[test]
    fn the_plain_list_has_the_plain_address() {
        assert_eq!(address("/orgs/north/members", &MemberQuery::default()), "/orgs/north/members");
    }
}
