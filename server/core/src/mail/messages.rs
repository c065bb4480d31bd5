//! Every kind of mail there is, by its key: how a stored one is rendered, and how it will look.

use super::{About, Message};
use crate::error::{Error, Result};
use fluxward_domain::Moment;
use fluxward_domain::mail::MailPreview;

/// A mail as it leaves.
#[derive(Clone, Debug)]
pub(crate) struct Rendered {
    pub(crate) subject: String,
    pub(crate) text: String,
    pub(crate) html: String,
}

/// The mail that `message` is for whoever it is `about`.
pub(super) fn rendered<M: Message>(message: &M, about: &About) -> Result<Rendered> {
    let failed =
        |error| Error::Internal(format!("the mail {} cannot be rendered: {error}", M::KEY));
    Ok(Rendered {
        subject: message.subject(),
        text: message.text(about).map_err(failed)?,
        html: message.html(about).map_err(failed)?,
    })
}

fn read<M: Message>(facts: &str, about: &About) -> Result<Rendered> {
    let message: M = serde_json::from_str(facts)
        .map_err(|error| Error::Stored(format!("the mail {}: {error}", M::KEY)))?;
    rendered(&message, about)
}

fn preview<M: Message>(about: &About) -> Result<MailPreview> {
    let rendered = rendered(&M::example(), about)?;
    Ok(MailPreview {
        key: M::KEY.into(),
        title: M::TITLE.into(),
        subject: rendered.subject,
        text: rendered.text,
    })
}

macro_rules! messages {
    ($($message:ty),* $(,)?) => {
        /// The stored mail of the kind `key` that says `facts`.
        pub(super) fn of(key: &str, facts: &str, about: &About) -> Result<Rendered> {
            match key {
                $(<$message>::KEY => read::<$message>(facts, about),)*
                _ => Err(Error::Stored(format!("a mail of the kind {key} is unknown"))),
            }
        }

        /// What a mail of the kind `key` is about.
        pub(super) fn title(key: &str) -> &'static str {
            match key {
                $(<$message>::KEY => <$message>::TITLE,)*
                _ => "Mail",
            }
        }

        fn all(about: &About) -> Result<Vec<MailPreview>> {
            Ok(vec![$(preview::<$message>(about)?),*])
        }
    };
}

messages! {
    super::test::Test,
    crate::activations::Activation,
    crate::emails::Announcement,
    crate::emails::Confirmation,
    crate::invitations::mail::invitation::Invitation,
    crate::invitations::mail::reminder::Reminder,
    crate::registrations::Confirmation,
    crate::registrations::Known,
    crate::requests::mail::asked::Asked,
    crate::requests::mail::decided::Decided,
    crate::resets::PasswordReset,
    crate::sessions::NewDevice,
    crate::sessions::PasswordChanged,
    crate::users::mail::address_changed::AddressChanged,
    crate::users::mail::welcome::Welcome,
    crate::factors::mail::added::FactorAdded,
    crate::factors::mail::removed::FactorRemoved,
}

/// Every kind with example values.
pub(super) fn previews(home: &str) -> Result<Vec<MailPreview>> {
    all(&About {
        name: "Ada Example".into(),
        url: Some(format!("{home}/…")),
        home: home.into(),
        expires_at: Some(Moment(1_798_761_600_000_000)),
    })
}
