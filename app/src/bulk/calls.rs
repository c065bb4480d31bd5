//! The doors of the pages of bulk changes: who calls, the use case, the error.
#![expect(missing_docs, reason = "the macro makes fields of the arguments, without documentation")]

use super::forms::BulkForm;
use super::shown::{Outlook, Shown};
use crate::Failure;
use crate::prelude::*;
use crate::wire::Wire;
use fluxward_domain::ids::{AccountId, BulkId};

#[cfg(feature = "ssr")]
use {
    super::run_path,
    crate::caller::asking,
    crate::forms::given,
    crate::wire::answer::go_to,
    fluxward_core::bulk,
    fluxward_domain::bulk::{BulkPreviewQuery, NewBulk},
    fluxward_domain::pages::Because,
};

/// What a change would do to a hundred people: the first ones, or those after somebody.
#[server(AskOutlook, prefix = "/_fn", endpoint = "bulk/preview", protocol = Wire)]
pub async fn preview(
    slug: String,
    #[server(default)] form: BulkForm,
    #[server(default)] after: Option<AccountId>,
) -> Result<Outlook, Failure> {
    let (services, caller) = asking()?;
    let new = NewBulk::try_from(form)?;
    let query = BulkPreviewQuery { after };
    Ok(bulk::preview(&services, &caller, &slug, &new, query).await?.into())
}

/// Begins a change; goes to its page afterwards, and answers where that is.
#[server(prefix = "/_fn", endpoint = "bulk/begin", protocol = Wire)]
pub async fn begin(slug: String, #[server(default)] form: BulkForm) -> Result<String, Failure> {
    let (services, caller) = asking()?;
    let new = NewBulk::try_from(form)?;
    let run = bulk::begin(&services, &caller, &slug, new).await?;
    let there = run_path(&slug, run.id);
    go_to(&there);
    Ok(there)
}

/// Recent changes.
#[server(AskRecent, prefix = "/_fn", endpoint = "bulk/list", protocol = Wire)]
pub async fn recent(slug: String) -> Result<Vec<Shown>, Failure> {
    let (services, caller) = asking()?;
    let runs = bulk::list(&services, &caller, &slug).await?.items;
    Ok(runs.into_iter().map(Shown::from).collect())
}

/// One change.
#[server(AskRun, prefix = "/_fn", endpoint = "bulk/show", protocol = Wire)]
pub async fn run(slug: String, id: BulkId) -> Result<Shown, Failure> {
    let (services, caller) = asking()?;
    Ok(bulk::show(&services, &caller, &slug, id).await?.into())
}

/// Stops a change.
#[server(prefix = "/_fn", endpoint = "bulk/cancel", protocol = Wire)]
pub async fn cancel(slug: String, id: BulkId, reason: Option<String>) -> Result<Shown, Failure> {
    let (services, caller) = asking()?;
    let because = Because { reason: given(reason) };
    Ok(bulk::cancel(&services, &caller, &slug, id, because).await?.into())
}

/// Takes a change up again.
#[server(prefix = "/_fn", endpoint = "bulk/resume", protocol = Wire)]
pub async fn resume(slug: String, id: BulkId, reason: Option<String>) -> Result<Shown, Failure> {
    let (services, caller) = asking()?;
    let because = Because { reason: given(reason) };
    Ok(bulk::resume(&services, &caller, &slug, id, because).await?.into())
}
