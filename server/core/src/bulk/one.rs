//! One person of a bulk change, through the use case that changes anybody.

use crate::changes::Batch;
use crate::error::{Error, Result};
use crate::grants::{self, Giving, Where, Whose};
use crate::members;
use crate::organizations::Resolved;
use crate::services::{Caller, Services};
use fluxward_domain::bulk::BulkChange;
use fluxward_domain::grants::Assign;
use fluxward_domain::ids::AccountId;
use fluxward_domain::members::{EditMember, Tick};
use fluxward_domain::{AppError, Kind};

const ONESELF: &str =
    "Your own membership is never changed in bulk. Change it on your own page, if you mean to.";
const GONE: &str = "This person is not a member any more.";

/// How it went with one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Changed,
    Unchanged,
    /// Undone, for this person alone, for that reason.
    Refused(AppError),
    /// The caller can do nothing at all any more: this person was not reached.
    Out,
}

/// What is done to each, and by whom.
pub(super) struct Doing<'a> {
    pub(super) caller: &'a Caller,
    pub(super) place: &'a Resolved,
    pub(super) what: &'a BulkChange,
    pub(super) reason: Option<&'a str>,
}

impl Doing<'_> {
    /// Changes `account` inside `batch`.
    pub(super) async fn to(&self, batch: &Batch, account: AccountId) -> Result<Outcome> {
        if account == self.caller.account {
            return Ok(Outcome::Refused(AppError::new(Kind::Conflict, ONESELF)));
        }
        let before = batch.settled()?;
        match self.make(batch.services(), account).await {
            Ok(()) if batch.settled()? == before => Ok(Outcome::Unchanged),
            Ok(()) => Ok(Outcome::Changed),
            Err(Error::App(error)) => self.refused(batch, account, error).await,
            Err(Error::Database(cause)) => Err(Error::Database(cause)),
            // One row that cannot be read does not keep all others waiting.
            Err(other) => Ok(Outcome::Refused(AppError::from(other))),
        }
    }

    async fn make(&self, s: &Services, account: AccountId) -> Result<()> {
        let (c, slug) = (self.caller, self.place.slug.as_str());
        let reason = self.reason.map(str::to_owned);
        match self.what {
            BulkChange::Role(to) => {
                let edit = EditMember { role: Some(to.role), reason, ..EditMember::default() };
                members::edit(s, c, slug, account, edit, None).await.map(drop)
            }
            BulkChange::Status(to) => {
                let edit = EditMember { status: Some(to.status), reason, ..EditMember::default() };
                members::edit(s, c, slug, account, edit, None).await.map(drop)
            }
            BulkChange::Privilege(to) => {
                let tick = Tick { granted: to.granted, reason };
                members::tick(s, c, slug, account, to.privilege, tick, None).await.map(drop)
            }
            BulkChange::Workspace(to) => {
                let (place, whose) = (Where::workspace(slug, &to.workspace), Whose::User(account));
                if to.granted {
                    let assign = Assign { expires_at: None, reason };
                    let given = (to.role.as_str(), Giving::Beside);
                    grants::assign(s, c, place, whose, given, assign).await.map(drop)
                } else {
                    let role = Some(to.role.as_str());
                    grants::revoke(s, c, place, whose, role, self.reason).await.map(drop)
                }
            }
        }
    }

    /// What a refusal means here.
    async fn refused(&self, batch: &Batch, account: AccountId, error: AppError) -> Result<Outcome> {
        if matches!(error.kind, Kind::Unauthenticated | Kind::Maintenance) {
            return Ok(Outcome::Out);
        }
        if error.kind != Kind::NotFound {
            return Ok(Outcome::Refused(error));
        }
        let mut on = batch.look().await?;
        if !members::is_member(&mut on, self.place.id, account).await? {
            return Ok(Outcome::Refused(AppError::new(Kind::NotFound, GONE)));
        }
        // What is taken and not held is as it should be.
        let takes = matches!(self.what, BulkChange::Workspace(to) if !to.granted);
        Ok(if takes { Outcome::Unchanged } else { Outcome::Refused(error) })
    }
}
