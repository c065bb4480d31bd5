//! Mails: written down with the change that they tell of, sent by a worker, and what became of
//! each.
//!
//! # Decision: the outbox is part of the change
//! [`send`] writes a row in the transaction of the change. Either both are there or neither; the
//! [`delivering`] job sends what is there, on any node, after any crash. A row holds what the
//! message says and never a secret: the link in it is made from the key file when the mail leaves.
//! A feature keeps its messages in `<feature>/mail/<message>/`, one folder each, and
//! [`messages`] lists them all.

pub mod api;
pub(crate) mod delivering;
pub(crate) mod messages;
mod store;
pub(crate) mod test;
#[cfg(test)]
mod tests;
mod transport;

pub use delivering::deliver_due;

use crate::changes::Change;
use crate::database::Connection;
use crate::error::{Error, Result};
use crate::links::Link;
use crate::lists::cursor::Asked;
use crate::services::{Caller, Services};
use crate::{lists, settings, text};
use fluxward_domain::errors::check;
use fluxward_domain::ids::{AccountId, OrganizationId};
use fluxward_domain::mail::{
    Delivery, Mail, MailPreview, MailQuery, MailSettings, TestMail, TestedMail,
};
use fluxward_domain::pages::Page;
use fluxward_domain::permissions::Permission;
use fluxward_domain::scopes::Scope;
use fluxward_domain::{AppError, Kind, Moment};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

/// Whom a mail is for.
#[derive(Clone, Copy, Debug)]
pub struct To<'a> {
    /// The address.
    pub address: &'a str,
    /// What the person is called.
    pub name: &'a str,
    /// Their account, once they have one.
    pub account: Option<AccountId>,
    /// The organization that it is about.
    pub organization: Option<OrganizationId>,
}

/// What every mail may say beside its message.
#[derive(Clone, Debug)]
pub struct About {
    /// What the person is called.
    pub name: String,
    /// Where the mail leads to.
    pub url: Option<String>,
    /// The address of this installation.
    pub home: String,
    /// When `url` is no longer good.
    pub expires_at: Option<Moment>,
}

impl About {
    /// Until when `url` is good, in words.
    pub fn until(&self) -> String {
        self.expires_at.map(words).unwrap_or_default()
    }
}

/// A moment in words, as mails say it: mails have no time zone of their reader.
pub fn words(moment: Moment) -> String {
    jiff::Timestamp::from_microsecond(moment.0)
        .map(|moment| moment.strftime("%-d %B %Y, %H:%M UTC").to_string())
        .unwrap_or_default()
}

/// One kind of mail. Its fields are what it says; they are stored, so they hold no secret.
pub trait Message: Render + Serialize + DeserializeOwned {
    /// The key in the database.
    const KEY: &'static str;
    /// What it is about, for lists.
    const TITLE: &'static str;

    /// The subject line.
    fn subject(&self) -> String;
    /// One for the preview.
    fn example() -> Self;
}

/// A message as text and as HTML; [`templates!`] gives it.
pub trait Render {
    /// The mail as text.
    fn text(&self, about: &About) -> askama::Result<String>;
    /// The mail as HTML.
    fn html(&self, about: &About) -> askama::Result<String>;
}

/// `templates!(Message, "<feature>/mail/<message>/mail.txt", "…/mail.html")`: the templates of a
/// message, which see it as `mail` and [`About`] as `about`.
macro_rules! templates {
    ($message:ty, $text:literal, $html:literal) => {
        #[derive(askama::Template)]
        #[template(path = $text)]
        struct Text<'a> {
            mail: &'a $message,
            about: &'a $crate::mail::About,
        }

        #[derive(askama::Template)]
        #[template(path = $html)]
        struct Html<'a> {
            mail: &'a $message,
            about: &'a $crate::mail::About,
        }

        impl $crate::mail::Render for $message {
            fn text(&self, about: &$crate::mail::About) -> askama::Result<String> {
                askama::Template::render(&Text { mail: self, about })
            }

            fn html(&self, about: &$crate::mail::About) -> askama::Result<String> {
                askama::Template::render(&Html { mail: self, about })
            }
        }
    };
}
pub(crate) use templates;

/// Sends `message` once the change is committed. Where no mail server is configured it is kept as
/// cancelled, and whoever asked for the change hands over the link instead. Answers the mail's id.
pub async fn send<M: Message>(
    change: &mut Change,
    to: To<'_>,
    message: &M,
    link: Option<&Link>,
) -> Result<Uuid> {
    let s = change.services().clone();
    let facts = serde_json::to_string(message)
        .map_err(|error| Error::Internal(format!("a mail cannot be written: {error}")))?;
    let is_configured = is_configured(&s, change).await?;
    let id = s.rng.uuid(change.now());
    let now = change.now();
    let new = store::New {
        id,
        message: M::KEY,
        to,
        address_key: text::email_key(to.address)?,
        link: link.map(|link| link.id),
        facts,
        now,
        is_configured,
    };
    store::insert(change, new).await?;
    if is_configured {
        change.wake_jobs();
    }
    Ok(id)
}

/// Mails with that link that have not left yet do not leave.
pub async fn cancel(change: &mut Change, link: Uuid) -> Result<()> {
    let now = change.now();
    store::cancel(change, link, now).await
}

/// How many mails of the kind `M` were written to the address of that canonical form since
/// `since`: nobody is flooded.
pub async fn count_since<M: Message>(
    connection: &mut Connection,
    address_key: &str,
    since: Moment,
) -> Result<i64> {
    store::count_since(connection, address_key, M::KEY, since).await
}

/// Takes away every mail to an account that is being deleted, or to its address.
pub(crate) async fn forget(change: &mut Change, account: AccountId, key: &str) -> Result<()> {
    store::forget(change, account, key).await
}

/// Whether mails can be sent at all.
pub async fn is_configured(s: &Services, connection: &mut Connection) -> Result<bool> {
    Ok(server(s, connection).await?.smtp_url.is_some())
}

/// The mail server in force: the environment's, else the settings'.
pub(crate) async fn server(s: &Services, connection: &mut Connection) -> Result<MailSettings> {
    let settings = settings::seen_by(s, connection).await?;
    Ok(in_force(s, &settings.mail))
}

/// The mail server in force, when the settings say `settings`.
pub(crate) fn in_force(s: &Services, settings: &MailSettings) -> MailSettings {
    use fluxward_domain::mail::MailSource;
    let given = &s.surroundings.mail;
    let (smtp_url, source) = match (&given.smtp_url, &settings.smtp_url) {
        (Some(url), _) => (Some(url.clone()), MailSource::Environment),
        (None, Some(url)) => (Some(url.clone()), MailSource::Settings),
        (None, None) => (None, MailSource::None),
    };
    let from = given.from.clone().or_else(|| settings.from.clone());
    MailSettings { smtp_url, from, source }
}

/// Every problem of a mail server's address and sender, as (field, sentence).
pub fn problems(settings: &MailSettings) -> Vec<fluxward_domain::FieldError> {
    transport::problems(settings)
}

/// What became of the newest mail with that link.
pub async fn of_link(connection: &mut Connection, link: Uuid) -> Result<Option<Delivery>> {
    store::newest_of_link(connection, link).await
}

/// One page of the outbox, the newest first; for platform administrators.
pub async fn list(s: &Services, c: &Caller, query: &MailQuery) -> Result<Page<Mail>> {
    c.authorize(s, Permission::SettingsManage, Scope::Platform)?;
    let question = MailQuery { limit: None, cursor: None, ..query.clone() };
    let asked = Asked::new(&s.keys, "mails", &question, query.limit, query.cursor.as_deref())?;
    let rows = store::page(&mut s.read().await?, query.state, &asked).await?;
    lists::whole(asked.page(&s.keys, rows, None, store::Listed::mark, store::Listed::mail))
}

/// Sends a test mail now, through the server in force; the answer is the server's own words, and
/// so is the refusal. For platform administrators.
pub async fn test(s: &Services, c: &Caller, test: TestMail) -> Result<TestedMail> {
    crate::seeing::refuse(c)?;
    c.authorize(s, Permission::SettingsManage, Scope::Platform)?;
    check(&test)?;
    let server = server(s, &mut s.read().await?).await?;
    if server.smtp_url.is_none() {
        let detail =
            "No mail server is configured. Enter its address in the settings and save, then test.";
        return Err(AppError::new(Kind::Conflict, detail).into());
    }
    s.throttle().admit(crate::sessions::Door::TestMail, &c.request)?;
    let about = About {
        name: String::new(),
        url: None,
        home: s.surroundings.public_url.clone(),
        expires_at: None,
    };
    let rendered = messages::rendered(&test::Test { at: words(s.clock.now()) }, &about)?;
    let letter = transport::Letter {
        id: s.rng.uuid(s.clock.now()),
        to: &test.to,
        name: "",
        at: s.clock.now(),
        rendered: &rendered,
    };
    let sent = transport::deliver(s, &server, letter).await;
    let answer = sent.map_err(|refused| {
        let detail = format!("The test mail was not delivered. {}", refused.words);
        AppError::new(Kind::MailNotDelivered, detail)
    })?;
    Ok(TestedMail { answer })
}

/// Every kind of mail, with example values; for platform administrators.
pub fn previews(s: &Services, c: &Caller) -> Result<Vec<MailPreview>> {
    c.authorize(s, Permission::SettingsManage, Scope::Platform)?;
    messages::previews(&s.surroundings.public_url)
}
