//! Slows strangers down, by address: what may be called without signing in is limited to so many
//! requests a minute. What signed-in callers do is not limited, and each account has its own
//! limits against guessing besides.

use super::refusal::door;
use super::wiring::Wiring;
use axum::extract::{Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;
use fluxward_core::RequestInfo;
use fluxward_domain::{AppError, Kind};
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::num::NonZeroU32;

/// Public doors, by the beginning of their path.
const PUBLIC: [&str; 14] = [
    "/api/v1/auth/",
    "/api/v1/setup",
    "/_fn/sessions/sign-in",
    "/_fn/sessions/replace-password",
    "/_fn/setup/run",
    "/api/v1/invitations/",
    "/_fn/invitations/look",
    "/_fn/invitations/accept",
    "/_fn/resets/",
    "/_fn/activations/",
    "/_fn/registrations/",
    "/_fn/emails/show",
    "/_fn/emails/confirm",
    "/_fn/emails/undo",
];
/// From so many addresses on, those that have been quiet are forgotten.
const ADDRESSES: usize = 10_000;

/// How often each address came to a public door.
pub(super) struct Throttle(DefaultKeyedRateLimiter<String>);

impl Throttle {
    /// Lets `a_minute` requests of an address through in a minute.
    pub(super) fn new(a_minute: u32) -> Self {
        let quota = Quota::per_minute(NonZeroU32::new(a_minute).unwrap_or(NonZeroU32::MIN));
        Self(RateLimiter::keyed(quota))
    }

    /// Seconds to wait, when there were too many.
    fn wait(&self, address: &str) -> Option<u32> {
        if self.0.len() > ADDRESSES {
            self.0.retain_recent();
        }
        let refused = self.0.check_key(&address.to_owned()).err()?;
        let wait = refused.wait_time_from(DefaultClock::default().now());
        Some(u32::try_from(wait.as_secs()).unwrap_or(u32::MAX).saturating_add(1))
    }
}

/// Refuses with 429 whoever comes too often.
pub(super) async fn slow_down(
    State(wiring): State<Wiring>,
    request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path();
    let is_public = PUBLIC.iter().any(|public| path.starts_with(public));
    if is_public && request.method() != Method::OPTIONS {
        let info = request.extensions().get::<RequestInfo>();
        let address = info.map(|info| info.address.as_str()).unwrap_or_default();
        if let Some(seconds) = wiring.throttle.wait(address) {
            let (parts, _) = request.into_parts();
            let detail = "Too many requests came from your address. Wait a little and try again.";
            let error = AppError::new(Kind::TooManyAttempts, detail);
            return door(&parts).refuse(AppError { retry_after: Some(seconds), ..error });
        }
    }
    next.run(request).await
}
