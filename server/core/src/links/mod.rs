//! One-use links: what a mail leads to, and whether it is still good.
//!
//! # Decision: no secret is stored
//! A link's token is its id, sealed by the key file for its purpose and its address. The table
//! says what the link is for and whether it is live; whoever reads the database, the outbox or a
//! backup without the key file can make no token. A link is bound to the address that it was
//! issued for, is good for one use, and a newer one of the same purpose and subject voids it.

mod store;
#[cfg(test)]
mod tests;

use crate::changes::Change;
use crate::database::Connection;
use crate::error::Result;
use crate::keys::{self, Keys};
use crate::mail;
use crate::services::Services;
use fluxward_domain::{AppError, Kind, Moment};
use uuid::Uuid;

/// What a link is for; it opens nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Accepting an invitation; its subject is the invitation.
    Invitation,
    /// Choosing the first password of an account that was made for somebody.
    Activation,
    /// Choosing another password.
    Reset,
    /// Confirming the address of somebody who registered.
    Registration,
    /// Confirming another address of an account.
    EmailChange,
    /// Taking a change of the address back.
    EmailUndo,
}

impl Purpose {
    const ALL: [Self; 6] = [
        Self::Invitation,
        Self::Activation,
        Self::Reset,
        Self::Registration,
        Self::EmailChange,
        Self::EmailUndo,
    ];

    /// The key in the database.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::Activation => "activation",
            Self::Reset => "reset",
            Self::Registration => "registration",
            Self::EmailChange => "email_change",
            Self::EmailUndo => "email_undo",
        }
    }

    /// The first part of the path of the page that it leads to.
    const fn page(self) -> &'static str {
        match self {
            Self::Invitation => "invite",
            Self::Activation => "activate",
            Self::Reset => "reset",
            Self::Registration => "confirm",
            Self::EmailChange => "email",
            Self::EmailUndo => "email-undo",
        }
    }

    fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.key() == key)
    }
}

/// A link to be issued.
#[derive(Clone, Copy, Debug)]
pub struct NewLink<'a> {
    /// What it is for.
    pub purpose: Purpose,
    /// The account or the invitation that it is about.
    pub subject: Uuid,
    /// The canonical address that it is bound to.
    pub address: &'a str,
    /// When it is no longer good.
    pub expires_at: Moment,
}

/// A link that was issued, live or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Its id.
    pub id: Uuid,
    /// What it is for.
    pub purpose: Purpose,
    /// The account or the invitation that it is about.
    pub subject: Uuid,
    /// The canonical address that it is bound to.
    pub address: String,
    /// When it was issued.
    pub created_at: Moment,
    /// When it is no longer good.
    pub expires_at: Moment,
    /// When it was used.
    pub used_at: Option<Moment>,
    /// When it was taken back.
    pub voided_at: Option<Moment>,
}

impl Link {
    /// Whether it is good at `now`.
    pub fn is_live(&self, now: Moment) -> bool {
        self.used_at.is_none() && self.voided_at.is_none() && now < self.expires_at
    }

    /// What the seal is tied to, beside the id.
    fn bond(&self) -> Vec<u8> {
        format!("{}\n{}", self.purpose.key(), self.address).into_bytes()
    }
}

/// Issues a link. Every live one of the same purpose and subject is void from now on.
pub async fn issue(change: &mut Change, new: NewLink<'_>) -> Result<Link> {
    void(change, new.purpose, new.subject).await?;
    let now = change.now();
    let link = Link {
        id: change.services().rng.uuid(now),
        purpose: new.purpose,
        subject: new.subject,
        address: new.address.to_owned(),
        created_at: now,
        expires_at: new.expires_at,
        used_at: None,
        voided_at: None,
    };
    store::insert(change, &link).await?;
    Ok(link)
}

/// Takes every live link of that purpose and subject back; mails with it that have not left yet
/// do not leave.
pub async fn void(change: &mut Change, purpose: Purpose, subject: Uuid) -> Result<()> {
    let now = change.now();
    for id in store::void(change, purpose, subject, now).await? {
        mail::cancel(change, id).await?;
    }
    Ok(())
}

/// Takes every live link about that subject back, whatever its purpose.
pub async fn void_all(change: &mut Change, subject: Uuid) -> Result<()> {
    for purpose in Purpose::ALL {
        void(change, purpose, subject).await?;
    }
    Ok(())
}

/// Takes away every link about that subject: what it is about is being deleted.
pub(crate) async fn forget(change: &mut Change, subject: Uuid) -> Result<()> {
    store::forget(change, subject).await
}

/// The link of that token, live or not; `None` for a token that nobody of ours made.
pub async fn find(
    s: &Services,
    connection: &mut Connection,
    purpose: Purpose,
    token: &str,
) -> Result<Option<Link>> {
    let claimed = Keys::claimed(token).and_then(|id| Uuid::from_slice(&id).ok());
    let Some(id) = claimed else { return Ok(None) };
    let found = store::link(connection, id).await?;
    Ok(found.filter(|link| {
        link.purpose == purpose && s.keys.open(keys::Purpose::Link, token, &link.bond()).is_some()
    }))
}

/// The newest link of that purpose and subject that is live at `now`.
pub async fn live(
    connection: &mut Connection,
    purpose: Purpose,
    subject: Uuid,
    now: Moment,
) -> Result<Option<Link>> {
    Ok(store::newest(connection, purpose, subject).await?.filter(|link| link.is_live(now)))
}

/// Uses a link up. Whatever it was when it was looked up, it must be live in this very change:
/// of many that come with the same token, one gets through.
pub async fn use_up(change: &mut Change, link: &Link) -> Result<()> {
    let now = change.now();
    let is_live = store::link(change, link.id).await?.is_some_and(|link| link.is_live(now));
    if !is_live {
        return Err(gone().into());
    }
    store::used(change, link.id, now).await
}

/// The refusal of a link that is used up, taken back or too old.
pub fn gone() -> AppError {
    let detail =
        "This link is used up, was replaced by a newer one, or is too old. Ask for another one.";
    AppError::new(Kind::Gone, detail)
}

/// The address of the page that the link leads to, with its token.
pub fn url(s: &Services, link: &Link) -> String {
    format!("{}/{}/{}", s.surroundings.public_url, link.purpose.page(), token(s, link))
}

/// The link's token.
pub fn token(s: &Services, link: &Link) -> String {
    s.keys.seal(keys::Purpose::Link, link.id.as_bytes(), &link.bond())
}

/// The link of that id, for the mail that carries it.
pub(crate) async fn by_id(connection: &mut Connection, id: Uuid) -> Result<Option<Link>> {
    store::link(connection, id).await
}
