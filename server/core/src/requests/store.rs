//! Requests for access, stored.

use crate::changes::Change;
use crate::database::{Connection, values};
use crate::error::{Error, Result};
use fluxward_domain::Moment;
use fluxward_domain::ids::{AccountId, OrganizationId, RequestId};
use fluxward_domain::members::MemberUser;
use fluxward_domain::requests::RequestStatus;
use fluxward_domain::users::Status;
use sqlx::AssertSqlSafe;
use uuid::Uuid;

/// How many are looked at together.
const AT_ONCE: i64 = if cfg!(test) { 3 } else { 200 };
/// How many people are looked at to find whom to mail.
const ABLE: i64 = 100;

/// What a [`Stored`] is read from.
const SELECT: &str = "select q.id, q.organization_id, q.account_id, q.place_kind, q.role,
        q.expires_at, q.reason, q.created_at, q.until_seq, q.outcome, q.ended_at, q.answer,
        q.version, a.email, a.username, a.full_name, a.status, coalesce(w.slug, p.slug) as inside,
        d.full_name as decider
    from access_requests q join accounts a on a.id = q.account_id
    left join accounts d on d.id = q.decided_by
    left join workspaces w on q.place_kind = 'workspace' and w.id = q.place_id
        and w.until_seq is null
    left join projects p on q.place_kind = 'project' and p.id = q.place_id
        and p.until_seq is null";

/// A request as it is stored.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Stored {
    id: Uuid,
    organization_id: Uuid,
    account_id: Uuid,
    place_kind: String,
    pub(super) role: String,
    expires_at: Option<i64>,
    pub(super) reason: String,
    created_at: i64,
    until_seq: Option<i64>,
    outcome: Option<String>,
    ended_at: Option<i64>,
    pub(super) answer: Option<String>,
    pub(super) version: i64,
    email: String,
    username: String,
    full_name: String,
    status: String,
    inside: Option<String>,
    decider: Option<String>,
}

/// Which requests are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Which {
    /// Of one status.
    Of(RequestStatus),
    /// Those that wait no more.
    Ended,
    /// All of them.
    All,
}

impl Stored {
    pub(super) const fn id(&self) -> RequestId {
        RequestId(self.id)
    }

    pub(super) const fn account(&self) -> AccountId {
        AccountId(self.account_id)
    }

    pub(super) const fn is_open(&self) -> bool {
        self.until_seq.is_none()
    }

    pub(super) fn expires_at(&self) -> Option<Moment> {
        self.expires_at.map(Moment)
    }

    pub(super) const fn created_at(&self) -> Moment {
        Moment(self.created_at)
    }

    pub(super) fn ended_at(&self) -> Option<Moment> {
        self.ended_at.map(Moment)
    }

    /// Who decided; nobody, while it is open or when it was taken back.
    pub(super) fn decided_by(&self) -> Option<String> {
        let is_decided = matches!(self.outcome(), RequestStatus::Granted | RequestStatus::Declined);
        self.decider.clone().filter(|_| is_decided)
    }

    pub(super) fn outcome(&self) -> RequestStatus {
        let key = self.outcome.as_deref();
        key.and_then(RequestStatus::parse).unwrap_or(RequestStatus::Open)
    }

    /// The text that names the place in the organization of that slug; `None` when it is gone.
    pub(super) fn scope(&self, slug: &str) -> Option<String> {
        match (self.place_kind.as_str(), &self.inside) {
            ("organization", _) => Some(slug.to_owned()),
            (_, inside) => inside.as_ref().map(|inside| format!("{slug}/{inside}")),
        }
    }

    pub(super) fn user(&self) -> Result<MemberUser> {
        let status = Status::parse(&self.status)
            .ok_or_else(|| Error::Stored(format!("status “{}” is unknown", self.status)))?;
        Ok(MemberUser {
            id: self.account(),
            email: self.email.clone(),
            username: self.username.clone(),
            full_name: self.full_name.clone(),
            status,
            suspended_until: None,
        })
    }
}

/// Requests in an organization, the newest first, as many as are looked at together: of everyone,
/// or of `account` alone; `after` is the last one that was looked at.
pub(super) async fn list(
    on: &mut Connection,
    organization: OrganizationId,
    which: Which,
    account: Option<AccountId>,
    after: Option<&Stored>,
) -> Result<Vec<Stored>> {
    let mut values = values![organization, AT_ONCE];
    let which = match which {
        Which::Of(RequestStatus::Open) => "q.until_seq is null".to_owned(),
        Which::Of(status) => {
            values.push(status.key().into());
            format!("q.outcome = ${}", values.len())
        }
        Which::Ended => "q.until_seq is not null".to_owned(),
        Which::All => "1 = 1".to_owned(),
    };
    let whose = match account {
        Some(account) => {
            values.push(account.into());
            format!("and q.account_id = ${}", values.len())
        }
        None => String::new(),
    };
    let older = match after {
        Some(last) => {
            values.extend(values![last.created_at, last.id]);
            format!("and (q.created_at, q.id) < (${}, ${})", values.len() - 1, values.len())
        }
        None => String::new(),
    };
    let sql = format!(
        "{SELECT} where q.organization_id = $1 and {which} {whose} {older}
        order by q.created_at desc, q.id desc limit $2"
    );
    Ok(on.rows(AssertSqlSafe(sql), values).await?)
}

/// One request of an organization.
pub(super) async fn one(
    on: &mut Connection,
    organization: OrganizationId,
    id: RequestId,
) -> Result<Option<Stored>> {
    let sql = format!("{SELECT} where q.id = $1");
    let found: Option<Stored> = on.row(AssertSqlSafe(sql), values![id]).await?;
    Ok(found.filter(|stored| stored.organization_id == organization.0))
}

/// A request about to be stored.
pub(super) struct New<'a> {
    pub(super) id: RequestId,
    pub(super) organization: OrganizationId,
    pub(super) account: AccountId,
    pub(super) place: (&'static str, Uuid),
    pub(super) role: &'a str,
    pub(super) expires_at: Option<Moment>,
    pub(super) reason: &'a str,
}

/// Whether the same is asked for already.
pub(super) async fn is_asked(change: &mut Change, new: &New<'_>) -> Result<bool> {
    let sql = "select since_seq from access_requests where account_id = $1 and place_kind = $2
        and place_id = $3 and role = $4 and until_seq is null";
    let row = values![new.account, new.place.0, new.place.1, new.role];
    Ok(change.number(sql, row).await?.is_some())
}

pub(super) async fn insert(change: &mut Change, new: &New<'_>) -> Result<()> {
    let sql = "insert into access_requests (id, organization_id, account_id, place_kind, place_id,
        role, expires_at, reason, created_at, since_seq, version)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)";
    let row = values![
        new.id,
        new.organization,
        new.account,
        new.place.0,
        new.place.1,
        new.role,
        new.expires_at,
        new.reason,
        change.now(),
        change.seq(),
    ];
    change.run(sql, row).await?;
    Ok(())
}

/// Somebody who is told of a new request.
#[derive(sqlx::FromRow)]
pub(super) struct Told {
    pub(super) id: Uuid,
    pub(super) email: String,
    pub(super) full_name: String,
}

/// Members of an organization who can act, but for `account`, and may be able to decide: its Owners
/// and Admins, and whoever holds one of the roles `keys` at one of `places`, by a team perhaps.
pub(super) async fn deciders(
    on: &mut Connection,
    (organization, account): (OrganizationId, AccountId),
    places: [Uuid; 2],
    keys: &[String],
) -> Result<Vec<Told>> {
    let mut values = values![organization, account, places[0], places[1]];
    let mut named = Vec::new();
    for key in keys {
        values.push(key.as_str().into());
        named.push(format!("${}", values.len()));
    }
    // Nothing is called like that.
    let named = if named.is_empty() { "''".to_owned() } else { named.join(", ") };
    let sql = format!(
        "with held as (
            select g.subject_id from grants g where g.place_id in ($3, $4) and g.kind = 'role'
                and g.until_seq is null and g.key in ({named})
        ), able as (
            select account_id from memberships where organization_id = $1 and until_seq is null
                and role in ('owner', 'admin')
            union select subject_id from held
            union select t.account_id from team_members t join held on t.team_id = held.subject_id
                where t.until_seq is null
        )
        select a.id, a.email, a.full_name from able
        join memberships m on m.account_id = able.account_id and m.organization_id = $1
            and m.until_seq is null
        join accounts a on a.id = able.account_id
        where m.status = 'active' and a.status = 'active' and a.id <> $2
        order by case m.role when 'owner' then 0 when 'admin' then 1 else 2 end, m.name_key, a.id
        limit {ABLE}"
    );
    Ok(on.rows(AssertSqlSafe(sql), values).await?)
}
