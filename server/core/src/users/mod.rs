//! Accounts, platform-wide: the list of people and what platform administrators do with them.

pub mod accounts;

use crate::error::Result;
use crate::services::{Caller, Services};
use fluxward_domain::Kind;
use fluxward_domain::ids::{AccountId, SessionId};
use fluxward_domain::pages::{Because, Page};
use fluxward_domain::sessions::Session;
use fluxward_domain::users::{EditUser, NewUser, User, UserDetail, UserQuery};

/// One page of the list of people.
pub async fn list(_s: &Services, _c: &Caller, _query: &UserQuery) -> Result<Page<User>> {
    Err(Kind::Internal.into())
}

/// One account in full.
pub async fn show(_s: &Services, _c: &Caller, _id: AccountId) -> Result<UserDetail> {
    Err(Kind::Internal.into())
}

/// Creates an account.
pub async fn create(_s: &Services, _c: &Caller, _new: NewUser) -> Result<UserDetail> {
    Err(Kind::Internal.into())
}

/// Changes an account's details.
pub async fn edit(
    _s: &Services,
    _c: &Caller,
    _id: AccountId,
    _edit: EditUser,
    _expected: Option<i64>,
) -> Result<UserDetail> {
    Err(Kind::Internal.into())
}

macro_rules! stubs { ($($name:ident)*) => { $(
/// Being laid.
pub async fn $name(
    _s: &Services,
    _c: &Caller,
    _id: AccountId,
    _because: Because,
    _expected: Option<i64>,
) -> Result<UserDetail> {
    Err(Kind::Internal.into())
}
)* } }
stubs! { deactivate activate promote demote unlock }

/// An account's live sessions.
pub async fn sessions(_s: &Services, _c: &Caller, _id: AccountId) -> Result<Vec<Session>> {
    Err(Kind::Internal.into())
}

/// Ends one of an account's sessions.
pub async fn end_session(
    _s: &Services,
    _c: &Caller,
    _id: AccountId,
    _session: SessionId,
    _because: Because,
) -> Result<()> {
    Err(Kind::Internal.into())
}
