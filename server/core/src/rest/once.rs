//! Answers that hold a secret: shown this once, and kept without it.

use axum::body::Bytes;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// An answer with what may be kept of it for whoever repeats the request.
#[derive(Clone, Debug)]
pub struct Once<T, K> {
    /// What is answered.
    pub shown: T,
    /// The same without the secret.
    pub kept: K,
}

/// The body that may be kept; the response carries it as an extension.
#[derive(Clone, Debug)]
pub struct Kept(pub Bytes);

impl<T: IntoResponse, K: Serialize> IntoResponse for Once<T, K> {
    fn into_response(self) -> Response {
        let mut response = self.shown.into_response();
        let kept = serde_json::to_vec(&self.kept).unwrap_or_default();
        response.extensions_mut().insert(Kept(kept.into()));
        response
    }
}
