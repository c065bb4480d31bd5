//! Looking at members: the list, one of them, and who could become one.

use super::store::{self, MemberRow};
use super::{boxes, finding};
use crate::database::Connection;
use crate::database::search::Needle;
use crate::error::Result;
use crate::grants::{self, Beside};
use crate::invitations::{self, Waiting, WaitingMember};
use crate::lists::counters::Counts;
use crate::lists::cursor::Asked;
use crate::lists::keyset::{Key, Mark};
use crate::lists::needle;
use crate::organizations::{self, Resolved};
use crate::services::{Caller, Services};
use fluxward_domain::access::Facts;
use fluxward_domain::ids::{AccountId, OrganizationId};
use fluxward_domain::members::{Member, MemberQuery, MemberUser};
use fluxward_domain::pages::Page;
use fluxward_domain::permissions::Permission;
use fluxward_domain::scopes::Scope;
use fluxward_domain::{AppError, Moment};
use std::collections::HashMap;
use uuid::Uuid;

/// One page of the members of an organization, by name; whoever is invited stands among them.
pub async fn list(
    s: &Services,
    c: &Caller,
    slug: &str,
    query: &MemberQuery,
) -> Result<Page<Member>> {
    let mut on = s.read().await?;
    let place = place(s, c, &mut on, slug, Permission::UsersView).await?;
    let needle = needle(query.search.as_deref())?;
    let question = MemberQuery { limit: None, cursor: None, ..query.clone() };
    let asked = Asked::new(
        &s.keys,
        "members",
        &(place.id, question),
        query.limit,
        query.cursor.as_deref(),
    )?;
    let counts = Counts::of(&mut on, place.id.0).await?;
    let filter = finding::Filter::new(place.id, query);
    let size = counts.sum(|bin| filter.takes(bin));
    let found = filter.find(&mut on, &asked, needle.as_ref(), size).await?;
    let (rows, total) = if filter.takes_pending() {
        let wanted = (query.role, needle.as_ref());
        let now = s.clock.now();
        let waiting = invitations::waiting(&mut on, place.id, wanted, &asked, now).await?;
        let total = together(&asked, needle.is_some(), found.total, waiting.total);
        (merged(found.rows, waiting), total)
    } else {
        (found.rows.into_iter().map(Listed::Member).collect(), found.total)
    };
    let page = asked.page(&s.keys, rows, total, Listed::mark, |row| row);
    with_boxes(s, c, &mut on, &place, page).await
}

/// A member, with the place in the list.
pub(crate) struct Found {
    mark: Mark,
    /// The member, without boxes and roles beside.
    pub(crate) member: Member,
}

impl Found {
    pub(crate) const fn account(&self) -> AccountId {
        self.member.user.id
    }

    pub(crate) fn mark(&self) -> Mark {
        self.mark.clone()
    }
}

/// The next members of the list, one more than `asked` at most, without whoever is invited: for
/// those who tell something else about each of them.
pub(crate) async fn some(
    on: &mut Connection,
    organization: OrganizationId,
    query: &MemberQuery,
    asked: &Asked,
    (needle, now): (Option<&Needle>, Moment),
) -> Result<Vec<Found>> {
    let filter = finding::Filter::new(organization, query);
    let size = Counts::of(on, organization.0).await?.sum(|bin| filter.takes(bin));
    let found = filter.find(on, asked, needle, size).await?;
    let member = |row: MemberRow| {
        let mark = Mark { key: Key::Text(row.name_key.clone()), id: row.account_id };
        Ok(Found { mark, member: row.with(Vec::new(), Beside::default(), now)? })
    };
    found.rows.into_iter().map(member).collect()
}

/// A row of the list: a member, or somebody who is invited.
enum Listed {
    Member(MemberRow),
    Waiting(WaitingMember),
}

impl Listed {
    fn mark(&self) -> Mark {
        match self {
            Self::Member(row) => Mark { key: Key::Text(row.name_key.clone()), id: row.account_id },
            Self::Waiting(row) => row.mark(),
        }
    }

    fn account(&self) -> Option<Uuid> {
        match self {
            Self::Member(row) => Some(row.account_id),
            Self::Waiting(_) => None,
        }
    }
}

/// Both in one order. Each side has as many as a page needs, so the page is right whichever side
/// fills it; what is over is cut off.
fn merged(members: Vec<MemberRow>, waiting: Waiting) -> Vec<Listed> {
    let waiting = waiting.rows.into_iter().map(Listed::Waiting);
    let mut rows: Vec<_> = members.into_iter().map(Listed::Member).chain(waiting).collect();
    rows.sort_by_cached_key(|row| match row.mark() {
        Mark { key: Key::Text(key), id } => (key, id),
        Mark { key: Key::Number(_), id } => (String::new(), id),
    });
    rows
}

/// How many rows all pages have. What the cursor of a search carries on counts both already.
fn together(
    asked: &Asked,
    searching: bool,
    members: Option<i64>,
    waiting: Option<i64>,
) -> Option<i64> {
    match asked.total {
        Some(known) if searching => known,
        _ => Some(members? + waiting?),
    }
}

/// The page's members, each with the ticked boxes and the roles beside the base role.
async fn with_boxes(
    s: &Services,
    c: &Caller,
    on: &mut Connection,
    place: &Resolved,
    page: Page<Listed>,
) -> Result<Page<Member>> {
    let accounts: Vec<_> = page.items.iter().filter_map(Listed::account).collect();
    let now = s.clock.now();
    let mut ticked = boxes::of_all(on, place.id, accounts.iter().copied(), now).await?;
    let mut beside = grants::of_members(on, place.id, accounts, (&c.facts, now)).await?;
    let member = |row: Listed| match row {
        Listed::Member(row) => {
            let boxes = ticked.remove(&row.account_id).unwrap_or_default();
            let beside = beside.remove(&row.account_id).unwrap_or_default();
            row.with(boxes, beside, now)
        }
        Listed::Waiting(row) => row.member(),
    };
    Ok(Page {
        items: page.items.into_iter().map(member).collect::<Result<_>>()?,
        next_cursor: page.next_cursor,
        total: page.total,
    })
}

/// Those of `accounts` who are members, as the account of `viewer` sees them.
pub(crate) async fn of_accounts(
    on: &mut Connection,
    organization: OrganizationId,
    accounts: &[Uuid],
    (viewer, now): (&Facts, Moment),
) -> Result<HashMap<Uuid, Member>> {
    let rows = store::rows(on, organization, accounts).await?;
    let mut ticked = boxes::of_all(on, organization, accounts.iter().copied(), now).await?;
    let whose = accounts.iter().copied();
    let mut beside = grants::of_members(on, organization, whose, (viewer, now)).await?;
    let member = |row: MemberRow| {
        let account = row.account_id;
        let boxes = ticked.remove(&account).unwrap_or_default();
        let beside = beside.remove(&account).unwrap_or_default();
        Ok((account, row.with(boxes, beside, now)?))
    };
    rows.into_iter().map(member).collect()
}

/// One member: whoever sees the list, and each member themselves.
pub async fn show(s: &Services, c: &Caller, slug: &str, id: AccountId) -> Result<Member> {
    let permission =
        if id == c.facts.account { Permission::OrganizationView } else { Permission::UsersView };
    let mut on = s.read().await?;
    let place = place(s, c, &mut on, slug, permission).await?;
    let row = store::row(&mut on, place.id, id).await?;
    let row = row.ok_or_else(AppError::not_found)?;
    let now = s.clock.now();
    let boxes = boxes::of(&mut on, place.id, id, now).await?;
    let mut beside = grants::of_members(&mut on, place.id, [id.0], (&c.facts, now)).await?;
    row.with(boxes, beside.remove(&id.0).unwrap_or_default(), now)
}

/// Active people who could be added. Platform administrators find them by any text; everyone
/// else must know the whole e-mail address or username, so that nobody's name can be fished for.
pub async fn candidates(
    s: &Services,
    c: &Caller,
    slug: &str,
    search: &str,
) -> Result<Vec<MemberUser>> {
    let mut on = s.read().await?;
    let place = place(s, c, &mut on, slug, Permission::UsersManage).await?;
    if c.facts.platform_administrator {
        finding::candidates(&mut on, place.id, search).await
    } else {
        finding::candidate(&mut on, place.id, search).await
    }
}

/// The organization of that slug, if the caller holds `permission` there.
async fn place(
    s: &Services,
    c: &Caller,
    on: &mut Connection,
    slug: &str,
    permission: Permission,
) -> Result<Resolved> {
    let found = organizations::resolve(on, slug).await?;
    let place = found.ok_or_else(AppError::not_found)?;
    c.authorize(s, permission, Scope::Organization(place.id))?;
    Ok(place)
}
