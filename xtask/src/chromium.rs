//! The browser that the tests drive: the system's own Chromium.

use crate::{command::which, packages};
use anyhow::{Context, Result};
use std::env;
use std::path::PathBuf;

const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

/// Finds Chromium, or installs it. `FLUXWARD_CHROMIUM` names another one.
pub(crate) fn ensure() -> Result<PathBuf> {
    if let Some(chosen) = env::var_os("FLUXWARD_CHROMIUM") {
        return Ok(chosen.into());
    }
    if let Some(found) = find() {
        return Ok(found);
    }
    packages::install("Chromium", &["chromium", "fonts-liberation"])?;
    find().context("Chromium was installed but is not in PATH; set FLUXWARD_CHROMIUM")
}

fn find() -> Option<PathBuf> {
    NAMES.into_iter().find_map(which)
}
