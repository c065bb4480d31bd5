//! The REST doors of one's own tokens.

use crate::rest::{Answer, Body, Json, Path, ProblemBody, Signed, Slice, created};
use crate::services::Services;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use fluxward_domain::ids::TokenId;
use fluxward_domain::pages::{Because, Page, SliceQuery};
use fluxward_domain::tokens::{MadeToken, NewToken, Token};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Every route of this feature.
pub fn router() -> OpenApiRouter<Services> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(revoke))
}

/// One's own tokens, the newest first; without their secrets.
#[utoipa::path(get, path = "/me/tokens", tag = "tokens", operation_id = "list_tokens", params(SliceQuery), responses(
    (status = 200, body = Page<Token>),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn list(
    State(s): State<Services>,
    Signed(c): Signed,
    slice: Slice,
) -> Answer<Json<Page<Token>>> {
    Ok(Json(slice.of(Page::whole(super::list(&s, &c).await?), |it| it.id.to_string())))
}

/// Makes a token. Its secret is in this answer and nowhere else.
#[utoipa::path(post, path = "/me/tokens", tag = "tokens", operation_id = "create_token",
    request_body = NewToken, responses(
    (status = 201, body = MadeToken),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn create(
    State(s): State<Services>,
    Signed(c): Signed,
    Json(new): Json<NewToken>,
) -> Answer<Response> {
    Ok(created(Json(super::create(&s, &c, new).await?)))
}

/// Revokes a token: it is dead with the next request.
#[utoipa::path(delete, path = "/me/tokens/{id}", tag = "tokens", operation_id = "revoke_token",
    params(("id" = TokenId, Path)), request_body(content = Option<Because>), responses(
    (status = 204),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn revoke(
    State(s): State<Services>,
    Signed(c): Signed,
    Path(id): Path<TokenId>,
    Body(because): Body<Because>,
) -> Answer<StatusCode> {
    super::revoke(&s, &c, id, because).await?;
    Ok(StatusCode::NO_CONTENT)
}
