//! What slows guessing down in this process: how often one address may knock, and how many
//! attempts on one account run side by side. What has to outlast the process, the failures of
//! each account, is in [`super::failures`].

use super::failures::FREE;
use crate::error::Result;
use crate::services::{Clock, RequestInfo};
use fluxward_domain::{AppError, Kind};
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};
use std::collections::HashMap;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How often one address may knock at one public door in a minute.
const A_MINUTE: NonZeroU32 = NonZeroU32::new(100).expect("100 is not zero");
/// Above so many entries what nobody needs any more is let go.
const CROWD: usize = 4096;

/// A door that is open to everyone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Door {
    /// Signing in.
    SignIn,
    /// Beginning a sign-in with a passkey.
    Passkey,
    /// Renewing tokens.
    Refresh,
    /// Changing a password without a session.
    Password,
    /// Registering oneself.
    Register,
    /// The first run.
    SetUp,
    /// Sending a test mail.
    TestMail,
    /// Looking at an invitation, and accepting it.
    Invitation,
}

type Knock = (Door, String);

/// What slows guessing down.
pub struct Throttle {
    clock: Ticks,
    addresses: RateLimiter<Knock, DashMapStateStore<Knock>, Ticks, NoOpMiddleware<Duration>>,
    attempts: Mutex<HashMap<String, Weak<Semaphore>>>,
}

impl Throttle {
    pub(crate) fn new(clock: Clock) -> Self {
        let clock = Ticks(clock);
        let quota = Quota::per_minute(A_MINUTE);
        Self {
            addresses: RateLimiter::new(quota, DashMapStateStore::default(), clock.clone()),
            attempts: Mutex::default(),
            clock,
        }
    }

    /// Lets a request in at `door`, or says how long its address has to wait.
    pub(crate) fn admit(&self, door: Door, request: &RequestInfo) -> Result<()> {
        use governor::clock::Clock as _;
        if self.addresses.len() > CROWD {
            self.addresses.retain_recent();
        }
        let knock = (door, network(&request.address));
        self.addresses.check_key(&knock).map_err(|until| {
            let wait = until.wait_time_from(self.clock.now());
            too_many(u32::try_from(wait.as_secs()).unwrap_or(u32::MAX).saturating_add(1)).into()
        })
    }

    /// The places of attempts on `subject`: [`FREE`] of them.
    pub(super) fn attempts_on(&self, subject: &str) -> Attempts {
        let mut all = self.attempts.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() > CROWD {
            all.retain(|_, places| places.strong_count() > 0);
        }
        let known = all.get(subject).and_then(Weak::upgrade);
        let places = known.unwrap_or_else(|| Arc::new(Semaphore::new(FREE as usize)));
        all.insert(subject.to_owned(), Arc::downgrade(&places));
        Attempts(places)
    }
}

/// The places of attempts on one account in this process. As long as there was no failure, as
/// many may run side by side as are free; after one, each waits until it is alone. So no burst
/// of requests gets more guesses than one after the other would.
pub(super) struct Attempts(Arc<Semaphore>);

impl Attempts {
    /// Waits for one of the places.
    pub(super) async fn together(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.0).acquire_owned().await.ok()
    }

    /// Waits until nobody else has a place.
    pub(super) async fn alone(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.0).acquire_many_owned(FREE).await.ok()
    }
}

/// Too many attempts, with the seconds to wait.
pub(super) fn too_many(seconds: u32) -> AppError {
    let mut error = AppError::new(
        Kind::TooManyAttempts,
        "There were too many attempts. Wait a moment, then try again.",
    );
    error.retry_after = Some(seconds);
    error
}

/// The address as far as one customer of a provider usually has it: IPv6 by /64.
fn network(address: &str) -> String {
    match address.parse() {
        Ok(IpAddr::V6(v6)) if v6.to_ipv4_mapped().is_none() => {
            let [a, b, c, d, ..] = v6.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
        _ => address.to_owned(),
    }
}

/// The clock of this process as the limiter wants it.
#[derive(Clone)]
struct Ticks(Clock);

impl governor::clock::Clock for Ticks {
    type Instant = Duration;

    fn now(&self) -> Duration {
        Duration::from_micros(u64::try_from(self.0.now().0).unwrap_or_default())
    }
}
