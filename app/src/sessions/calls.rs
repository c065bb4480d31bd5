//! The doors of signing in and out and of one's own account.

use crate::Failure;
use crate::prelude::*;
use crate::wire::Wire;
use fluxward_domain::activity::Event;
use fluxward_domain::ids::SessionId;
use fluxward_domain::pages::Page;
use fluxward_domain::sessions::{Session, Viewer};
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use {
    crate::caller::{anyone, asking, enrolling, request, services},
    crate::forms::given,
    crate::navigation::paths::next_or_home,
    crate::wire::answer,
    fluxward_core::{activity, live, sessions, users},
    fluxward_domain::pages::Because,
    fluxward_domain::sessions::{ChangePassword, EditMe, Login, SessionKind},
    fluxward_domain::{AppError, Kind},
};

/// Who looks at the page, and the newest entry of the log before anything of it was read: what
/// comes after it, the event stream tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Looking {
    /// Who it is.
    pub viewer: Viewer,
    /// The newest entry of the log.
    pub seq: i64,
}

/// Who looks at the page; nobody, when not signed in.
#[server(AskViewer, prefix = "/_fn", endpoint = "sessions/viewer", protocol = Wire)]
pub async fn viewer() -> Result<Option<Looking>, Failure> {
    if anyone().is_none() {
        return Ok(None);
    }
    let (services, caller) = asking()?;
    let seq = live::newest(&services).await?;
    Ok(Some(Looking { viewer: sessions::viewer(&services, &caller).await?, seq }))
}

/// Signs in; answers where to go on. A temporary password is refused with the token for changing
/// it, and leads to the page that does.
#[server(SignIn, prefix = "/_fn", endpoint = "sessions/sign-in", protocol = Wire)]
pub async fn sign_in(
    /// E-mail address or username.
    login: String,
    /// The password.
    password: String,
    /// Where to go on.
    #[server(default)]
    next: Option<String>,
) -> Result<String, Failure> {
    let entered = enter(login, password).await;
    if entered.as_ref().is_err_and(|failure| failure.0.kind == Kind::PasswordChangeRequired) {
        answer::go_to("/password");
    }
    entered?;
    Ok(go_on(next))
}

#[cfg(feature = "ssr")]
pub(crate) async fn enter(login: String, password: String) -> Result<(), Failure> {
    let login = Login { login, password, code: None };
    fluxward_domain::errors::check(&login)?;
    let entered = sessions::sign_in(&services()?, login, &request(), SessionKind::Browser).await?;
    if let Some(cookie) = entered.set_cookie {
        answer::set_cookie(&cookie);
    }
    Ok(())
}

#[cfg(feature = "ssr")]
fn go_on(next: Option<String>) -> String {
    let next = next_or_home(next);
    answer::go_to(&next);
    next
}

/// Ends this session.
#[server(SignOut, prefix = "/_fn", endpoint = "sessions/sign-out", protocol = Wire)]
pub async fn sign_out() -> Result<(), Failure> {
    answer::go_to("/login?left");
    let (services, caller) = enrolling()?;
    sessions::sign_out(&services, &caller).await?;
    answer::set_cookie(&sessions::clear_cookie(&services));
    Ok(())
}

/// Ends a sign-in whose password was right, with a code; answers where to go on.
#[server(EnterCode, prefix = "/_fn", endpoint = "sessions/code", protocol = Wire)]
pub async fn enter_code(
    /// The token of the refused sign-in.
    factor_token: String,
    /// The code of the authenticator app, or a recovery code.
    code: String,
    /// Where to go on.
    #[server(default)]
    next: Option<String>,
) -> Result<String, Failure> {
    let services = services()?;
    let kind = SessionKind::Browser;
    let entered =
        sessions::sign_in_with_code(&services, &factor_token, &code, &request(), kind).await;
    // A form without scripts has to be filled again: it keeps the token while that is good.
    let entered = entered.map_err(|error| {
        let error = AppError::from(error);
        let is_good = error.kind != Kind::Gone;
        AppError { change_token: is_good.then_some(factor_token), ..error }
    })?;
    if let Some(cookie) = entered.set_cookie {
        answer::set_cookie(&cookie);
    }
    Ok(go_on(next))
}

/// Replaces a temporary password with the token of the refused sign-in, and signs in with the
/// new one; answers where to go on.
#[server(ReplacePassword, prefix = "/_fn", endpoint = "sessions/replace-password", protocol = Wire)]
pub async fn replace_password(
    /// The token of the refused sign-in.
    change_token: String,
    /// Who tried to sign in.
    login: String,
    /// The new password.
    password: String,
    /// Where to go on.
    #[server(default)]
    next: Option<String>,
) -> Result<String, Failure> {
    let change = ChangePassword {
        change_token: Some(change_token.clone()),
        password: password.clone(),
        ..ChangePassword::default()
    };
    let changed = sessions::change_password(&services()?, None, change, &request()).await;
    // A form without scripts has to be filled again: it keeps the token that is still good.
    changed.map_err(|error| AppError { change_token: Some(change_token), ..error.into() })?;
    answer::go_to("/login?changed");
    enter(login, password).await?;
    Ok(go_on(next))
}

/// Changes one's own password.
#[server(ChangeMyPassword, prefix = "/_fn", endpoint = "sessions/change-password", protocol = Wire)]
pub async fn change_password(
    /// The present password.
    current_password: String,
    /// The new password.
    password: String,
) -> Result<(), Failure> {
    let (services, caller) = asking()?;
    let change = ChangePassword {
        current_password: given(current_password),
        password,
        ..ChangePassword::default()
    };
    Ok(sessions::change_password(&services, Some(&caller), change, &request()).await?)
}

/// Changes one's own names.
#[server(EditMyself, prefix = "/_fn", endpoint = "sessions/edit", protocol = Wire)]
pub async fn edit(
    /// The full name.
    #[server(default)]
    full_name: Option<String>,
    /// The username.
    #[server(default)]
    username: Option<String>,
) -> Result<(), Failure> {
    answer::go_to("/account");
    let (services, caller) = asking()?;
    let edit = EditMe { full_name: given(full_name), username: given(username) };
    let edited = users::edit_own(&services, &caller, edit).await;
    // What was refused is mended in the form.
    edited.inspect_err(|_| answer::go_to("/account?edit=true"))?;
    Ok(())
}

/// One's own sessions.
#[server(MySessions, prefix = "/_fn", endpoint = "sessions/mine", protocol = Wire)]
pub async fn mine() -> Result<Vec<Session>, Failure> {
    let (services, caller) = asking()?;
    Ok(sessions::mine(&services, &caller).await?)
}

/// Ends one of one's own sessions.
#[server(RevokeSession, prefix = "/_fn", endpoint = "sessions/revoke", protocol = Wire)]
pub async fn revoke(
    /// Which one.
    id: SessionId,
) -> Result<(), Failure> {
    let (services, caller) = asking()?;
    Ok(sessions::revoke(&services, &caller, id, Because::default()).await?)
}

/// What one did, and what was done to one's account.
#[server(MyActivity, prefix = "/_fn", endpoint = "sessions/activity", protocol = Wire)]
pub async fn my_activity(
    /// Where to go on.
    #[server(default)]
    cursor: Option<String>,
) -> Result<Page<Event>, Failure> {
    let (services, caller) = asking()?;
    Ok(activity::mine(&services, &caller, cursor.as_deref(), Some(10)).await?)
}
