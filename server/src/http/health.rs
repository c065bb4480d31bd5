//! Whether this process lives, is ready, and how it fares.

use super::wiring::Wiring;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use fluxward_core::rest::Problem;
use fluxward_core::settings;
use fluxward_domain::{AppError, Kind};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use std::sync::OnceLock;
use std::time::Duration;
use tokio::time::timeout;

/// How long a database may take that counts as reached.
const PATIENCE: Duration = Duration::from_secs(3);
/// Upper bounds in seconds.
const BUCKETS: [f64; 9] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2.5, 10.0];

/// This process answers.
pub(super) async fn lives() -> &'static str {
    "ok\n"
}

/// The database is reached; migrations are done, or this process would not serve.
pub(super) async fn is_ready(State(wiring): State<Wiring>) -> Result<&'static str, Problem> {
    let asked = timeout(PATIENCE, settings::password_policy(&wiring.services)).await;
    let late = || {
        let detail = "The database does not answer in time.";
        Problem(AppError::new(Kind::Unavailable, detail))
    };
    asked.map_err(|_| late())??;
    Ok("ready\n")
}

/// Numbers in the text format of Prometheus.
pub(super) async fn metrics(State(wiring): State<Wiring>) -> Response {
    let waiting = u32::try_from(wiring.services.database.changes_waiting()).unwrap_or(u32::MAX);
    let open = u32::try_from(wiring.streams.open()).unwrap_or(u32::MAX);
    let text = recorder().map(PrometheusHandle::render).unwrap_or_default();
    let own = format!(
        "# HELP fluxward_changes_waiting Changes that wait for the head of the log.\n\
         # TYPE fluxward_changes_waiting gauge\nfluxward_changes_waiting {waiting}\n\
         # HELP fluxward_streams_open Open event streams.\n\
         # TYPE fluxward_streams_open gauge\nfluxward_streams_open {open}\n"
    );
    let format = [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];
    (format, format!("{text}{own}")).into_response()
}

/// Starts to count, once per process; `None` when something else counts already.
pub(super) fn recorder() -> Option<&'static PrometheusHandle> {
    static RECORDER: OnceLock<Option<PrometheusHandle>> = OnceLock::new();
    let start = || {
        let requests = Matcher::Full("fluxward_http_request_seconds".into());
        PrometheusBuilder::new()
            .set_buckets_for_metric(requests, &BUCKETS)
            .ok()?
            .install_recorder()
            .ok()
    };
    RECORDER.get_or_init(start).as_ref()
}
