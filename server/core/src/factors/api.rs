//! The REST doors of the second factor.

use crate::rest::{Answer, Enrolling, Json, Path, ProblemBody, Slice, created};
use crate::services::Services;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use fluxward_domain::factors::{
    AddedPasskey, Ceremony, Code, NewPasskey, NewTotp, Passkey, RecoveryCodes,
};
use fluxward_domain::ids::PasskeyId;
use fluxward_domain::pages::{Page, SliceQuery};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Every route of this feature.
pub fn router() -> OpenApiRouter<Services> {
    OpenApiRouter::new()
        .routes(routes!(begin_totp, remove_totp))
        .routes(routes!(confirm_totp))
        .routes(routes!(new_recovery_codes))
        .routes(routes!(passkeys))
        .routes(routes!(begin_passkey))
        .routes(routes!(finish_passkey))
        .routes(routes!(remove_passkey))
}

/// Begins to set an authenticator app up; needs a recent sign-in.
#[utoipa::path(post, path = "/me/totp", tag = "factors", responses(
    (status = 200, body = NewTotp),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn begin_totp(State(s): State<Services>, Enrolling(c): Enrolling) -> Answer<Json<NewTotp>> {
    Ok(Json(super::begin_totp(&s, &c).await?))
}

/// Ends setting it up, with the code that it shows; answers the recovery codes, once.
#[utoipa::path(post, path = "/me/totp/confirm", tag = "factors", request_body = Code, responses(
    (status = 200, body = RecoveryCodes),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn confirm_totp(
    State(s): State<Services>,
    Enrolling(c): Enrolling,
    Json(code): Json<Code>,
) -> Answer<Json<RecoveryCodes>> {
    Ok(Json(super::confirm_totp(&s, &c, &code).await?))
}

/// Removes one's authenticator app; needs a recent sign-in.
#[utoipa::path(delete, path = "/me/totp", tag = "factors", responses(
    (status = 204),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn remove_totp(State(s): State<Services>, Enrolling(c): Enrolling) -> Answer<StatusCode> {
    super::remove_totp(&s, &c).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Makes new recovery codes; the ones before are no more. Needs a recent sign-in.
#[utoipa::path(post, path = "/me/recovery-codes", tag = "factors", responses(
    (status = 200, body = RecoveryCodes),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn new_recovery_codes(
    State(s): State<Services>,
    Enrolling(c): Enrolling,
) -> Answer<Json<RecoveryCodes>> {
    Ok(Json(super::new_recovery_codes(&s, &c).await?))
}

/// One's own passkeys, the oldest first.
#[utoipa::path(get, path = "/me/passkeys", tag = "factors", params(SliceQuery), responses(
    (status = 200, body = Page<Passkey>),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn passkeys(
    State(s): State<Services>,
    Enrolling(c): Enrolling,
    slice: Slice,
) -> Answer<Json<Page<Passkey>>> {
    Ok(Json(slice.of(Page::whole(super::passkeys(&s, &c).await?), |it| it.id.to_string())))
}

/// Begins to register a passkey; needs a recent sign-in.
#[utoipa::path(post, path = "/me/passkeys/begin", tag = "factors", operation_id = "begin_passkey",
    responses(
    (status = 200, body = Ceremony),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn begin_passkey(
    State(s): State<Services>,
    Enrolling(c): Enrolling,
) -> Answer<Json<Ceremony>> {
    Ok(Json(super::begin_passkey(&s, &c).await?))
}

/// Ends the registration with what the browser made; needs a recent sign-in.
#[utoipa::path(post, path = "/me/passkeys/finish", tag = "factors",
    operation_id = "finish_passkey", request_body = NewPasskey, responses(
    (status = 201, body = AddedPasskey),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn finish_passkey(
    State(s): State<Services>,
    Enrolling(c): Enrolling,
    Json(new): Json<NewPasskey>,
) -> Answer<Response> {
    Ok(created(Json(super::finish_passkey(&s, &c, new).await?)))
}

/// Removes one of one's own passkeys; needs a recent sign-in.
#[utoipa::path(delete, path = "/me/passkeys/{id}", tag = "factors",
    params(("id" = PasskeyId, Path, description = "The passkey")), responses(
    (status = 204),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn remove_passkey(
    State(s): State<Services>,
    Enrolling(c): Enrolling,
    Path(id): Path<PasskeyId>,
) -> Answer<StatusCode> {
    super::remove_passkey(&s, &c, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
