//! Mails as they travel: what became of each, and where they are sent through.

use crate::moments::Moment;
use crate::text;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What became of a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum MailState {
    /// Written down, to be sent, now or after a failed attempt.
    Queued,
    /// On its way.
    Sending,
    /// The mail server took it.
    Sent,
    /// The mail server refused it, or could not be reached for too long.
    Failed,
    /// It was no longer wanted before it left.
    Cancelled,
}

impl MailState {
    /// All of them, in the order of a filter.
    pub const ALL: [Self; 5] =
        [Self::Queued, Self::Sending, Self::Sent, Self::Failed, Self::Cancelled];

    /// The key on the wire and in the database.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    /// The word that people see.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Queued => "Queued",
            Self::Sending => "Sending",
            Self::Sent => "Sent",
            Self::Failed => "Failed",
            Self::Cancelled => "Cancelled",
        }
    }

    /// The state of that key.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == key)
    }
}

/// What became of one mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Delivery {
    /// What became of it.
    pub state: MailState,
    /// How often it was tried.
    pub attempts: i64,
    /// When it is tried next, while it is queued.
    pub due_at: Option<Moment>,
    /// When it was sent, refused or cancelled.
    pub finished_at: Option<Moment>,
    /// What went wrong last, in the mail server's own words where it had any.
    pub error: Option<String>,
}

/// A mail of the outbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Mail {
    /// Its id.
    pub id: Uuid,
    /// What it is about, e.g. "Invitation".
    pub title: String,
    /// Whom it is for.
    pub name: String,
    /// The address that it goes to.
    pub address: String,
    /// When it was written.
    pub created_at: Moment,
    /// What became of it.
    #[serde(flatten)]
    pub delivery: Delivery,
}

/// Which mails of the outbox.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(default, deny_unknown_fields)]
pub struct MailQuery {
    /// Only those of this state.
    pub state: Option<MailState>,
    /// How many (1–200, 50 when not given).
    #[serde(deserialize_with = "crate::pages::limit")]
    pub limit: Option<u32>,
    /// Where to go on.
    pub cursor: Option<String>,
}

/// Where the mail server's address comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum MailSource {
    /// From nowhere: no mail is sent.
    #[default]
    None,
    /// From the settings.
    Settings,
    /// From the environment, which wins.
    Environment,
}

/// The mail server.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct MailSettings {
    /// Its address: `smtp://host:port` (plain), `smtp://host:port?tls=required` (STARTTLS or
    /// nothing), `smtps://host:port` (TLS from the start). A password in it is shown as `•••`.
    pub smtp_url: Option<String>,
    /// The sender, `Name <address>` or an address alone.
    pub from: Option<String>,
    /// Where the address comes from; shown, never set.
    pub source: MailSource,
}

/// What stands for a password that is kept.
pub const HIDDEN: &str = "•••";

impl MailSettings {
    /// The same, with the password of the address hidden.
    #[must_use]
    pub fn hidden(&self) -> Self {
        Self { smtp_url: self.smtp_url.as_deref().map(hide), ..self.clone() }
    }

    /// The same, with a password that stands hidden replaced by the one of `before`, for the same
    /// user at the same server.
    #[must_use]
    pub fn revealed(mut self, before: &Self) -> Self {
        if let (Some(now), Some(kept)) = (&self.smtp_url, &before.smtp_url)
            && *now == hide(kept)
        {
            self.smtp_url = Some(kept.clone());
        }
        self
    }
}

/// The address with its password hidden.
fn hide(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return url.to_owned();
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    match authority.rsplit_once('@').and_then(|(login, _)| login.split_once(':')) {
        Some((user, password)) => {
            let after = &rest[user.len() + 1 + password.len()..];
            format!("{scheme}://{user}:{HIDDEN}{after}")
        }
        None => url.to_owned(),
    }
}

/// Where a test mail goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, garde::Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TestMail {
    /// The address.
    #[garde(custom(text::email))]
    pub to: String,
}

/// A mail server took a test mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TestedMail {
    /// The server's own words.
    pub answer: String,
}

/// A kind of mail, as it will look.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailPreview {
    /// Its key.
    pub key: String,
    /// What it is about.
    pub title: String,
    /// The subject line.
    pub subject: String,
    /// The mail as text.
    pub text: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(url: &str) -> MailSettings {
        MailSettings { smtp_url: Some(url.into()), ..MailSettings::default() }
    }

    #[test]
    fn a_password_is_hidden_and_nothing_else() {
        for (url, shown) in [
            ("smtp://u:p%40ss@h:25?tls=required", "smtp://u:•••@h:25?tls=required"),
            ("smtp://u:p@ss@h", "smtp://u:•••@h"),
            ("smtp://u@h", "smtp://u@h"),
            ("smtps://h:465", "smtps://h:465"),
            ("nonsense", "nonsense"),
        ] {
            assert_eq!(at(url).hidden().smtp_url.unwrap(), shown);
        }
    }

    #[test]
    fn a_hidden_password_sent_back_is_the_one_that_is_kept() {
        let kept = at("smtp://u:p@h");
        assert_eq!(kept.hidden().revealed(&kept), kept);
        // For another server it is not: nobody reads a password by having it sent elsewhere.
        assert_eq!(at("smtp://u:•••@other").revealed(&kept), at("smtp://u:•••@other"));
    }
}
