//! Addresses of pages with a query, written the same way on both sides.
//!
//! The browser's and the server's own encoders differ in what they escape, and the first render
//! must be the same on both; so the few lines are here. It refuses to know what the words mean:
//! every list says that itself, in its `query` module.

use crate::prelude::*;
use crate::router::{self, Words};

/// The query of the page at `path`. It stays as it was while another page is already on its way,
/// so that leaving a list does not ask for the list once more.
pub(crate) fn query_at(path: Signal<String>) -> Memo<Words> {
    let (here, query) = (router::path(), router::use_query_map());
    Memo::new(move |before: Option<&Words>| match before {
        Some(before) if path.with(|path| here.with(|here| here != path)) => before.clone(),
        _ => query.get(),
    })
}

/// An address that grows word by word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    text: String,
    asks: bool,
}

impl Address {
    /// The address of a page, without a query.
    pub fn of(path: &str) -> Self {
        Self { text: path.to_owned(), asks: false }
    }

    /// With a word of the query; without it, when there is no value or an empty one.
    #[must_use]
    pub fn with(mut self, key: &str, value: Option<&str>) -> Self {
        let Some(value) = value.filter(|value| !value.is_empty()) else { return self };
        self.text.push(if self.asks { '&' } else { '?' });
        self.text.push_str(key);
        self.text.push('=');
        escape_into(&mut self.text, value);
        self.asks = true;
        self
    }
}

impl From<Address> for String {
    fn from(address: Address) -> Self {
        address.text
    }
}

/// Percent-encodes all but the unreserved characters (RFC 3986 §2.3).
fn escape_into(text: &mut String, value: &str) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            text.push(char::from(byte));
        } else {
            text.push('%');
            text.push(char::from(DIGITS[usize::from(byte >> 4)]));
            text.push(char::from(DIGITS[usize::from(byte & 15)]));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_without_a_value_are_left_out() {
        let address = Address::of("/users").with("search", Some("")).with("status", None);
        assert_eq!(String::from(address), "/users");
    }

    #[test]
    fn whatever_people_type_is_escaped() {
        let address =
            Address::of("/users").with("search", Some("é&=% x")).with("sort", Some("-name"));
        assert_eq!(String::from(address), "/users?search=%C3%A9%26%3D%25%20x&sort=-name");
    }
}
