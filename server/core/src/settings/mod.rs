//! The platform's settings.

pub mod api;

use crate::error::Result;
use crate::services::{Caller, Services};
use fluxward_domain::Kind;
use fluxward_domain::passwords::PasswordPolicy;
use fluxward_domain::settings::Settings;
use serde_json::Value;
use std::sync::Arc;

/// All settings.
pub async fn show(_s: &Services, _c: &Caller) -> Result<Settings> {
    Err(Kind::Internal.into())
}

/// Changes settings by a merge patch (RFC 7396).
pub async fn edit(
    _s: &Services,
    _c: &Caller,
    _patch: Value,
    _expected: Option<i64>,
) -> Result<Settings> {
    Err(Kind::Internal.into())
}

/// The rules for new passwords; everyone may know them.
pub async fn password_policy(_s: &Services) -> Result<PasswordPolicy> {
    Err(Kind::Internal.into())
}

/// The settings in force, from memory when nothing has changed.
pub async fn current(_s: &Services) -> Result<Arc<Settings>> {
    Err(Kind::Internal.into())
}
