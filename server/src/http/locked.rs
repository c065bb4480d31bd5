//! What somebody sees in the browser who is kept out by the maintenance lock: a page of its own,
//! without the application, which would ask for what nobody may have now.
//!
//! It needs no script. Where one runs, it asks every few seconds whether the lock is lifted, and
//! then loads the very page that was asked for; the session is still the same.

use super::headers::page_policy;
use super::refusal::{Door, escaped};
use super::wiring::Wiring;
use axum::body::Body;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use fluxward_core::changes::hex;
use fluxward_domain::{AppError, Kind};

/// Asks who one is; nobody is behind it, so it keeps no session alive.
const ASK_AGAIN: &str = "setInterval(()=>fetch('/_fn/sessions/viewer',{method:'POST',\
headers:{'content-type':'application/json','x-fluxward-background':'1'},body:'{}'})\
.then(answer=>{if(answer.status!==503)location.reload()},()=>{}),3000)";

/// The answer to a request of a browser that was refused while it was found out who it is from.
pub(super) fn refuse(wiring: &Wiring, parts: &Parts, error: AppError) -> Response {
    let door = super::refusal::door(parts);
    if door != Door::Page || error.kind != Kind::Maintenance {
        return door.refuse(error);
    }
    let nonce = hex(&wiring.services.rng.bytes::<16>());
    let mut response = Response::new(Body::from(page(&wiring.site.files().css, &nonce, &error)));
    *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(header::RETRY_AFTER, HeaderValue::from_static("60"));
    if let Some(policy) = page_policy(&nonce) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

fn page(css: &str, nonce: &str, error: &AppError) -> String {
    let (title, message) = (error.kind.title(), escaped(&error.detail));
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1, viewport-fit=cover\">\
         <meta name=\"color-scheme\" content=\"light dark\"><title>{title} · Fluxward</title>\
         <link rel=\"stylesheet\" href=\"{css}\"><link rel=\"icon\" href=\"/favicon.svg\" type=\"image/svg+xml\">\
         </head><body><main id=\"main\"><div class=\"entrance\">\
         <span class=\"brand\"><i class=\"mark\" aria-hidden=\"true\"></i>Fluxward</span>\
         <section class=\"card\"><h1>{title}</h1><p class=\"lead\">{message}</p>\
         <p>Nothing about your access has changed. You are still signed in, and go on where you were \
         as soon as the lock is lifted.<span class=\"scripted\"> This page notices by itself.</span></p>\
         <a class=\"button primary\" href=\"\">Try again</a>\
         <p><small>Platform administrators are let in: <a href=\"/login?again=1\">sign in as one</a>.</small></p>\
         <form method=\"post\" action=\"/_fn/sessions/sign-out\">\
         <button class=\"button quiet\" type=\"submit\">Sign out</button></form>\
         </section></div></main><script nonce=\"{nonce}\">{ASK_AGAIN}</script></body></html>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_message_is_shown_unescaped_nowhere() {
        let error = AppError::new(Kind::Maintenance, "</script><script>alert(1)</script>");
        let page = page("/pkg/x.css", "n", &error);
        assert!(page.contains("<p class=\"lead\">&lt;/script>&lt;script>alert(1)"), "{page}");
        assert_eq!(page.matches("</script>").count(), 1);
    }
}
