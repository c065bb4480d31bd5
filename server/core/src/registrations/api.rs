//! The REST doors of registering oneself.

use crate::rest::{Answer, Json, ProblemBody};
use crate::services::{RequestInfo, Services};
use axum::extract::{FromRequest, Request, State};
use axum::http::StatusCode;
use axum::{Extension, RequestExt};
use fluxward_domain::registrations::{Register, Token};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Every route of this feature.
pub fn router() -> OpenApiRouter<Services> {
    OpenApiRouter::new().routes(routes!(register)).routes(routes!(confirm))
}

/// Registers oneself, where that is switched on; 202 for every address, in the same time. Nothing
/// works before the link in the mail is confirmed.
#[utoipa::path(post, path = "/auth/register", tag = "registrations", request_body = Register,
    responses(
    (status = 202),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn register(State(s): State<Services>, mut request: Request) -> Answer<StatusCode> {
    // Said before the body is looked at.
    super::is_open(&s).await?;
    let info = request.extract_parts::<Extension<RequestInfo>>().await;
    let info = info.map(|Extension(info)| info).unwrap_or_default();
    let Json(register) = Json::<Register>::from_request(request, &s).await?;
    super::register(&s, register, &info).await?;
    Ok(StatusCode::ACCEPTED)
}

/// Confirms the address with the token of the link in the mail: from then on there is an account.
#[utoipa::path(post, path = "/auth/register/confirm", tag = "registrations", request_body = Token,
    responses(
    (status = 204),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn confirm(
    State(s): State<Services>,
    info: Option<Extension<RequestInfo>>,
    Json(by): Json<Token>,
) -> Answer<StatusCode> {
    let info = info.map(|Extension(info)| info).unwrap_or_default();
    super::confirm(&s, &by.token, &info).await?;
    Ok(StatusCode::NO_CONTENT)
}
