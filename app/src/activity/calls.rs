//! The doors of the activity pages: who calls, the use case, the error.
#![expect(missing_docs, reason = "the macro makes fields of the arguments, without documentation")]

use crate::Failure;
use crate::prelude::*;
use crate::wire::Wire;
use fluxward_domain::activity::{ActivityQuery, Event};
use fluxward_domain::ids::AccountId;
use fluxward_domain::pages::Page;

#[cfg(feature = "ssr")]
use {crate::caller::asking, fluxward_core::activity};

/// How many entries the card on somebody's page shows.
#[cfg(feature = "ssr")]
const CARD_LIMIT: u32 = 20;

/// A page of the log, newest first.
#[server(prefix = "/_fn", endpoint = "activity/list", protocol = Wire)]
pub async fn list(query: ActivityQuery) -> Result<Page<Event>, Failure> {
    let (services, caller) = asking()?;
    Ok(activity::list(&services, &caller, &query).await?)
}

/// What one person did and what happened to them.
#[server(prefix = "/_fn", endpoint = "activity/of-user", protocol = Wire)]
pub async fn of_user(id: AccountId, cursor: Option<String>) -> Result<Page<Event>, Failure> {
    let (services, caller) = asking()?;
    Ok(activity::of_user(&services, &caller, id, cursor.as_deref(), Some(CARD_LIMIT)).await?)
}

/// The same, in one organization.
#[server(prefix = "/_fn", endpoint = "activity/of-member", protocol = Wire)]
pub async fn of_member(
    slug: String,
    id: AccountId,
    cursor: Option<String>,
) -> Result<Page<Event>, Failure> {
    let (services, caller) = asking()?;
    Ok(activity::of_member(&services, &caller, &slug, id, cursor.as_deref(), Some(CARD_LIMIT))
        .await?)
}
