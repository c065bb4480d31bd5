//! Structured lines on standard error: for people on a terminal, JSON everywhere else.

use crate::error::{Error, Result};
use std::io::{IsTerminal, stderr};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::Subscriber;

/// What the engines say by themselves is no news, unless somebody asks for it.
const QUIET: &str = "sqlx=warn";

/// Starts logging by `filter`. Once per process; a second call changes nothing.
pub(crate) fn start(filter: &str) -> Result<()> {
    let filter = EnvFilter::builder()
        .parse(format!("{QUIET},{filter}"))
        .map_err(|_| Error::LogFilter(filter.to_owned()))?;
    let lines = Subscriber::builder().with_env_filter(filter).with_writer(stderr);
    let started = if stderr().is_terminal() {
        tracing::subscriber::set_global_default(lines.finish())
    } else {
        let lines = lines.json().flatten_event(true).with_span_list(false);
        tracing::subscriber::set_global_default(lines.finish())
    };
    if started.is_ok() {
        log_panics();
    }
    Ok(())
}

/// A panic is a line in the log, inside the span of its request; the answer says nothing of it.
fn log_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string);
        let text = panic.payload_as_str().unwrap_or("no text");
        tracing::error!(place, text, "a panic");
    }));
}
