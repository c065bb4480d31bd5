//! Connections: HTTP/1.1 with a deadline on everything that a client could drag out.
//!
//! Decision: our own accept loop instead of `axum::serve`, which sets no deadline for headers and
//! none for a client that never reads. HTTP/2 is the proxy's.

use super::patience::Patient;
use crate::http::Limits;
use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use hyper::body::Incoming;
use hyper::server::conn::http1::Builder;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use std::net::SocketAddr;
use std::pin::pin;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tower::ServiceExt;

/// How long running requests may take once the server is asked to stop.
const GRACE: Duration = Duration::from_secs(10);
/// The longest head of a request.
const HEAD_MAX: usize = 64 * 1024;

/// Accepts connections until `stop` says so, then lets running requests finish.
pub(super) async fn accept(
    listener: TcpListener,
    doors: Router,
    limits: Limits,
    mut stop: watch::Receiver<bool>,
) {
    let graceful = GracefulShutdown::new();
    let stop = async move { stop.wait_for(|stop| *stop).await.is_ok() };
    let mut stop = pin!(stop);
    loop {
        let accepted = tokio::select! {
            _ = &mut stop => break,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, peer)) => serve(stream, peer, &doors, limits, &graceful),
            Err(error) => wait_out(&error).await,
        }
    }
    drop(listener);
    if tokio::time::timeout(GRACE, graceful.shutdown()).await.is_err() {
        tracing::warn!("requests were still running and have been broken off");
    }
}

/// A connection that broke before it was accepted is nobody's trouble; a lack of file handles
/// passes.
async fn wait_out(error: &std::io::Error) {
    tracing::warn!(%error, "a connection was not accepted");
    tokio::time::sleep(Duration::from_millis(50)).await;
}

fn serve(
    stream: TcpStream,
    peer: SocketAddr,
    doors: &Router,
    limits: Limits,
    graceful: &GracefulShutdown,
) {
    // Answers are small and written whole: waiting for more bytes only delays them.
    let _ = stream.set_nodelay(true);
    let doors = doors.clone();
    let service = service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        doors.clone().oneshot(request)
    });
    let connection = Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head)
        .max_buf_size(HEAD_MAX)
        .serve_connection(TokioIo::new(Patient::new(stream, limits.unread)), service);
    let connection = graceful.watch(connection);
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::debug!(%error, "a connection broke");
        }
    });
}
