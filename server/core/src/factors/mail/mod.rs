//! The mails about second factors: whoever did not do it themselves learns of it.

pub(crate) mod added;
pub(crate) mod removed;

use super::store;
use crate::changes::Change;
use crate::error::Result;
use crate::mail::{self, Message, To};
use fluxward_domain::ids::AccountId;

/// Tells the owner of `account`.
pub(super) async fn tell<M: Message>(
    change: &mut Change,
    account: AccountId,
    message: &M,
) -> Result<()> {
    let Some(who) = store::name(change, account).await? else { return Ok(()) };
    let to = To {
        address: &who.email,
        name: &who.full_name,
        account: Some(account),
        organization: None,
    };
    mail::send(change, to, message, None).await?;
    Ok(())
}
