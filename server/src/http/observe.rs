//! The outermost layer: who asks (as far as the network tells), under which id, and how it ended.
//!
//! The log and the metrics know the matched route, never the path or the query: those may hold
//! tokens. What is refused is given the request's id on its way out.

use super::refusal::{Door, explained};
use super::wiring::Wiring;
use axum::body::HttpBody;
use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use fluxward_core::RequestInfo;
use fluxward_domain::AppError;
use ipnet::IpNet;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;
use tracing::Instrument;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
/// The longest User-Agent that is kept.
const USER_AGENT_MAX: usize = 300;

/// Gives the request its id and its span, and says how it ended.
pub(super) async fn observe(
    State(wiring): State<Wiring>,
    mut request: Request,
    next: Next,
) -> Response {
    let began = wiring.services.clock.now();
    let info = request_info(&wiring, &request);
    let method = known_method(request.method().as_str());
    let route = route(&request);
    let door = Door::of(request.uri().path(), request.headers());
    let span = tracing::info_span!("request", id = %info.id, method, route = %route);
    let id = info.id.clone();
    request.extensions_mut().insert(info);
    let response = next.run(request).instrument(span.clone()).await;
    let response = with_id(door, response, &id);
    let micros = wiring.services.clock.now().0.saturating_sub(began.0);
    let took = Duration::from_micros(u64::try_from(micros).unwrap_or_default());
    let status = response.status().as_u16();
    span.in_scope(|| tracing::info!(status, micros, "answered"));
    let labels = [("method", method.to_owned()), ("route", route), ("status", status.to_string())];
    metrics::histogram!("fluxward_http_request_seconds", &labels).record(took.as_secs_f64());
    response
}

/// The request's id on the answer, and inside it when it is a refusal.
fn with_id(door: Door, mut response: Response, id: &str) -> Response {
    let refused = response.extensions_mut().remove::<AppError>();
    // The router's own 404 and 405 say nothing.
    let is_mute = response.status().is_client_error() && response.body().is_end_stream();
    let refused = refused.or_else(|| is_mute.then(|| explained(response.status())));
    if let Some(mut error) = refused {
        error.request_id = Some(id.to_owned());
        let (parts, body) = door.render(&error).into_parts();
        response.headers_mut().remove(header::CONTENT_LENGTH);
        response.headers_mut().extend(parts.headers);
        *response.body_mut() = body;
    }
    if let Ok(value) = HeaderValue::from_str(id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response
}

fn request_info(wiring: &Wiring, request: &Request) -> RequestInfo {
    let headers = request.headers();
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let given = text(REQUEST_ID).filter(|id| is_well_formed(id)).map(str::to_owned);
    let services = &wiring.services;
    let fresh = || services.rng.uuid(services.clock.now()).to_string();
    let peer = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map(|ConnectInfo(peer)| peer.ip().to_canonical());
    RequestInfo {
        id: given.unwrap_or_else(fresh),
        address: peer
            .map(|peer| client(peer, headers, &wiring.proxies).to_string())
            .unwrap_or_default(),
        user_agent: text(header::USER_AGENT)
            .unwrap_or_default()
            .chars()
            .take(USER_AGENT_MAX)
            .collect(),
    }
}

/// An id that cannot forge a line of the log.
fn is_well_formed(id: &str) -> bool {
    (8..=64).contains(&id.len())
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
}

/// The last address that is none of our proxies'; only they are believed.
fn client(peer: IpAddr, headers: &HeaderMap, proxies: &[IpNet]) -> IpAddr {
    let trusted = |address: &IpAddr| proxies.iter().any(|network| network.contains(address));
    if !trusted(&peer) {
        return peer;
    }
    let hops = headers.get_all(FORWARDED_FOR).into_iter().filter_map(|value| value.to_str().ok());
    let hops: Vec<&str> = hops.flat_map(|value| value.split(',')).collect();
    let mut client = peer;
    for hop in hops.into_iter().rev() {
        let Some(address) = address(hop.trim()) else {
            break;
        };
        client = address;
        if !trusted(&client) {
            break;
        }
    }
    client
}

/// An address, with or without a port.
fn address(text: &str) -> Option<IpAddr> {
    let plain = text.trim_start_matches('[').trim_end_matches(']');
    let address = plain.parse().or_else(|_| text.parse::<SocketAddr>().map(|address| address.ip()));
    address.ok().map(|address: IpAddr| address.to_canonical())
}

/// The matched route. A server function's name is no secret and says more than the pattern.
fn route(request: &Request) -> String {
    let Some(matched) = request.extensions().get::<MatchedPath>() else {
        return "unmatched".to_owned();
    };
    let path = request.uri().path();
    if super::functions::exists(path) {
        return path.to_owned();
    }
    matched.as_str().to_owned()
}

/// A method as a label: whatever clients make up counts as one.
fn known_method(method: &str) -> &'static str {
    let known = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
    known.into_iter().find(|known| *known == method).unwrap_or("OTHER")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client_of(peer: &str, forwarded: &str) -> String {
        let mut headers = HeaderMap::new();
        headers.insert(FORWARDED_FOR, forwarded.parse().unwrap());
        let proxies = ["10.0.0.0/8".parse().unwrap()];
        client(peer.parse().unwrap(), &headers, &proxies).to_string()
    }

    #[test]
    fn only_a_trusted_proxy_says_who_asks() {
        assert_eq!(client_of("192.0.2.1", "198.51.100.7"), "192.0.2.1");
        assert_eq!(client_of("10.0.0.1", "198.51.100.7"), "198.51.100.7");
        assert_eq!(client_of("10.0.0.1", "203.0.113.9, 198.51.100.7, 10.0.0.2"), "198.51.100.7");
        assert_eq!(client_of("10.0.0.1", "[2001:db8::1]:443"), "2001:db8::1");
        assert_eq!(client_of("10.0.0.1", "nonsense"), "10.0.0.1");
    }

    #[test]
    fn an_id_that_could_forge_a_line_is_not_taken() {
        assert!(is_well_formed("0190f7a2-6f3c-7cc0"));
        for id in [
            "short",
            "has space in it",
            "line\nbreak-line",
            "<script>alert</script>",
            &"a".repeat(65),
        ] {
            assert!(!is_well_formed(id), "{id:?}");
        }
    }
}
