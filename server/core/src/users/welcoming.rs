//! The mail to whoever is in now.

use super::mail::welcome::Welcome;
use super::store;
use crate::changes::Change;
use crate::error::Result;
use crate::mail::{self, To};
use fluxward_domain::AppError;
use fluxward_domain::ids::AccountId;

/// Writes the mail that an account is ready, and which organization was joined with it.
pub(crate) async fn welcome(
    change: &mut Change,
    id: AccountId,
    organization: Option<&str>,
) -> Result<()> {
    let account = store::account(change, id).await?.ok_or_else(AppError::not_found)?;
    let message = Welcome {
        email: account.email.clone(),
        username: account.username,
        organization: organization.map(str::to_owned),
        temporary: account.password_temporary,
    };
    let to = To {
        address: &account.email,
        name: &account.full_name,
        account: Some(id),
        organization: None,
    };
    mail::send(change, to, &message, None).await?;
    Ok(())
}
