//! Teams, stored.

use crate::changes::Change;
use crate::database::{Connection, Value, placeholders, values};
use crate::error::{Error, Result};
use crate::lists::people::Among;
use crate::services::Services;
use crate::text;
use fluxward_domain::Moment;
use fluxward_domain::ids::{AccountId, OrganizationId, TeamId};
use fluxward_domain::members::MemberUser;
use fluxward_domain::pages::{Page, PeopleQuery};
use fluxward_domain::teams::TeamMember;
use fluxward_domain::users::Status;
use sqlx::AssertSqlSafe;
use std::collections::HashMap;
use uuid::Uuid;

/// A living team.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Stored {
    pub(super) id: Uuid,
    pub(super) slug: String,
    pub(super) name: String,
    pub(super) created_at: i64,
    pub(super) version: i64,
    pub(super) members: i64,
}

/// The living teams of an organization, by name.
pub(super) async fn all(
    connection: &mut Connection,
    organization: OrganizationId,
) -> Result<Vec<Stored>> {
    let sql = "select t.id, t.slug, t.name, t.created_at, t.version,
        (select count(*) from team_members m where m.team_id = t.id and m.until_seq is null)
            as members
        from teams t where t.organization_id = $1 and t.until_seq is null
        order by t.name_key, t.id";
    Ok(connection.rows(sql, values![organization]).await?)
}

/// One of them.
pub(super) async fn one(
    connection: &mut Connection,
    organization: OrganizationId,
    slug: &str,
) -> Result<Option<Stored>> {
    let sql = "select t.id, t.slug, t.name, t.created_at, t.version,
        (select count(*) from team_members m where m.team_id = t.id and m.until_seq is null)
            as members
        from teams t where t.organization_id = $1 and t.slug = $2 and t.until_seq is null";
    Ok(connection.row(sql, values![organization, slug]).await?)
}

/// Begins a period of a team with this change.
pub(super) async fn begin(
    change: &mut Change,
    organization: OrganizationId,
    team: &Stored,
) -> Result<()> {
    let sql = "insert into teams
        (id, organization_id, slug, name, name_key, created_at, since_seq, version)
        values ($1, $2, $3, $4, $5, $6, $7, $7)";
    let row = values![
        team.id,
        organization,
        &team.slug,
        &team.name,
        text::folded(&team.name),
        team.created_at,
        change.seq(),
    ];
    change.run(sql, row).await?;
    Ok(())
}

/// Ends the present period of a team with this change.
pub(super) async fn end(change: &mut Change, team: Uuid) -> Result<()> {
    let sql = "update teams set until_seq = $2 where id = $1 and until_seq is null";
    let row = values![team, change.seq()];
    change.run(sql, row).await?;
    Ok(())
}

/// Everybody leaves the team with this change.
pub(super) async fn empty(change: &mut Change, team: Uuid) -> Result<()> {
    let sql = "update team_members set until_seq = $2 where team_id = $1 and until_seq is null";
    let row = values![team, change.seq()];
    change.run(sql, row).await?;
    Ok(())
}

/// Ends every team of an organization, and who is in them.
pub(crate) async fn end_all(change: &mut Change, organization: OrganizationId) -> Result<()> {
    for sql in [
        "update team_members set until_seq = $2 where until_seq is null and team_id in
            (select id from teams where organization_id = $1 and until_seq is null)",
        "update teams set until_seq = $2 where organization_id = $1 and until_seq is null",
    ] {
        let row = values![organization, change.seq()];
        change.run(sql, row).await?;
    }
    Ok(())
}

/// Whether `account` is in the team, and until when.
pub(super) async fn seat(
    connection: &mut Connection,
    team: Uuid,
    account: AccountId,
) -> Result<Option<Option<Moment>>> {
    let sql = "select expires_at from team_members
        where team_id = $1 and account_id = $2 and until_seq is null";
    let row: Option<(Option<i64>,)> = connection.row(sql, values![team, account]).await?;
    Ok(row.map(|(end,)| end.map(Moment)))
}

/// The entry of the log with which `account` last joined the team, or left it; 0
/// when it never did.
pub(super) async fn touched(
    connection: &mut Connection,
    team: Uuid,
    account: AccountId,
) -> Result<i64> {
    let sql = "select coalesce(max(coalesce(until_seq, since_seq)), 0) from team_members
        where team_id = $1 and account_id = $2";
    Ok(connection.number(sql, values![team, account]).await?.unwrap_or_default())
}

/// The slugs of the teams of the organization that each of `accounts` is in, by slug.
pub(crate) async fn of_accounts(
    connection: &mut Connection,
    organization: OrganizationId,
    accounts: &[Uuid],
    now: Moment,
) -> Result<HashMap<Uuid, Vec<String>>> {
    let mut values = values![organization, now];
    values.extend(accounts.iter().map(|account| Value::from(*account)));
    let places = placeholders(3, &values);
    if places.is_empty() {
        return Ok(HashMap::new());
    }
    let sql = format!(
        "select m.account_id, t.slug from team_members m
        join teams t on t.id = m.team_id and t.until_seq is null
        where m.account_id in ({places}) and m.until_seq is null and t.organization_id = $1
        and (m.expires_at is null or m.expires_at > $2) order by t.slug"
    );
    let rows: Vec<(Uuid, String)> = connection.rows(AssertSqlSafe(sql), values).await?;
    let mut teams: HashMap<Uuid, Vec<String>> = HashMap::new();
    for (account, slug) in rows {
        teams.entry(account).or_default().push(slug);
    }
    Ok(teams)
}

/// `account` is in the team from this change on.
pub(super) async fn join(
    change: &mut Change,
    (organization, team): (OrganizationId, Uuid),
    account: AccountId,
    expires_at: Option<Moment>,
    reason: Option<&str>,
) -> Result<()> {
    leave(change, team, account).await?;
    let sql = "insert into team_members
        (team_id, organization_id, account_id, since_seq, since_at, expires_at, granted_by, reason)
        values ($1, $2, $3, $4, $5, $6, $7, $8)";
    let row = values![
        team,
        organization,
        account,
        change.seq(),
        change.now(),
        expires_at,
        change.granter(),
        reason.map(str::trim).filter(|reason| !reason.is_empty()),
    ];
    change.run(sql, row).await?;
    Ok(())
}

/// `account` is no longer in the team with this change.
pub(super) async fn leave(change: &mut Change, team: Uuid, account: AccountId) -> Result<()> {
    let sql = "update team_members set until_seq = $3
        where team_id = $1 and account_id = $2 and until_seq is null";
    let row = values![team, account, change.seq()];
    change.run(sql, row).await?;
    Ok(())
}

/// Everybody who is in the team.
pub(crate) async fn accounts(connection: &mut Connection, team: TeamId) -> Result<Vec<AccountId>> {
    let sql = "select account_id from team_members where team_id = $1 and until_seq is null";
    let rows: Vec<(Uuid,)> = connection.rows(sql, values![team]).await?;
    Ok(rows.into_iter().map(|(id,)| AccountId(id)).collect())
}

#[derive(sqlx::FromRow)]
struct PersonRow {
    id: Uuid,
    email: String,
    username: String,
    full_name: String,
    status: String,
    ends_at: Option<i64>,
    expires_at: Option<i64>,
}

/// Who is in the team now.
fn seated(team: &str, now: &str) -> String {
    format!(
        "select tm.account_id as id from team_members tm where tm.team_id = {team}
        and tm.until_seq is null and (tm.expires_at is null or tm.expires_at > {now})"
    )
}

/// Whether the member `m` is one of them.
fn is_seated(team: &str, now: &str) -> String {
    format!("exists ({} and tm.account_id = m.account_id)", seated(team, now))
}

/// Those who are in the team, by name, a page of them.
pub(super) async fn members(
    s: &Services,
    connection: &mut Connection,
    (organization, of): (OrganizationId, Uuid),
    query: &PeopleQuery,
) -> Result<Page<TeamMember>> {
    let now = s.clock.now();
    let among = Among { list: "team", organization, of, now, ids: seated, test: is_seated };
    let page = among.page(s, connection, query).await?;
    let items = with_ends(connection, of, &page.items, now).await?;
    Ok(Page { items, next_cursor: page.next_cursor, total: page.total })
}

async fn with_ends(
    connection: &mut Connection,
    team: Uuid,
    accounts: &[AccountId],
    now: Moment,
) -> Result<Vec<TeamMember>> {
    if accounts.is_empty() {
        return Ok(Vec::new());
    }
    let mut values = values![team];
    values.extend(accounts.iter().map(|id| Value::from(*id)));
    let places = placeholders(2, &values);
    let sql = format!(
        "select a.id, a.email, a.username, a.full_name, a.status, p.ends_at, m.expires_at
        from team_members m join accounts a on a.id = m.account_id
        join account_statuses p on p.account_id = a.id and p.until_seq is null
        where m.team_id = $1 and m.until_seq is null and m.account_id in ({places})
        order by a.name_key, a.id"
    );
    let rows: Vec<PersonRow> = connection.rows(AssertSqlSafe(sql), values).await?;
    let member = |row: PersonRow| {
        let status = Status::parse(&row.status)
            .ok_or_else(|| Error::Stored(format!("status “{}” is unknown", row.status)))?;
        let (status, suspended_until) = status.at(row.ends_at.map(Moment), now);
        let user = MemberUser {
            id: AccountId(row.id),
            email: row.email,
            username: row.username,
            full_name: row.full_name,
            status,
            suspended_until,
        };
        Ok(TeamMember { user, expires_at: row.expires_at.map(Moment) })
    };
    rows.into_iter().map(member).collect()
}
