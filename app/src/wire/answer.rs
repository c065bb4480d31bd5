//! The one place that gives a server function's answer its status, and a plain form its redirect.
//!
//! It refuses to know what was asked: it reads the input, lets the function run, and says how it
//! went, to a script by status and JSON, to a form by 303 and a [`Flash`]. A page's own status
//! is set by [`page_status`], for the page alone: a part that fails does not make it fail.

use super::flash::Flash;
use crate::Failure;
use crate::navigation::paths::is_local;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use fluxward_domain::{AppError, Kind};
use http::header::{ACCEPT, COOKIE, LOCATION, REFERER, RETRY_AFTER, SET_COOKIE};
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use leptos::prelude::{provide_context, use_context};
use leptos::server_fn::codec::{IntoRes, Json};
use leptos::server_fn::request::Req;
use leptos::server_fn::server::Server;
use leptos_axum::ResponseOptions;
use serde::de::DeserializeOwned;
use serde::{Deserializer, Serialize};
use serde_qs::Deserializer as Fields;
use std::future::Future;

/// Most bytes of what had been entered that a flash brings back; a cookie holds four thousand.
const ENTERED_MAX: usize = 1500;

/// Reads the input, runs the function, answers.
pub(super) async fn run<I, O, S, F, Fut>(
    request: S::Request,
    run: F,
) -> Result<S::Response, Failure>
where
    I: DeserializeOwned + Send + 'static,
    O: Serialize + Send + 'static,
    S: Server<Failure>,
    F: Fn(I) -> Fut + Send,
    Fut: Future<Output = Result<O, Failure>> + Send,
    O: IntoRes<Json, S::Response, Failure>,
{
    let content_type = request.to_content_type().unwrap_or_default().into_owned();
    let is_form = match content_type.split(';').next().unwrap_or_default().trim() {
        "application/json" => false,
        "application/x-www-form-urlencoded" => true,
        _ => return Err(say(&Outcome::refused(unknown_content()))),
    };
    let body = match request.try_into_string().await {
        Ok(body) => body,
        Err(failure) => return Err(say(&Outcome::refused(failure.0))),
    };
    let input = if is_form { read_form(&body) } else { read_json(&body) };
    let outcome = match input {
        Ok(input) => run(input).await,
        Err(error) => Err(Failure(error)),
    };
    let entered = if is_form { entered(&body) } else { Vec::new() };
    match outcome {
        Ok(output) => {
            let answer = use_context::<ShownOnce>().map(|ShownOnce(answer)| answer);
            say(&Outcome { refused: None, entered: Vec::new(), answer });
            output.into_res().await
        }
        Err(Failure(error)) => Err(say(&Outcome { refused: Some(error), entered, answer: None })),
    }
}

struct Outcome {
    refused: Option<AppError>,
    entered: Vec<(String, String)>,
    answer: Option<String>,
}

impl Outcome {
    fn refused(error: AppError) -> Self {
        Self { refused: Some(error), entered: Vec::new(), answer: None }
    }
}

/// An answer's JSON that the next page shows.
#[derive(Clone)]
struct ShownOnce(String);

/// Without scripts, the page that a form leads to shows this answer, once. It travels in the
/// flash's cookie, which only the server reads and which ends with that page.
pub fn show_once(answer: &impl Serialize) {
    if let Ok(answer) = serde_json::to_string(answer) {
        provide_context(ShownOnce(answer));
    }
}

/// Sets status and headers of the answer; gives the failure back.
fn say(outcome: &Outcome) -> Failure {
    let error = outcome.refused.clone().unwrap_or_else(malformed);
    let (Some(parts), Some(response)) = (use_context::<Parts>(), use_context::<ResponseOptions>())
    else {
        return Failure(error);
    };
    if wants_page(&parts.headers) {
        redirect_form(&parts, &response, outcome);
    } else if let Some(error) = &outcome.refused {
        response.set_status(status_of(error.kind));
        if let Some(seconds) = error.retry_after {
            response.insert_header(RETRY_AFTER, HeaderValue::from(seconds));
        }
    }
    Failure(error)
}

/// A form that was sent without scripts: back to where it stands, or to where [`go_to`] said.
fn redirect_form(parts: &Parts, response: &ResponseOptions, outcome: &Outcome) {
    response.set_status(StatusCode::SEE_OTHER);
    let decided = response.0.read().is_ok_and(|parts| parts.headers.contains_key(LOCATION));
    if !decided {
        let back = parts.headers.get(REFERER).and_then(|referer| referer.to_str().ok());
        put(response, LOCATION, back.and_then(path_of).unwrap_or("/"));
    }
    let flash = Flash {
        action: parts.uri.path().to_owned(),
        refused: outcome.refused.clone(),
        entered: outcome.entered.clone(),
        answer: outcome.answer.clone(),
    };
    let text = URL_SAFE_NO_PAD.encode(serde_json::to_vec(&flash).unwrap_or_default());
    append_cookie(response, &flash_cookie(&text, 60));
}

/// Where the browser goes after a plain form, done or refused; a script decides for itself.
pub fn go_to(path: &str) {
    let (Some(parts), Some(response)) = (use_context::<Parts>(), use_context::<ResponseOptions>())
    else {
        return;
    };
    if wants_page(&parts.headers) {
        put(&response, LOCATION, path);
    }
}

/// Gives the page that is being rendered another status; nothing inside a server function.
pub fn page_status(kind: Kind) {
    if let (Some(parts), Some(response)) =
        (use_context::<Parts>(), use_context::<ResponseOptions>())
        && wants_page(&parts.headers)
    {
        response.set_status(status_of(kind));
    }
}

/// Sends the browser elsewhere instead of the page that is being rendered.
pub fn redirect_page(path: &str) {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(StatusCode::SEE_OTHER);
        put(&response, LOCATION, path);
    }
}

/// Sets a cookie; `cookie` is the whole value of the header.
pub fn set_cookie(cookie: &str) {
    if let Some(response) = use_context::<ResponseOptions>() {
        append_cookie(&response, cookie);
    }
}

/// The value of a cookie of the present request.
pub fn cookie(name: &str) -> Option<String> {
    let parts = use_context::<Parts>()?;
    let all = parts.headers.get_all(COOKIE).into_iter().filter_map(|header| header.to_str().ok());
    all.flat_map(|header| header.split("; "))
        .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
        .map(str::to_owned)
}

/// Reads the flash and forgets it.
pub(super) fn take_flash() -> Option<Flash> {
    let text = cookie(flash_name())?;
    set_cookie(&flash_cookie("", 0));
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()
}

fn flash_name() -> &'static str {
    if is_https() { "__Host-flash" } else { "flash" }
}

fn flash_cookie(value: &str, seconds: u32) -> String {
    let (name, secure) = (flash_name(), if is_https() { "; Secure" } else { "" });
    format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}")
}

/// Whether people come by https.
pub fn is_https() -> bool {
    use_context::<fluxward_core::Services>()
        .is_some_and(|services| services.surroundings.is_https())
}

fn append_cookie(response: &ResponseOptions, cookie: &str) {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.append_header(SET_COOKIE, value);
    }
}

fn put(response: &ResponseOptions, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.insert_header(name, value);
    }
}

fn wants_page(headers: &HeaderMap) -> bool {
    headers
        .get(ACCEPT)
        .is_some_and(|accept| accept.to_str().is_ok_and(|it| it.contains("text/html")))
}

fn status_of(kind: Kind) -> StatusCode {
    StatusCode::from_u16(kind.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

fn malformed() -> AppError {
    AppError::new(Kind::Malformed, "The request could not be read. Reload the page and try again.")
}

fn unknown_content() -> AppError {
    AppError::new(Kind::UnsupportedMediaType, "Send JSON, or the fields of a form.")
}

fn read_json<I: DeserializeOwned>(body: &str) -> Result<I, AppError> {
    let mut deserializer = serde_json::Deserializer::from_str(body);
    let input = read(&mut deserializer)?;
    deserializer.end().map_err(|_| malformed())?;
    Ok(input)
}

fn read_form<I: DeserializeOwned>(body: &str) -> Result<I, AppError> {
    let config = serde_qs::Config::new(5, false);
    let fields = Fields::with_config(&config, body.as_bytes()).map_err(|_| malformed())?;
    read(fields)
}

/// Reads the input with nothing left over: as at the REST doors, a field that the function does
/// not know is refused, not passed over. Here for all functions, whose types are the macro's.
fn read<'de, I: DeserializeOwned>(deserializer: impl Deserializer<'de>) -> Result<I, AppError> {
    let mut unknown = None;
    let input = serde_ignored::deserialize(deserializer, |path| {
        unknown.get_or_insert_with(|| path.to_string());
    });
    match (input, unknown) {
        (Ok(input), None) => Ok(input),
        (Ok(_), Some(field)) => Err(AppError::field(&field, "There is no such field.")),
        (Err(_), _) => Err(malformed()),
    }
}

/// What a form brought along, without anything secret.
fn entered(body: &str) -> Vec<(String, String)> {
    let mut room = ENTERED_MAX;
    form_urlencoded::parse(body.as_bytes())
        .filter(|(name, _)| {
            !["password", "token", "code"].iter().any(|secret| name.contains(secret))
        })
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .take_while(|(name, value)| {
            let size = name.len() + value.len();
            room = room.saturating_sub(size);
            room > 0
        })
        .collect()
}

/// Path and query of an address of this site.
fn path_of(address: &str) -> Option<&str> {
    let (_, rest) = address.split_once("://")?;
    let path = &rest[rest.find('/')?..];
    is_local(path).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_goes_back_to_the_path_of_its_page_only() {
        assert_eq!(path_of("https://x.example/users?sort=name"), Some("/users?sort=name"));
        assert_eq!(path_of("https://x.example//evil.example/"), None);
        assert_eq!(path_of("https://x.example"), None);
    }

    #[test]
    fn nothing_secret_is_brought_back() {
        let body = "login=ada&password=x&new_password=y&change_token=z&next=%2Fusers";
        let expected = [("login", "ada"), ("next", "/users")].map(|(a, b)| (a.into(), b.into()));
        assert_eq!(entered(body), expected);
    }

    #[test]
    fn what_no_function_knows_is_refused_by_its_name() {
        #[derive(Debug, PartialEq, serde::Deserialize)]
        struct Input {
            id: String,
            #[serde(default)]
            form: std::collections::BTreeMap<String, String>,
        }
        let id = || Input { id: "7".into(), form: std::collections::BTreeMap::default() };
        let field = |refused: AppError| (refused.kind, refused.errors[0].field.clone());
        assert_eq!(read_json::<Input>(r#"{"id":"7"}"#), Ok(id()));
        assert_eq!(read_form::<Input>("id=7"), Ok(id()));
        let unknown = (Kind::Invalid, "role".to_owned());
        assert_eq!(field(read_json::<Input>(r#"{"id":"7","role":1}"#).unwrap_err()), unknown);
        assert_eq!(field(read_form::<Input>("id=7&role=owner").unwrap_err()), unknown);
        for body in ["", "{", r#"{"id":"7"} {}"#, r#"{"role":1}"#] {
            assert_eq!(read_json::<Input>(body).unwrap_err().kind, Kind::Malformed, "{body}");
        }
    }
}
