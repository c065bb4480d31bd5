//! The access matrix: people × permissions at one place, decided for every cell by `decide`.
//!
//! # Decision: decided, not stored
//! A page of members is read in the order of their list, their facts in as many statements as for
//! one person, and every cell is decided in memory. So the matrix can never say anything else than
//! the decision itself. A filter by permission or by a role that is held at the place has no
//! index: it looks at [`MOST`] members a page at most, and the cursor goes on from there, so that
//! no question costs more than that.

pub mod api;
mod csv;
#[cfg(test)]
mod tests;

use crate::access;
use crate::database::Connection;
use crate::error::Result;
use crate::lists::cursor::Asked;
use crate::lists::keyset::Mark;
use crate::lists::needle;
use crate::members::{self, Found};
use crate::organizations;
use crate::scopes::{self, At};
use crate::services::{Caller, Services};
use fluxward_domain::access::{Decision, Facts, Grant, Place, Reason, Source, decide};
use fluxward_domain::matrix::{MatrixQuery, MatrixRow};
use fluxward_domain::members::MemberQuery;
use fluxward_domain::pages::Page;
use fluxward_domain::permissions::Permission;
use fluxward_domain::roles::BaseRole;
use fluxward_domain::scopes::Scope;
use fluxward_domain::{AppError, Moment};

/// How many members are read at once.
const AT_ONCE: i64 = if cfg!(test) { 3 } else { 200 };
/// How many members are looked at for one page.
const MOST: i64 = if cfg!(test) { 6 } else { 2_000 };

/// One page of the matrix, by name.
pub async fn list(
    s: &Services,
    c: &Caller,
    slug: &str,
    query: &MatrixQuery,
) -> Result<Page<MatrixRow>> {
    let mut on = s.read().await?;
    let at = open(s, c, &mut on, slug, query).await?;
    let question = MatrixQuery { limit: None, cursor: None, ..query.clone() };
    let cursor = query.cursor.as_deref();
    let asked = Asked::new(&s.keys, "matrix", &(at.id(), question), query.limit, cursor)?;
    let mut left = Left::of(&asked);
    let mut rows = Vec::new();
    while left.goes_on() {
        let (members, is_end) = batch(&mut on, &at, query, &left.next, s.clock.now()).await?;
        let ids: Vec<_> = members.iter().map(Found::account).collect();
        let facts = access::facts_of(&mut on, &ids).await?;
        left.looked_at(&members, is_end);
        for listed in members {
            let own = facts.iter().find(|(_, facts)| facts.account == listed.account());
            let Some((_, facts)) = own else { continue };
            if !passes(facts, &at, query, s.clock.now()) {
                continue;
            }
            let mark = listed.mark();
            rows.push(row(listed, facts, &at, s.clock.now()));
            if left.is_full(rows.len()) {
                left.ends_at(mark);
                break;
            }
        }
    }
    let next_cursor = left.follows().map(|after| asked.sign(&s.keys, after, None));
    Ok(Page { items: rows, next_cursor, total: None })
}

/// The place, if the caller may see what people may do there.
async fn open(
    s: &Services,
    c: &Caller,
    on: &mut Connection,
    slug: &str,
    query: &MatrixQuery,
) -> Result<At> {
    let place = organizations::resolve(on, slug).await?.ok_or_else(AppError::not_found)?;
    let whole = Scope::Organization(place.id);
    let asked = query.scope.as_deref().filter(|scope| !scope.is_empty()).unwrap_or(slug);
    let at = scopes::find(on, asked).await?.filter(|at| at.organization.id == place.id);
    access::may_ask(s, c, at.as_ref().map_or(whole, At::scope))?;
    let sentence = "There is no such workspace or project in this organization.";
    Ok(at.ok_or_else(|| AppError::field("scope", sentence))?)
}

/// The next members, and whether they are the last ones.
async fn batch(
    on: &mut Connection,
    at: &At,
    query: &MatrixQuery,
    asked: &Asked,
    now: Moment,
) -> Result<(Vec<Found>, bool)> {
    let question = MemberQuery {
        show_all: query.show_all,
        role: query.role.as_deref().and_then(BaseRole::parse),
        ..MemberQuery::default()
    };
    let needle = needle(query.search.as_deref())?;
    let found = members::some(on, at.organization.id, &question, asked, (needle.as_ref(), now));
    let mut rows = found.await?;
    let size = usize::try_from(asked.limit).unwrap_or(usize::MAX);
    let is_end = rows.len() <= size;
    rows.truncate(size);
    Ok((rows, is_end))
}

/// Where the search for a page's rows has come to.
struct Left {
    next: Asked,
    wanted: usize,
    looked_at: i64,
    is_over: bool,
    is_end: bool,
}

impl Left {
    fn of(asked: &Asked) -> Self {
        // Nothing is counted: how many pass nobody knows before they are decided.
        let mut next = asked.clone();
        (next.limit, next.total) = (AT_ONCE, Some(None));
        let wanted = usize::try_from(asked.limit).unwrap_or(usize::MAX);
        Self { next, wanted, looked_at: 0, is_over: false, is_end: false }
    }

    const fn goes_on(&self) -> bool {
        !self.is_over
    }

    /// These members are looked at next.
    fn looked_at(&mut self, members: &[Found], is_end: bool) {
        self.looked_at += self.next.limit;
        self.is_end = is_end;
        self.is_over = is_end || self.looked_at >= MOST;
        if let Some(last) = members.last() {
            self.next.after = Some(last.mark());
        }
    }

    const fn is_full(&self, rows: usize) -> bool {
        rows >= self.wanted
    }

    /// The page is full: the next one begins after `mark`.
    fn ends_at(&mut self, mark: Mark) {
        self.is_end &= self.next.after.as_ref() == Some(&mark);
        self.is_over = true;
        self.next.after = Some(mark);
    }

    /// Where the next page begins.
    fn follows(self) -> Option<Mark> {
        self.next.after.filter(|_| !self.is_end)
    }
}

/// Whether somebody passes the filters that no index knows.
fn passes(facts: &Facts, at: &At, query: &MatrixQuery, now: Moment) -> bool {
    let may = |permission| decide(facts, permission, at.scope(), now).allowed();
    query.permission.is_none_or(may)
        && query.role.as_deref().is_none_or(|role| role.is_empty() || holds(facts, at, role, now))
}

/// Whether somebody holds the role of that key there, or in the whole organization.
fn holds(facts: &Facts, at: &At, key: &str, now: Moment) -> bool {
    let Some(membership) = facts.membership(at.organization.id) else { return false };
    let is_it = |source: &Source| matches!(source, Source::Role(own, _) if own == key);
    membership.role.key() == key
        || membership.grants.iter().any(|grant| {
            (grant.place == at.place() || grant.place == Place::Organization)
                && is_it(&grant.source)
                && grant.is_live(now)
        })
}

/// Every cell of one member.
fn row(listed: Found, facts: &Facts, at: &At, now: Moment) -> MatrixRow {
    let member = listed.member;
    let mut row = MatrixRow {
        status: member.effective_status(),
        user: member.user,
        role: member.role,
        permissions: Vec::new(),
        by_team: Vec::new(),
        ending: Vec::new(),
    };
    for permission in Permission::ALL.iter().copied() {
        let Decision::Allowed(reasons) = decide(facts, permission, at.scope(), now) else {
            continue;
        };
        row.permissions.push(permission);
        let of_grants = |is: fn(&Grant) -> bool| {
            reasons.iter().all(|reason| matches!(reason, Reason::Grant(grant) if is(grant)))
        };
        if of_grants(|grant| grant.team.is_some()) {
            row.by_team.push(permission);
        }
        if of_grants(|grant| grant.until.is_some()) {
            row.ending.push(permission);
        }
    }
    row
}
