//! The REST doors of accounts.

use crate::rest::{
    Answer, Body, IfMatch, Json, Once, Path, ProblemBody, Query, Signed, Slice, Tagged, created,
};
use crate::services::Services;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use fluxward_domain::ids::{AccountId, SessionId};
use fluxward_domain::pages::{Because, Page, SliceQuery};
use fluxward_domain::resets::{HandedOver, ResetUser};
use fluxward_domain::sessions::Session;
use fluxward_domain::users::{
    CreatedUser, EditUser, NewUser, Suspend, User, UserDetail, UserQuery,
};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Every route of this feature.
pub fn router() -> OpenApiRouter<Services> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(show, edit, delete))
        .routes(routes!(deactivate))
        .routes(routes!(activate))
        .routes(routes!(suspend))
        .routes(routes!(promote))
        .routes(routes!(demote))
        .routes(routes!(unlock))
        .routes(routes!(reset_password))
        .routes(routes!(send_activation))
        .routes(routes!(reset_second_factor))
        .routes(routes!(sessions))
        .routes(routes!(end_session))
}

/// People, platform-wide; for platform administrators.
#[utoipa::path(get, path = "/users", tag = "users", operation_id = "list_users",
    params(UserQuery), responses(
    (status = 200, body = Page<User>),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn list(
    State(s): State<Services>,
    Signed(c): Signed,
    Query(query): Query<UserQuery>,
) -> Answer<Json<Page<User>>> {
    Ok(Json(super::list(&s, &c, &query).await?))
}

/// Creates an account: with an initial password, which must be changed at the first sign-in, or
/// pending, with a link by mail. Without a mail server the link is in the answer, this once.
#[utoipa::path(post, path = "/users", tag = "users", operation_id = "create_user",
    request_body = NewUser, responses(
    (status = 201, body = CreatedUser),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn create(
    State(s): State<Services>,
    Signed(c): Signed,
    Json(new): Json<NewUser>,
) -> Answer<Response> {
    let made = super::create(&s, &c, new).await?;
    let kept = CreatedUser { handed_over: HandedOver::default(), ..made.clone() };
    let version = made.user.version;
    Ok(created(Once { shown: Tagged(version, made), kept }))
}

/// One account.
#[utoipa::path(get, path = "/users/{id}", tag = "users", operation_id = "show_user",
    params(("id" = AccountId, Path)), responses(
    (status = 200, body = UserDetail),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn show(
    State(s): State<Services>,
    Signed(c): Signed,
    Path(id): Path<AccountId>,
) -> Answer<Tagged<UserDetail>> {
    Ok(tagged(super::show(&s, &c, id).await?))
}

/// Changes names and addresses.
#[utoipa::path(patch, path = "/users/{id}", tag = "users", operation_id = "edit_user",
    params(("id" = AccountId, Path)), request_body = EditUser, responses(
    (status = 200, body = UserDetail),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn edit(
    State(s): State<Services>,
    Signed(c): Signed,
    Path(id): Path<AccountId>,
    matches: IfMatch,
    Json(edit): Json<EditUser>,
) -> Answer<Tagged<UserDetail>> {
    let edited = super::edit(&s, &c, id, edit, matches.0).await;
    Ok(tagged(edited.map_err(|error| matches.problem(error))?))
}

/// Deletes an account for good: it must be deactivated and have left nothing open. Who the person
/// was is erased; what was done stays, as done by "Deleted user".
#[utoipa::path(delete, path = "/users/{id}", tag = "users", operation_id = "delete_user",
    params(("id" = AccountId, Path)), request_body = Because, responses(
    (status = 204),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn delete(
    State(s): State<Services>,
    Signed(c): Signed,
    Path(id): Path<AccountId>,
    matches: IfMatch,
    Body(because): Body<Because>,
) -> Answer<StatusCode> {
    let done = super::delete(&s, &c, id, because, matches.0).await;
    done.map_err(|error| matches.problem(error))?;
    Ok(StatusCode::NO_CONTENT)
}

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident $path:literal $operation:literal)*) => { $(
        $(#[$doc])*
        #[utoipa::path(post, path = $path, tag = "users", operation_id = $operation,
            params(("id" = AccountId, Path)), request_body = Because, responses(
            (status = 200, body = UserDetail),
            (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
        ))]
        async fn $name(
            State(s): State<Services>,
            Signed(c): Signed,
            Path(id): Path<AccountId>,
            matches: IfMatch,
            Body(because): Body<Because>,
        ) -> Answer<Tagged<UserDetail>> {
            let done = super::$name(&s, &c, id, because, matches.0).await;
            Ok(tagged(done.map_err(|error| matches.problem(error))?))
        }
    )* };
}

actions! {
    /// Switches an account off: all its sessions end.
    deactivate "/users/{id}/deactivate" "deactivate_user"
    /// Switches an account on again.
    activate "/users/{id}/activate" "activate_user"
    /// Makes somebody a platform administrator; needs a recent sign-in.
    promote "/users/{id}/promote" "promote_user"
    /// Takes the platform administrator's role away; needs a recent sign-in.
    demote "/users/{id}/demote" "demote_user"
    /// Unblocks sign-in after too many failures.
    unlock "/users/{id}/unlock" "unlock_user"
    /// Removes all second factors of an account and ends its sessions; needs a recent sign-in.
    reset_second_factor "/users/{id}/reset-second-factor" "reset_second_factor"
}

/// Suspends an account until a moment that may be given; all its sessions end.
#[utoipa::path(post, path = "/users/{id}/suspend", tag = "users", operation_id = "suspend_user",
    params(("id" = AccountId, Path)), request_body = Suspend, responses(
    (status = 200, body = UserDetail),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn suspend(
    State(s): State<Services>,
    Signed(c): Signed,
    Path(id): Path<AccountId>,
    matches: IfMatch,
    Body(suspend): Body<Suspend>,
) -> Answer<Tagged<UserDetail>> {
    let done = super::suspend(&s, &c, id, suspend, matches.0).await;
    Ok(tagged(done.map_err(|error| matches.problem(error))?))
}

/// Resets a password: to a temporary one, which is in the answer this once, or by a mailed link.
/// Without a mail server the link is in the answer. Needs a recent sign-in.
#[utoipa::path(post, path = "/users/{id}/reset-password", tag = "users",
    operation_id = "reset_user_password", params(("id" = AccountId, Path)),
    request_body = ResetUser, responses(
    (status = 200, body = HandedOver),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn reset_password(
    State(s): State<Services>,
    Signed(c): Signed,
    Path(id): Path<AccountId>,
    matches: IfMatch,
    Json(reset): Json<ResetUser>,
) -> Answer<Response> {
    let done = super::reset_password(&s, &c, id, reset, matches.0).await;
    Ok(once(done.map_err(|error| matches.problem(error))?))
}

/// Sends the activation mail again; the older link is void. Without a mail server the link is in
/// the answer.
#[utoipa::path(post, path = "/users/{id}/send-activation", tag = "users",
    operation_id = "send_user_activation", params(("id" = AccountId, Path)),
    request_body = Because, responses(
    (status = 200, body = HandedOver),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn send_activation(
    State(s): State<Services>,
    Signed(c): Signed,
    Path(id): Path<AccountId>,
    matches: IfMatch,
    Body(because): Body<Because>,
) -> Answer<Response> {
    let done = super::send_activation(&s, &c, id, because, matches.0).await;
    Ok(once(done.map_err(|error| matches.problem(error))?))
}

/// What is shown this once.
fn once(handed_over: HandedOver) -> Response {
    let kept = HandedOver { mailed_to: handed_over.mailed_to.clone(), ..HandedOver::default() };
    Once { shown: Json(handed_over), kept }.into_response()
}

/// An account's live sessions.
#[utoipa::path(get, path = "/users/{id}/sessions", tag = "users", operation_id = "list_user_sessions",
    params(("id" = AccountId, Path), SliceQuery), responses(
    (status = 200, body = Page<Session>),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn sessions(
    State(s): State<Services>,
    Signed(c): Signed,
    Path(id): Path<AccountId>,
    slice: Slice,
) -> Answer<Json<Page<Session>>> {
    Ok(Json(slice.of(Page::whole(super::sessions(&s, &c, id).await?), |it| it.id.to_string())))
}

/// Ends one of an account's sessions.
#[utoipa::path(delete, path = "/users/{id}/sessions/{session}", tag = "users",
    operation_id = "end_user_session",
    params(("id" = AccountId, Path), ("session" = SessionId, Path)), request_body = Because,
    responses(
    (status = 204),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn end_session(
    State(s): State<Services>,
    Signed(c): Signed,
    Path((id, session)): Path<(AccountId, SessionId)>,
    Body(because): Body<Because>,
) -> Answer<StatusCode> {
    super::end_session(&s, &c, id, session, because).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn tagged(detail: UserDetail) -> Tagged<UserDetail> {
    Tagged(detail.user.version, detail)
}
