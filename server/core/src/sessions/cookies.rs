//! The cookie of a browser session.

use crate::services::{Services, Surroundings};
use axum::http::HeaderMap;
use axum::http::header::COOKIE;

/// The cookie's name: with the prefix that makes browsers insist on its attributes (RFC 6265bis
/// §4.1.3), except where people come by http to this very machine.
fn name(surroundings: &Surroundings) -> &'static str {
    if is_loopback_http(&surroundings.public_url) { "sid" } else { "__Host-sid" }
}

fn is_loopback_http(public_url: &str) -> bool {
    let Some(authority) = public_url.strip_prefix("http://") else {
        return false;
    };
    let authority = authority.split('/').next().unwrap_or_default();
    let host = match authority.strip_prefix('[') {
        Some(v6) => v6.split(']').next().unwrap_or_default(),
        None => authority.split(':').next().unwrap_or_default(),
    };
    let is_loopback = |address: std::net::IpAddr| address.is_loopback();
    host == "localhost" || host.ends_with(".localhost") || host.parse().is_ok_and(is_loopback)
}

/// The `Set-Cookie` value that carries `secret`.
pub fn set_cookie(s: &Services, secret: &str) -> String {
    let name = name(&s.surroundings);
    let secure = if name.starts_with("__Host-") { " Secure;" } else { "" };
    format!("{name}={secret}; Path=/;{secure} HttpOnly; SameSite=Lax")
}

/// The `Set-Cookie` value that takes the cookie away.
pub fn clear_cookie(s: &Services) -> String {
    format!("{}; Max-Age=0", set_cookie(s, ""))
}

/// The secret of the session cookie, if `headers` carry one.
pub(super) fn presented<'a>(s: &Services, headers: &'a HeaderMap) -> Option<&'a str> {
    let name = name(&s.surroundings);
    let values = headers.get_all(COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    let mut pairs =
        values.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(known, value)| *known == name && !value.is_empty()).map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use fluxward_domain::mail::MailSettings;

    #[test]
    fn only_http_to_this_very_machine_goes_without_the_prefix() {
        let name = |url: &str| {
            name(&Surroundings { public_url: url.into(), mail: MailSettings::default() })
        };
        for url in [
            "http://127.0.0.1:3000",
            "http://localhost:3000",
            "http://[::1]:80",
            "http://a.localhost",
        ] {
            assert_eq!(name(url), "sid", "{url}");
        }
        for url in [
            "https://localhost",
            "http://10.0.0.1:3000",
            "http://localhost.example",
            "http://127.0.0.1.example",
            "https://flux.example",
        ] {
            assert_eq!(name(url), "__Host-sid", "{url}");
        }
    }
}
