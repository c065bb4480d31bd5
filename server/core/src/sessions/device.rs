//! A client in words people know: "Firefox on Linux". Only the families that matter to somebody
//! who looks for a session that is not theirs; a `User-Agent` proves nothing anyway.

/// Longest name of a client that is none of the known ones, in characters.
const NAME_MAX: usize = 24;

/// By what a `User-Agent` tells a family; the first that fits counts, because most name others.
const BROWSERS: [(&str, &str); 12] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Vivaldi/", "Vivaldi"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("HeadlessChrome/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Chromium/", "Chromium"),
    ("Safari/", "Safari"),
    ("Mozilla/", "A browser"),
];
const SYSTEMS: [(&str, &str); 8] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("Darwin", "macOS"),
    ("Linux", "Linux"),
];

/// The words for a client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Device(String);

impl Device {
    /// The words for what calls itself `user_agent`.
    pub(super) fn new(user_agent: &str) -> Self {
        let family = |families: &[(&str, &'static str)]| {
            let mut fitting = families.iter().filter(|(part, _)| user_agent.contains(part));
            fitting.next().map(|(_, name)| *name)
        };
        let browser = family(&BROWSERS).map(str::to_owned);
        let client = browser.unwrap_or_else(|| product(user_agent));
        Self(match family(&SYSTEMS) {
            Some(system) => format!("{client} on {system}"),
            None => client,
        })
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

/// The first product's name (RFC 9110 §10.1.5), as far as it is harmless.
fn product(user_agent: &str) -> String {
    let name: String = user_agent
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
        .take(NAME_MAX)
        .collect();
    if name.is_empty() { "An unknown client".into() } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clients_are_told_in_words_people_know() {
        let seen = [
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0",
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15",
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/140.0 Mobile/15E148 Safari/604.1",
            "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36",
            "curl/8.14.1",
            "python-requests/2.32",
            "<script>alert(1)</script>",
            "",
        ]
        .map(|agent| Device::new(agent).0);
        insta::assert_snapshot!(seen.join("\n"), @r"
        Firefox on Linux
        Edge on Windows
        Safari on macOS
        Chrome on iPhone
        Chrome on Android
        curl
        python-requests
        An unknown client
        An unknown client
        ");
    }
}
