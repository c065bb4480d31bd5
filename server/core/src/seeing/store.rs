//! Which sessions see the console as somebody else would, stored.

use crate::changes::Change;
use crate::database::{Connection, values};
use crate::error::Result;
use fluxward_domain::Moment;
use fluxward_domain::ids::{AccountId, OrganizationId, SessionId};
use uuid::Uuid;

/// One session that does.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Stored {
    organization_id: Uuid,
    account_id: Option<Uuid>,
    /// Where the role is held: the text that names the place.
    pub(super) place: Option<String>,
    pub(super) role: Option<String>,
    ends_at: i64,
}

impl Stored {
    pub(super) fn new(
        organization: OrganizationId,
        account: Option<AccountId>,
        role: Option<(String, String)>,
        ends_at: Moment,
    ) -> Self {
        let (place, role) = role.unzip();
        let account_id = account.map(|AccountId(id)| id);
        Self { organization_id: organization.0, account_id, place, role, ends_at: ends_at.0 }
    }

    pub(super) const fn organization(&self) -> OrganizationId {
        OrganizationId(self.organization_id)
    }

    pub(super) fn account(&self) -> Option<AccountId> {
        self.account_id.map(AccountId)
    }

    pub(super) const fn ends_at(&self) -> Moment {
        Moment(self.ends_at)
    }
}

/// As whom a session sees, if it does.
pub(super) async fn of(on: &mut Connection, session: SessionId) -> Result<Option<Stored>> {
    let sql = "select organization_id, account_id, place, role, ends_at from seeings
        where session_id = $1";
    Ok(on.row(sql, values![session]).await?)
}

/// From now on the session sees as told; those that are over are forgotten.
pub(super) async fn begin(change: &mut Change, session: SessionId, stored: &Stored) -> Result<()> {
    let over = "delete from seeings where ends_at <= $1 or session_id = $2";
    let now = values![change.now(), session];
    change.run(over, now).await?;
    let sql = "insert into seeings
        (session_id, organization_id, account_id, place, role, ends_at)
        values ($1, $2, $3, $4, $5, $6)";
    let row = values![
        session,
        stored.organization(),
        stored.account(),
        stored.place.as_deref(),
        stored.role.as_deref(),
        stored.ends_at(),
    ];
    change.run(sql, row).await?;
    Ok(())
}

/// From now on the session sees as itself.
pub(super) async fn end(change: &mut Change, session: SessionId) -> Result<()> {
    change.run("delete from seeings where session_id = $1", values![session]).await?;
    Ok(())
}
