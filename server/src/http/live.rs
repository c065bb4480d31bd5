//! `GET /_live`: the event stream that tells open pages what changed.
//!
//! It ends with the session, with the server, or when a newer stream of the same session needs
//! its place. A comment goes out every few seconds, so that a dead connection is noticed.

use super::refusal::Door;
use super::visitor;
use super::wiring::Wiring;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use fluxward_core::{Caller, live};
use fluxward_domain::{AppError, Kind};
use futures::StreamExt;
use std::time::Duration;

const HEARTBEAT: Duration = Duration::from_secs(15);
/// However well it goes: after so long the browser connects anew.
const LIFETIME: Duration = Duration::from_hours(1);

/// Opens a stream for whoever is signed in.
pub(super) async fn stream(State(wiring): State<Wiring>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    match visitor::caller(&wiring, &parts).await {
        Ok(Some(caller)) => signals(&wiring, &caller),
        Ok(None) => {
            let error =
                AppError::new(Kind::Unauthenticated, "You are not signed in. Sign in to go on.");
            Door::Program.refuse(error)
        }
        Err(error) => Door::Program.refuse(error),
    }
}

fn signals(wiring: &Wiring, caller: &Caller) -> Response {
    let (seat, give_way) = wiring.streams.take(caller.session);
    let mut stopping = wiring.stopping.subscribe();
    let end = async move {
        tokio::select! {
            _ = give_way => {}
            _ = stopping.wait_for(|stopping| *stopping) => {}
            () = tokio::time::sleep(LIFETIME) => {}
        }
    };
    let events = live::stream(&wiring.services, caller).take_until(end).map(move |signal| {
        let _held = &seat;
        Event::default().json_data(signal)
    });
    let mut response =
        Sse::new(events).keep_alive(KeepAlive::new().interval(HEARTBEAT)).into_response();
    // nginx would otherwise wait for more.
    response
        .headers_mut()
        .insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    response
}
