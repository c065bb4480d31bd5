//! The pages: rendered on the server with everything they ask for, then taken over in the browser.
//!
//! # Decision: a page is rendered by one thread
//! Signals of Leptos are read and written with locks that are only tried, never waited for. While
//! the tasks of one page run on several threads, now and then two of them meet: one panics, or
//! misses that the other is done, and the page never comes. So each page is pinned to one thread
//! of a small pool, with all the tasks it spawns; different pages still run side by side.

use super::headers::page_policy;
use super::locked;
use super::refusal::Door;
use super::visitor;
use super::wiring::Wiring;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode, header};
use axum::response::Response;
use axum::routing::get;
use fluxward_app::{addresses, shell};
use fluxward_core::{Caller, RequestInfo};
use fluxward_domain::{AppError, Kind};
use leptos::prelude::{provide_context, use_context, use_nonce};
use leptos_axum::{ResponseOptions, render_app_async_stream_with_context};
use tracing::{Instrument, Span};

/// Every page of the application at its address. What they do later is done by Tokio.
pub(super) fn router() -> Router<Wiring> {
    // Refused only when it is known already, as in a process with several servers.
    let _ = any_spawner::Executor::init_tokio();
    addresses().fold(Router::new(), |router, address| router.route(&address, get(page)))
}

/// Renders the page of the request's address; the application itself says when there is none.
pub(super) async fn page(State(wiring): State<Wiring>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let caller = match visitor::anyone(&wiring, &parts).await {
        Ok(caller) => caller,
        Err(error) => return locked::refuse(&wiring, &parts, error),
    };
    let context = context(&wiring, caller, visitor::info(&parts));
    let with_policy = move || {
        context();
        allow_own_scripts();
    };
    let render = render_app_async_stream_with_context(with_policy, shell);
    let request = Request::from_parts(parts, body);
    let span = Span::current();
    let rendering = wiring
        .renderers
        .spawn_pinned(move || async move { whole(render(request).await).await }.instrument(span));
    rendering.await.unwrap_or_else(|broken| match broken.try_into_panic() {
        // The panic hook has logged it; it is answered where all of them are.
        Ok(panic) => std::panic::resume_unwind(panic),
        Err(_) => Door::Page.refuse(Kind::Unavailable.into()),
    })
}

/// The response with all of its body, made on the thread that renders it.
async fn whole(response: Response) -> Response {
    let (parts, body) = response.into_parts();
    match to_bytes(body, usize::MAX).await {
        Ok(bytes) => Response::from_parts(parts, Body::from(bytes)),
        Err(error) => {
            tracing::error!(%error, "a page broke off");
            Door::Page.refuse(Kind::Internal.into())
        }
    }
}

/// What is at no address: for people the application says so in its own words.
pub(super) async fn missing(State(wiring): State<Wiring>, request: Request) -> Response {
    let door = Door::of(request.uri().path(), request.headers());
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    if door != Door::Page || !reads {
        return door.refuse(AppError::not_found());
    }
    let mut response = page(State(wiring), request).await;
    if response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::NOT_FOUND;
    }
    response
}

/// What pages and server functions find in their context.
pub(super) fn context(
    wiring: &Wiring,
    caller: Option<Caller>,
    info: RequestInfo,
) -> impl Fn() + Clone + Send + Sync + 'static {
    let services = wiring.services.clone();
    let files = wiring.site.files();
    move || {
        provide_context(services.clone());
        provide_context(caller.clone());
        provide_context(info.clone());
        provide_context(files.clone());
    }
}

/// The policy names the nonce that this very page's scripts carry.
fn allow_own_scripts() {
    let policy = use_nonce().and_then(|nonce| page_policy(&nonce.to_string()));
    if let (Some(policy), Some(response)) = (policy, use_context::<ResponseOptions>()) {
        response.insert_header(header::CONTENT_SECURITY_POLICY, policy);
    }
}
