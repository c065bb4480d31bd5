//! The people who hold roles at a workspace or a project.

use super::looking::role_name;
use super::team_name;
use crate::database::{Connection, Value, placeholders, values};
use crate::error::{Error, Result};
use crate::lists::people::Among;
use crate::scopes::At;
use crate::services::Services;
use fluxward_domain::Moment;
use fluxward_domain::grants::{HeldRole, PlaceMember};
use fluxward_domain::ids::AccountId;
use fluxward_domain::members::{MemberUser, MembershipStatus};
use fluxward_domain::pages::{Page, PeopleQuery};
use fluxward_domain::users::Status;
use sqlx::AssertSqlSafe;
use uuid::Uuid;

/// Who holds a role at the place now, oneself or as one of a team.
fn holders(place: &str, now: &str) -> String {
    let (own, teams) = (live("g", now), live("tm", now));
    format!(
        "select g.subject_id as id from grants g where {here} and g.subject_kind = 'account'
            and {own}
        union all
        select tm.account_id from grants g
            join team_members tm on tm.team_id = g.subject_id and tm.until_seq is null
            where {here} and g.subject_kind = 'team' and {own} and {teams}",
        here = held_at(place)
    )
}

/// Whether the member `m` is one of them.
fn is_holder(place: &str, now: &str) -> String {
    let (own, teams, here) = (live("g", now), live("tm", now), held_at(place));
    format!(
        "exists (select 1 from grants g where g.subject_id = m.account_id and {here} and {own})
        or exists (select 1 from team_members tm cross join grants g
            where tm.account_id = m.account_id and tm.until_seq is null and {teams}
            and g.subject_id = tm.team_id and {here} and {own})"
    )
}

/// A role at the place, as `g`; the kinds of places are in its index.
fn held_at(place: &str) -> String {
    format!(
        "g.place_kind in ('workspace', 'project') and g.place_id = {place} and g.kind = 'role'
        and g.until_seq is null"
    )
}

fn live(what: &str, now: &str) -> String {
    format!("({what}.expires_at is null or {what}.expires_at > {now})")
}

#[derive(sqlx::FromRow)]
struct PersonRow {
    id: Uuid,
    email: String,
    username: String,
    full_name: String,
    account_status: String,
    ends_at: Option<i64>,
    status: String,
    place_kind: String,
    key: String,
    role_name: Option<String>,
    expires_at: Option<i64>,
    member_until: Option<i64>,
    team_slug: Option<String>,
    team_name: Option<String>,
}

impl PersonRow {
    /// When it ends: the role, or the seat in the team that brings it.
    fn ends(&self) -> Option<Moment> {
        [self.expires_at, self.member_until].into_iter().flatten().min().map(Moment)
    }

    fn person(&self, now: Moment) -> Result<PlaceMember> {
        let unknown = |what: &str, key: &str| Error::Stored(format!("{what} “{key}” is unknown"));
        let status = Status::parse(&self.account_status)
            .ok_or_else(|| unknown("status", &self.account_status))?;
        let (status, suspended_until) = status.at(self.ends_at.map(Moment), now);
        Ok(PlaceMember {
            user: MemberUser {
                id: AccountId(self.id),
                email: self.email.clone(),
                username: self.username.clone(),
                full_name: self.full_name.clone(),
                status,
                suspended_until,
            },
            status: MembershipStatus::parse(&self.status)
                .ok_or_else(|| unknown("status", &self.status))?,
            roles: Vec::new(),
        })
    }

    fn role(self) -> HeldRole {
        HeldRole {
            expires_at: self.ends(),
            name: role_name(&self.place_kind, &self.key, self.role_name),
            role: self.key,
            team: team_name(self.team_slug, self.team_name),
        }
    }
}

/// Those who hold a role at a workspace or a project, by name, a page of them, each with all of
/// their roles there; a team's roles stand beside one's own.
pub(crate) async fn at_place(
    s: &Services,
    on: &mut Connection,
    at: &At,
    query: &PeopleQuery,
) -> Result<Page<PlaceMember>> {
    let now = s.clock.now();
    let (list, organization, of) = ("holders", at.organization.id, at.id());
    let among = Among { list, organization, of, now, ids: holders, test: is_holder };
    let page = among.page(s, on, query).await?;
    let items = with_roles(on, at, &page.items, now).await?;
    Ok(Page { items, next_cursor: page.next_cursor, total: page.total })
}

async fn with_roles(
    on: &mut Connection,
    at: &At,
    accounts: &[AccountId],
    now: Moment,
) -> Result<Vec<PlaceMember>> {
    if accounts.is_empty() {
        return Ok(Vec::new());
    }
    let mut values = values![at.id(), at.organization.id];
    values.extend(accounts.iter().map(|id| Value::from(*id)));
    let places = placeholders(3, &values);
    let sql = format!(
        "select a.id, a.email, a.username, a.full_name, a.status as account_status,
        p.ends_at, m.status, h.place_kind, h.key, r.name as role_name, h.expires_at,
        h.member_until, h.team_slug, h.team_name
        from (
            select g.subject_id as account_id, g.place_kind, g.key, g.expires_at,
                cast(null as bigint) as member_until, cast(null as text) as team_slug,
                cast(null as text) as team_name
            from grants g where g.subject_id in ({places}) and {here}
            union all
            select tm.account_id, g.place_kind, g.key, g.expires_at, tm.expires_at, t.slug, t.name
            from team_members tm cross join grants g cross join teams t
            where tm.account_id in ({places}) and tm.until_seq is null
                and g.subject_id = tm.team_id and {here}
                and t.id = tm.team_id and t.until_seq is null
        ) h
        cross join accounts a cross join account_statuses p cross join memberships m
        left join roles r on r.organization_id = $2 and r.key = h.key and r.until_seq is null
        where a.id = h.account_id and p.account_id = a.id and p.until_seq is null
            and m.account_id = a.id and m.organization_id = $2 and m.until_seq is null
        order by a.name_key, a.id, h.key, coalesce(h.team_slug, '') -- nulls sort otherwise on each engine
        ",
        here = held_at("$1")
    );
    let rows: Vec<PersonRow> = on.rows(AssertSqlSafe(sql), values).await?;
    let mut people: Vec<PlaceMember> = Vec::new();
    for row in rows.into_iter().filter(|row| row.ends().is_none_or(|end| end > now)) {
        if people.last().is_none_or(|person| person.user.id.0 != row.id) {
            people.push(row.person(now)?);
        }
        if let Some(person) = people.last_mut() {
            person.roles.push(row.role());
        }
    }
    Ok(people)
}
