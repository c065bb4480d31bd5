//! The activity log, read: who did what to whom, newest first, and whether the chain holds.
//!
//! Writing is [`crate::changes`]'s alone. Names are those of today: a person who was renamed is
//! found under the new name everywhere.

pub mod api;
mod store;
mod verifying;

pub use verifying::{Report, verify};

use crate::error::{Error, Result};
use crate::organizations;
use crate::services::{Caller, Services};
use fluxward_domain::activity::{ActivityQuery, Event};
use fluxward_domain::ids::{AccountId, OrganizationId};
use fluxward_domain::pages::{DEFAULT_LIMIT, MAX_LIMIT, Page};
use fluxward_domain::permissions::Permission;
use fluxward_domain::scopes::Scope;
use fluxward_domain::{AppError, Kind};
use store::{About, Filter};

/// One page of the log: of an organization for who may see its activity, of the platform for its
/// administrators.
pub async fn list(s: &Services, c: &Caller, query: &ActivityQuery) -> Result<Page<Event>> {
    let organization = if let Some(slug) = query.organization.as_deref() {
        Some(organization(s, c, slug, Permission::ActivityView).await?)
    } else {
        c.authorize(s, Permission::ActivityView, Scope::Platform)?;
        None
    };
    let filter = Filter {
        organization,
        actor: query.actor,
        target: query.target,
        action: query.action.as_deref().filter(|action| !action.is_empty()),
        from: query.from,
        to: query.to,
        about: None,
    };
    page(s, &filter, query.cursor.as_deref(), query.limit).await
}

/// What an account did and what happened to it, for platform administrators.
pub async fn of_user(
    s: &Services,
    c: &Caller,
    id: AccountId,
    cursor: Option<&str>,
    limit: Option<u32>,
) -> Result<Page<Event>> {
    if !c.facts.platform_administrator {
        return Err(AppError::not_found().into());
    }
    c.authorize(s, Permission::ActivityView, Scope::Platform)?;
    page(s, &Filter::about(About::Account(id)), cursor, limit).await
}

/// What a member did and what happened to them in the organization.
pub async fn of_member(
    s: &Services,
    c: &Caller,
    slug: &str,
    id: AccountId,
    cursor: Option<&str>,
    limit: Option<u32>,
) -> Result<Page<Event>> {
    let organization = organization(s, c, slug, Permission::UsersView).await?;
    page(s, &Filter::about(About::Member(organization, id)), cursor, limit).await
}

/// The caller's own entries: what they did and what happened to them.
pub async fn mine(
    s: &Services,
    c: &Caller,
    cursor: Option<&str>,
    limit: Option<u32>,
) -> Result<Page<Event>> {
    crate::sessions::in_full(c)?;
    page(s, &Filter::about(About::Account(c.account)), cursor, limit).await
}

/// The organization of that slug, if the caller holds `permission` there.
async fn organization(
    s: &Services,
    c: &Caller,
    slug: &str,
    permission: Permission,
) -> Result<OrganizationId> {
    let found = organizations::resolve(&mut s.read().await?, slug).await?;
    let id = found.ok_or_else(AppError::not_found)?.id;
    c.authorize(s, permission, Scope::Organization(id))?;
    Ok(id)
}

async fn page(
    s: &Services,
    filter: &Filter<'_>,
    cursor: Option<&str>,
    limit: Option<u32>,
) -> Result<Page<Event>> {
    let limit = i64::from(limit.unwrap_or(DEFAULT_LIMIT).clamp(1, MAX_LIMIT));
    let before = match cursor {
        Some(cursor) => Some(opened(s, cursor)?),
        None => None,
    };
    let mut items = store::events(&mut s.read().await?, filter, before, limit + 1).await?;
    let more = items.len() > usize::try_from(limit).unwrap_or(usize::MAX);
    if more {
        items.pop();
    }
    let last = items.last().filter(|_| more).map(|event| event.seq);
    let next_cursor = last.map(|seq| s.keys.sign_cursor(format!("{CURSOR}{seq}").as_bytes()));
    Ok(Page { items, next_cursor, total: None })
}

/// What a cursor of this list begins with, so that one of another list is not taken for it.
const CURSOR: &str = "activity ";

fn opened(s: &Services, cursor: &str) -> Result<i64> {
    let payload = s.keys.open_cursor(cursor);
    let text = payload.and_then(|bytes| String::from_utf8(bytes).ok());
    text.as_deref()
        .and_then(|text| text.strip_prefix(CURSOR))
        .and_then(|seq| seq.parse().ok())
        .ok_or_else(|| {
            let detail = "This cursor is not one that was given out for this list. Start from the first page.";
            Error::from(AppError::new(Kind::Malformed, detail))
        })
}

#[cfg(test)]
mod tests;
