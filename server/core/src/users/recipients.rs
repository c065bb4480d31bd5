//! Whom a mail about an account goes to, and what becomes of a link for them.

use crate::changes::Change;
use crate::database::{Connection, values};
use crate::error::{Error, Result};
use crate::links::{self, Link};
use crate::mail::{self, Message};
use fluxward_domain::ids::AccountId;
use fluxward_domain::resets::{Addressee, HandedOver};
use fluxward_domain::users::Status;
use uuid::Uuid;

/// Whom a mail about an account goes to.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub(crate) struct Recipient {
    id: Uuid,
    pub(crate) email: String,
    pub(crate) email_key: String,
    pub(crate) username: String,
    pub(crate) full_name: String,
    status: String,
}

impl Recipient {
    /// The account.
    pub(crate) const fn id(&self) -> AccountId {
        AccountId(self.id)
    }

    /// The account's status as it is written down.
    pub(crate) fn status(&self) -> Result<Status> {
        let unknown = || Error::Stored(format!("status “{}” is unknown", self.status));
        Status::parse(&self.status).ok_or_else(unknown)
    }

    /// What the holder of a link is told about whom it is for.
    pub(crate) fn addressee(self) -> Addressee {
        Addressee { full_name: self.full_name, email: self.email }
    }

    /// The address line of a mail.
    pub(crate) fn to(&self) -> mail::To<'_> {
        mail::To {
            address: &self.email,
            name: &self.full_name,
            account: Some(self.id()),
            organization: None,
        }
    }

    /// Whether a link is for this account at the address that it has now.
    pub(crate) fn has(&self, link: &Link) -> bool {
        self.id == link.subject && self.email_key == link.address
    }
}

/// Whom mails about that account go to.
pub(crate) async fn recipient(
    connection: &mut Connection,
    id: AccountId,
) -> Result<Option<Recipient>> {
    let sql = "select id, email, email_key, username, full_name, status
        from accounts where id = $1";
    Ok(connection.row(sql, values![id]).await?)
}

/// Whom mails about the account of that canonical address go to.
pub(crate) async fn recipient_at(
    connection: &mut Connection,
    email_key: &str,
) -> Result<Option<Recipient>> {
    let sql = "select id, email, email_key, username, full_name, status
        from accounts where email_key = $1";
    Ok(connection.row(sql, values![email_key]).await?)
}

/// Mails `link`; without a mail server it is answered, to be handed over by whoever asked for it.
pub(crate) async fn hand_over(
    change: &mut Change,
    to: &Recipient,
    message: &impl Message,
    link: &Link,
) -> Result<HandedOver> {
    mail::send(change, to.to(), message, Some(link)).await?;
    let s = change.services().clone();
    if mail::is_configured(&s, change).await? {
        return Ok(HandedOver { mailed_to: Some(to.email.clone()), ..HandedOver::default() });
    }
    Ok(HandedOver { link: Some(links::url(&s, link)), ..HandedOver::default() })
}
