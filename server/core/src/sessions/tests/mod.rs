//! Signing in and sessions on a real database, on both engines.

mod callers;
mod devices;
mod passwords;
mod signing_in;
mod tokens;

use super::*;
use crate::error::Result;
use crate::services::RequestInfo;
use crate::testing::{PASSWORD, Person, World};
use axum::http::HeaderMap;
use axum::http::header::{AUTHORIZATION, COOKIE};
use fluxward_domain::AppError;
use fluxward_domain::sessions::Login;

async fn enter(world: &World, login: &str, password: &str, kind: SessionKind) -> Result<SignedIn> {
    let login = Login { login: login.into(), password: password.into(), code: None };
    sign_in(&world.s, login, &world.request(), kind).await
}

/// A browser that has signed in.
async fn browser(world: &World, person: &Person) -> SignedIn {
    enter(world, &person.username, PASSWORD, SessionKind::Browser).await.unwrap()
}

/// An API client that has signed in.
async fn client(world: &World, person: &Person) -> SignedIn {
    enter(world, &person.username, PASSWORD, SessionKind::Api).await.unwrap()
}

/// What a request of that client carries.
fn carried(entered: &SignedIn) -> HeaderMap {
    let mut headers = HeaderMap::new();
    if let Some(cookie) = &entered.set_cookie {
        headers.insert(COOKIE, cookie.split(';').next().unwrap().parse().unwrap());
    }
    if let Some(tokens) = &entered.tokens {
        headers.insert(AUTHORIZATION, format!("Bearer {}", tokens.access_token).parse().unwrap());
    }
    headers
}

async fn caller_on(s: &Services, entered: &SignedIn) -> Option<Caller> {
    authenticate(s, &carried(entered), RequestInfo::default()).await.unwrap()
}

async fn is_in(world: &World, entered: &SignedIn) -> bool {
    caller_on(&world.s, entered).await.is_some()
}

fn refusal<T: std::fmt::Debug>(result: Result<T>) -> AppError {
    AppError::from(result.unwrap_err())
}
