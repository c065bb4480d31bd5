//! The doors of AuthZEN: `/access/v1/…`, and where to find them.

use super::Question;
use super::answers::{Actions, Configuration, Context, Decision, Decisions, Entities, Obstacle};
use super::searching::Found;
use crate::rest::{Answer, Problem, ProblemBody, Signed};
use crate::services::Services;
use axum::Json;
use axum::extract::{FromRequest, Request, State};
use fluxward_domain::{AppError, Kind};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
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
        .routes(routes!(configuration))
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
#[utoipa::path(get, path = "/.well-known/authzen-configuration", tag = "authzen",
    operation_id = "authzen_configuration",
    responses((status = 200, body = Configuration)))]
async fn configuration(State(s): State<Services>) -> Json<Configuration> {
    Json(Configuration::of(&s))
}

/// May the subject do the action with the resource?
#[utoipa::path(post, path = "/access/v1/evaluation", tag = "authzen",
    operation_id = "authzen_evaluation", request_body = Question, responses(
    (status = 200, body = Decision),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn evaluation(
    State(s): State<Services>,
    Signed(c): Signed,
    Asked(question): Asked<Question>,
) -> Answer<Json<Decision>> {
    Ok(Json(super::evaluate(&s, &c, &question).await?.into()))
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
    operation_id = "authzen_evaluations", request_body = Questions, responses(
    (status = 200, body = Decisions),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn evaluations(
    State(s): State<Services>,
    Signed(c): Signed,
    Asked(asked): Asked<Questions>,
) -> Answer<Json<Decisions>> {
    let questions = asked.evaluations.unwrap_or_default();
    if questions.is_empty() {
        let decision = super::evaluate(&s, &c, &asked.default).await?;
        return Ok(Json(Decisions::One(decision.into())));
    }
    if questions.len() > QUESTIONS {
        let detail = format!("Send at most {QUESTIONS} questions at once.");
        return Err(AppError::new(Kind::Malformed, detail).into());
    }
    let mut evaluations = Vec::with_capacity(questions.len());
    for question in questions {
        let answer = answer(&s, &c, question, &asked.default).await?;
        let decision = answer.decision;
        evaluations.push(answer);
        match asked.options.evaluations_semantic {
            Semantic::DenyOnFirstDeny if !decision => break,
            Semantic::PermitOnFirstPermit if decision => break,
            _ => {}
        }
    }
    Ok(Json(Decisions::Many { evaluations }))
}

/// One of many answers; what is wrong with one question does not stop the others.
async fn answer(
    s: &Services,
    c: &crate::services::Caller,
    question: Value,
    default: &Question,
) -> Answer<Decision> {
    let read: Result<Question, _> = serde_json::from_value(question);
    let outcome = match read {
        Ok(question) => super::evaluate(s, c, &question.or(default)).await.map_err(AppError::from),
        Err(error) => Err(AppError::new(Kind::Malformed, error.to_string())),
    };
    match outcome {
        Ok(decision) => Ok(decision.into()),
        Err(error) if error.kind.status() < 500 => {
            let error = Obstacle { status: error.kind.status(), message: error.detail };
            Ok(Decision { decision: false, context: Some(Context { error }) })
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

/// Who may do the action with the resource?
#[utoipa::path(post, path = "/access/v1/search/subject", tag = "authzen",
    operation_id = "authzen_search_subject", request_body = Search, responses(
    (status = 200, body = Entities),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn search_subject(
    State(s): State<Services>,
    Signed(c): Signed,
    Asked(search): Asked<Search>,
) -> Answer<Json<Entities>> {
    let limit = search.page.limit.unwrap_or(LIMIT).clamp(1, LIMIT);
    let page = (search.page.token.as_deref(), limit);
    let Found { ids, next } = super::subjects(&s, &c, &search.question, page).await?;
    Ok(Json(Entities::of(super::USER, ids, next)))
}

/// Where may the subject do the action?
#[utoipa::path(post, path = "/access/v1/search/resource", tag = "authzen",
    operation_id = "authzen_search_resource", request_body = Search, responses(
    (status = 200, body = Entities),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn search_resource(
    State(s): State<Services>,
    Signed(c): Signed,
    Asked(search): Asked<Search>,
) -> Answer<Json<Entities>> {
    let found = super::resources(&s, &c, &search.question).await?;
    let kind = search.question.resource.and_then(|resource| resource.r#type).unwrap_or_default();
    Ok(Json(Entities::of(&kind, found, String::new())))
}

/// What may the subject do with the resource?
#[utoipa::path(post, path = "/access/v1/search/action", tag = "authzen",
    operation_id = "authzen_search_action", request_body = Search, responses(
    (status = 200, body = Actions),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn search_action(
    State(s): State<Services>,
    Signed(c): Signed,
    Asked(search): Asked<Search>,
) -> Answer<Json<Actions>> {
    let found = super::actions(&s, &c, &search.question).await?;
    Ok(Json(found.into()))
}
