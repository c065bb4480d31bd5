//! Who asks: a live session of an active account, by cookie or by bearer token.

use super::Problem;
use crate::services::{Caller, RequestInfo, Services};
use crate::sessions;
use axum::extract::{FromRef, FromRequestParts};
use axum::http::request::Parts;
use fluxward_domain::Kind;

/// The caller; a request without a valid sign-in is answered 401.
#[derive(Clone)]
pub struct Signed(pub Caller);

impl<S> FromRequestParts<S> for Signed
where
    S: Send + Sync,
    Services: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let (services, info) = asked(parts, state);
        let caller = sessions::authenticate(&services, &parts.headers, info).await?;
        caller.map(Self).ok_or_else(|| Kind::Unauthenticated.into())
    }
}

/// The same, also when they have to set up a second factor before anything else: for the doors of
/// setting one up.
#[derive(Clone)]
pub struct Enrolling(pub Caller);

impl<S> FromRequestParts<S> for Enrolling
where
    S: Send + Sync,
    Services: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let (services, info) = asked(parts, state);
        let caller = sessions::authenticate_to_enrol(&services, &parts.headers, info).await?;
        caller.map(Self).ok_or_else(|| Kind::Unauthenticated.into())
    }
}

/// The same, also when the maintenance lock keeps them out: for the door of signing out.
#[derive(Clone)]
pub struct Leaving(pub Caller);

impl<S> FromRequestParts<S> for Leaving
where
    S: Send + Sync,
    Services: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let (services, info) = asked(parts, state);
        let caller = sessions::authenticate_to_leave(&services, &parts.headers, info).await?;
        caller.map(Self).ok_or_else(|| Kind::Unauthenticated.into())
    }
}

/// What is asked, and where the request comes from.
fn asked<S>(parts: &Parts, state: &S) -> (Services, RequestInfo)
where
    Services: FromRef<S>,
{
    let info = parts.extensions.get::<RequestInfo>().cloned().unwrap_or_default();
    (Services::from_ref(state), info)
}
