//! The doors of the people's pages: who calls, the use case, the error. Nothing is decided here.
#![expect(missing_docs, reason = "the macro makes fields of the arguments, without documentation")]

use super::forms::{EditUserForm, NewUserForm};
use crate::Failure;
use crate::prelude::*;
use crate::wire::Wire;
use fluxward_domain::ids::{AccountId, SessionId};
use fluxward_domain::pages::Page;
use fluxward_domain::resets::HandedOver;
use fluxward_domain::sessions::Session;
use fluxward_domain::users::{CreatedUser, User, UserDetail, UserQuery};

#[cfg(feature = "ssr")]
use {
    crate::caller::asking,
    crate::forms::{given, moment},
    crate::wire::answer::{go_to, show_once},
    fluxward_core::users,
    fluxward_domain::pages::Because,
    fluxward_domain::resets::ResetUser,
};

/// A page of the list.
#[server(prefix = "/_fn", endpoint = "users/list", protocol = Wire)]
pub async fn list(query: UserQuery) -> Result<Page<User>, Failure> {
    let (services, caller) = asking()?;
    Ok(users::list(&services, &caller, &query).await?)
}

/// One person in full.
#[server(prefix = "/_fn", endpoint = "users/show", protocol = Wire)]
pub async fn show(id: AccountId) -> Result<UserDetail, Failure> {
    let (services, caller) = asking()?;
    Ok(users::show(&services, &caller, id).await?)
}

/// A new person; goes to their page afterwards.
#[server(prefix = "/_fn", endpoint = "users/create", protocol = Wire)]
pub async fn create(form: NewUserForm) -> Result<CreatedUser, Failure> {
    let (services, caller) = asking()?;
    let created = users::create(&services, &caller, form.into()).await?;
    show_once(&created.handed_over);
    go_to(&format!("/users/{}?new=true", created.user.id));
    Ok(created)
}

/// Changed details.
#[server(prefix = "/_fn", endpoint = "users/edit", protocol = Wire)]
pub async fn edit(
    id: AccountId,
    form: EditUserForm,
    expected: Option<i64>,
) -> Result<UserDetail, Failure> {
    let (services, caller) = asking()?;
    Ok(users::edit(&services, &caller, id, form.into(), expected).await?)
}

/// Lets the person sign in, or ends their sessions and bars them from it.
#[server(prefix = "/_fn", endpoint = "users/active", protocol = Wire)]
pub async fn set_active(
    id: AccountId,
    active: bool,
    reason: Option<String>,
    expected: Option<i64>,
) -> Result<UserDetail, Failure> {
    let (services, caller) = asking()?;
    let because = Because { reason: given(reason) };
    if active {
        Ok(users::activate(&services, &caller, id, because, expected).await?)
    } else {
        Ok(users::deactivate(&services, &caller, id, because, expected).await?)
    }
}

/// Deletes the person for good; goes to the list afterwards.
#[server(prefix = "/_fn", endpoint = "users/delete", protocol = Wire)]
pub async fn delete(
    id: AccountId,
    reason: Option<String>,
    expected: Option<i64>,
) -> Result<(), Failure> {
    let (services, caller) = asking()?;
    let because = Because { reason: given(reason) };
    users::delete(&services, &caller, id, because, expected).await?;
    go_to("/users");
    Ok(())
}

/// Suspends the person, until a moment that may be given.
#[server(prefix = "/_fn", endpoint = "users/suspend", protocol = Wire)]
pub async fn suspend(
    id: AccountId,
    until: Option<String>,
    until_plain: Option<String>,
    reason: Option<String>,
    expected: Option<i64>,
) -> Result<UserDetail, Failure> {
    let (services, caller) = asking()?;
    let until = moment("until", until, until_plain)?;
    let suspend = fluxward_domain::users::Suspend { until, reason: given(reason) };
    Ok(users::suspend(&services, &caller, id, suspend, expected).await?)
}

/// Makes the person a platform administrator.
#[server(prefix = "/_fn", endpoint = "users/promote", protocol = Wire)]
pub async fn promote(
    id: AccountId,
    reason: Option<String>,
    expected: Option<i64>,
) -> Result<UserDetail, Failure> {
    let (services, caller) = asking()?;
    let because = Because { reason: given(reason) };
    Ok(users::promote(&services, &caller, id, because, expected).await?)
}

/// Takes the platform from the person.
#[server(prefix = "/_fn", endpoint = "users/demote", protocol = Wire)]
pub async fn demote(
    id: AccountId,
    reason: Option<String>,
    expected: Option<i64>,
) -> Result<UserDetail, Failure> {
    let (services, caller) = asking()?;
    let because = Because { reason: given(reason) };
    Ok(users::demote(&services, &caller, id, because, expected).await?)
}

/// Lets the person try to sign in again after too many failures.
#[server(prefix = "/_fn", endpoint = "users/unlock", protocol = Wire)]
pub async fn unlock(id: AccountId, reason: Option<String>) -> Result<UserDetail, Failure> {
    let (services, caller) = asking()?;
    let because = Because { reason: given(reason) };
    Ok(users::unlock(&services, &caller, id, because, None).await?)
}

/// Resets the password: to a temporary one, or by a link.
#[server(prefix = "/_fn", endpoint = "users/reset-password", protocol = Wire)]
pub async fn reset_password(
    id: AccountId,
    temporary: bool,
    reason: Option<String>,
) -> Result<HandedOver, Failure> {
    let (services, caller) = asking()?;
    let reset = ResetUser { temporary, reason: given(reason) };
    let handed_over = users::reset_password(&services, &caller, id, reset, None).await?;
    show_once(&handed_over);
    Ok(handed_over)
}

/// Sends the activation mail again.
#[server(prefix = "/_fn", endpoint = "users/send-activation", protocol = Wire)]
pub async fn send_activation(id: AccountId, reason: Option<String>) -> Result<HandedOver, Failure> {
    let (services, caller) = asking()?;
    let because = Because { reason: given(reason) };
    let handed_over = users::send_activation(&services, &caller, id, because, None).await?;
    show_once(&handed_over);
    Ok(handed_over)
}

/// Takes the person's second factors away and ends their sessions.
#[server(prefix = "/_fn", endpoint = "users/reset-second-factor", protocol = Wire)]
pub async fn reset_second_factor(
    id: AccountId,
    reason: Option<String>,
    expected: Option<i64>,
) -> Result<UserDetail, Failure> {
    let (services, caller) = asking()?;
    let because = Because { reason: given(reason) };
    Ok(users::reset_second_factor(&services, &caller, id, because, expected).await?)
}

/// The person's sessions.
#[server(prefix = "/_fn", endpoint = "users/sessions", protocol = Wire)]
pub async fn sessions(id: AccountId) -> Result<Vec<Session>, Failure> {
    let (services, caller) = asking()?;
    Ok(users::sessions(&services, &caller, id).await?)
}

/// Ends one of the person's sessions.
#[server(prefix = "/_fn", endpoint = "users/sessions/end", protocol = Wire)]
pub async fn end_session(
    id: AccountId,
    session: SessionId,
    reason: Option<String>,
) -> Result<(), Failure> {
    let (services, caller) = asking()?;
    let because = Because { reason: given(reason) };
    Ok(users::end_session(&services, &caller, id, session, because).await?)
}
