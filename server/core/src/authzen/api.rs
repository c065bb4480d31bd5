//! The doors of AuthZEN: `/access/v1/…`, and where to find them.

use super::{Question, searching::Found};
use crate::rest::{Answer, Problem, Signed};
use crate::services::Services;
use axum::Json;
use axum::extract::{FromRequest, Request, State};
use axum::routing::get;
use fluxward_domain::{AppError, Kind};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// How many results a page has when nothing is asked, and at most.
const LIMIT: usize = 200;
/// How many questions are answered at once at most.
const QUESTIONS: usize = 1000;

/// Every route of this feature, from the root on.
pub fn router() -> OpenApiRouter<Services> {
    OpenApiRouter::new()
        .routes(routes!(evaluation))
        .routes(routes!(evaluations))
        .routes(routes!(search_subject))
        .routes(routes!(search_resource))
        .routes(routes!(search_action))
        .route("/.well-known/authzen-configuration", get(configuration))
}

/// A body as AuthZEN reads it: JSON, or 400; what is not known is ignored.
struct Asked<T>(T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Asked<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        match Json::<T>::from_request(request, state).await {
            Ok(Json(asked)) => Ok(Self(asked)),
            Err(rejection) => {
                let detail =
                    format!("This is no question that can be read: {}.", rejection.body_text());
                Err(AppError::new(Kind::Malformed, detail).into())
            }
        }
    }
}

/// Where everything is.
async fn configuration(State(s): State<Services>) -> Json<Value> {
    let at = &s.surroundings.public_url;
    Json(json!({
        "policy_decision_point": at,
        "access_evaluation_endpoint": format!("{at}/access/v1/evaluation"),
        "access_evaluations_endpoint": format!("{at}/access/v1/evaluations"),
        "search_subject_endpoint": format!("{at}/access/v1/search/subject"),
        "search_resource_endpoint": format!("{at}/access/v1/search/resource"),
        "search_action_endpoint": format!("{at}/access/v1/search/action"),
    }))
}

/// May the subject do the action with the resource?
#[utoipa::path(post, path = "/access/v1/evaluation", tag = "authzen",
    operation_id = "authzen_evaluation", request_body = Question,
    responses((status = 200, body = Object), (status = "4XX", body = Object)))]
async fn evaluation(
    State(s): State<Services>,
    Signed(c): Signed,
    Asked(question): Asked<Question>,
) -> Answer<Json<Value>> {
    let decision = super::evaluate(&s, &c, &question).await?;
    Ok(Json(json!({ "decision": decision })))
}

/// Many questions; what one leaves out is as it stands beside them.
#[derive(Deserialize, utoipa::ToSchema)]
struct Questions {
    #[serde(flatten)]
    default: Question,
    #[serde(default)]
    evaluations: Option<Vec<Value>>,
    #[serde(default)]
    options: Options,
}

#[derive(Default, Deserialize, utoipa::ToSchema)]
struct Options {
    #[serde(default)]
    evaluations_semantic: Semantic,
}

/// When to stop.
#[derive(Clone, Copy, Default, Deserialize, PartialEq, Eq, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
enum Semantic {
    #[default]
    ExecuteAll,
    DenyOnFirstDeny,
    PermitOnFirstPermit,
}

/// Many questions at once, answered in their order. Without any, the one that stands there.
#[utoipa::path(post, path = "/access/v1/evaluations", tag = "authzen",
    operation_id = "authzen_evaluations", request_body = Questions,
    responses((status = 200, body = Object), (status = "4XX", body = Object)))]
async fn evaluations(
    State(s): State<Services>,
    Signed(c): Signed,
    Asked(asked): Asked<Questions>,
) -> Answer<Json<Value>> {
    let questions = asked.evaluations.unwrap_or_default();
    if questions.is_empty() {
        let decision = super::evaluate(&s, &c, &asked.default).await?;
        return Ok(Json(json!({ "decision": decision })));
    }
    if questions.len() > QUESTIONS {
        let detail = format!("Send at most {QUESTIONS} questions at once.");
        return Err(AppError::new(Kind::Malformed, detail).into());
    }
    let mut answers = Vec::with_capacity(questions.len());
    for question in questions {
        let answer = answer(&s, &c, question, &asked.default).await?;
        let decision = answer["decision"] == json!(true);
        answers.push(answer);
        match asked.options.evaluations_semantic {
            Semantic::DenyOnFirstDeny if !decision => break,
            Semantic::PermitOnFirstPermit if decision => break,
            _ => {}
        }
    }
    Ok(Json(json!({ "evaluations": answers })))
}

/// One of many answers; what is wrong with one question does not stop the others.
async fn answer(
    s: &Services,
    c: &crate::services::Caller,
    question: Value,
    default: &Question,
) -> Answer<Value> {
    let read: Result<Question, _> = serde_json::from_value(question);
    let outcome = match read {
        Ok(question) => super::evaluate(s, c, &question.or(default)).await.map_err(AppError::from),
        Err(error) => Err(AppError::new(Kind::Malformed, error.to_string())),
    };
    match outcome {
        Ok(decision) => Ok(json!({ "decision": decision })),
        Err(error) if error.kind.status() < 500 => {
            let told = json!({ "status": error.kind.status(), "message": error.detail });
            Ok(json!({ "decision": false, "context": { "error": told } }))
        }
        Err(error) => Err(error.into()),
    }
}

/// A search.
#[derive(Deserialize, utoipa::ToSchema)]
struct Search {
    #[serde(flatten)]
    question: Question,
    #[serde(default)]
    page: Page,
}

/// Which page of it.
#[derive(Default, Deserialize, utoipa::ToSchema)]
struct Page {
    #[serde(default)]
    token: Option<String>,
    #[serde(default)]
    limit: Option<usize>,
}

/// What was found.
#[derive(Serialize)]
struct Results {
    results: Vec<Value>,
    page: Value,
}

fn results(kind: &str, ids: Vec<String>, next: &str) -> Json<Results> {
    let result = |id: String| match kind {
        "" => json!({ "name": id }),
        kind => json!({ "type": kind, "id": id }),
    };
    let results: Vec<_> = ids.into_iter().map(result).collect();
    let page = json!({ "next_token": next, "count": results.len() });
    Json(Results { results, page })
}

/// Who may do the action with the resource?
#[utoipa::path(post, path = "/access/v1/search/subject", tag = "authzen",
    operation_id = "authzen_search_subject", request_body = Search,
    responses((status = 200, body = Object), (status = "4XX", body = Object)))]
async fn search_subject(
    State(s): State<Services>,
    Signed(c): Signed,
    Asked(search): Asked<Search>,
) -> Answer<Json<Results>> {
    let limit = search.page.limit.unwrap_or(LIMIT).clamp(1, LIMIT);
    let page = (search.page.token.as_deref(), limit);
    let Found { ids, next } = super::subjects(&s, &c, &search.question, page).await?;
    Ok(results(super::USER, ids, &next))
}

/// Where may the subject do the action?
#[utoipa::path(post, path = "/access/v1/search/resource", tag = "authzen",
    operation_id = "authzen_search_resource", request_body = Search,
    responses((status = 200, body = Object), (status = "4XX", body = Object)))]
async fn search_resource(
    State(s): State<Services>,
    Signed(c): Signed,
    Asked(search): Asked<Search>,
) -> Answer<Json<Results>> {
    let found = super::resources(&s, &c, &search.question).await?;
    let kind = search.question.resource.and_then(|resource| resource.r#type).unwrap_or_default();
    Ok(results(&kind, found, ""))
}

/// What may the subject do with the resource?
#[utoipa::path(post, path = "/access/v1/search/action", tag = "authzen",
    operation_id = "authzen_search_action", request_body = Search,
    responses((status = 200, body = Object), (status = "4XX", body = Object)))]
async fn search_action(
    State(s): State<Services>,
    Signed(c): Signed,
    Asked(search): Asked<Search>,
) -> Answer<Json<Results>> {
    let found = super::actions(&s, &c, &search.question).await?;
    Ok(results("", found, ""))
}
