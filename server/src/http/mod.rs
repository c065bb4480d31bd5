//! Every door of the server, and what each request passes on its way to one.
//!
//! From the outside in: [`observe`] gives the request its id, span and log line; [`headers`] adds
//! what browsers must know; [`panics`] turns a panic into an answer; [`throttle`] slows strangers
//! down; [`origin`] refuses what comes from other sites; [`limits`] reads the body, if it is small
//! enough and comes in time; [`idempotency`] answers a repeated POST from memory. Doors live in
//! the other modules, one file each.

mod api;
mod docs;
mod functions;
mod headers;
mod health;
mod idempotency;
mod limits;
mod live;
mod locked;
mod observe;
mod origin;
mod pages;
mod panics;
mod refusal;
mod site;
mod streams;
mod throttle;
mod visitor;
mod wiring;

pub use limits::Limits;
pub use site::Site;
pub use wiring::Wiring;

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};

/// All doors behind all of the middleware.
pub fn router(wiring: Wiring) -> Router {
    let with = || wiring.clone();
    doors(&wiring)
        .layer(from_fn_with_state(with(), idempotency::honour))
        .layer(from_fn_with_state(with(), limits::read))
        .layer(from_fn_with_state(with(), origin::check))
        .layer(from_fn_with_state(with(), throttle::slow_down))
        .layer(from_fn(panics::catch))
        .layer(from_fn_with_state(with(), headers::add))
        .layer(from_fn_with_state(with(), observe::observe))
        .with_state(wiring)
}

fn doors(wiring: &Wiring) -> Router<Wiring> {
    Router::new()
        .route("/healthz", get(health::lives))
        .route("/readyz", get(health::is_ready))
        .route("/metrics", get(health::metrics))
        .route("/_live", get(live::stream))
        .route("/_fn/{*function}", post(functions::call))
        .merge(api::router(wiring.services.clone()))
        .merge(docs::router())
        .merge(pages::router())
        .fallback(site::file_or_page)
}
