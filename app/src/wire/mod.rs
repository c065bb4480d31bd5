//! How a server function's call travels: JSON from the page, form fields from a plain form.
//!
//! Decision: one protocol of our own instead of the library's. The library's client side is
//! generated anew for every function and weighs several kilobytes each; here all of them share
//! one concrete `send`, and each adds only the reading and writing of its own types. It also lets
//! the same function answer a `<form>` while no script runs.

#[cfg(feature = "ssr")]
pub mod answer;
#[cfg(feature = "hydrate")]
mod browser;
pub mod flash;
pub mod json;

use crate::Failure;
use leptos::server_fn::Protocol;
use leptos::server_fn::client::Client;
use leptos::server_fn::server::Server;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::future::Future;
use std::pin::Pin;

/// A boxed future that may cross threads; how widgets take work to do.
pub type Task<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// The protocol of every server function: `#[server(…, protocol = Wire)]`.
pub struct Wire;

impl<I, O, C, S> Protocol<I, O, C, S, Failure> for Wire
where
    I: Serialize + DeserializeOwned + Send + 'static,
    O: Serialize + DeserializeOwned + Send + 'static,
    C: Client<Failure>,
    S: Server<Failure>,
{
    const METHOD: http::Method = http::Method::POST;

    #[cfg(feature = "ssr")]
    async fn run_server<F, Fut>(request: S::Request, run: F) -> Result<S::Response, Failure>
    where
        F: Fn(I) -> Fut + Send,
        Fut: Future<Output = Result<O, Failure>> + Send,
    {
        answer::run::<I, O, S, F, Fut>(request, run).await
    }

    #[cfg(not(feature = "ssr"))]
    async fn run_server<F, Fut>(_: S::Request, _: F) -> Result<S::Response, Failure>
    where
        F: Fn(I) -> Fut + Send,
        Fut: Future<Output = Result<O, Failure>> + Send,
    {
        Err(Failure::unreachable())
    }

    async fn run_client(path: &str, input: I) -> Result<O, Failure> {
        let body = json::write(&input).ok_or_else(Failure::unreachable)?;
        let text = send(path, "application/json", body).await?;
        json::read(&text).ok_or_else(Failure::unreachable)
    }
}

/// Posts `body` to a server function and gives back the answer's text. Dropping the task aborts
/// the request. A 401 anywhere tells [`crate::live`] that the session is over.
#[cfg(feature = "hydrate")]
pub(crate) fn send(
    path: &str,
    content_type: &'static str,
    body: String,
) -> Task<Result<String, Failure>> {
    Box::pin(browser::post(path.to_owned(), content_type, body))
}

/// The server never calls itself over HTTP.
#[cfg(not(feature = "hydrate"))]
pub(crate) fn send(
    _path: &str,
    _content_type: &'static str,
    _body: String,
) -> Task<Result<String, Failure>> {
    Box::pin(std::future::ready(Err(Failure::unreachable())))
}
