//! The doors of the mail page: who calls, the use case, the error.
#![expect(missing_docs, reason = "the macro makes fields of the arguments, without documentation")]
#![cfg_attr(feature = "ssr", expect(clippy::unused_async, reason = "every door is asynchronous"))]

use crate::Failure;
use crate::prelude::*;
use crate::wire::Wire;
use fluxward_domain::mail::{Mail, MailPreview, MailQuery, TestedMail};
use fluxward_domain::pages::Page;
use fluxward_domain::settings::Settings;

#[cfg(feature = "ssr")]
use {
    crate::caller::asking,
    crate::forms::{fields_of, given},
    fluxward_core::{mail, settings},
    fluxward_domain::mail::TestMail,
    serde_json::json,
};

/// The mail server; saved empty, mails are not sent.
#[server(prefix = "/_fn", endpoint = "mail/server", protocol = Wire)]
pub async fn save_server(
    #[server(default)] smtp_url: String,
    #[server(default)] from: String,
) -> Result<Settings, Failure> {
    let (services, caller) = asking()?;
    let patch = json!({ "mail": { "smtp_url": given(smtp_url), "from": given(from) } });
    let saved = settings::edit(&services, &caller, patch, None).await;
    Ok(saved.map_err(|error| fields_of("mail.", error.into()))?)
}

/// Sends a test mail now.
#[server(SendTest, prefix = "/_fn", endpoint = "mail/test", protocol = Wire)]
pub async fn test(to: String) -> Result<TestedMail, Failure> {
    let (services, caller) = asking()?;
    Ok(mail::test(&services, &caller, TestMail { to }).await?)
}

/// The outbox, the newest mail first.
#[server(ListMails, prefix = "/_fn", endpoint = "mail/list", protocol = Wire)]
pub async fn list(#[server(default)] query: MailQuery) -> Result<Page<Mail>, Failure> {
    let (services, caller) = asking()?;
    Ok(mail::list(&services, &caller, &query).await?)
}

/// Every kind of mail, with example values.
#[server(PreviewMails, prefix = "/_fn", endpoint = "mail/previews", protocol = Wire)]
pub async fn previews() -> Result<Vec<MailPreview>, Failure> {
    let (services, caller) = asking()?;
    Ok(mail::previews(&services, &caller)?)
}
