//! Answers, as AuthZEN shapes them.

use crate::services::Services;
use serde::Serialize;
use utoipa::ToSchema;

/// A decision.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
#[schema(as = AuthzenDecision)]
pub(super) struct Decision {
    /// Whether they may.
    pub(super) decision: bool,
    /// Beside it, of a question among others that could not be answered: why not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) context: Option<Context>,
}

impl From<bool> for Decision {
    fn from(decision: bool) -> Self {
        Self { decision, context: None }
    }
}

/// What stands beside a decision.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = AuthzenContext)]
pub(super) struct Context {
    /// Why there is none.
    pub(super) error: Obstacle,
}

/// Why a question was not answered.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = AuthzenError)]
pub(super) struct Obstacle {
    /// The HTTP status that it would have had alone.
    pub(super) status: u16,
    /// What to do about it.
    pub(super) message: String,
}

/// The decision about the one question, or those about many, in their order.
#[derive(Serialize, ToSchema)]
#[schema(as = AuthzenDecisions)]
#[serde(untagged)]
pub(super) enum Decisions {
    /// About many.
    Many {
        /// In the order of the questions.
        evaluations: Vec<Decision>,
    },
    /// About the one.
    One(Decision),
}

/// A user, or a place.
#[derive(Serialize, ToSchema)]
#[schema(as = AuthzenEntity)]
pub(super) struct Entity {
    /// `user`; `platform`, `organization`, `workspace` or `project`.
    pub(super) r#type: String,
    /// Which one.
    pub(super) id: String,
}

/// Something that may be done.
#[derive(Serialize, ToSchema)]
#[schema(as = AuthzenAction)]
pub(super) struct Action {
    /// The permission.
    pub(super) name: String,
}

/// Where the next page is.
#[derive(Serialize, ToSchema)]
#[schema(as = AuthzenPage)]
pub(super) struct Page {
    /// What to send for it; empty at the end.
    pub(super) next_token: String,
    /// How many results this page has.
    pub(super) count: usize,
}

/// Users, or places, that were found.
#[derive(Serialize, ToSchema)]
#[schema(as = AuthzenEntities)]
pub(super) struct Entities {
    pub(super) results: Vec<Entity>,
    pub(super) page: Page,
}

impl Entities {
    pub(super) fn of(kind: &str, ids: Vec<String>, next_token: String) -> Self {
        let entity = |id| Entity { r#type: kind.to_owned(), id };
        let results: Vec<_> = ids.into_iter().map(entity).collect();
        Self { page: Page { next_token, count: results.len() }, results }
    }
}

/// What was found that may be done.
#[derive(Serialize, ToSchema)]
#[schema(as = AuthzenActions)]
pub(super) struct Actions {
    pub(super) results: Vec<Action>,
    pub(super) page: Page,
}

impl From<Vec<String>> for Actions {
    fn from(names: Vec<String>) -> Self {
        let results: Vec<_> = names.into_iter().map(|name| Action { name }).collect();
        Self { page: Page { next_token: String::new(), count: results.len() }, results }
    }
}

/// Where everything is.
#[derive(Serialize, ToSchema)]
#[schema(as = AuthzenConfiguration)]
pub(super) struct Configuration {
    policy_decision_point: String,
    access_evaluation_endpoint: String,
    access_evaluations_endpoint: String,
    search_subject_endpoint: String,
    search_resource_endpoint: String,
    search_action_endpoint: String,
}

impl Configuration {
    pub(super) fn of(s: &Services) -> Self {
        let at = &s.surroundings.public_url;
        let door = |door: &str| format!("{at}/access/v1/{door}");
        Self {
            policy_decision_point: at.clone(),
            access_evaluation_endpoint: door("evaluation"),
            access_evaluations_endpoint: door("evaluations"),
            search_subject_endpoint: door("search/subject"),
            search_resource_endpoint: door("search/resource"),
            search_action_endpoint: door("search/action"),
        }
    }
}
