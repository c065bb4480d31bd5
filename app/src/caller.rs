//! Who is calling a server function, as the server put it into the context.
//!
//! It refuses to know cookies and tokens: the server's middleware has looked them up already.

use crate::Failure;
use fluxward_core::sessions::must_enrol;
use fluxward_core::{Caller, RequestInfo, Services};
use fluxward_domain::{AppError, Kind};
use leptos::prelude::use_context;

/// The services of this process.
pub fn services() -> Result<Services, Failure> {
    use_context().ok_or_else(|| {
        Failure::from(AppError::new(Kind::Internal, "The server is not ready. Try again shortly."))
    })
}

/// Who is calling, if anybody is signed in; nobody, while they have to set up a second factor.
pub fn visitor() -> Option<Caller> {
    anyone().filter(|caller| !caller.facts.must_enrol)
}

/// Who is calling, also while they have to set up a second factor.
pub fn anyone() -> Option<Caller> {
    use_context::<Option<Caller>>().flatten()
}

/// Who is calling; refuses whoever is not signed in, or has to set up a second factor first.
pub fn caller() -> Result<Caller, Failure> {
    let caller = anyone().ok_or_else(not_signed_in)?;
    if caller.facts.must_enrol { Err(must_enrol().into()) } else { Ok(caller) }
}

fn not_signed_in() -> AppError {
    AppError::new(Kind::Unauthenticated, "You are not signed in. Sign in to go on.")
}

/// The services and who is calling, for the calls of setting up a second factor and of signing
/// out: also whoever may do nothing else.
pub fn enrolling() -> Result<(Services, Caller), Failure> {
    Ok((services()?, anyone().ok_or_else(not_signed_in)?))
}

/// The services and who is calling: how nearly every server function begins.
pub fn asking() -> Result<(Services, Caller), Failure> {
    Ok((services()?, caller()?))
}

/// Where the request comes from.
pub fn request() -> RequestInfo {
    use_context().unwrap_or_default()
}
