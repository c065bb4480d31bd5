//! Exports: the list that is on the screen, whole, as a table that an import understands.
//!
//! It is written page by page while it is read, so its length costs no memory. Each page asks
//! anew whether the caller may still see it: whoever is disabled meanwhile gets no further row.
//! The rows are those of the list's own use case; a person who is renamed meanwhile may be missed,
//! or come twice.

pub mod api;
mod rows;
#[cfg(test)]
mod tests;

use crate::access;
use crate::changes::{Entry, Target};
use crate::error::{Error, Result};
use crate::organizations;
use crate::services::{Caller, Services};
use crate::{members, teams, users};
use fluxward_domain::exports::{ExportMembers, ExportUsers};
use fluxward_domain::members::MemberQuery;
use fluxward_domain::pages::MAX_LIMIT;
use fluxward_domain::permissions::Permission;
use fluxward_domain::roles::BaseRole;
use fluxward_domain::scopes::Scope;
use fluxward_domain::users::{Status, UserQuery};
use fluxward_domain::{AppError, Kind};
use futures::stream::{BoxStream, StreamExt, try_unfold};
use std::sync::Arc;

/// A table that is being written.
pub struct Export {
    /// What its file is called.
    pub name: String,
    /// Its pieces.
    pub pieces: BoxStream<'static, Result<Vec<u8>>>,
}

/// The members of an organization that its list shows for `asked`, by name.
pub async fn export_members(
    s: &Services,
    c: &Caller,
    slug: &str,
    asked: ExportMembers,
) -> Result<Export> {
    let query = MemberQuery { limit: Some(MAX_LIMIT), ..asked.query() };
    let list = List::Members(slug.to_owned(), query);
    start(s, c, list, format!("members-{slug}")).await
}

/// The people that the platform's list shows for `asked`, in its order.
pub async fn export_users(s: &Services, c: &Caller, asked: ExportUsers) -> Result<Export> {
    let query = UserQuery { limit: Some(MAX_LIMIT), ..asked.query() };
    start(s, c, List::Users(query), "people".to_owned()).await
}

/// Which list, and what it is asked for.
enum List {
    Members(String, MemberQuery),
    Users(UserQuery),
}

/// One piece, and where the next one begins.
type Piece = (Vec<u8>, Option<String>);

impl List {
    /// The rows after `cursor`; before the first of them the columns' names.
    async fn piece(&self, s: &Services, c: &Caller, cursor: Option<String>) -> Result<Piece> {
        let is_first = cursor.is_none();
        match self {
            Self::Members(slug, query) => {
                let query = MemberQuery { cursor, ..query.clone() };
                let page = members::list(s, c, slug, &query).await?;
                let mut on = s.read().await?;
                let place = organizations::resolve(&mut on, slug).await?;
                let place = place.ok_or_else(AppError::not_found)?;
                let ids: Vec<_> = page.items.iter().map(|member| member.user.id.0).collect();
                let teams = teams::of_accounts(&mut on, place.id, &ids, s.clock.now()).await?;
                let rows = page.items.iter().map(|member| rows::member(member, &teams));
                let head = is_first.then_some(&rows::MEMBER[..]);
                Ok((rows::written(head, rows)?, page.next_cursor))
            }
            Self::Users(query) => {
                let query = UserQuery { cursor, ..query.clone() };
                let page = users::list(s, c, &query).await?;
                let head = is_first.then_some(&rows::USER[..]);
                Ok((rows::written(head, page.items.iter().map(rows::user))?, page.next_cursor))
            }
        }
    }

    /// The entry that says who took what away with them.
    async fn record(&self, s: &Services, c: &Caller) -> Result<()> {
        let mut change = s.change(c).await?;
        let entry = match self {
            Self::Members(slug, query) => {
                let place = organizations::resolve(&mut change, slug).await?;
                let place = place.ok_or_else(AppError::not_found)?;
                change.authorize(Permission::UsersView, Scope::Organization(place.id))?;
                let entry = Entry::new("members.exported", Target::Organization(place.id))
                    .in_organization(place.id);
                let role = query.role.map(BaseRole::name);
                filtered(entry, query.search.as_deref(), query.status.map(Status::name))
                    .and("role", role)
                    .and("show_all", query.show_all.filter(|all| *all).map(|_| "yes"))
            }
            Self::Users(query) => {
                change.authorize(Permission::UsersView, Scope::Platform)?;
                let entry = Entry::new("users.exported", Target::Settings);
                filtered(entry, query.search.as_deref(), query.status.map(Status::name))
                    .and("organization", query.organization.as_deref())
                    .and("show_all", query.show_all.filter(|all| *all).map(|_| "yes"))
            }
        };
        change.record(entry).await?;
        change.commit().await?;
        Ok(())
    }
}

impl Entry {
    /// … with what was asked for, if it was.
    fn and(self, field: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.with(field, None, Some(value)),
            None => self,
        }
    }
}

fn filtered(entry: Entry, search: Option<&str>, status: Option<&str>) -> Entry {
    entry.and("search", search).and("status", status)
}

/// What comes next.
enum Next {
    Ready(Piece),
    After(String),
    Nothing,
}

impl Next {
    fn after((piece, next): Piece) -> (Vec<u8>, Self) {
        (piece, next.map_or(Self::Nothing, Self::After))
    }
}

/// Reads the first page, so that a refusal is an answer of its own, and records that the list is
/// taken away.
async fn start(s: &Services, c: &Caller, list: List, name: String) -> Result<Export> {
    let first = list.piece(s, c, None).await?;
    list.record(s, c).await?;
    let day = s.clock.now().to_rfc3339();
    let name = format!("{name}-{}.csv", day.get(..10).unwrap_or_default());
    let shared = Arc::new((s.clone(), c.clone(), list));
    let pieces = try_unfold(Next::Ready(first), move |next| {
        let shared = Arc::clone(&shared);
        async move {
            let (s, c, list) = &*shared;
            match next {
                Next::Ready(piece) => Ok(Some(Next::after(piece))),
                Next::After(cursor) => {
                    let c = still(s, c).await?;
                    Ok(Some(Next::after(list.piece(s, &c, Some(cursor)).await?)))
                }
                Next::Nothing => Ok::<_, Error>(None),
            }
        }
    });
    Ok(Export { name, pieces: pieces.boxed() })
}

/// The caller with the rights of this very moment.
async fn still(s: &Services, c: &Caller) -> Result<Caller> {
    let (mut on, now) = (s.read().await?, s.clock.now());
    let lives = access::session_is_live(&mut on, c.session, now).await?;
    let facts = access::facts(&mut on, c.account).await?.map(|(_, facts)| facts);
    let facts = facts.filter(|facts| lives && facts.is_active(now));
    let mut facts = facts.ok_or_else(|| Error::from(Kind::Unauthenticated))?;
    // What a token includes never changes.
    facts.limited_to = c.facts.limited_to;
    Ok(Caller { facts: Arc::new(facts), ..c.clone() })
}
