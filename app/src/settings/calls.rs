//! The doors of the settings page: who calls, the use case, the error.
#![expect(missing_docs, reason = "the macro makes fields of the arguments, without documentation")]

use super::forms::{
    DeletionForm, FactorsForm, JoiningForm, LifetimesForm, MaintenanceForm, PasswordForm,
};
use crate::Failure;
use crate::prelude::*;
use crate::wire::Wire;
use fluxward_domain::passwords::{Chooser, PasswordPolicy};
use fluxward_domain::settings::Settings;

#[cfg(feature = "ssr")]
use {
    crate::caller::{asking, services, visitor},
    crate::forms::{fields_of, given},
    fluxward_core::{sessions, settings},
};

/// All settings.
#[server(prefix = "/_fn", endpoint = "settings/show", protocol = Wire)]
pub async fn show() -> Result<Settings, Failure> {
    let (services, caller) = asking()?;
    Ok(settings::show(&services, &caller).await?)
}

/// The rules for a new password; everyone may know them.
#[server(AskPasswordPolicy, prefix = "/_fn", endpoint = "settings/password-policy", protocol = Wire)]
pub async fn password_policy(
    /// Who chooses it.
    #[server(default)]
    chooser: Chooser,
) -> Result<PasswordPolicy, Failure> {
    Ok(sessions::password_policy(&services()?, visitor().as_ref(), &chooser).await?)
}

/// The card "Joining".
#[server(prefix = "/_fn", endpoint = "settings/joining", protocol = Wire)]
pub async fn save_joining(#[server(default)] form: JoiningForm) -> Result<Settings, Failure> {
    let (services, caller) = asking()?;
    Ok(settings::edit(&services, &caller, form.into(), None).await?)
}

/// The card "Passwords".
#[server(prefix = "/_fn", endpoint = "settings/passwords", protocol = Wire)]
pub async fn save_passwords(form: PasswordForm) -> Result<Settings, Failure> {
    let (services, caller) = asking()?;
    let saved = settings::edit(&services, &caller, form.into(), None).await;
    Ok(saved.map_err(|error| fields_of("password_policy.", error.into()))?)
}

/// The card "Sessions and tokens".
#[server(prefix = "/_fn", endpoint = "settings/lifetimes", protocol = Wire)]
pub async fn save_lifetimes(form: LifetimesForm) -> Result<Settings, Failure> {
    let (services, caller) = asking()?;
    Ok(settings::edit(&services, &caller, form.into(), None).await?)
}

/// The card "Second factor".
#[server(prefix = "/_fn", endpoint = "settings/second-factor", protocol = Wire)]
pub async fn save_factors(form: FactorsForm) -> Result<Settings, Failure> {
    let (services, caller) = asking()?;
    Ok(settings::edit(&services, &caller, form.into(), None).await?)
}

/// The card "Maintenance": locks everyone out, or lets them in again.
#[server(prefix = "/_fn", endpoint = "settings/maintenance", protocol = Wire)]
pub async fn save_maintenance(
    #[server(default)] form: MaintenanceForm,
    reason: Option<String>,
) -> Result<Settings, Failure> {
    let (services, caller) = asking()?;
    let saved = settings::edit(&services, &caller, form.patch(given(reason)), None).await;
    Ok(saved.map_err(|error| fields_of("maintenance.", error.into()))?)
}

/// The card "Deletion and retention".
#[server(prefix = "/_fn", endpoint = "settings/deletion", protocol = Wire)]
pub async fn save_deletion(form: DeletionForm) -> Result<Settings, Failure> {
    let (services, caller) = asking()?;
    Ok(settings::edit(&services, &caller, form.into(), None).await?)
}
