//! Reading entries. Each question walks one index backwards from the cursor.

use crate::changes::Detail;
use crate::database::{Connection, Value};
use crate::error::Result;
use fluxward_domain::Moment;
use fluxward_domain::activity::{DELETED_USER, Event, Named};
use fluxward_domain::ids::{AccountId, OrganizationId};
use sqlx::AssertSqlSafe;
use std::fmt::Write as _;
use uuid::Uuid;

/// Whose entries, whoever did it.
#[derive(Clone, Copy, Debug)]
pub(super) enum About {
    /// What an account did, or what happened to it.
    Account(AccountId),
    /// The same inside one organization.
    Member(OrganizationId, AccountId),
}

/// Which entries.
#[derive(Clone, Debug, Default)]
pub(super) struct Filter<'a> {
    pub(super) organization: Option<OrganizationId>,
    pub(super) actor: Option<Uuid>,
    pub(super) target: Option<Uuid>,
    pub(super) action: Option<&'a str>,
    pub(super) from: Option<Moment>,
    pub(super) to: Option<Moment>,
    pub(super) about: Option<About>,
}

impl Filter<'_> {
    pub(super) fn about(about: About) -> Self {
        Self { about: Some(about), ..Self::default() }
    }
}

#[derive(sqlx::FromRow)]
struct EventRow {
    seq: i64,
    at: i64,
    action: String,
    actor_id: Option<Uuid>,
    actor_name: Option<String>,
    target_kind: String,
    target_id: Uuid,
    target_user: Option<String>,
    target_place: Option<String>,
    target_invited: Option<String>,
    organization_id: Option<Uuid>,
    organization_name: Option<String>,
    data: Option<String>,
}

const COLUMNS: &str = "select e.seq, e.at, e.action, e.actor_id, actor.full_name as actor_name,
        e.target_kind, e.target_id, person.full_name as target_user, place.name as target_place,
        invited.full_name as target_invited,
        e.organization_id, o.name as organization_name, d.data
    from events e
    left join event_details d on d.seq = e.seq
    left join accounts actor on actor.id = e.actor_id
    left join accounts person on person.id = e.target_id and e.target_kind = 'user'
    left join organizations place on place.id = e.target_id and e.target_kind = 'organization'
    left join invitations invited on invited.id = e.target_id and e.target_kind = 'invitation'
    left join organizations o on o.id = e.organization_id";

/// The newest `limit` entries of `filter` before entry `before`.
pub(super) async fn events(
    connection: &mut Connection,
    filter: &Filter<'_>,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<Event>> {
    let (sql, values) = statement(filter, before, limit);
    let rows = connection.rows::<EventRow>(AssertSqlSafe(sql), values).await?;
    Ok(rows.into_iter().map(event).collect())
}

/// A condition that is being put together, with its values in order.
struct Conditions {
    sql: String,
    values: Vec<Value>,
}

impl Conditions {
    /// Adds `condition`, in which `?` stands for the value.
    fn add(&mut self, condition: &str, value: impl Into<Value>) {
        self.values.push(value.into());
        let placeholder = format!("${}", self.values.len());
        let _ = write!(self.sql, " and {}", condition.replace('?', &placeholder));
    }
}

fn statement(filter: &Filter<'_>, before: Option<i64>, limit: i64) -> (String, Vec<Value>) {
    let mut conditions = Conditions { sql: String::from("1 = 1"), values: Vec::new() };
    conditions.add("e.seq < ?", before.unwrap_or(i64::MAX));
    let organization = match filter.about {
        Some(About::Member(organization, _)) => Some(organization),
        _ => filter.organization,
    };
    if let Some(organization) = organization {
        conditions.add("e.organization_id = ?", organization);
    }
    if let Some(actor) = filter.actor {
        conditions.add("e.actor_id = ?", actor);
    }
    if let Some(target) = filter.target {
        conditions.add("e.target_id = ?", target);
    }
    if let Some(action) = filter.action {
        if action.contains('.') {
            conditions.add("e.action = ?", action);
        } else {
            conditions.add("e.action >= ?", format!("{action}."));
            conditions.add("e.action < ?", format!("{action}/"));
        }
    }
    if let Some(from) = filter.from {
        conditions.add("e.at >= ?", from);
    }
    if let Some(to) = filter.to {
        conditions.add("e.at < ?", to);
    }
    let Conditions { sql: conditions, mut values } = conditions;
    values.push(limit.into());
    let limit = values.len();
    let newest = format!("order by e.seq desc limit ${limit}");
    let Some(About::Account(account) | About::Member(_, account)) = filter.about else {
        return (format!("{COLUMNS} where {conditions} {newest}"), values);
    };
    values.push(account.into());
    let account = values.len();
    let half = |column: &str| {
        format!(
            "select * from (select e.seq from events e where {conditions} and e.{column} = ${account} {newest}) as by_{column}"
        )
    };
    let (did, happened) = (half("actor_id"), half("target_id"));
    (format!("{COLUMNS} where e.seq in ({did} union {happened}) {newest}"), values)
}

fn event(row: EventRow) -> Event {
    let named = |kind: &str, id, name: Option<String>, gone: &str| Named {
        kind: kind.to_owned(),
        id,
        name: name.unwrap_or_else(|| gone.to_owned()),
    };
    let target = match row.target_kind.as_str() {
        "user" => Some(named("user", row.target_id, row.target_user, DELETED_USER)),
        "organization" => {
            Some(named("organization", row.target_id, row.target_place, "Deleted organization"))
        }
        "invitation" => {
            Some(named("invitation", row.target_id, row.target_invited, "Deleted user"))
        }
        _ => None,
    };
    let detail: Option<Detail> = row.data.and_then(|data| serde_json::from_str(&data).ok());
    let (reason, changes) =
        detail.map(|detail| (detail.reason, detail.changes)).unwrap_or_default();
    Event {
        seq: row.seq,
        at: Moment(row.at),
        action: row.action,
        actor: row.actor_id.map(|id| named("user", id, row.actor_name, DELETED_USER)),
        target,
        organization: row
            .organization_id
            .map(|id| named("organization", id, row.organization_name, "Deleted organization")),
        reason,
        changes,
    }
}
