//! Accounts, platform-wide: the list of people and what platform administrators do with them.
//!
//! Who a person is in an organization is the memberships' to know, and how somebody signs in the
//! sessions'. For everyone but platform administrators there is nothing here.

pub mod accounts;
pub mod administrators;
pub mod api;
mod create;
mod deleting;
mod edit;
mod factors;
mod guards;
mod listing;
pub(crate) mod mail;
pub(crate) mod recipients;
mod resetting;
mod status;
mod store;
mod suspending;
#[cfg(test)]
mod tests;
mod welcoming;

pub use administrators::{demote, promote};
pub use create::create;
pub(crate) use create::create_unseen;
pub use deleting::{delete, forget_due};
pub(crate) use edit::set_email;
pub use edit::{edit, edit_own};
pub use factors::reset_second_factor;
pub use resetting::{reset_password, send_activation};
pub(crate) use status::reactivate;
pub use status::{activate, deactivate};
pub use suspending::{lift_due, suspend};
pub(crate) use welcoming::welcome;

use crate::changes::{Change, Entry, Target};
use crate::database::Connection;
use crate::error::{Error, Result};
use crate::lists::cursor::Asked;
use crate::services::{Caller, Services};
use crate::{lists, members, organizations};
use fluxward_domain::errors::check;
use fluxward_domain::ids::{AccountId, SessionId};
use fluxward_domain::pages::{Because, Page};
use fluxward_domain::permissions::Permission;
use fluxward_domain::scopes::Scope;
use fluxward_domain::sessions::Session;
use fluxward_domain::users::{Status, User, UserDetail, UserQuery};
use fluxward_domain::{AppError, Kind, Moment};

/// One page of the list of people.
pub async fn list(s: &Services, c: &Caller, query: &UserQuery) -> Result<Page<User>> {
    c.authorize(s, Permission::UsersView, Scope::Platform)?;
    let needle = lists::needle(query.search.as_deref())?;
    let question = UserQuery { limit: None, cursor: None, ..query.clone() };
    let cursor = query.cursor.as_deref();
    let asked = Asked::new(&s.keys, "users", &question, query.limit, cursor)?;
    let mut connection = s.read().await?;
    let organization = match &query.organization {
        Some(slug) => Some(
            organizations::resolve(&mut connection, slug)
                .await?
                .ok_or_else(AppError::not_found)?
                .id,
        ),
        None => None,
    };
    let sort = query.sort.unwrap_or_default();
    let filter = listing::Filter {
        needle,
        organization,
        status: query.status,
        show_all: query.show_all.unwrap_or(false),
        sort,
    };
    let found = filter.find(&mut connection, &asked).await?;
    let (rows, total, now) = (found.rows, found.total, s.clock.now());
    let page = asked.page(&s.keys, rows, total, |row| row.mark(sort), |row| row.user(now));
    lists::whole(page)
}

/// One account in full.
pub async fn show(s: &Services, c: &Caller, id: AccountId) -> Result<UserDetail> {
    views(s, c)?;
    let mut connection = s.read().await?;
    detail(&mut connection, id, s.clock.now()).await
}

/// Unblocks sign-in after too many failures.
pub async fn unlock(
    s: &Services,
    c: &Caller,
    id: AccountId,
    because: Because,
    expected: Option<i64>,
) -> Result<UserDetail> {
    check(&because)?;
    let Opened { mut change, .. } = open(s, c, id, expected).await?;
    if !crate::sessions::clear_failures(&mut change, id).await? {
        return detail_in(&mut change, id).await;
    }
    let seq = change.seq();
    store::set_version(&mut change, id, seq).await?;
    change.tell_user(id);
    let entry = Entry::new("user.unlocked", Target::User(id)).because(because.reason.as_deref());
    change.record(entry).await?;
    let detail = detail_in(&mut change, id).await?;
    change.commit().await?;
    Ok(detail)
}

/// An account's live sessions, the latest used first.
pub async fn sessions(s: &Services, c: &Caller, id: AccountId) -> Result<Vec<Session>> {
    views(s, c)?;
    let mut connection = s.read().await?;
    let account = store::account(&mut connection, id).await?;
    account.ok_or_else(AppError::not_found)?;
    crate::sessions::of_user(s, &mut connection, id, c.session).await
}

/// Ends one of an account's sessions.
pub async fn end_session(
    s: &Services,
    c: &Caller,
    id: AccountId,
    session: SessionId,
    because: Because,
) -> Result<()> {
    check(&because)?;
    let Opened { mut change, .. } = open(s, c, id, None).await?;
    let reason = because.reason.as_deref();
    crate::sessions::end_of_user(&mut change, id, session, reason).await?;
    change.commit().await?;
    Ok(())
}

/// An open change of an account, and the account as it is.
struct Opened {
    change: Change,
    account: store::Account,
}

/// Begins a change of the account by somebody who may make it, of the version they last saw.
async fn open(s: &Services, c: &Caller, id: AccountId, expected: Option<i64>) -> Result<Opened> {
    manages(s, c)?;
    let mut change = s.change(c).await?;
    unseen(change.authorize(Permission::UsersManage, Scope::Platform))?;
    let account = store::account(&mut change, id).await?;
    let account = account.ok_or_else(AppError::not_found)?;
    if expected.is_some_and(|expected| expected != account.version) {
        return Err(changed_since().into());
    }
    Ok(Opened { change, account })
}

/// Passes when the caller may see single accounts.
fn views(s: &Services, c: &Caller) -> Result<()> {
    unseen(c.authorize(s, Permission::UsersView, Scope::Platform))
}

/// Passes when the caller may change single accounts, as far as is known before the change. It
/// spares everyone a lock for what is refused anyway.
fn manages(s: &Services, c: &Caller) -> Result<()> {
    unseen(c.authorize(s, Permission::UsersManage, Scope::Platform))
}

/// Who may not do this to any account cannot see either whether there is such an account.
fn unseen(answer: Result<()>) -> Result<()> {
    match answer {
        Err(Error::App(error)) if error.kind == Kind::Forbidden => {
            Err(AppError::not_found().into())
        }
        answer => answer,
    }
}

fn changed_since() -> AppError {
    let detail = "This account has changed in the meantime. Look at it again, then decide.";
    AppError::new(Kind::ChangedSince, detail)
}

/// The account in full, as of this change.
async fn detail_in(change: &mut Change, id: AccountId) -> Result<UserDetail> {
    let now = change.now();
    detail(change, id, now).await
}

async fn detail(connection: &mut Connection, id: AccountId, now: Moment) -> Result<UserDetail> {
    let account = store::account(connection, id).await?;
    let account = account.ok_or_else(AppError::not_found)?;
    let activation = match account.status()? {
        Status::Pending => crate::activations::delivery(connection, id, now).await?,
        _ => None,
    };
    Ok(UserDetail {
        user: account.user(now)?,
        first_name: account.first_name.clone(),
        last_name: account.last_name.clone(),
        password_change_required: account.has_password && account.password_temporary,
        sign_in_blocked: crate::sessions::is_blocked(connection, id, now).await?,
        factors: crate::factors::held(connection, id).await?,
        status_reason: account.status_reason.clone(),
        activation,
        organizations: members::affiliations(connection, id).await?,
    })
}
