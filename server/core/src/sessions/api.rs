//! The REST doors of signing in and of one's own account.

use crate::rest::{Answer, Body, Json, Leaving, Path, Problem, ProblemBody, Query, Signed, Slice};
use crate::services::{RequestInfo, Services};
use crate::{activity, users};
use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use fluxward_domain::activity::Event;
use fluxward_domain::factors::{Ceremony, PasskeyLogin};
use fluxward_domain::ids::SessionId;
use fluxward_domain::pages::{Because, Page, SliceQuery};
use fluxward_domain::sessions::{
    ChangePassword, EditMe, Login, Me, Refresh, Session, SessionKind, Tokens,
};
use fluxward_domain::{AppError, Kind};
use serde::Deserialize;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Every route of this feature.
pub fn router() -> OpenApiRouter<Services> {
    OpenApiRouter::new()
        .routes(routes!(login))
        .routes(routes!(begin_passkey))
        .routes(routes!(login_with_passkey))
        .routes(routes!(refresh))
        .routes(routes!(logout))
        .routes(routes!(change_password))
        .routes(routes!(me, edit_me))
        .routes(routes!(sessions))
        .routes(routes!(end_session))
        .routes(routes!(my_activity))
}

/// Where the request comes from, as the server's middleware found out.
type Info = Option<Extension<RequestInfo>>;

fn known(info: Info) -> RequestInfo {
    info.map(|Extension(info)| info).unwrap_or_default()
}

/// Signs an API client in. No cookie is set.
#[utoipa::path(post, path = "/auth/login", tag = "sessions", request_body = Login, responses(
    (status = 200, body = Tokens),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn login(
    State(s): State<Services>,
    info: Info,
    Json(login): Json<Login>,
) -> Answer<Json<Tokens>> {
    let entered = super::sign_in(&s, login, &known(info), SessionKind::Api).await?;
    entered.tokens.map(Json).ok_or_else(|| Problem::from(Kind::Internal))
}

/// Begins a sign-in with whichever passkey the device has.
#[utoipa::path(post, path = "/auth/passkey/begin", tag = "sessions",
    operation_id = "begin_passkey_login", responses(
    (status = 200, body = Ceremony),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn begin_passkey(State(s): State<Services>, info: Info) -> Answer<Json<Ceremony>> {
    Ok(Json(super::begin_passkey(&s, &known(info)).await?))
}

/// Signs an API client in with a passkey. No cookie is set.
#[utoipa::path(post, path = "/auth/passkey/finish", tag = "sessions",
    operation_id = "finish_passkey_login", request_body = PasskeyLogin, responses(
    (status = 200, body = Tokens),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn login_with_passkey(
    State(s): State<Services>,
    info: Info,
    Json(login): Json<PasskeyLogin>,
) -> Answer<Json<Tokens>> {
    let kind = SessionKind::Api;
    let entered = super::sign_in_with_passkey(&s, login, &known(info), kind).await?;
    entered.tokens.map(Json).ok_or_else(|| Problem::from(Kind::Internal))
}

/// Renews the tokens. A refresh token is good for one renewal; used twice, it ends the session.
#[utoipa::path(post, path = "/auth/refresh", tag = "sessions", request_body = Refresh, responses(
    (status = 200, body = Tokens),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn refresh(
    State(s): State<Services>,
    info: Info,
    Json(with): Json<Refresh>,
) -> Answer<Json<Tokens>> {
    Ok(Json(super::refresh(&s, &with.refresh_token, &known(info)).await?))
}

/// Ends the session behind the token: access and refresh token are dead at once.
#[utoipa::path(post, path = "/auth/logout", tag = "sessions", responses(
    (status = 204),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn logout(State(s): State<Services>, Leaving(c): Leaving) -> Answer<StatusCode> {
    super::sign_out(&s, &c).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Changes one's own password; with the `change_token` of a refused sign-in, nobody needs to be
/// signed in. All other sessions end.
#[utoipa::path(post, path = "/auth/password/change", tag = "sessions", request_body = ChangePassword, responses(
    (status = 204),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn change_password(
    State(s): State<Services>,
    headers: HeaderMap,
    info: Info,
    Json(change): Json<ChangePassword>,
) -> Answer<StatusCode> {
    let info = known(info);
    let caller = super::authenticate(&s, &headers, info.clone()).await?;
    super::change_password(&s, caller.as_ref(), change, &info).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Who one is.
#[utoipa::path(get, path = "/me", tag = "sessions", responses(
    (status = 200, body = Me),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn me(State(s): State<Services>, Signed(c): Signed) -> Answer<Json<Me>> {
    Ok(Json(super::me(&s, &c).await?))
}

/// Changes one's own names.
#[utoipa::path(patch, path = "/me", tag = "sessions", request_body = EditMe, responses(
    (status = 200, body = Me),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn edit_me(
    State(s): State<Services>,
    Signed(c): Signed,
    Json(edit): Json<EditMe>,
) -> Answer<Json<Me>> {
    users::edit_own(&s, &c, edit).await?;
    Ok(Json(super::me(&s, &c).await?))
}

/// One's own live sessions, the latest used first.
#[utoipa::path(get, path = "/me/sessions", tag = "sessions", params(SliceQuery), responses(
    (status = 200, body = Page<Session>),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn sessions(
    State(s): State<Services>,
    Signed(c): Signed,
    slice: Slice,
) -> Answer<Json<Page<Session>>> {
    Ok(Json(slice.of(Page::whole(super::mine(&s, &c).await?), |it| it.id.to_string())))
}

/// Ends one of one's own sessions.
#[utoipa::path(delete, path = "/me/sessions/{id}", tag = "sessions",
    params(("id" = SessionId, Path, description = "The session")), request_body = Because, responses(
    (status = 204),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn end_session(
    State(s): State<Services>,
    Signed(c): Signed,
    Path(id): Path<SessionId>,
    Body(because): Body<Because>,
) -> Answer<StatusCode> {
    super::revoke(&s, &c, id, because).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Which part of the log.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct Part {
    /// How many (1–200, 50 when not given).
    #[serde(default, deserialize_with = "fluxward_domain::pages::limit")]
    limit: Option<u32>,
    /// Where to go on.
    cursor: Option<String>,
}

/// What one did, and what was done to one's account, the newest first.
#[utoipa::path(get, path = "/me/activity", tag = "sessions", params(Part), responses(
    (status = 200, body = Page<Event>),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn my_activity(
    State(s): State<Services>,
    Signed(c): Signed,
    Query(part): Query<Part>,
) -> Answer<Json<Page<Event>>> {
    let page = activity::mine(&s, &c, part.cursor.as_deref(), part.limit).await;
    Ok(Json(page.map_err(AppError::from)?))
}
