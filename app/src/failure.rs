//! How a call of the page fails: the one [`AppError`] of the domain, fit for a server function.
//!
//! [`crate::wire`] gives the answer its HTTP status. This module refuses to know internal causes:
//! those are logged where they become an [`AppError`].

use fluxward_domain::{AppError, Kind};
use leptos::prelude::{FromServerFnError, ServerFnErrorErr};
use leptos::server_fn::codec::JsonEncoding;
use serde::{Deserialize, Serialize};

/// What went wrong, fit to be shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Failure(pub AppError);

impl Failure {
    /// The server was not reached, or its answer was not understood: trying again may help.
    pub fn unreachable() -> Self {
        Self(AppError::new(
            Kind::Unavailable,
            "The server cannot be reached. Check your connection and try again.",
        ))
    }

    /// Whether trying the very same again may help: nothing was refused, it did not get through.
    pub fn may_be_retried(&self) -> bool {
        matches!(
            self.0.kind,
            Kind::Unavailable
                | Kind::Busy
                | Kind::Internal
                | Kind::TooManyAttempts
                | Kind::Maintenance
        )
    }
}

impl From<AppError> for Failure {
    fn from(error: AppError) -> Self {
        Self(error)
    }
}

#[cfg(feature = "ssr")]
impl From<fluxward_core::Error> for Failure {
    fn from(error: fluxward_core::Error) -> Self {
        AppError::from(error).into()
    }
}

impl FromServerFnError for Failure {
    type Encoder = JsonEncoding;

    /// Reading the request or writing the answer failed, before or after the use case.
    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Args(_)
            | ServerFnErrorErr::MissingArg(_)
            | ServerFnErrorErr::Deserialization(_) => AppError::new(
                Kind::Malformed,
                "The request could not be read. Reload the page and try again.",
            )
            .into(),
            _ => Self::unreachable(),
        }
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.detail)
    }
}

impl std::error::Error for Failure {}
