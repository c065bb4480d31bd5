//! AuthZEN 1.0: "may they?" asked by other programs, in the words of its working group.
//!
//! The answer is [`decide`]'s, from facts in memory. AuthZEN's own rules win over ours here: what
//! cannot be read is 400, what is not known is ignored, and whoever or whatever is unknown is
//! simply not allowed. Who may ask: platform administrators anywhere, and whoever sees people at
//! the place that is asked about.
//!
//! Source: Authorization API 1.0, <https://openid.github.io/authzen/>.

mod answers;
pub mod api;
mod searching;

pub use searching::{actions, resources, subjects};

use crate::access::{self, Asked, Version};
use crate::database::{Connection, values};
use crate::error::{Error, Result};
use crate::organizations;
use crate::services::{Caller, Services};
use fluxward_domain::access::{Facts, decide};
use fluxward_domain::ids::{AccountId, ProjectId};
use fluxward_domain::permissions::Permission;
use fluxward_domain::scopes::Scope;
use fluxward_domain::{AppError, Kind};
use serde::Deserialize;
use std::sync::Arc;
use uuid::Uuid;

/// The type of subjects that are known.
const USER: &str = "user";

/// Who, or what, as AuthZEN names it.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct Entity {
    /// `user`; `platform`, `organization`, `workspace` or `project`.
    #[serde(default)]
    pub r#type: Option<String>,
    /// Which one. A search leaves it out for what it searches.
    #[serde(default)]
    pub id: Option<String>,
}

/// What is to be done.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct Action {
    /// The permission.
    pub name: String,
}

/// A question: may the subject do the action with the resource?
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
pub struct Question {
    /// Who.
    pub subject: Option<Entity>,
    /// What.
    pub action: Option<Action>,
    /// Where.
    pub resource: Option<Entity>,
}

impl Question {
    /// What this one leaves out, as `other` has it.
    pub(crate) fn or(self, other: &Self) -> Self {
        Self {
            subject: Entity::or(self.subject, other.subject.as_ref()),
            action: self.action.or_else(|| other.action.clone()),
            resource: Entity::or(self.resource, other.resource.as_ref()),
        }
    }
}

impl Entity {
    fn or(this: Option<Self>, other: Option<&Self>) -> Option<Self> {
        let (Some(this), Some(other)) = (&this, other) else { return this.or(other.cloned()) };
        let part = |this: &Option<String>, other: &Option<String>| {
            this.as_ref().or(other.as_ref()).cloned()
        };
        Some(Self { r#type: part(&this.r#type, &other.r#type), id: part(&this.id, &other.id) })
    }
}

/// The type that an entity of a question names.
fn kind<'a>(part: &str, entity: Option<&'a Entity>) -> Result<&'a str> {
    let entity = entity.ok_or_else(|| missing(part))?;
    Ok(entity.r#type.as_deref().ok_or_else(|| missing(&format!("{part}.type")))?)
}

/// Answers one question.
pub async fn evaluate(s: &Services, c: &Caller, question: &Question) -> Result<bool> {
    let subject = whole("subject", question.subject.as_ref())?;
    let action = question.action.as_ref().ok_or_else(|| missing("action"))?;
    let resource = whole("resource", question.resource.as_ref())?;
    let mut on = s.read().await?;
    let place = place(s, c, &mut on, resource).await?;
    let (Some(place), Some(permission)) = (place, Permission::parse(&action.name)) else {
        return Ok(false);
    };
    let Some(facts) = subject_facts(s, &mut on, subject).await? else { return Ok(false) };
    Ok(decide(&facts, permission, place.scope(), s.clock.now()).allowed())
}

fn missing(part: &str) -> AppError {
    AppError::new(Kind::Malformed, format!("The question has no {part}. Send one."))
}

/// A part of a question that names its id.
fn whole<'a>(part: &str, entity: Option<&'a Entity>) -> Result<(&'a str, &'a str)> {
    let kind = kind(part, entity)?;
    let id = entity.and_then(|entity| entity.id.as_deref());
    Ok((kind, id.ok_or_else(|| missing(&format!("{part}.id")))?))
}

/// The place that a resource names, if the caller may ask about people there; `None` when there
/// is none, which those are told who could ask about it if there were.
async fn place(
    s: &Services,
    c: &Caller,
    on: &mut Connection,
    (kind, id): (&str, &str),
) -> Result<Option<Asked>> {
    let found = Asked::find(on, id).await?.filter(|place| kind_of(place.scope()) == kind);
    match &found {
        Some(place) => place.authorize(s, c).map_err(not_here)?,
        None => may_miss(s, c, on, id).await.map_err(not_here)?,
    }
    Ok(found)
}

/// Passes when the caller may know that nothing is named like that: on the platform, or inside an
/// organization of which they see the people and every project.
async fn may_miss(s: &Services, c: &Caller, on: &mut Connection, id: &str) -> Result<()> {
    if let Some((slug, _)) = id.split_once('/')
        && let Some(organization) = organizations::resolve(on, slug).await?
    {
        let any_project = Scope::Project(organization.id, None, ProjectId(Uuid::nil()));
        return access::may_ask(s, c, any_project);
    }
    c.authorize(s, Permission::UsersView, Scope::Platform)
}

/// Whoever may not ask is told so alike, whatever is there or not.
fn not_here(error: Error) -> Error {
    match error {
        Error::App(AppError { kind: Kind::NotFound | Kind::Forbidden, .. }) => AppError::new(
            Kind::Forbidden,
            "You may ask about places where you see people. Ask an administrator for `users.view`.",
        )
        .into(),
        other => other,
    }
}

/// AuthZEN's word for the kind of a place.
pub(crate) const fn kind_of(scope: Scope) -> &'static str {
    match scope {
        Scope::Platform => "platform",
        Scope::Organization(_) => "organization",
        Scope::Workspace(..) => "workspace",
        Scope::Project(..) => "project",
    }
}

/// The facts of a subject, from memory when they are as they were; `None` for whoever is unknown.
async fn subject_facts(
    s: &Services,
    on: &mut Connection,
    (kind, id): (&str, &str),
) -> Result<Option<Arc<Facts>>> {
    let Some(account) = id.parse::<AccountId>().ok().filter(|_| kind == USER) else {
        return Ok(None);
    };
    let sql = "select a.access_version, h.definitions from accounts a cross join log_head h
        where a.id = $1";
    let row: Option<(i64, i64)> = on.row(sql, values![account]).await?;
    let Some((access, definitions)) = row else { return Ok(None) };
    s.facts.at(on, account, Version { access, definitions }).await
}

/// The facts of many accounts, read at once.
pub(crate) async fn facts_of(on: &mut Connection, accounts: &[AccountId]) -> Result<Vec<Facts>> {
    let read = access::facts_of(on, accounts).await?;
    Ok(read.into_iter().map(|(_, facts)| facts).collect())
}
