//! Finding rows: members who pass a list's filters, and accounts that are no members yet.

use super::store::{COLUMNS, MemberRow};
use crate::database::search::{FEW, Hits, Needle};
use crate::database::{Connection, values};
use crate::error::{Error, Result};
use crate::lists::counters::Bin;
use crate::lists::cursor::Asked;
use crate::lists::keyset::{Clauses, Order};
use crate::lists::needle;
use crate::lists::selection::{Found, Selection, Source};
use crate::text;
use fluxward_domain::ids::{AccountId, OrganizationId};
use fluxward_domain::members::{MemberQuery, MemberUser};
use fluxward_domain::roles::BaseRole;
use fluxward_domain::users::Status;
use sqlx::AssertSqlSafe;
use uuid::Uuid;

/// How many candidates are shown.
const CANDIDATES: usize = 8;

/// Which members of an organization a list shows.
pub(super) struct Filter {
    organization: OrganizationId,
    status: Option<Status>,
    role: Option<BaseRole>,
    show_all: bool,
}

impl Filter {
    pub(super) fn new(organization: OrganizationId, query: &MemberQuery) -> Self {
        Self {
            organization,
            status: query.status,
            role: query.role,
            show_all: query.show_all.unwrap_or_default(),
        }
    }

    /// Whether members who are counted under `bin` pass.
    pub(super) fn takes(&self, bin: Bin<'_>) -> bool {
        let status = match self.status {
            Some(status) => bin.status == status.key(),
            None => self.show_all || bin.status != Status::Inactive.key(),
        };
        status && self.role.is_none_or(|role| bin.role == role.key())
    }

    /// Whether whoever is invited passes, as far as the status is asked for.
    pub(super) fn takes_pending(&self) -> bool {
        self.status.is_none_or(|status| status == Status::Pending)
    }

    /// The same as conditions that the indexes know.
    fn conditions(&self, clauses: &mut Clauses) {
        let organization = clauses.bind(self.organization);
        clauses.also(format!("m.organization_id = {organization} and m.until_seq is null"));
        if let Some(role) = self.role {
            let role = clauses.bind(role.key());
            clauses.also(format!("m.role = {role}"));
        }
        match self.status {
            Some(status) => {
                let status = clauses.bind(status.key());
                clauses.also(format!("m.listed_status = {status}"));
            }
            None if !self.show_all => clauses.also("m.listed_status <> 'inactive'"),
            None => {}
        }
    }

    /// The rows of one page, by name. `size` members pass these filters.
    pub(super) async fn find(
        &self,
        on: &mut Connection,
        asked: &Asked,
        needle: Option<&Needle>,
        size: i64,
    ) -> Result<Found<MemberRow>> {
        let base = |clauses: &mut Clauses| self.conditions(clauses);
        let sources = needle.map(Source::Text).into_iter().collect();
        let selection = Selection {
            columns: COLUMNS,
            spine: "memberships m",
            walked: "memberships m cross join accounts a",
            also: "cross join memberships m",
            joined: "m.account_id = a.id",
            order: Order {
                key: "m.name_key",
                id: "m.account_id",
                numeric: false,
                descending: false,
            },
            base: &base,
            size: Some(size),
            sources,
        };
        selection.find(on, asked).await
    }
}

/// Adds the conditions of every member whom a list asked so shows, whoever is invited left out;
/// answers the tables, memberships as `m`.
pub(crate) fn passing(
    clauses: &mut Clauses,
    organization: OrganizationId,
    query: &MemberQuery,
) -> Result<&'static str> {
    let needle = needle(query.search.as_deref())?;
    Filter::new(organization, query).conditions(clauses);
    let Some(needle) = needle else { return Ok("memberships m") };
    clauses.also("m.account_id = a.id");
    clauses.also(Needle::condition(clauses.next()));
    clauses.bind(needle.pattern());
    Ok("memberships m cross join accounts a")
}

#[derive(sqlx::FromRow)]
struct PersonRow {
    id: Uuid,
    email: String,
    username: String,
    full_name: String,
    status: String,
}

impl PersonRow {
    fn user(self) -> Result<MemberUser> {
        let status = Status::parse(&self.status)
            .ok_or_else(|| Error::Stored(format!("status “{}” is unknown", self.status)))?;
        Ok(MemberUser {
            id: AccountId(self.id),
            email: self.email,
            username: self.username,
            full_name: self.full_name,
            status,
            suspended_until: None,
        })
    }
}

/// Active accounts that are no members and in which `search` is found: the one that is named in
/// full first, then by name. A frequent text is looked for among the first hits only, so that a
/// keystroke never costs more than that; whoever types on finds everyone.
pub(super) async fn candidates(
    on: &mut Connection,
    organization: OrganizationId,
    search: &str,
) -> Result<Vec<MemberUser>> {
    let Some(needle) = needle(Some(search))? else {
        return Ok(Vec::new());
    };
    let mut people = candidate(on, organization, search).await?;
    let Hits { from, condition, mut values, rank } = needle.hits(on, 1);
    values.push(organization.into());
    let sql = format!(
        "with found as materialized (select {rank} as rank from {from} where {condition} limit {FEW})
        select a.id, a.email, a.username, a.full_name, a.status
        from found f cross join accounts a
        where a.rank = f.rank and a.status = 'active' and not exists (select 1 from memberships m
            where m.organization_id = ${} and m.account_id = a.id and m.until_seq is null)
        order by a.name_key, a.id limit {CANDIDATES}",
        values.len()
    );
    for row in on.rows::<PersonRow>(AssertSqlSafe(sql), values).await? {
        if people.iter().all(|person| person.id.0 != row.id) {
            people.push(row.user()?);
        }
    }
    people.truncate(CANDIDATES);
    Ok(people)
}

/// The active account whose whole e-mail address or username is `search`, if it is no member.
pub(super) async fn candidate(
    on: &mut Connection,
    organization: OrganizationId,
    search: &str,
) -> Result<Vec<MemberUser>> {
    named(on, organization, search, "not exists").await
}

/// The active account whose whole e-mail address or username is `search`, if it is a member.
pub(crate) async fn member_named(
    on: &mut Connection,
    organization: OrganizationId,
    search: &str,
) -> Result<Vec<MemberUser>> {
    named(on, organization, search, "exists").await
}

async fn named(
    on: &mut Connection,
    organization: OrganizationId,
    search: &str,
    exists: &str,
) -> Result<Vec<MemberUser>> {
    let sql = format!(
        "select a.id, a.email, a.username, a.full_name, a.status from accounts a
        where (a.email_key = $2 or a.username_key = $3) and a.status = 'active'
        and {exists} (select 1 from memberships m
            where m.organization_id = $1 and m.account_id = a.id and m.until_seq is null)"
    );
    let email = text::email_key(search).unwrap_or_default();
    let row = values![organization, email, text::username_key(search)];
    let people: Vec<PersonRow> = on.rows(AssertSqlSafe(sql), row).await?;
    people.into_iter().map(PersonRow::user).collect()
}
