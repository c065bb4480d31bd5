//! How an account begins, whoever creates it: an administrator, the set-up, the command line.

use crate::changes::Change;
use crate::error::Result;
use fluxward_domain::Kind;
use fluxward_domain::ids::AccountId;
use fluxward_domain::users::Status;

/// What an account begins with. Addresses and names are as the person writes them.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// The e-mail address.
    pub email: String,
    /// The username.
    pub username: String,
    /// The full name.
    pub full_name: String,
    /// The first name, when the name was entered in two parts.
    pub first_name: Option<String>,
    /// The last name, when the name was entered in two parts.
    pub last_name: Option<String>,
    /// The hashed password; `None`: nobody can sign in yet.
    pub password_hash: Option<String>,
    /// Whether the password must be changed at the first sign-in.
    pub temporary: bool,
    /// The status to begin with.
    pub status: Status,
}

/// Creates an account inside `change`, with its status period, its place in the text index and
/// in the counters. The event is the caller's to record. A taken address or username is
/// [`Kind::Taken`] with the field.
pub async fn create_account(_change: &mut Change, _new: NewAccount) -> Result<AccountId> {
    Err(Kind::Internal.into())
}
