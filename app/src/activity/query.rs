//! The activity log as an address: who, what, and where to go on.

use crate::address::Address;
use fluxward_domain::activity::ActivityQuery;

/// The nouns that the log can be narrowed to, with the words that people see.
pub(super) const NOUNS: &[(&str, &str)] = &[
    ("user", "People"),
    ("member", "Memberships"),
    ("organization", "Organizations"),
    ("session", "Sign-ins"),
    ("settings", "Settings"),
];

/// Reads the query of an address; `word` answers the value of a word.
pub(super) fn read(
    organization: Option<String>,
    word: impl Fn(&str) -> Option<String>,
) -> ActivityQuery {
    let given = |key| word(key).filter(|value| !value.trim().is_empty());
    ActivityQuery {
        actor: given("actor").and_then(|id| id.parse().ok()),
        target: given("target").and_then(|id| id.parse().ok()),
        action: given("action"),
        organization,
        cursor: given("cursor"),
        ..ActivityQuery::default()
    }
}

/// The address of the log at `path` that `query` describes.
pub(super) fn address(path: &str, query: &ActivityQuery) -> String {
    Address::of(path)
        .with("actor", query.actor.map(|id| id.to_string()).as_deref())
        .with("target", query.target.map(|id| id.to_string()).as_deref())
        .with("action", query.action.as_deref())
        .with("cursor", query.cursor.as_deref())
        .into()
}

/// Whether anything is narrowed down.
pub(super) fn is_narrowed(query: &ActivityQuery) -> bool {
    query.actor.is_some() || query.target.is_some() || query.action.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_read_back_is_the_same_query() {
        let query = ActivityQuery {
            actor: "018f3f3e-0000-7000-8000-000000000001".parse().ok(),
            action: Some("user.deactivated".into()),
            ..ActivityQuery::default()
        };
        let address = address("/activity", &query);
        let words = address.trim_start_matches("/activity?").to_owned();
        let back = read(None, |key| {
            words
                .split('&')
                .find_map(|pair| pair.strip_prefix(key)?.strip_prefix('=').map(Into::into))
        });
        assert_eq!(back, query);
        assert!(query.actor.is_some() && is_narrowed(&query));
    }

    #[test]
    fn an_actor_that_is_no_id_is_left_out() {
        let query = read(None, |key| (key == "actor").then(|| "nobody".into()));
        assert_eq!(query, ActivityQuery::default());
    }
}
