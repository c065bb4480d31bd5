//! Organizations, stored.

use crate::changes::Change;
use crate::database::{Connection, values};
use crate::error::{Error, Result};
use crate::lists::cursor::Asked;
use crate::lists::keyset::{Clauses, Key, Mark, Order};
use crate::text;
use fluxward_domain::Moment;
use fluxward_domain::factors::SecondFactor;
use fluxward_domain::ids::{AccountId, OrganizationId};
use fluxward_domain::organizations::Organization;
use fluxward_domain::plans::DEFAULT_PLAN;
use fluxward_domain::privileges::Privilege;
use fluxward_domain::settings::Settings;
use sqlx::AssertSqlSafe;
use uuid::Uuid;

/// The columns of a [`Stored`], and where they come from.
const COLUMNS: &str = "o.id, o.slug, o.name, o.name_key, o.created_at, o.version, \
    o.second_factor, o.default_privileges, op.plan, op.seats as own_seats, p.seats as plan_seats, \
    (select cast(coalesce(sum(k.n), 0) as bigint) from counters k where k.list_id = o.id) \
    as members, \
    (select cast(coalesce(sum(k.n), 0) as bigint) from counters k where k.list_id = o.id \
    and k.status <> 'inactive') as seats_taken \
    from organizations o \
    left join organization_plans op on op.organization_id = o.id and op.until_seq is null \
    left join plans p on p.key = coalesce(op.plan, 'enterprise') and p.until_seq is null";

/// The order of the list.
const BY_NAME: Order = Order { key: "o.name_key", id: "o.id", numeric: false, descending: false };

/// A living organization, found by its slug.
#[derive(Clone, Debug)]
pub(crate) struct Resolved {
    pub(crate) id: OrganizationId,
    pub(crate) slug: String,
    pub(crate) name: String,
}

/// The living organization of that slug. Whether the caller may know of it is not asked here.
pub(crate) async fn resolve(connection: &mut Connection, slug: &str) -> Result<Option<Resolved>> {
    if fluxward_domain::text::slug(slug, &()).is_err() {
        return Ok(None);
    }
    let sql = "select id, name from organizations where slug = $1 and until_seq is null";
    let row: Option<(Uuid, String)> = connection.row(sql, values![slug]).await?;
    Ok(row.map(|(id, name)| Resolved { id: OrganizationId(id), slug: slug.to_owned(), name }))
}

/// A living organization as it is stored, with the size of its list of members.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct Stored {
    pub(crate) id: Uuid,
    pub(super) slug: String,
    pub(crate) name: String,
    pub(super) name_key: String,
    pub(super) created_at: i64,
    pub(super) version: i64,
    pub(super) members: i64,
    pub(super) seats_taken: i64,
    pub(super) second_factor: String,
    default_privileges: String,
    pub(crate) plan: Option<String>,
    pub(crate) own_seats: Option<i64>,
    pub(super) plan_seats: Option<i64>,
}

impl Stored {
    /// Its place in the list.
    pub(super) fn mark(&self) -> Mark {
        Mark { key: Key::Text(self.name_key.clone()), id: self.id }
    }

    /// The boxes that Members begin with.
    pub(super) fn default_privileges(&self) -> Vec<Privilege> {
        parsed(&self.default_privileges)
    }

    /// As it travels.
    pub(super) fn organization(self) -> Organization {
        Organization {
            id: OrganizationId(self.id),
            slug: self.slug,
            name: self.name,
            created_at: Moment(self.created_at),
            members: self.members,
            // Only keys are ever written; an unknown one would be a newer version's.
            second_factor_required: SecondFactor::parse(&self.second_factor).unwrap_or_default(),
            default_privileges: parsed(&self.default_privileges),
            plan: self.plan.unwrap_or_else(|| DEFAULT_PLAN.to_owned()),
            seats: self.own_seats.or(self.plan_seats),
            seats_taken: self.seats_taken,
            version: self.version,
        }
    }
}

/// The living organization of that id.
pub(super) async fn organization(
    connection: &mut Connection,
    id: OrganizationId,
) -> Result<Option<Stored>> {
    let sql = format!("select {COLUMNS} where o.id = $1 and o.until_seq is null");
    Ok(connection.row(AssertSqlSafe(sql), values![id]).await?)
}

/// A page of the living organizations: all of them, or those that `member` belongs to and is
/// switched on in.
pub(super) async fn page(
    connection: &mut Connection,
    member: Option<AccountId>,
    asked: &Asked,
) -> Result<Vec<Stored>> {
    let mut clauses = Clauses::default();
    clauses.also("o.until_seq is null");
    if let Some(member) = member {
        let member = clauses.bind(member);
        clauses.also(format!(
            "o.id in (select m.organization_id from memberships m where m.account_id = {member} and m.until_seq is null and m.status = 'active')"
        ));
    }
    if let Some(after) = &asked.after {
        BY_NAME.after(&mut clauses, after);
    }
    let limit = clauses.bind(asked.fetch());
    let sql = format!(
        "select {COLUMNS} where {} order by {} limit {limit}",
        clauses.text(),
        BY_NAME.by()
    );
    Ok(connection.rows(AssertSqlSafe(sql), clauses.values()).await?)
}

/// Begins an organization with an empty log of its own.
pub(super) async fn begin(change: &mut Change, slug: &str, name: &str) -> Result<OrganizationId> {
    let id = OrganizationId(change.services().rng.uuid(change.now()));
    let sql = "insert into organizations
        (id, slug, name, name_key, created_at, since_seq, chain_seq, chain_hash, version)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $6)";
    let row =
        values![id, slug, name, text::folded(name), change.now(), change.seq(), 0, [0_u8; 32]];
    change.run(sql, row).await?;
    Ok(id)
}

/// The organization has another slug or name from now on.
pub(super) async fn rename(
    change: &mut Change,
    id: OrganizationId,
    slug: &str,
    name: &str,
) -> Result<()> {
    let sql = "update organizations set slug = $2, name = $3, name_key = $4, version = $5
        where id = $1";
    let row = values![id, slug, name, text::folded(name), change.seq()];
    change.run(sql, row).await?;
    Ok(())
}

/// Other members need a second factor from now on.
pub(super) async fn require_factor(
    change: &mut Change,
    id: OrganizationId,
    of: SecondFactor,
) -> Result<()> {
    let sql = "update organizations set second_factor = $2, version = $3 where id = $1";
    let row = values![id, of.key(), change.seq()];
    change.run(sql, row).await?;
    change.touch_definitions();
    Ok(())
}

/// Members begin with these boxes from now on.
pub(super) async fn set_default_privileges(
    change: &mut Change,
    id: OrganizationId,
    boxes: &[Privilege],
) -> Result<()> {
    let sql = "update organizations set default_privileges = $2, version = $3 where id = $1";
    let row = values![id, Privilege::keys(boxes), change.seq()];
    change.run(sql, row).await?;
    Ok(())
}

/// The boxes that somebody begins with who joins that organization as Member.
pub(crate) async fn default_privileges(
    connection: &mut Connection,
    id: OrganizationId,
) -> Result<Vec<Privilege>> {
    let sql = "select default_privileges from organizations where id = $1";
    let row: Option<(String,)> = connection.row(sql, values![id]).await?;
    Ok(row.map(|(keys,)| parsed(&keys)).unwrap_or_default())
}

/// The boxes of these keys. Only keys are ever written; an unknown one would be a newer version's.
fn parsed(keys: &str) -> Vec<Privilege> {
    keys.split_whitespace().filter_map(Privilege::parse).collect()
}

/// The organization is no more; its slug is free again.
pub(super) async fn end(change: &mut Change, id: OrganizationId) -> Result<()> {
    let sql = "update organizations set until_seq = $2, version = $2 where id = $1";
    let row = values![id, change.seq()];
    change.run(sql, row).await?;
    Ok(())
}

/// Whether an account of that id exists and is active.
pub(super) async fn is_active(
    connection: &mut Connection,
    account: AccountId,
) -> Result<Option<bool>> {
    let sql = "select status from accounts where id = $1 and deleted_at is null";
    let row: Option<(String,)> = connection.row(sql, values![account]).await?;
    Ok(row.map(|(status,)| status == "active"))
}

/// Whether everyone may create organizations, as of this change. A change reads through its own
/// connection only: waiting for another while holding the log's head could wait forever.
pub(super) async fn anyone_creates(change: &mut Change) -> Result<bool> {
    let sql = "select data from settings where one = 1";
    let row: Option<(String,)> = change.row(sql, values![]).await?;
    let (data,) = row.ok_or_else(|| Error::Stored("there are no settings".into()))?;
    let settings: Settings =
        serde_json::from_str(&data).map_err(|error| Error::Stored(format!("settings: {error}")))?;
    Ok(settings.organizations_by_anyone)
}
