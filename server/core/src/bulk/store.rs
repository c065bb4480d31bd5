//! Runs and their targets, stored.

use crate::changes::Change;
use crate::database::{Connection, values};
use crate::error::{Error, Result};
use crate::organizations::Resolved;
use crate::services::Caller;
use fluxward_domain::Moment;
use fluxward_domain::activity::Named;
use fluxward_domain::bulk::{
    BulkChange, BulkProgress, BulkRefusal, BulkRun, NewBulk, REFUSALS_MAX,
};
use fluxward_domain::ids::{AccountId, BulkId, OrganizationId, SessionId};
use fluxward_domain::members::MemberUser;
use fluxward_domain::users::Status;
use sqlx::AssertSqlSafe;
use uuid::Uuid;

/// How many runs are listed.
const LISTED: i64 = 50;

/// What a [`Stored`] is read from.
const SELECT: &str = "select r.id, r.organization_id, r.account_id, r.session_id, r.what, r.reason,
        r.status, r.why, r.total, r.done, r.changed, r.unchanged, r.refused, r.created_at,
        r.finished_at, a.full_name, o.slug
    from bulk_runs r join accounts a on a.id = r.account_id
    left join organizations o on o.id = r.organization_id and o.until_seq is null";

/// A run as it is stored.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Stored {
    id: Uuid,
    pub(super) organization_id: Uuid,
    account_id: Uuid,
    session_id: Uuid,
    what: String,
    pub(super) reason: Option<String>,
    status: String,
    why: Option<String>,
    pub(super) total: i64,
    pub(super) done: i64,
    changed: i64,
    unchanged: i64,
    refused: i64,
    created_at: i64,
    finished_at: Option<i64>,
    full_name: String,
    /// The organization's; `None` when it is no more.
    pub(super) slug: Option<String>,
}

/// How far a run is after another hundred.
#[derive(Clone, Debug)]
pub(super) struct Reached {
    pub(super) done: i64,
    pub(super) changed: i64,
    pub(super) unchanged: i64,
    pub(super) refused: i64,
    /// Positions of those who were refused in this hundred, and why.
    pub(super) refusals: Vec<(i64, String)>,
}

impl From<&Stored> for Reached {
    fn from(run: &Stored) -> Self {
        let Stored { done, changed, unchanged, refused, .. } = *run;
        Self { done, changed, unchanged, refused, refusals: Vec::new() }
    }
}

impl Stored {
    pub(super) const fn id(&self) -> BulkId {
        BulkId(self.id)
    }

    pub(super) const fn account(&self) -> AccountId {
        AccountId(self.account_id)
    }

    pub(super) const fn session(&self) -> SessionId {
        SessionId(self.session_id)
    }

    pub(super) fn change(&self) -> Result<BulkChange> {
        serde_json::from_str(&self.what)
            .map_err(|error| Error::Stored(format!("a bulk change: {error}")))
    }

    pub(super) fn progress(&self) -> Result<BulkProgress> {
        BulkProgress::parse(&self.status)
            .ok_or_else(|| Error::Stored(format!("progress “{}” is unknown", self.status)))
    }

    /// As a list shows it: without those who were refused.
    pub(super) fn listed(&self) -> Result<BulkRun> {
        Ok(BulkRun {
            id: self.id(),
            change: self.change()?,
            reason: self.reason.clone(),
            by: Named {
                kind: "user".to_owned(),
                id: self.account_id,
                name: self.full_name.clone(),
            },
            status: self.progress()?,
            stopped_because: self.why.clone(),
            total: self.total,
            done: self.done,
            changed: self.changed,
            unchanged: self.unchanged,
            refused: self.refused,
            refusals: Vec::new(),
            complete: self.refused == 0,
            started_at: Moment(self.created_at),
            finished_at: self.finished_at.map(Moment),
        })
    }

    /// With those who were refused.
    pub(super) async fn shown(&self, on: &mut Connection) -> Result<BulkRun> {
        let refusals = refusals(on, self.id()).await?;
        let complete = i64::try_from(refusals.len()).is_ok_and(|listed| listed == self.refused);
        Ok(BulkRun { refusals, complete, ..self.listed()? })
    }
}

/// One run of an organization.
pub(super) async fn one(
    on: &mut Connection,
    organization: OrganizationId,
    id: BulkId,
) -> Result<Option<Stored>> {
    let sql = format!("{SELECT} where r.id = $1 and r.organization_id = $2");
    Ok(on.row(AssertSqlSafe(sql), values![id, organization]).await?)
}

/// Runs of an organization, the newest first; of `account` alone, when it is given.
pub(super) async fn list(
    on: &mut Connection,
    organization: OrganizationId,
    account: Option<AccountId>,
) -> Result<Vec<Stored>> {
    let mut values = values![organization, LISTED];
    let whose = match account {
        Some(account) => {
            values.push(account.into());
            "and r.account_id = $3"
        }
        None => "",
    };
    let sql = format!(
        "{SELECT} where r.organization_id = $1 {whose}
        order by r.created_at desc, r.id desc limit $2"
    );
    Ok(on.rows(AssertSqlSafe(sql), values).await?)
}

/// The runs that wait or are at work, the one that has least to do first: a short one does not
/// wait for a long one.
pub(super) async fn open(on: &mut Connection) -> Result<Vec<Stored>> {
    let sql = format!(
        "{SELECT} where r.finished_at is null order by r.total - r.done, r.created_at, r.id"
    );
    Ok(on.rows(AssertSqlSafe(sql), values![]).await?)
}

/// How many runs of the organization wait or are at work.
pub(super) async fn count_open(on: &mut Connection, organization: OrganizationId) -> Result<i64> {
    let sql = "select count(*) from bulk_runs where finished_at is null and organization_id = $1";
    Ok(on.number(sql, values![organization]).await?.unwrap_or_default())
}

/// A run begins; its targets are there.
pub(super) async fn begin(
    change: &mut Change,
    caller: &Caller,
    id: BulkId,
    place: &Resolved,
    new: &NewBulk,
    total: i64,
) -> Result<()> {
    let what = serde_json::to_string(&new.change)
        .map_err(|error| Error::Internal(format!("a bulk change: {error}")))?;
    let reason = new.reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty());
    let sql = "insert into bulk_runs (id, organization_id, account_id, session_id, what, reason,
        status, total, done, changed, unchanged, refused, created_at)
        values ($1, $2, $3, $4, $5, $6, 'waiting', $7, 0, 0, 0, 0, $8)";
    let row =
        values![id, place.id, caller.account, caller.session, what, reason, total, change.now(),];
    change.run(sql, row).await?;
    Ok(())
}

/// The next targets of a run: their positions and accounts.
pub(super) async fn targets(
    on: &mut Connection,
    run: &Stored,
    most: i64,
) -> Result<Vec<(i64, AccountId)>> {
    let sql = "select position, account_id from bulk_targets
        where run_id = $1 and position > $2 order by position limit $3";
    let rows: Vec<(i64, Uuid)> = on.rows(sql, values![run.id(), run.done, most]).await?;
    Ok(rows.into_iter().map(|(position, id)| (position, AccountId(id))).collect())
}

/// Stores how far a run is. Of those who are done, only who was refused is kept.
pub(super) async fn advance(
    on: &mut Connection,
    run: &Stored,
    done: &Reached,
    now: Moment,
) -> Result<()> {
    let is_over = done.done >= run.total;
    let status = if is_over { BulkProgress::Finished } else { BulkProgress::Running };
    let sql = "update bulk_runs set status = $2, done = $3, changed = $4, unchanged = $5,
        refused = $6, finished_at = $7 where id = $1";
    let row = values![
        run.id(),
        status.key(),
        done.done,
        done.changed,
        done.unchanged,
        done.refused,
        is_over.then_some(now),
    ];
    on.run(sql, row).await?;
    for (position, why) in &done.refusals {
        let sql = "update bulk_targets set refusal = $3 where run_id = $1 and position = $2";
        on.run(sql, values![run.id(), *position, why]).await?;
    }
    let sql = "delete from bulk_targets
        where run_id = $1 and position > $2 and position <= $3 and refusal is null";
    on.run(sql, values![run.id(), run.done, done.done]).await?;
    Ok(())
}

/// A run is stopped where it is.
pub(super) async fn stop(change: &mut Change, id: BulkId, why: &str) -> Result<()> {
    let sql = "update bulk_runs set status = 'stopped', why = $2, finished_at = $3 where id = $1";
    let row = values![id, why, change.now()];
    change.run(sql, row).await?;
    Ok(())
}

/// A run goes on, with the rights of the caller.
pub(super) async fn resume(change: &mut Change, caller: &Caller, id: BulkId) -> Result<()> {
    let sql = "update bulk_runs set status = 'running', why = null, finished_at = null,
        account_id = $2, session_id = $3 where id = $1";
    change.run(sql, values![id, caller.account, caller.session]).await?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct RefusalRow {
    refusal: String,
    id: Uuid,
    email: String,
    username: String,
    full_name: String,
    status: String,
}

/// The first of those who were refused, in the order in which they were reached.
async fn refusals(on: &mut Connection, id: BulkId) -> Result<Vec<BulkRefusal>> {
    let sql = "select t.refusal, a.id, a.email, a.username, a.full_name, a.status
        from bulk_targets t join accounts a on a.id = t.account_id
        where t.run_id = $1 and t.refusal is not null order by t.position limit $2";
    let most = i64::try_from(REFUSALS_MAX).unwrap_or(i64::MAX);
    let rows: Vec<RefusalRow> = on.rows(sql, values![id, most]).await?;
    let refusal = |row: RefusalRow| {
        let status = Status::parse(&row.status)
            .ok_or_else(|| Error::Stored(format!("status “{}” is unknown", row.status)))?;
        let user = MemberUser {
            id: AccountId(row.id),
            email: row.email,
            username: row.username,
            full_name: row.full_name,
            status,
            suspended_until: None,
        };
        Ok(BulkRefusal { user, reason: row.refusal })
    };
    rows.into_iter().map(refusal).collect()
}
