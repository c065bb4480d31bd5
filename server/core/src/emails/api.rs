//! The REST doors of one's own e-mail address.

use crate::rest::{Answer, Json, ProblemBody, Signed};
use crate::services::{RequestInfo, Services};
use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use fluxward_domain::emails::{ChangeEmail, WaitingEmail};
use fluxward_domain::registrations::Token;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Every route of this feature.
pub fn router() -> OpenApiRouter<Services> {
    OpenApiRouter::new()
        .routes(routes!(change, cancel))
        .routes(routes!(confirm))
        .routes(routes!(undo))
}

/// Enters another address for oneself; it counts once the link in the mail to it is confirmed.
/// Needs a recent sign-in.
#[utoipa::path(post, path = "/me/email", tag = "emails", operation_id = "change_my_email",
    request_body = ChangeEmail, responses(
    (status = 202, body = WaitingEmail),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn change(
    State(s): State<Services>,
    Signed(c): Signed,
    Json(new): Json<ChangeEmail>,
) -> Answer<(StatusCode, Json<WaitingEmail>)> {
    Ok((StatusCode::ACCEPTED, Json(super::change(&s, &c, new).await?)))
}

/// Cancels a change of one's own address that waits to be confirmed; 404 when none does.
#[utoipa::path(delete, path = "/me/email", tag = "emails", operation_id = "cancel_my_email",
    responses(
    (status = 204),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn cancel(State(s): State<Services>, Signed(c): Signed) -> Answer<StatusCode> {
    super::cancel(&s, &c).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Confirms a new address with the token of the link that was mailed there.
#[utoipa::path(post, path = "/auth/email/confirm", tag = "emails", operation_id = "confirm_email",
    request_body = Token, responses(
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

/// Takes a change of the address back with the token of the link that was mailed to the old one.
/// All sessions end, and a link to choose a new password is mailed.
#[utoipa::path(post, path = "/auth/email/undo", tag = "emails", operation_id = "undo_email",
    request_body = Token, responses(
    (status = 204),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn undo(
    State(s): State<Services>,
    info: Option<Extension<RequestInfo>>,
    Json(by): Json<Token>,
) -> Answer<StatusCode> {
    let info = info.map(|Extension(info)| info).unwrap_or_default();
    super::undo(&s, &by.token, &info).await?;
    Ok(StatusCode::NO_CONTENT)
}
