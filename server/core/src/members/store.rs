//! Memberships, read as they are now.

use super::held::Held;
use crate::database::{Connection, Value, placeholders, values};
use crate::error::{Error, Result};
use crate::grants::Beside;
use crate::lists::selection::Gathered;
use fluxward_domain::Moment;
use fluxward_domain::ids::{AccountId, OrganizationId};
use fluxward_domain::members::{Affiliation, Member, MemberUser, MembershipStatus};
use fluxward_domain::privileges::Privilege;
use fluxward_domain::roles::BaseRole;
use fluxward_domain::users::Status;
use sqlx::AssertSqlSafe;
use uuid::Uuid;

/// The columns of a [`MemberRow`], of `memberships m` and `accounts a`.
pub(super) const COLUMNS: &str = "m.account_id, m.role, m.status, m.joined_at, m.version, m.expires_at, \
    m.name_key, a.email, a.username, a.full_name, a.status as account_status, a.last_sign_in_at, \
    (select p.ends_at from account_statuses p where p.account_id = a.id and p.until_seq is null \
    and a.status = 'suspended') as ends_at";

/// A membership with its account, as a list shows it.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct MemberRow {
    pub(super) account_id: Uuid,
    pub(super) name_key: String,
    role: String,
    status: String,
    joined_at: i64,
    version: i64,
    expires_at: Option<i64>,
    email: String,
    username: String,
    full_name: String,
    account_status: String,
    ends_at: Option<i64>,
    last_sign_in_at: i64,
    #[sqlx(default)]
    total: Option<i64>,
}

impl Gathered for MemberRow {
    fn total(&self) -> Option<i64> {
        self.total
    }
}

impl MemberRow {
    /// The member with these boxes ticked and these roles beside, as they are at `now`.
    pub(super) fn with(
        self,
        privileges: Vec<Privilege>,
        beside: Beside,
        now: Moment,
    ) -> Result<Member> {
        let status = account_status(&self.account_status)?;
        let (status, suspended_until) = status.at(self.ends_at.map(Moment), now);
        Ok(Member {
            user: MemberUser {
                id: AccountId(self.account_id),
                email: self.email,
                username: self.username,
                full_name: self.full_name,
                status,
                suspended_until,
            },
            role: role(&self.role)?,
            status: membership_status(&self.status)?,
            privileges,
            roles: beside.roles,
            workspaces: beside.workspaces,
            projects: beside.projects,
            expires_at: self.expires_at.map(Moment),
            joined_at: Moment(self.joined_at),
            last_sign_in_at: (self.last_sign_in_at > 0).then_some(Moment(self.last_sign_in_at)),
            invitation: None,
            version: self.version,
        })
    }
}

/// The membership of `account` as a list shows it.
pub(super) async fn row(
    connection: &mut Connection,
    organization: OrganizationId,
    account: AccountId,
) -> Result<Option<MemberRow>> {
    let sql = format!(
        "select {COLUMNS} from memberships m join accounts a on a.id = m.account_id
        where m.organization_id = $1 and m.account_id = $2 and m.until_seq is null"
    );
    let found = connection.row(AssertSqlSafe(sql), values![organization, account]);
    Ok(found.await?)
}

/// The memberships of `accounts` as a list shows them.
pub(super) async fn rows(
    connection: &mut Connection,
    organization: OrganizationId,
    accounts: &[Uuid],
) -> Result<Vec<MemberRow>> {
    let mut values = values![organization];
    values.extend(accounts.iter().map(|account| Value::from(*account)));
    let places = placeholders(2, &values);
    if places.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "select {COLUMNS} from memberships m join accounts a on a.id = m.account_id
        where m.organization_id = $1 and m.until_seq is null and m.account_id in ({places})"
    );
    Ok(connection.rows(AssertSqlSafe(sql), values).await?)
}

#[derive(sqlx::FromRow)]
struct HeldRow {
    organization_id: Uuid,
    account_id: Uuid,
    role: String,
    status: String,
    account_status: String,
    joined_at: i64,
    name_key: String,
    version: i64,
    expires_at: Option<i64>,
}

impl HeldRow {
    fn held(self) -> Result<Held> {
        Ok(Held {
            organization: OrganizationId(self.organization_id),
            account: AccountId(self.account_id),
            role: role(&self.role)?,
            status: membership_status(&self.status)?,
            account_status: account_status(&self.account_status)?,
            joined_at: Moment(self.joined_at),
            expires_at: self.expires_at.map(Moment),
            name_key: self.name_key,
            version: self.version,
        })
    }
}

/// The membership of `account`.
pub(super) async fn held(
    connection: &mut Connection,
    organization: OrganizationId,
    account: AccountId,
) -> Result<Option<Held>> {
    let sql = "select m.organization_id, m.account_id, m.role, m.status,
        a.status as account_status, m.joined_at, m.name_key, m.version, m.expires_at
        from memberships m join accounts a on a.id = m.account_id
        where m.organization_id = $1 and m.account_id = $2 and m.until_seq is null";
    let row: Option<HeldRow> = connection.row(sql, values![organization, account]).await?;
    row.map(HeldRow::held).transpose()
}

/// Every membership of `account`: the slug of its organization, the membership, and the status
/// that it is listed and counted under.
pub(super) async fn listings(
    connection: &mut Connection,
    account: AccountId,
) -> Result<Vec<(String, Held, Status)>> {
    #[derive(sqlx::FromRow)]
    struct Row {
        slug: String,
        listed_status: String,
        #[sqlx(flatten)]
        held: HeldRow,
    }
    let sql = "select o.slug, m.listed_status, m.organization_id, m.account_id, m.role, m.status,
        a.status as account_status, m.joined_at, m.name_key, m.version, m.expires_at
        from memberships m join accounts a on a.id = m.account_id
        join organizations o on o.id = m.organization_id
        where m.account_id = $1 and m.until_seq is null";
    let rows: Vec<Row> = connection.rows(sql, values![account]).await?;
    let listing = |row: Row| {
        let listed = account_status(&row.listed_status)?;
        Ok((row.slug, row.held.held()?, listed))
    };
    rows.into_iter().map(listing).collect()
}

/// What a membership takes from its account.
pub(super) struct Person {
    pub(super) name_key: String,
    pub(super) status: Status,
}

/// The account of that id, if there is one.
pub(super) async fn person(
    connection: &mut Connection,
    account: AccountId,
) -> Result<Option<Person>> {
    let sql = "select name_key, status from accounts where id = $1 and deleted_at is null";
    let row: Option<(String, String)> = connection.row(sql, values![account]).await?;
    row.map(|(name_key, status)| {
        let status = account_status(&status)?;
        Ok(Person { name_key, status })
    })
    .transpose()
}

/// Whether somebody other than `account` is an Owner of `organization` who can act.
pub(super) async fn another_owner_acts(
    connection: &mut Connection,
    organization: OrganizationId,
    account: AccountId,
) -> Result<bool> {
    let sql = "select m.since_seq from memberships m join accounts a on a.id = m.account_id
        where m.organization_id = $1 and m.role = 'owner' and m.until_seq is null
        and m.status = 'active' and m.expires_at is null and a.status = 'active'
        and m.account_id <> $2 limit 1";
    let found = connection.number(sql, values![organization, account]);
    Ok(found.await?.is_some())
}

/// The names of the organizations in which `account` is an Owner by an active membership, and
/// nobody else is one who can act.
pub(super) async fn sole_ownerships(
    connection: &mut Connection,
    account: AccountId,
) -> Result<Vec<String>> {
    let sql = "select o.name from memberships m
        join organizations o on o.id = m.organization_id and o.until_seq is null
        where m.account_id = $1 and m.until_seq is null
        and m.role = 'owner' and m.status = 'active'
        and not exists (select 1 from memberships x join accounts y on y.id = x.account_id
            where x.organization_id = m.organization_id and x.role = 'owner'
            and x.until_seq is null and x.status = 'active' and x.expires_at is null
            and y.status = 'active'
            and x.account_id <> m.account_id)
        order by o.name_key, o.id";
    let rows: Vec<(String,)> = connection.rows(sql, values![account]).await?;
    Ok(rows.into_iter().map(|(name,)| name).collect())
}

/// The organizations that `account` belongs to, by name.
pub(super) async fn affiliations(
    connection: &mut Connection,
    account: AccountId,
) -> Result<Vec<Affiliation>> {
    let sql = "select o.slug, o.name, m.role, m.status from memberships m
        join organizations o on o.id = m.organization_id and o.until_seq is null
        where m.account_id = $1 and m.until_seq is null
        order by o.name_key, o.id";
    let rows: Vec<(String, String, String, String)> =
        connection.rows(sql, values![account]).await?;
    let affiliation = |(slug, name, base, status): (String, String, String, String)| {
        Ok(Affiliation { slug, name, role: role(&base)?, status: membership_status(&status)? })
    };
    rows.into_iter().map(affiliation).collect()
}

fn role(key: &str) -> Result<BaseRole> {
    BaseRole::parse(key).ok_or_else(|| unknown("role", key))
}

fn membership_status(key: &str) -> Result<MembershipStatus> {
    MembershipStatus::parse(key).ok_or_else(|| unknown("status of a membership", key))
}

fn account_status(key: &str) -> Result<Status> {
    Status::parse(key).ok_or_else(|| unknown("status of an account", key))
}

fn unknown(what: &str, key: &str) -> Error {
    Error::Stored(format!("{what} “{key}” is unknown"))
}
