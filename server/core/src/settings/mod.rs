//! The platform's settings: one row, changed by merge patch, in force on every node at once.
//!
//! They are kept in memory under the version of all definitions, which every change of them
//! raises; who reads the version reads the right settings.

pub mod api;
mod patch;
mod store;

use crate::changes::{Entry, Target};
use crate::database::Connection;
use crate::error::Result;
use crate::mail;
use crate::services::{Caller, Services};
use fluxward_domain::passwords::PasswordPolicy;
use fluxward_domain::permissions::Permission;
use fluxward_domain::scopes::Scope;
use fluxward_domain::settings::Settings;
use fluxward_domain::{AppError, Kind};
use patch::Patch;
use serde_json::Value;
use std::sync::{Arc, PoisonError, RwLock};

/// The settings in memory with the version of all definitions that they are of.
#[derive(Default)]
pub struct SettingsCache(RwLock<Option<(i64, Arc<Settings>)>>);

impl SettingsCache {
    fn get(&self, definitions: i64) -> Option<Arc<Settings>> {
        let cached = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let (version, settings) = cached.as_ref()?;
        (*version == definitions).then(|| Arc::clone(settings))
    }

    fn put(&self, definitions: i64, settings: &Arc<Settings>) {
        let mut cached = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if cached.as_ref().is_none_or(|(version, _)| *version <= definitions) {
            *cached = Some((definitions, Arc::clone(settings)));
        }
    }
}

/// The settings of the definitions' version `definitions`, from memory or through `connection`.
pub(crate) async fn at(
    s: &Services,
    connection: &mut Connection,
    definitions: i64,
) -> Result<Arc<Settings>> {
    if let Some(settings) = s.settings().get(definitions) {
        return Ok(settings);
    }
    let stored = store::read(connection, &s.keys).await?;
    let settings = Arc::new(stored.settings);
    s.settings().put(stored.definitions, &settings);
    Ok(settings)
}

/// The settings in force as `connection` sees them.
pub(crate) async fn seen_by(s: &Services, connection: &mut Connection) -> Result<Arc<Settings>> {
    let definitions = store::definitions(connection).await?;
    at(s, connection, definitions).await
}

/// The settings in force.
pub async fn current(s: &Services) -> Result<Arc<Settings>> {
    seen_by(s, &mut s.read().await?).await
}

/// The rules for new passwords; everyone may know them.
pub async fn password_policy(s: &Services) -> Result<PasswordPolicy> {
    Ok(current(s).await?.password_policy)
}

/// All settings; for who may change them.
pub async fn show(s: &Services, c: &Caller) -> Result<Settings> {
    Ok(show_with_version(s, c).await?.1)
}

/// The same, with the log entry of their last change.
pub async fn show_with_version(s: &Services, c: &Caller) -> Result<(i64, Settings)> {
    c.authorize(s, Permission::SettingsManage, Scope::Platform)?;
    let stored = store::read(&mut s.read().await?, &s.keys).await?;
    Ok((stored.version, shown(s, stored.settings)))
}

/// Changes settings by a merge patch (RFC 7396), which may hold a `reason`, too. A field that is
/// unknown or out of range is 422 with its name. A ready password profile sets all rules, a rule
/// set alone makes the profile one's own.
pub async fn edit(
    s: &Services,
    c: &Caller,
    patch: Value,
    expected: Option<i64>,
) -> Result<Settings> {
    Ok(edit_with_version(s, c, patch, expected).await?.1)
}

/// The same, with the log entry of the last change.
pub async fn edit_with_version(
    s: &Services,
    c: &Caller,
    patch: Value,
    expected: Option<i64>,
) -> Result<(i64, Settings)> {
    let mut change = s.change(c).await?;
    change.authorize(Permission::SettingsManage, Scope::Platform)?;
    let patch = Patch::new(patch)?;
    let stored = store::read(&mut change, &s.keys).await?;
    if expected.is_some_and(|expected| expected != stored.version) {
        return Err(Kind::ChangedSince.into());
    }
    let settings = patch.applied_to(&stored.settings)?;
    let problems = mail::problems(&settings.mail);
    if !problems.is_empty() {
        return Err(AppError::invalid(problems).into());
    }
    let differences = patch::differences(&stored.settings, &settings);
    if differences.is_empty() {
        return Ok((stored.version, shown(s, settings)));
    }
    let version = change.seq();
    store::write(&mut change, s, &settings, version).await?;
    let entry = Entry::new("settings.edited", Target::Settings).because(patch.reason.as_deref());
    let entry = differences
        .iter()
        .fold(entry, |entry, (field, before, after)| entry.with(field, Some(before), Some(after)));
    change.record(entry).await?;
    change.touch_definitions();
    change.commit().await?;
    Ok((version, shown(s, settings)))
}

/// Settings as they are shown: the mail server in force, without its password.
fn shown(s: &Services, mut settings: Settings) -> Settings {
    settings.mail = mail::in_force(s, &settings.mail).hidden();
    settings
}

#[cfg(test)]
mod tests;
