//! What the doors of one server are wired to.

use super::limits::Limits;
use super::site::Site;
use super::streams::Streams;
use super::throttle::Throttle;
use fluxward_core::Services;
use ipnet::IpNet;
use std::ops::Deref;
use std::sync::Arc;
use tokio::sync::watch;
use tokio_util::task::LocalPoolHandle;

/// Everything a door may need; cheap to clone.
#[derive(Clone)]
pub struct Wiring(Arc<Parts>);

/// The parts of [`Wiring`].
pub struct Parts {
    /// The use cases' services.
    pub services: Services,
    /// Turns true when the server is asked to stop.
    pub stopping: watch::Sender<bool>,
    /// Sizes and deadlines.
    pub limits: Limits,
    pub(super) site: Site,
    pub(super) proxies: Vec<IpNet>,
    pub(super) streams: Streams,
    pub(super) throttle: Throttle,
    /// The threads that render pages.
    pub(super) renderers: LocalPoolHandle,
}

impl Wiring {
    /// The wiring of a server that is about to start.
    pub fn new(services: Services, site: Site, proxies: Vec<IpNet>, limits: Limits) -> Self {
        super::health::recorder();
        Self(Arc::new(Parts {
            services,
            stopping: watch::Sender::new(false),
            limits,
            site,
            proxies,
            streams: Streams::default(),
            throttle: Throttle::new(limits.strangers_a_minute),
            renderers: LocalPoolHandle::new(threads()),
        }))
    }
}

/// As many as there are cores.
fn threads() -> usize {
    std::thread::available_parallelism().map_or(2, Into::into)
}

impl Deref for Wiring {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}
