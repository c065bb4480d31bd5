//! The first platform administrator, and the way back in.

pub mod api;

use crate::error::Result;
use crate::services::{RequestInfo, Services};
use fluxward_domain::Kind;
use fluxward_domain::ids::AccountId;
use fluxward_domain::sessions::Setup;
use fluxward_domain::users::User;

/// A way back in.
#[derive(Clone, Debug)]
pub struct Recovered {
    /// Whose it is.
    pub account: AccountId,
    /// The full name.
    pub full_name: String,
    /// To be changed at the first sign-in.
    pub temporary_password: String,
    /// Whether the account was not active and is again.
    pub reactivated: bool,
}

/// The one-time token that the server prints.
pub fn token(_s: &Services) -> String {
    String::new()
}

/// Whether there is no platform administrator yet.
pub async fn is_open(_s: &Services) -> Result<bool> {
    Err(Kind::Internal.into())
}

/// Makes the first platform administrator.
pub async fn run(_s: &Services, _setup: Setup, _request: &RequestInfo) -> Result<User> {
    Err(Kind::Internal.into())
}

/// Makes a platform administrator from the command line.
pub async fn admin_create(
    _s: &Services,
    _email: &str,
    _username: &str,
    _full_name: &str,
    _password: &str,
) -> Result<AccountId> {
    Err(Kind::Internal.into())
}

/// Break-glass, from the command line: a new temporary password for `login`.
pub async fn recover(_s: &Services, _login: &str) -> Result<Recovered> {
    Err(Kind::Internal.into())
}
