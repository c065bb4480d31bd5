//! The doors of the first run.

use crate::Failure;
use crate::prelude::*;
use crate::wire::Wire;

#[cfg(feature = "ssr")]
use {
    crate::caller::{request, services},
    crate::wire::answer,
    fluxward_core::{sessions, setup},
    fluxward_domain::sessions::{Login, SessionKind, Setup},
};

/// Whether there is no platform administrator yet.
#[server(IsOpen, prefix = "/_fn", endpoint = "setup/is-open", protocol = Wire)]
pub async fn is_open() -> Result<bool, Failure> {
    Ok(setup::is_open(&services()?).await?)
}

/// Makes the first platform administrator and signs in; answers where to go on.
#[server(RunSetup, prefix = "/_fn", endpoint = "setup/run", protocol = Wire)]
pub async fn run(
    /// The one-time token that the server printed.
    setup_token: String,
    /// The e-mail address.
    email: String,
    /// The username.
    username: String,
    /// The full name.
    full_name: String,
    /// The person's own password.
    password: String,
) -> Result<String, Failure> {
    let services = services()?;
    let login = Login { login: email.clone(), password: password.clone(), code: None };
    let wanted = Setup { setup_token, email, username, full_name, password };
    fluxward_domain::errors::check(&wanted)?;
    setup::run(&services, wanted, &request()).await?;
    answer::go_to("/login");
    let entered = sessions::sign_in(&services, login, &request(), SessionKind::Browser).await?;
    if let Some(cookie) = entered.set_cookie {
        answer::set_cookie(&cookie);
    }
    answer::go_to("/users");
    Ok("/users".into())
}
