//! Reading facts.

use super::Version;
use crate::database::{Connection, values};
use crate::error::{Error, Result};
use fluxward_domain::Moment;
use fluxward_domain::access::{Facts, Grant, Membership, Place, Source};
use fluxward_domain::factors::SecondFactor;
use fluxward_domain::ids::{AccountId, OrganizationId, ProjectId, SessionId, WorkspaceId};
use fluxward_domain::members::MembershipStatus;
use fluxward_domain::permissions::PermissionSet;
use fluxward_domain::privileges::Privilege;
use fluxward_domain::roles::{BaseRole, ProjectRole, WorkspaceRole};
use fluxward_domain::settings::Settings;
use fluxward_domain::users::Status;
use uuid::Uuid;

#[derive(sqlx::FromRow)]
struct AccountRow {
    status: String,
    ends_at: Option<i64>,
    access_version: i64,
    definitions: i64,
    settings: String,
    has_factor: bool,
}

#[derive(sqlx::FromRow)]
struct MembershipRow {
    organization_id: Uuid,
    role: String,
    status: String,
    second_factor: String,
}

#[derive(sqlx::FromRow)]
struct GrantRow {
    organization_id: Option<Uuid>,
    place_kind: String,
    place_id: Uuid,
    kind: String,
    key: String,
    expires_at: Option<i64>,
}

/// The facts of `account` with the version they are of; `None` when there is no such account.
pub(crate) async fn facts(
    connection: &mut Connection,
    account: AccountId,
) -> Result<Option<(Version, Facts)>> {
    let Some(row) = account_row(connection, account).await? else {
        return Ok(None);
    };
    let (memberships, asked_there) = memberships(connection, account).await?;
    let grants = grant_rows(connection, account).await?;
    let has_factor = row.has_factor;
    let settings: Settings = serde_json::from_str(&row.settings)
        .map_err(|error| Error::Stored(format!("settings: {error}")))?;
    let mut facts = Facts {
        account,
        status: stored(Status::parse(&row.status), "status", &row.status)?,
        suspended_until: row.ends_at.map(Moment),
        platform_administrator: false,
        locked: settings.maintenance.locked,
        limited_to: None,
        must_enrol: false,
        memberships,
    };
    for row in grants {
        add(&mut facts, &row)?;
    }
    let is_asked = asked_there || settings.second_factor_required.asks_account(&facts);
    facts.must_enrol = is_asked && !has_factor;
    Ok(Some((Version { access: row.access_version, definitions: row.definitions }, facts)))
}

async fn account_row(
    connection: &mut Connection,
    account: AccountId,
) -> Result<Option<AccountRow>> {
    let sql = "select a.status, p.ends_at, a.access_version, h.definitions, s.data as settings,
        exists (select 1 from totp t where t.account_id = a.id and t.confirmed_at is not null)
            or exists (select 1 from passkeys k where k.account_id = a.id) as has_factor
        from accounts a
        join account_statuses p on p.account_id = a.id and p.until_seq is null
        cross join log_head h cross join settings s
        where a.id = $1";
    Ok(connection.row(sql, values![account]).await?)
}

/// The memberships, and whether one of the organizations asks the account for a second factor.
async fn memberships(
    connection: &mut Connection,
    account: AccountId,
) -> Result<(Vec<Membership>, bool)> {
    let sql = "select m.organization_id, m.role, m.status, o.second_factor
        from memberships m join organizations o on o.id = m.organization_id
        where m.account_id = $1 and m.until_seq is null order by m.organization_id";
    let rows = connection.rows::<MembershipRow>(sql, values![account]).await?;
    let (mut memberships, mut is_asked) = (Vec::with_capacity(rows.len()), false);
    for row in rows {
        let membership = Membership {
            organization: OrganizationId(row.organization_id),
            role: stored(BaseRole::parse(&row.role), "role", &row.role)?,
            active: stored(MembershipStatus::parse(&row.status), "status", &row.status)?
                == MembershipStatus::Active,
            outside_plan: PermissionSet::NONE,
            grants: Vec::new(),
        };
        is_asked |=
            SecondFactor::parse(&row.second_factor).unwrap_or_default().asks_member(&membership);
        memberships.push(membership);
    }
    Ok((memberships, is_asked))
}

async fn grant_rows(connection: &mut Connection, account: AccountId) -> Result<Vec<GrantRow>> {
    let sql = "select organization_id, place_kind, place_id, kind, key, expires_at from grants
        where account_id = $1 and until_seq is null order by place_kind, place_id, kind, key";
    Ok(connection.rows(sql, values![account]).await?)
}

/// Adds one grant to the facts. A grant in an organization that the account does not belong to
/// any more holds nothing.
fn add(facts: &mut Facts, row: &GrantRow) -> Result<()> {
    let Some(organization) = row.organization_id.map(OrganizationId) else {
        facts.platform_administrator |= row.place_kind == "platform" && row.key == "administrator";
        return Ok(());
    };
    let Some(membership) =
        facts.memberships.iter_mut().find(|membership| membership.organization == organization)
    else {
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
        let (name, permissions) = stored(built_in(&row.place_kind, &row.key), "role", &row.key)?;
        (Source::Role(row.key.clone(), name.to_owned()), permissions)
    };
    let place = match row.place_kind.as_str() {
        "workspace" => Place::Workspace(WorkspaceId(row.place_id)),
        "project" => Place::Project(ProjectId(row.place_id)),
        _ => Place::Organization,
    };
    Ok(Grant { place, source, permissions, until: row.expires_at.map(Moment) })
}

fn built_in(place_kind: &str, key: &str) -> Option<(&'static str, PermissionSet)> {
    match place_kind {
        "workspace" => WorkspaceRole::ALL
            .into_iter()
            .find(|role| role.key() == key)
            .map(|role| (role.name(), role.permissions(false))),
        "project" => ProjectRole::ALL
            .into_iter()
            .find(|role| role.key() == key)
            .map(|role| (role.name(), role.permissions())),
        _ => None,
    }
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
