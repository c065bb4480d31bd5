//! Serving: from the configuration to a running server, and to its clean end.

mod connections;
mod patience;

use crate::config::Config;
use crate::error::{Error, Result};
use crate::http::{Limits, Site, Wiring, router};
use crate::{lock, opening, output};
use axum::Router;
use fluxward_core::{Services, jobs, live, setup};
use std::future::Future;
use std::net::SocketAddr;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// Serves until SIGTERM or SIGINT.
pub(crate) async fn run(config: &Config) -> Result<()> {
    let wanted = config.listen()?;
    let site = Site::find(config.site_dir.clone())?;
    let _served = lock::hold(config)?;
    // The port first: nothing is migrated for a server that cannot start.
    let listener = bind(wanted).await?;
    let serving = listener.local_addr().unwrap_or(wanted);
    let public_url = config.public_url(serving)?;
    let services = opening::services(config, public_url).await?;
    let wiring =
        Wiring::new(services.clone(), site, config.trusted_proxies.0.clone(), Limits::default());
    let stop = stop_signal()?;
    let server = Server::start(listener, wiring);
    announce(&services).await?;
    stop.await;
    tracing::info!("stopping");
    server.stop().await;
    services.database.close().await;
    Ok(())
}

/// Takes the port.
pub async fn bind(address: SocketAddr) -> Result<TcpListener> {
    TcpListener::bind(address).await.map_err(|error| Error::Bind(address, error))
}

/// Completes when the process is asked to stop. The signals are caught from now on.
fn stop_signal() -> Result<impl Future<Output = ()>> {
    let caught =
        |kind| signal(kind).map_err(|error| Error::Io("signals cannot be caught".into(), error));
    let (mut terminate, mut interrupt) =
        (caught(SignalKind::terminate())?, caught(SignalKind::interrupt())?);
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// Says where the server is, and how the first administrator comes in.
async fn announce(services: &Services) -> Result<()> {
    let url = &services.surroundings.public_url;
    output::say(format_args!("Fluxward is running at {url}"));
    if setup::is_open(services).await? {
        let token = setup::token(services);
        output::say(format_args!("Set up: {url}/setup?token={token}"));
    }
    Ok(())
}

/// A running server.
pub struct Server {
    stopping: watch::Sender<bool>,
    accepting: JoinHandle<()>,
    watching: JoinHandle<()>,
    working: JoinHandle<()>,
}

impl Server {
    /// Serves on `listener` from now on.
    pub fn start(listener: TcpListener, wiring: Wiring) -> Self {
        let stopping = wiring.stopping.clone();
        let limits = wiring.limits;
        let working = tokio::spawn(jobs::run(wiring.services.clone()));
        let watching = tokio::spawn(live::watch(wiring.services.clone()));
        let doors: Router = router(wiring);
        let stop = stopping.subscribe();
        let accepting = tokio::spawn(connections::accept(listener, doors, limits, stop));
        Self { stopping, accepting, watching, working }
    }

    /// Accepts nothing more, closes open streams, lets running requests finish for a while.
    pub async fn stop(self) {
        let _ = self.stopping.send(true);
        if let Err(error) = self.accepting.await {
            tracing::error!(%error, "the server did not stop cleanly");
        }
        self.watching.abort();
        self.working.abort();
    }
}
