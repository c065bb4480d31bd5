//! The REST door of the first run.

use crate::rest::{Answer, Json, ProblemBody, created};
use crate::services::{RequestInfo, Services};
use axum::Extension;
use axum::extract::{FromRequest, Request, State};
use axum::response::Response;
use fluxward_domain::sessions::Setup;
use fluxward_domain::users::User;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Every route of this feature.
pub fn router() -> OpenApiRouter<Services> {
    OpenApiRouter::new().routes(routes!(run))
}

/// Makes the first platform administrator, with the token that the server printed; 410 ever after.
#[utoipa::path(post, path = "/setup", tag = "setup", request_body = Setup, responses(
    (status = 201, body = User),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn run(
    State(s): State<Services>,
    info: Option<Extension<RequestInfo>>,
    request: Request,
) -> Answer<Response> {
    let info = info.map(|Extension(info)| info).unwrap_or_default();
    // Closed is closed, whatever is sent.
    super::open(&s).await?;
    let Json(setup) = Json::<Setup>::from_request(request, &s).await?;
    Ok(created(Json(super::run(&s, setup, &info).await?)))
}
