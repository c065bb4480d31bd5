//! Reading bodies, queries and paths: what cannot be read is 400, what is read but not as it
//! must be is 422 with the field's name.

use super::{Problem, shape};
use axum::Json as AxumJson;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, FailedToBufferBody};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use fluxward_domain::{AppError, Kind};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A JSON body, in and out.
#[derive(Clone, Debug)]
pub struct Json<T>(pub T);

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        AxumJson(self.0).into_response()
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        if !is_json(&request) {
            return Err(unsupported());
        }
        let bytes = buffered(request, state).await?;
        parse(&bytes).map(Self)
    }
}

/// A JSON body that may be left out entirely: then it is the default.
#[derive(Clone, Debug)]
pub struct Body<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Default> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let json = is_json(&request);
        let bytes = buffered(request, state).await?;
        if bytes.is_empty() {
            return Ok(Self(T::default()));
        }
        if !json {
            return Err(unsupported());
        }
        parse(&bytes).map(Self)
    }
}

/// A query string; an unknown or unreadable parameter is 422.
#[derive(Clone, Debug)]
pub struct Query<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        axum::extract::Query::try_from_uri(&parts.uri).map(|query| Self(query.0)).map_err(
            |rejection| {
                let text = rejection.body_text();
                let text = text.trim_start_matches("Failed to deserialize query string: ");
                let (parameter, text) = text.split_once(": ").unwrap_or(("", text));
                let unknown = quoted(text).filter(|_| parameter.is_empty());
                let field =
                    unknown.unwrap_or(if parameter.is_empty() { "query" } else { parameter });
                Problem(AppError::field(field, format!("This query is not understood: {text}.")))
            },
        )
    }
}

/// Parts of the path; one that cannot be what it must be (an id that is none) is 404.
#[derive(Clone, Debug)]
pub struct Path<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Path<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        axum::extract::Path::from_request_parts(parts, state)
            .await
            .map(|path| Self(path.0))
            .map_err(|_| Problem(AppError::not_found()))
    }
}

fn is_json(request: &Request) -> bool {
    let content_type = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    content_type.is_some_and(|text| {
        let essence = text.split(';').next().unwrap_or_default().trim();
        essence.eq_ignore_ascii_case("application/json")
            || essence.eq_ignore_ascii_case("application/merge-patch+json")
    })
}

fn unsupported() -> Problem {
    let detail = "Send JSON with the header “Content-Type: application/json”.";
    Problem(AppError::new(Kind::UnsupportedMediaType, detail))
}

async fn buffered<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, Problem> {
    Bytes::from_request(request, state).await.map_err(|rejection| match rejection {
        BytesRejection::FailedToBufferBody(FailedToBufferBody::LengthLimitError(_)) => {
            Problem(AppError::new(Kind::PayloadTooLarge, "Send at most 64 KiB in one request."))
        }
        _ => Problem(AppError::new(
            Kind::Malformed,
            "The body broke off before its end. Send it again.",
        )),
    })
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    shape::check(bytes)?;
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let path = error.path().to_string();
        let text = error.inner().to_string();
        let text = text.rsplit_once(" at line").map_or(text.as_str(), |(text, _)| text);
        let named = quoted(text)
            .filter(|_| text.starts_with("unknown field") || text.starts_with("missing field"));
        let field = match (path.as_str(), named) {
            ("." | "", Some(name)) => name.to_owned(),
            (path, Some(name)) if !path.ends_with(name) => format!("{path}.{name}"),
            (path, _) => path.to_owned(),
        };
        Problem(AppError::field(&field, format!("This is not as expected: {text}.")))
    })
}

/// What stands between back quotes in a message of serde's.
fn quoted(text: &str) -> Option<&str> {
    text.split('`').nth(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use fluxward_domain::users::NewUser;

    fn refused(body: &str) -> AppError {
        parse::<NewUser>(body.as_bytes()).unwrap_err().0
    }

    #[test]
    fn what_cannot_be_read_is_400_and_what_is_wrong_is_422_with_the_field() {
        assert_eq!(refused("{").kind, Kind::Malformed);
        for deep in ["[".repeat(10_000), "[".repeat(10_000) + &"]".repeat(10_000)] {
            assert_eq!(refused(&deep).kind, Kind::Malformed);
        }
        for (body, field) in [
            (r#"{"email":"a@b.example","status":"active"}"#, "status"),
            (r#"{"email":["a@b.example","c@d.example"]}"#, "email"),
            (r#"{"email":"a@b.example","email":"c@d.example"}"#, "email"),
            ("{}", "email"),
            (r#"["a@b.example"]"#, "body"),
            ("\"a@b.example\"", "body"),
        ] {
            let error = refused(body);
            assert_eq!(
                (error.kind, error.errors[0].field.as_str()),
                (Kind::Invalid, field),
                "{body}"
            );
        }
    }

    #[tokio::test]
    async fn a_query_that_is_wrong_is_422_with_the_parameter() {
        for (query, field) in
            [("limit=abc", "limit"), ("nonsense=1", "nonsense"), ("status=no", "status")]
        {
            let request = axum::http::Request::get(format!("/?{query}")).body(()).unwrap();
            let (mut parts, ()) = request.into_parts();
            let refused =
                Query::<fluxward_domain::users::UserQuery>::from_request_parts(&mut parts, &())
                    .await;
            let error = refused.unwrap_err().0;
            assert_eq!(
                (error.kind, error.errors[0].field.as_str()),
                (Kind::Invalid, field),
                "{query}: {}",
                error.detail
            );
        }
    }
}
