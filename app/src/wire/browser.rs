//! The one request that the page makes, by the browser's own `fetch`.

use crate::Failure;
use fluxward_domain::{AppError, Kind};
use gloo_net::Error;
use gloo_net::http::Request;
use send_wrapper::SendWrapper;
use web_sys::AbortController;

/// Aborts the request when its task is dropped before the answer is there.
struct Abort(AbortController);

impl Drop for Abort {
    fn drop(&mut self) {
        self.0.abort();
    }
}

pub(super) fn post(
    path: String,
    content_type: &'static str,
    body: String,
) -> impl Future<Output = Result<String, Failure>> + Send {
    SendWrapper::new(async move {
        let (status, text) =
            exchange(&path, content_type, &body).await.map_err(|_| Failure::unreachable())?;
        if (200..300).contains(&status) {
            return Ok(text);
        }
        let failure = super::json::read(&text).map_or_else(|| unexplained(status), Failure);
        match failure.0.kind {
            Kind::Unauthenticated => crate::live::session_is_over(),
            Kind::Maintenance => crate::live::everyone_is_out(),
            _ => {}
        }
        if failure.0.kind == Kind::SecondFactorSetupRequired {
            set_one_up();
        }
        Err(failure)
    })
}

async fn exchange(path: &str, content_type: &str, body: &str) -> Result<(u16, String), Error> {
    let abort = AbortController::new().ok().map(Abort);
    let response = Request::post(path)
        .header("content-type", content_type)
        .header("accept", "application/json")
        .abort_signal(abort.as_ref().map(|abort| abort.0.signal()).as_ref())
        .body(body)?
        .send()
        .await?;
    Ok((response.status(), response.text().await?))
}

/// A proxy answered, or something before the function did.
fn unexplained(status: u16) -> Failure {
    let kind = Kind::ALL.iter().copied().find(|kind| kind.status() == status && status < 500);
    kind.map_or_else(Failure::unreachable, |kind| Failure(AppError::new(kind, kind.title())))
}

/// Goes to the page that sets up a second factor, from wherever nothing else is possible.
fn set_one_up() {
    use crate::navigation::paths::ENROL;
    let location = leptos::prelude::window().location();
    if location.pathname().is_ok_and(|here| here != ENROL) {
        // Refused only for an address that is none.
        let _ = location.replace(ENROL);
    }
}
