//! The activity log, read: who did what to whom, newest first, and whether the chain holds.

use crate::database::Connection;
use crate::error::Result;
use crate::services::{Caller, Services};
use fluxward_domain::Kind;
use fluxward_domain::activity::{ActivityQuery, Event};
use fluxward_domain::ids::AccountId;
use fluxward_domain::pages::Page;

/// What [`verify`] found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// How many entries were looked at.
    pub events: i64,
    /// The newest entry's place in the log.
    pub seq: i64,
    /// What is wrong, a sentence each; empty when the chain holds.
    pub problems: Vec<String>,
}

/// One page of the log.
pub async fn list(_s: &Services, _c: &Caller, _query: &ActivityQuery) -> Result<Page<Event>> {
    Err(Kind::Internal.into())
}

/// What an account did and what happened to it, for platform administrators.
pub async fn of_user(
    _s: &Services,
    _c: &Caller,
    _id: AccountId,
    _cursor: Option<&str>,
    _limit: Option<u32>,
) -> Result<Page<Event>> {
    Err(Kind::Internal.into())
}

/// What a member did and what happened to them in the organization.
pub async fn of_member(
    _s: &Services,
    _c: &Caller,
    _slug: &str,
    _id: AccountId,
    _cursor: Option<&str>,
    _limit: Option<u32>,
) -> Result<Page<Event>> {
    Err(Kind::Internal.into())
}

/// The caller's own entries.
pub async fn mine(
    _s: &Services,
    _c: &Caller,
    _cursor: Option<&str>,
    _limit: Option<u32>,
) -> Result<Page<Event>> {
    Err(Kind::Internal.into())
}

/// Walks the whole log and checks every link of the chain.
pub async fn verify(_connection: &mut Connection) -> Result<Report> {
    Err(Kind::Internal.into())
}
