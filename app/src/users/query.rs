//! The list of people as an address: what is searched, filtered and sorted survives Back, a
//! bookmark, and a browser without scripts.
//!
//! What cannot be understood is left out rather than refused: an old bookmark still opens.

use crate::address::Address;
use fluxward_domain::users::{Status, UserQuery, UserSort};

/// Reads the query of an address; `word` answers the value of a word.
pub(super) fn read(word: impl Fn(&str) -> Option<String>) -> UserQuery {
    let given = |key| word(key).filter(|value| !value.trim().is_empty());
    UserQuery {
        search: given("search"),
        status: given("status").and_then(|key| Status::parse(&key)),
        show_all: (given("show_all").as_deref() == Some("true")).then_some(true),
        organization: given("organization"),
        sort: given("sort").and_then(|key| UserSort::parse(&key)),
        limit: None,
        cursor: given("cursor"),
    }
}

/// The address of the list that `query` describes.
pub(super) fn address(query: &UserQuery) -> String {
    at("/users", query)
}

/// The address at which the whole of that list is a file.
pub(super) fn export(query: &UserQuery) -> String {
    at("/api/v1/users/export", &UserQuery { cursor: None, ..query.clone() })
}

fn at(path: &str, query: &UserQuery) -> String {
    Address::of(path)
        .with("search", query.search.as_deref())
        .with("status", query.status.map(Status::key))
        .with("show_all", query.show_all.filter(|all| *all).map(|_| "true"))
        .with("organization", query.organization.as_deref())
        .with("sort", query.sort.filter(|sort| *sort != UserSort::Name).map(UserSort::key))
        .with("cursor", query.cursor.as_deref())
        .into()
}

/// Whether anything is narrowed down: an empty list then says how to widen it.
pub(super) fn is_narrowed(query: &UserQuery) -> bool {
    query.search.is_some() || query.status.is_some() || query.organization.is_some()
}

/// A column that the list can be sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Name,
    Email,
    LastSignIn,
}

impl Column {
    /// Both directions, the one of the first click first.
    const fn sorts(self) -> (UserSort, UserSort) {
        match self {
            Self::Name => (UserSort::Name, UserSort::NameDescending),
            Self::Email => (UserSort::Email, UserSort::EmailDescending),
            Self::LastSignIn => (UserSort::LastSignInDescending, UserSort::LastSignIn),
        }
    }

    /// The order after one more click on the heading.
    pub(super) fn next(self, present: Option<UserSort>) -> UserSort {
        let (first, second) = self.sorts();
        if present.unwrap_or_default() == first { second } else { first }
    }

    /// Whether the list is sorted by this column, and if so, whether backwards.
    pub(super) fn direction(self, present: Option<UserSort>) -> Option<bool> {
        let (first, second) = self.sorts();
        let present = present.unwrap_or_default();
        (present == first || present == second).then(|| present.is_descending())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reads(query: &str) -> UserQuery {
        read(|key| {
            query
                .split('&')
                .find_map(|pair| pair.strip_prefix(key)?.strip_prefix('=').map(Into::into))
        })
    }

    #[test]
    fn an_address_read_back_is_the_same_query() {
        let query = UserQuery {
            search: Some("ada".into()),
            status: Some(Status::Inactive),
            show_all: Some(true),
            organization: Some("north".into()),
            sort: Some(UserSort::LastSignInDescending),
            limit: None,
            cursor: Some("abc".into()),
        };
        assert_eq!(reads(address(&query).trim_start_matches("/users?")), query);
    }

    #[test]
    fn the_plain_list_has_the_plain_address() {
        let query =
            UserQuery { sort: Some(UserSort::Name), show_all: Some(false), ..UserQuery::default() };
        assert_eq!(address(&query), "/users");
    }

    #[test]
    fn what_is_not_understood_is_left_out() {
        assert_eq!(reads("status=asleep&sort=shoe&show_all=1&search="), UserQuery::default());
    }

    #[test]
    fn a_second_click_turns_the_order_around() {
        let first = Column::LastSignIn.next(None);
        assert_eq!(first, UserSort::LastSignInDescending);
        assert_eq!(Column::LastSignIn.next(Some(first)), UserSort::LastSignIn);
        assert_eq!(Column::Name.next(None), UserSort::NameDescending);
        assert_eq!(Column::Email.direction(None), None);
        assert_eq!(Column::Name.direction(None), Some(false));
    }
}
