//! The doors of the members' pages: who calls, the use case, the error.
#![expect(missing_docs, reason = "the macro makes fields of the arguments, without documentation")]

use crate::Failure;
use crate::prelude::*;
use crate::wire::Wire;
use fluxward_domain::ids::AccountId;
use fluxward_domain::members::{Member, MemberQuery, MemberUser};
use fluxward_domain::pages::Page;
use fluxward_domain::privileges::Privilege;
use fluxward_domain::roles::BaseRole;

#[cfg(feature = "ssr")]
use {
    crate::caller::asking,
    crate::forms::{given, moment},
    crate::grants::forms::about_until,
    crate::wire::answer::go_to,
    fluxward_core::members,
    fluxward_domain::AppError,
    fluxward_domain::members::{EditMember, MembershipStatus, NewMember, Tick as TickRequest},
    fluxward_domain::pages::Because,
};

/// A page of the list.
#[server(prefix = "/_fn", endpoint = "members/list", protocol = Wire)]
pub async fn list(slug: String, query: MemberQuery) -> Result<Page<Member>, Failure> {
    let (services, caller) = asking()?;
    Ok(members::list(&services, &caller, &slug, &query).await?)
}

/// One member.
#[server(prefix = "/_fn", endpoint = "members/show", protocol = Wire)]
pub async fn show(slug: String, id: AccountId) -> Result<Member, Failure> {
    let (services, caller) = asking()?;
    Ok(members::show(&services, &caller, &slug, id).await?)
}

/// People who could be added.
#[server(prefix = "/_fn", endpoint = "members/candidates", protocol = Wire)]
pub async fn candidates(slug: String, search: String) -> Result<Vec<MemberUser>, Failure> {
    let (services, caller) = asking()?;
    Ok(members::candidates(&services, &caller, &slug, search.trim()).await?)
}

/// A person joins, until a moment that may be given.
#[server(prefix = "/_fn", endpoint = "members/add", protocol = Wire)]
pub async fn add(
    slug: String,
    id: AccountId,
    role: BaseRole,
    until: Option<String>,
    until_plain: Option<String>,
    reason: Option<String>,
) -> Result<Member, Failure> {
    let (services, caller) = asking()?;
    let expires_at = moment("until", until, until_plain)?;
    let request = NewMember { user_id: id, role, expires_at, reason: given(reason) };
    let added = members::add(&services, &caller, &slug, request).await.map_err(about_until)?;
    go_to(&format!("/orgs/{slug}/members/{id}"));
    Ok(added)
}

/// Another base role.
#[server(prefix = "/_fn", endpoint = "members/role", protocol = Wire)]
pub async fn set_role(
    slug: String,
    id: AccountId,
    role: BaseRole,
    reason: Option<String>,
    expected: Option<i64>,
) -> Result<Member, Failure> {
    let (services, caller) = asking()?;
    let request = EditMember { role: Some(role), reason: given(reason), ..EditMember::default() };
    Ok(members::edit(&services, &caller, &slug, id, request, expected).await?)
}

/// The membership's own switch.
#[server(prefix = "/_fn", endpoint = "members/active", protocol = Wire)]
pub async fn set_active(
    slug: String,
    id: AccountId,
    active: bool,
    reason: Option<String>,
    expected: Option<i64>,
) -> Result<Member, Failure> {
    let (services, caller) = asking()?;
    let status = if active { MembershipStatus::Active } else { MembershipStatus::Inactive };
    let request =
        EditMember { status: Some(status), reason: given(reason), ..EditMember::default() };
    Ok(members::edit(&services, &caller, &slug, id, request, expected).await?)
}

/// Whether the membership `ends` by itself, and when.
#[server(prefix = "/_fn", endpoint = "members/end", protocol = Wire)]
pub async fn set_end(
    slug: String,
    id: AccountId,
    ends: bool,
    until: Option<String>,
    until_plain: Option<String>,
    reason: Option<String>,
    expected: Option<i64>,
) -> Result<Member, Failure> {
    let (services, caller) = asking()?;
    let expires_at = if ends {
        let missing = || AppError::field("until", "Choose a day and a time.");
        Some(moment("until", until, until_plain)?.ok_or_else(missing)?)
    } else {
        None
    };
    let request =
        EditMember { expires_at: Some(expires_at), reason: given(reason), ..EditMember::default() };
    let edited = members::edit(&services, &caller, &slug, id, request, expected).await;
    edited.map_err(about_until)
}

/// One box ticked or cleared.
#[server(prefix = "/_fn", endpoint = "members/tick", protocol = Wire)]
pub async fn tick(
    slug: String,
    id: AccountId,
    privilege: Privilege,
    granted: bool,
    reason: Option<String>,
    expected: Option<i64>,
) -> Result<Member, Failure> {
    let (services, caller) = asking()?;
    let request = TickRequest { granted, reason: given(reason) };
    Ok(members::tick(&services, &caller, &slug, id, privilege, request, expected).await?)
}

/// The membership ends; goes to the list afterwards.
#[server(prefix = "/_fn", endpoint = "members/remove", protocol = Wire)]
pub async fn remove(slug: String, id: AccountId, reason: Option<String>) -> Result<(), Failure> {
    let (services, caller) = asking()?;
    members::remove(&services, &caller, &slug, id, Because { reason: given(reason) }, None).await?;
    go_to(&format!("/orgs/{slug}/members"));
    Ok(())
}
