//! Refuses what another site makes a browser send (cross-site request forgery).
//!
//! Checked are unsafe requests that carry a session cookie, every call of a server function, and
//! every opened stream. A browser says `Sec-Fetch-Site: same-origin` by itself and no script can
//! change that; an old browser sends `Origin`, which must be the configured one exactly. A client
//! without a cookie has nothing that another site could use, and is exempt under `/api`.

use super::refusal::door;
use super::wiring::Wiring;
use axum::extract::{Request, State};
use axum::http::header::{COOKIE, ORIGIN};
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::Response;
use fluxward_domain::{AppError, Kind};

/// The names that a session cookie may have.
const SESSION_COOKIES: [&str; 2] = ["__Host-sid", "sid"];

/// Refuses with 403 what did not come from our own pages.
pub(super) async fn check(State(wiring): State<Wiring>, request: Request, next: Next) -> Response {
    let origin = &wiring.services.surroundings.public_url;
    let is_checked = is_checked(request.method(), request.uri().path(), request.headers());
    if is_checked && !is_ours(request.headers(), origin) {
        let (parts, _) = request.into_parts();
        let detail = "This request did not come from a page of this server. Open the page again and repeat it there.";
        return door(&parts).refuse(AppError::new(Kind::CrossOrigin, detail));
    }
    next.run(request).await
}

fn is_checked(method: &Method, path: &str, headers: &HeaderMap) -> bool {
    let is_stream = path == "/_live";
    let is_function = path.starts_with("/_fn/");
    is_stream || !method.is_safe() && (is_function || carries_session(headers))
}

fn carries_session(headers: &HeaderMap) -> bool {
    let cookies = headers.get_all(COOKIE).into_iter();
    cookies
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .any(|(name, _)| SESSION_COOKIES.contains(&name))
}

fn is_ours(headers: &HeaderMap, origin: &str) -> bool {
    match headers.get("sec-fetch-site") {
        Some(site) => site == "same-origin",
        None => headers.get(ORIGIN).is_some_and(|said| said == origin),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderName, HeaderValue};

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
            .collect()
    }

    #[test]
    fn what_a_browser_could_be_made_to_send_is_checked() {
        let cookie = headers(&[("cookie", "theme=dark; sid=abc")]);
        let none = HeaderMap::new();
        assert!(is_checked(&Method::POST, "/api/v1/users", &cookie));
        assert!(is_checked(&Method::POST, "/_fn/users/list", &none));
        assert!(is_checked(&Method::GET, "/_live", &none));
        assert!(!is_checked(&Method::GET, "/users", &cookie));
        assert!(!is_checked(&Method::POST, "/api/v1/auth/login", &none));
        assert!(!is_checked(&Method::POST, "/api/v1/users", &headers(&[("cookie", "theme=sid")])));
    }

    #[test]
    fn ours_is_what_the_browser_says_or_else_the_exact_origin() {
        let origin = "https://console.example";
        for (pairs, ours) in [
            (vec![("sec-fetch-site", "same-origin")], true),
            (vec![("sec-fetch-site", "same-site"), ("origin", "https://console.example")], false),
            (vec![("sec-fetch-site", "none")], false),
            (vec![("origin", "https://console.example")], true),
            (vec![("origin", "http://console.example")], false),
            (vec![("origin", "https://console.example.evil.example")], false),
            (vec![("origin", "null")], false),
            (vec![], false),
        ] {
            assert_eq!(is_ours(&headers(&pairs), origin), ours, "{pairs:?}");
        }
    }
}
