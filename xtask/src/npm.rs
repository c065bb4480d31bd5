//! The parts from npm: the browser tests' driver and the optimiser of the page's binary.

use crate::command::{output, run, which};
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// Playwright asks for this version.
const OLDEST_NODE: u32 = 20;

/// The folder whose `package.json` lists the parts.
const FOLDER: &str = "end2end";

/// Installs the parts that the lock file names, unless they are there. `None` without Node.js.
pub(crate) fn install(workspace: &Workspace) -> Result<Option<Parts>> {
    if which("node").is_none() || which("npm").is_none() {
        return Ok(None);
    }
    let folder = workspace.path(FOLDER);
    let lock = fs::read_to_string(folder.join("package-lock.json"))
        .context("reading end2end/package-lock.json")?;
    let stamp = folder.join("node_modules/.installed-lock.json");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(Some(Parts { folder }));
    }
    let mut npm = Command::new("npm");
    run(npm
        .args(["ci", "--no-audit", "--no-fund"])
        .current_dir(&folder)
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"))?;
    fs::write(&stamp, lock).with_context(|| format!("writing {}", stamp.display()))?;
    Ok(Some(Parts { folder }))
}

/// As [`install`], where nothing goes on without.
pub(crate) fn require(workspace: &Workspace) -> Result<Parts> {
    let parts = install(workspace)?.with_context(|| format!("Node.js {OLDEST_NODE} or newer with npm is missing: install it (the browser tests run on it)"))?;
    let version = output(Command::new("node").arg("--version"))?;
    if major(&version).is_none_or(|major| major < OLDEST_NODE) {
        bail!(
            "Node.js {version} is too old: install {OLDEST_NODE} or newer (the browser tests run on it)"
        );
    }
    Ok(parts)
}

/// The installed parts.
pub(crate) struct Parts {
    folder: PathBuf,
}

impl Parts {
    /// One of the installed programs, started in the parts' folder.
    pub(crate) fn program(&self, name: &str) -> Command {
        let mut command = Command::new(self.folder.join("node_modules/.bin").join(name));
        command.current_dir(&self.folder);
        command
    }
}

fn major(version: &str) -> Option<u32> {
    version.strip_prefix('v')?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_major_version_is_read() {
        assert_eq!(major("v20.20.2"), Some(20));
        assert_eq!(major("twenty"), None);
    }
}
