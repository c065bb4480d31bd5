//! The words in the address of an access page: where, why what, and by which change.

use crate::address::Address;
use fluxward_domain::permissions::Permission;

/// What the page is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct AccessQuery {
    /// The place; the first one when empty.
    pub(super) scope: String,
    /// What is explained.
    pub(super) why: Option<Permission>,
    /// Which of the changes that would allow it is looked at, from 0 on.
    pub(super) change: Option<usize>,
}

/// Reads the words of an address.
pub(super) fn read(word: impl Fn(&str) -> Option<String>) -> AccessQuery {
    AccessQuery {
        scope: word("scope").unwrap_or_default(),
        why: word("why").and_then(|name| Permission::parse(&name)),
        change: word("change").and_then(|n| n.parse().ok()),
    }
}

/// The address of the page at `path` that is asked this.
pub(super) fn address(path: &str, query: &AccessQuery) -> String {
    let change = query.change.map(|n| n.to_string());
    Address::of(path)
        .with("scope", Some(&query.scope))
        .with("why", query.why.map(Permission::as_str))
        .with("change", change.as_deref())
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_reads_back_as_it_was_written() {
        let query = AccessQuery {
            scope: "blue/design".into(),
            why: Some(Permission::TagsManage),
            change: Some(1),
        };
        let text = address("/account/access", &query);
        assert_eq!(text, "/account/access?scope=blue%2Fdesign&why=tags.manage&change=1");
        let read = read(|key| match key {
            "scope" => Some("blue/design".into()),
            "why" => Some("tags.manage".into()),
            _ => Some("1".into()),
        });
        assert_eq!(read, query);
    }
}
