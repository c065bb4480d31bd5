//! What all REST doors share: reading requests, knowing the caller, writing answers.
//!
//! A door does three things: take the request apart with these extractors, call the use case,
//! and hand back its answer. It refuses to decide anything itself.

mod body;
mod once;
mod precondition;
mod problem;
mod shape;
mod signed;
mod slice;

pub use body::{Body, Json, Path, Query};
pub use once::{Kept, Once};
pub use precondition::{IfMatch, Tagged};
pub use problem::{Problem, ProblemBody, render};
pub use signed::{Enrolling, Leaving, Signed};
pub use slice::Slice;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

/// What a handler answers.
pub type Answer<T> = Result<T, Problem>;

/// 201 with the object that was created.
pub fn created(object: impl IntoResponse) -> Response {
    (StatusCode::CREATED, object).into_response()
}
