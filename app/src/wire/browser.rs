//! The one request that the page makes, by the browser's own `fetch`.

use crate::Failure;
use fluxward_domain::{AppError, Kind};
use send_wrapper::SendWrapper;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Headers, RequestInit, Response};

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
        let failure = serde_json::from_str(&text).map_or_else(|_| unexplained(status), Failure);
        if failure.0.kind == Kind::Unauthenticated {
            crate::live::session_is_over();
        }
        Err(failure)
    })
}

async fn exchange(path: &str, content_type: &str, body: &str) -> Result<(u16, String), JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let abort = Abort(AbortController::new()?);
    let headers = Headers::new()?;
    headers.set("content-type", content_type)?;
    headers.set("accept", "application/json")?;
    let request = RequestInit::new();
    request.set_method("POST");
    request.set_headers(&headers);
    request.set_body(&body.into());
    request.set_signal(Some(&abort.0.signal()));
    let response: Response =
        JsFuture::from(window.fetch_with_str_and_init(path, &request)).await?.unchecked_into();
    let text = JsFuture::from(response.text()?).await?;
    Ok((response.status(), text.as_string().unwrap_or_default()))
}

/// A proxy answered, or something before the function did.
fn unexplained(status: u16) -> Failure {
    let kind = Kind::ALL.iter().copied().find(|kind| kind.status() == status && status < 500);
    kind.map_or_else(Failure::unreachable, |kind| Failure(AppError::new(kind, kind.title())))
}
