//! Another password for somebody, and the activation mail again.

use super::Opened;
use super::recipients::{Recipient, recipient};
use crate::changes::{Change, Entry, Target};
use crate::error::Result;
use crate::services::{Caller, Services};
use crate::{activations, passwords, resets, sessions, settings};
use fluxward_domain::errors::check;
use fluxward_domain::ids::AccountId;
use fluxward_domain::pages::Because;
use fluxward_domain::resets::{HandedOver, ResetUser};
use fluxward_domain::users::Status;
use fluxward_domain::{AppError, Kind};

/// Resets a password: by a temporary one to hand over, which ends all sessions and is changed at
/// the next sign-in, or by a mailed link, until which the present one stays. Without a mail server
/// the link is answered. Needs a recent sign-in.
pub async fn reset_password(
    s: &Services,
    c: &Caller,
    id: AccountId,
    reset: ResetUser,
    expected: Option<i64>,
) -> Result<HandedOver> {
    super::manages(s, c)?;
    check(&reset)?;
    sessions::step_up(s, c)?;
    if reset.temporary {
        return temporary(s, c, id, &reset, expected).await;
    }
    let Opened { mut change, account } = super::open(s, c, id, expected).await?;
    may_be_reset(account.status()?)?;
    let to = whom(&mut change, id).await?;
    let handed_over = resets::send(&mut change, &to, true).await?;
    let entry = Entry::new("user.reset_sent", Target::User(id));
    change.record(entry.because(reset.reason.as_deref())).await?;
    change.tell_user(id);
    change.commit().await?;
    Ok(handed_over)
}

async fn temporary(
    s: &Services,
    c: &Caller,
    id: AccountId,
    reset: &ResetUser,
    expected: Option<i64>,
) -> Result<HandedOver> {
    let password = passwords::temporary(&s.rng, &settings::password_policy(s).await?);
    let hash = s.hasher.hash(&s.rng, &password).await?;
    let Opened { mut change, account } = super::open(s, c, id, expected).await?;
    may_be_reset(account.status()?)?;
    sessions::set_temporary_password(&mut change, id, &hash).await?;
    let entry = Entry::new("user.password_reset", Target::User(id));
    change.record(entry.because(reset.reason.as_deref())).await?;
    sessions::tell_password_changed(&mut change, id, None).await?;
    change.commit().await?;
    Ok(HandedOver { temporary_password: Some(password), ..HandedOver::default() })
}

/// Passes when somebody may use the new password.
fn may_be_reset(status: Status) -> Result<()> {
    let detail = match status {
        Status::Active | Status::Suspended => return Ok(()),
        Status::Pending => {
            "This account waits for its activation. Send the activation mail again instead."
        }
        Status::Inactive => "This account is switched off. Activate it first.",
    };
    Err(AppError::new(Kind::Conflict, detail).into())
}

/// Sends the activation mail again; the older link is void. Without a mail server the link is
/// answered.
pub async fn send_activation(
    s: &Services,
    c: &Caller,
    id: AccountId,
    because: Because,
    expected: Option<i64>,
) -> Result<HandedOver> {
    super::manages(s, c)?;
    check(&because)?;
    let Opened { mut change, account } = super::open(s, c, id, expected).await?;
    if account.status()? != Status::Pending {
        let detail = "Only an account that waits for its activation is sent this mail.";
        return Err(AppError::new(Kind::Conflict, detail).into());
    }
    let to = whom(&mut change, id).await?;
    let handed_over = activations::send(&mut change, &to).await?;
    let entry = Entry::new("user.activation_sent", Target::User(id));
    change.record(entry.because(because.reason.as_deref())).await?;
    change.tell_user(id);
    change.commit().await?;
    Ok(handed_over)
}

async fn whom(change: &mut Change, id: AccountId) -> Result<Recipient> {
    Ok(recipient(change, id).await?.ok_or_else(AppError::not_found)?)
}
