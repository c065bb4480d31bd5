//! The words of an address: those of its query, and those that stand in its path. Read the same
//! way on both sides, because the first render must be the same.

/// Words by their names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words(Vec<(String, String)>);

impl Words {
    /// Of a query, without its question mark, as forms write it.
    pub fn of_query(query: &str) -> Self {
        let pairs = query.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (plain(&name.replace('+', " ")), plain(&value.replace('+', " ")))
        });
        Self(pairs.collect())
    }

    /// The word of that name; the last one, when there are several.
    pub fn get_str(&self, name: &str) -> Option<&str> {
        self.0.iter().rev().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }

    /// Every word of that name.
    pub fn all<'w>(&'w self, name: &'w str) -> impl Iterator<Item = &'w str> {
        self.0.iter().filter(move |(other, _)| other == name).map(|(_, value)| value.as_str())
    }

    /// A copy of the word of that name.
    pub fn get(&self, name: &str) -> Option<String> {
        self.get_str(name).map(str::to_owned)
    }
}

/// The words of `path`, if it fits `pattern`: `/orgs/:slug` names what stands there `slug`.
pub(super) fn fit(pattern: &str, path: &str) -> Option<Words> {
    let mut words = Words::default();
    let mut expected = pattern.trim_end_matches('/').split('/');
    let mut given = path.trim_end_matches('/').split('/');
    loop {
        match (expected.next(), given.next()) {
            (None, None) => return Some(words),
            (Some(expected), Some(given)) => match expected.strip_prefix(':') {
                Some(name) if !given.is_empty() => {
                    words.0.push((name.to_owned(), plain(given)));
                }
                None if expected == given => {}
                _ => return None,
            },
            _ => return None,
        }
    }
}

/// Without percent-encoding; as it is, where that is not text.
fn plain(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let (mut bytes, mut rest) = (Vec::with_capacity(text.len()), text.as_bytes());
    while let [first, others @ ..] = rest {
        let pair = others.split_first_chunk::<2>();
        let byte = pair.filter(|_| *first == b'%').and_then(|(digits, _)| hexadecimal(*digits));
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &others[2..] } else { others };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

fn hexadecimal(digits: [u8; 2]) -> Option<u8> {
    let [high, low] = digits.map(|digit| char::from(digit).to_digit(16));
    u8::try_from(high? * 16 + low?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_read_as_forms_write_it() {
        let words = Words::of_query("search=a+b%C3%A9%26&again&sort=-name&sort=email&=x");
        assert_eq!(words.get_str("search"), Some("a bé&"));
        assert_eq!(words.get_str("again"), Some(""));
        assert_eq!(words.get_str("sort"), Some("email"));
        assert_eq!(words.get("nothing"), None);
    }

    #[test]
    fn what_is_no_encoding_stays_as_it_is() {
        assert_eq!(plain("100%"), "100%");
        assert_eq!(plain("%zz%4"), "%zz%4");
        assert_eq!(plain("%ff"), "%ff");
        assert_eq!(plain("%2F%2f"), "//");
    }

    #[test]
    fn a_path_fits_as_a_whole() {
        assert_eq!(fit("/", "/"), Some(Words::default()));
        assert_eq!(fit("/orgs/:slug", "/orgs/"), None);
        assert_eq!(fit("/orgs/:slug", "/orgs/north/members"), None);
        assert_eq!(fit("/orgs/:slug", "/orgs/north").unwrap().get_str("slug"), Some("north"));
    }
}
