//! Reading facts: of one account or of many, in as many statements.

use super::Version;
use crate::database::{Connection, Value, placeholders, values};
use crate::error::{Error, Result};
use fluxward_domain::Moment;
use fluxward_domain::access::{Facts, Grant, Membership, Place, Source, TeamName};
use fluxward_domain::factors::SecondFactor;
use fluxward_domain::ids::{AccountId, OrganizationId, ProjectId, SessionId, WorkspaceId};
use fluxward_domain::members::MembershipStatus;
use fluxward_domain::permissions::{Permission, PermissionSet};
use fluxward_domain::plans;
use fluxward_domain::privileges::Privilege;
use fluxward_domain::roles::{BaseRole, ProjectRole, WorkspaceRole};
use fluxward_domain::settings::Settings;
use fluxward_domain::users::Status;
use sqlx::AssertSqlSafe;
use std::collections::HashMap;
use uuid::Uuid;

/// How many accounts are read at once.
const AT_ONCE: usize = 400;

#[derive(sqlx::FromRow)]
struct AccountRow {
    id: Uuid,
    status: String,
    ends_at: Option<i64>,
    access_version: i64,
    definitions: i64,
    settings: String,
    has_factor: bool,
}

#[derive(sqlx::FromRow)]
struct MembershipRow {
    account_id: Uuid,
    organization_id: Uuid,
    role: String,
    status: String,
    expires_at: Option<i64>,
    second_factor: String,
    modules: Option<String>,
}

#[derive(sqlx::FromRow)]
struct GrantRow {
    account_id: Uuid,
    organization_id: Option<Uuid>,
    place_kind: String,
    place_id: Uuid,
    kind: String,
    key: String,
    expires_at: Option<i64>,
    member_until: Option<i64>,
    team_slug: Option<String>,
    team_name: Option<String>,
    role_name: Option<String>,
    role_permissions: Option<String>,
    overriding: Option<bool>,
}

/// The facts of `account` with the version they are of; `None` when there is no such account.
pub(crate) async fn facts(
    connection: &mut Connection,
    account: AccountId,
) -> Result<Option<(Version, Facts)>> {
    Ok(facts_of(connection, &[account]).await?.pop())
}

/// The facts of all of `accounts` that exist, in their order.
pub(crate) async fn facts_of(
    connection: &mut Connection,
    accounts: &[AccountId],
) -> Result<Vec<(Version, Facts)>> {
    let mut all = Vec::with_capacity(accounts.len());
    for some in accounts.chunks(AT_ONCE) {
        let mut found = read(connection, some).await?;
        all.extend(some.iter().filter_map(|account| found.remove(account)));
    }
    Ok(all)
}

async fn read(
    connection: &mut Connection,
    accounts: &[AccountId],
) -> Result<HashMap<AccountId, (Version, Facts)>> {
    // The versions first: whatever commits while the rest is read makes facts that are newer than
    // their version, and the cache reads them once more. The other way round it would keep what
    // is no longer true.
    let rows = account_rows(connection, accounts).await?;
    let mut memberships = memberships(connection, accounts).await?;
    let mut found = HashMap::with_capacity(accounts.len());
    let mut wanting = Vec::new();
    for row in rows {
        let account = AccountId(row.id);
        let (memberships, asked_there) = memberships.remove(&account).unwrap_or_default();
        let settings: Settings = serde_json::from_str(&row.settings)
            .map_err(|error| Error::Stored(format!("settings: {error}")))?;
        let facts = Facts {
            status: stored(Status::parse(&row.status), "status", &row.status)?,
            suspended_until: row.ends_at.map(Moment),
            locked: settings.maintenance.locked,
            memberships,
            ..Facts::of(account)
        };
        let version = Version { access: row.access_version, definitions: row.definitions };
        if !row.has_factor {
            wanting.push((account, asked_there, settings.second_factor_required));
        }
        found.insert(account, (version, facts));
    }
    for row in grant_rows(connection, accounts).await? {
        if let Some((_, facts)) = found.get_mut(&AccountId(row.account_id)) {
            add(facts, &row)?;
        }
    }
    for (account, asked_there, required) in wanting {
        if let Some((_, facts)) = found.get_mut(&account) {
            facts.must_enrol = asked_there || required.asks_account(facts);
        }
    }
    Ok(found)
}

/// `$1, $2, …` for the accounts, and their values.
fn listed(accounts: &[AccountId]) -> (String, Vec<Value>) {
    let values: Vec<_> = accounts.iter().map(|account| Value::from(*account)).collect();
    (placeholders(1, &values), values)
}

async fn account_rows(
    connection: &mut Connection,
    accounts: &[AccountId],
) -> Result<Vec<AccountRow>> {
    let (places, values) = listed(accounts);
    let sql = format!(
        "select a.id, a.status, p.ends_at, a.access_version, h.definitions, s.data as settings,
        exists (select 1 from totp t where t.account_id = a.id and t.confirmed_at is not null)
            or exists (select 1 from passkeys k where k.account_id = a.id) as has_factor
        from accounts a
        join account_statuses p on p.account_id = a.id and p.until_seq is null
        cross join log_head h cross join settings s
        where a.id in ({places})"
    );
    Ok(connection.rows(AssertSqlSafe(sql), values).await?)
}

/// The memberships, and whether one of the organizations asks the account for a second factor.
async fn memberships(
    connection: &mut Connection,
    accounts: &[AccountId],
) -> Result<HashMap<AccountId, (Vec<Membership>, bool)>> {
    let (places, values) = listed(accounts);
    let sql = format!(
        "select m.account_id, m.organization_id, m.role, m.status, m.expires_at, o.second_factor,
        p.modules
        from memberships m join organizations o on o.id = m.organization_id
        left join organization_plans op
            on op.organization_id = m.organization_id and op.until_seq is null
        left join plans p on p.key = op.plan and p.until_seq is null
        where m.account_id in ({places}) and m.until_seq is null
        order by m.account_id, m.organization_id"
    );
    let rows = connection.rows::<MembershipRow>(AssertSqlSafe(sql), values).await?;
    let mut all: HashMap<AccountId, (Vec<Membership>, bool)> = HashMap::new();
    for row in rows {
        let role = stored(BaseRole::parse(&row.role), "role", &row.role)?;
        let status = stored(MembershipStatus::parse(&row.status), "status", &row.status)?;
        let outside = |modules: String| plans::outside(modules.split(' '));
        let membership = Membership {
            active: status == MembershipStatus::Active,
            until: row.expires_at.map(Moment),
            outside_plan: row.modules.map(outside).unwrap_or_default(),
            ..Membership::new(OrganizationId(row.organization_id), role)
        };
        let (memberships, is_asked) = all.entry(AccountId(row.account_id)).or_default();
        *is_asked |=
            SecondFactor::parse(&row.second_factor).unwrap_or_default().asks_member(&membership);
        memberships.push(membership);
    }
    Ok(all)
}

/// What the accounts hold themselves, and what their teams hold.
async fn grant_rows(connection: &mut Connection, accounts: &[AccountId]) -> Result<Vec<GrantRow>> {
    let (places, values) = listed(accounts);
    let sql = format!(
        "select h.account_id, g.organization_id, g.place_kind, g.place_id, g.kind, g.key,
        g.expires_at, h.member_until, h.team_slug, h.team_name, r.name as role_name,
        r.permissions as role_permissions, w.overriding
        from (
            select id as account_id, id as subject_id, cast(null as bigint) as member_until,
                cast(null as text) as team_slug, cast(null as text) as team_name
            from accounts where id in ({places})
            union all
            select tm.account_id, tm.team_id, tm.expires_at, t.slug, t.name
            from team_members tm join teams t on t.id = tm.team_id and t.until_seq is null
            where tm.account_id in ({places}) and tm.until_seq is null
        ) h
        join grants g on g.subject_id = h.subject_id and g.until_seq is null
        left join roles r on g.kind = 'role' and r.organization_id = g.organization_id
            and r.key = g.key and r.until_seq is null
        left join workspaces w on g.place_kind = 'workspace' and w.id = g.place_id
            and w.until_seq is null
        order by h.account_id, g.place_kind, g.place_id, g.kind, g.key, h.team_slug"
    );
    Ok(connection.rows(AssertSqlSafe(sql), values).await?)
}

/// Adds one grant to the facts. A grant in an organization that the account does not belong to
/// any more holds nothing.
fn add(facts: &mut Facts, row: &GrantRow) -> Result<()> {
    let Some(organization) = row.organization_id.map(OrganizationId) else {
        facts.platform_administrator |= row.place_kind == "platform" && row.key == "administrator";
        return Ok(());
    };
    let here = |membership: &&mut Membership| membership.organization == organization;
    let Some(membership) = facts.memberships.iter_mut().find(here) else {
        return Ok(());
    };
    membership.add(grant(row)?);
    Ok(())
}

fn grant(row: &GrantRow) -> Result<Grant> {
    let (source, permissions) = if row.kind == "privilege" {
        let privilege = stored(Privilege::parse(&row.key), "privilege", &row.key)?;
        (Source::Privilege(privilege), privilege.permissions())
    } else {
        let (name, permissions) = stored(role(row), "role", &row.key)?;
        (Source::Role(row.key.clone(), name), permissions)
    };
    let place = match row.place_kind.as_str() {
        "workspace" => Place::Workspace(WorkspaceId(row.place_id)),
        "project" => Place::Project(ProjectId(row.place_id)),
        _ => Place::Organization,
    };
    let team = row.team_slug.clone().zip(row.team_name.clone());
    let until = [row.expires_at, row.member_until].into_iter().flatten().min();
    Ok(Grant {
        place,
        source,
        permissions,
        until: until.map(Moment),
        team: team.map(|(slug, name)| TeamName { slug, name }),
    })
}

/// The name and the permissions of a role: the organization's own, or one that is built in.
fn role(row: &GrantRow) -> Option<(String, PermissionSet)> {
    if let Some((name, permissions)) = row.role_name.clone().zip(row.role_permissions.as_ref()) {
        return Some((name, permission_set(permissions)));
    }
    let is_it = |key: &str| key == row.key;
    match row.place_kind.as_str() {
        "workspace" => WorkspaceRole::ALL.into_iter().find(|role| is_it(role.key())).map(|role| {
            (role.name().to_owned(), role.permissions(row.overriding.unwrap_or_default()))
        }),
        "project" => ProjectRole::ALL
            .into_iter()
            .find(|role| is_it(role.key()))
            .map(|role| (role.name().to_owned(), role.permissions())),
        _ => None,
    }
}

/// Reads names of permissions with spaces between. One that this version does not know permits
/// nothing.
pub(crate) fn permission_set(names: &str) -> PermissionSet {
    let known: Vec<_> = names.split(' ').filter_map(Permission::parse).collect();
    PermissionSet::of(&known)
}

fn stored<T>(value: Option<T>, what: &str, text: &str) -> Result<T> {
    value.ok_or_else(|| Error::Stored(format!("{what} “{text}” is unknown")))
}

/// Whether `session` has neither ended nor expired.
pub(crate) async fn session_is_live(
    connection: &mut Connection,
    session: SessionId,
    now: Moment,
) -> Result<bool> {
    let sql =
        "select created_at from sessions where id = $1 and ended_at is null and expires_at > $2";
    Ok(connection.row::<(i64,)>(sql, values![session, now]).await?.is_some())
}
