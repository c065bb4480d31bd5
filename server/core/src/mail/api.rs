//! The REST doors of mail.

use crate::rest::{Answer, Json, ProblemBody, Query, Signed};
use crate::services::Services;
use axum::extract::State;
use fluxward_domain::mail::{Mail, MailQuery, TestMail, TestedMail};
use fluxward_domain::pages::Page;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Every route of this feature.
pub fn router() -> OpenApiRouter<Services> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(test))
}

/// The outbox, the newest mail first; for platform administrators.
#[utoipa::path(get, path = "/mails", tag = "mail", operation_id = "list_mails",
    params(MailQuery), responses(
    (status = 200, body = Page<Mail>),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn list(
    State(s): State<Services>,
    Signed(c): Signed,
    Query(query): Query<MailQuery>,
) -> Answer<Json<Page<Mail>>> {
    Ok(Json(super::list(&s, &c, &query).await?))
}

/// Sends a test mail now. A refusal is 409 with the mail server's own words.
#[utoipa::path(post, path = "/settings/mail/test", tag = "mail", operation_id = "test_mail",
    request_body = TestMail, responses(
    (status = 200, body = TestedMail),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn test(
    State(s): State<Services>,
    Signed(c): Signed,
    Json(test): Json<TestMail>,
) -> Answer<Json<TestedMail>> {
    Ok(Json(super::test(&s, &c, test).await?))
}
