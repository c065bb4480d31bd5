//! What may not happen to an account, whoever asks. Asked inside the change, whose lock keeps
//! the answer true until it commits.

use super::store::{self, Account};
use crate::changes::Change;
use crate::error::Result;
use crate::members;
use fluxward_domain::ids::AccountId;
use fluxward_domain::users::Status;
use fluxward_domain::{AppError, Kind};

/// Passes unless the account is the last active administrator of the platform.
pub(super) async fn not_the_last_administrator(
    change: &mut Change,
    account: &Account,
) -> Result<()> {
    let counts = account.platform_administrator && account.status()? == Status::Active;
    if !counts || store::another_administrator(change, AccountId(account.id)).await? {
        return Ok(());
    }
    let detail = format!(
        "{} is the last active platform administrator. Make somebody else one first.",
        account.full_name
    );
    Err(AppError::new(Kind::LastAdministrator, detail).into())
}

/// Passes unless an organization would be left without an active Owner.
pub(super) async fn no_last_owner(change: &mut Change, account: &Account) -> Result<()> {
    let sole = members::sole_ownerships(change, AccountId(account.id)).await?;
    if sole.is_empty() {
        return Ok(());
    }
    let detail = format!(
        "{} is the last active Owner of {}. Make somebody else Owner there first.",
        account.full_name,
        sole.join(", ")
    );
    Err(AppError::new(Kind::LastOwner, detail).into())
}
