//! What other features ask of invitations inside their own changes.

use super::store::{self, Outcome};
use crate::changes::Change;
use crate::error::Result;
use crate::links::{self, Purpose};
use fluxward_domain::ids::{AccountId, OrganizationId};

/// `account` becomes a member, by an invitation or otherwise: an invitation to its address has
/// ended with that, and its link is dead. Recording is the caller's.
pub(crate) async fn fulfil(
    change: &mut Change,
    organization: OrganizationId,
    slug: &str,
    account: AccountId,
) -> Result<()> {
    let Some(key) = store::address_of(change, account).await? else { return Ok(()) };
    let Some(open) = store::to_address(change, organization, &key).await? else { return Ok(()) };
    links::void(change, Purpose::Invitation, open.id().0).await?;
    store::end(change, open.id(), Outcome::Accepted(account)).await?;
    change.tell_member(organization, slug, AccountId(open.id().0));
    Ok(())
}

/// The organization is no more: its invitations are taken back.
pub(crate) async fn end_all(change: &mut Change, organization: OrganizationId) -> Result<()> {
    for id in store::unended(change, organization).await? {
        links::void(change, Purpose::Invitation, id.0).await?;
        store::end(change, id, Outcome::Revoked).await?;
    }
    Ok(())
}

/// The person is erased: so are the invitations that they accepted, their mails and links, and
/// what the log says about them. `name` stands for them from now on.
pub(crate) async fn erase(change: &mut Change, account: AccountId, name: &str) -> Result<()> {
    store::erase(change, account, name).await
}
