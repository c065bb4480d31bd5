//! The TLS proxy that one browser test stands behind: nginx, and openssl for its certificate.

use crate::{command::which, packages};
use anyhow::{Context, Result};
use std::env;
use std::path::PathBuf;

/// Finds nginx and openssl, or installs them. `FLUXWARD_NGINX` names another nginx.
pub(crate) fn ensure() -> Result<PathBuf> {
    let missing: Vec<_> = [("nginx", find().is_none()), ("openssl", which("openssl").is_none())]
        .into_iter()
        .filter_map(|(package, is_missing)| is_missing.then_some(package))
        .collect();
    if !missing.is_empty() {
        packages::install("the TLS proxy of the tests", &missing)?;
    }
    find().context("nginx was installed but is not found; set FLUXWARD_NGINX")
}

/// Debian keeps it where only root's `PATH` looks.
fn find() -> Option<PathBuf> {
    if let Some(chosen) = env::var_os("FLUXWARD_NGINX") {
        return Some(chosen.into());
    }
    let usual = PathBuf::from("/usr/sbin/nginx");
    which("nginx").or_else(|| usual.is_file().then_some(usual))
}
