//! Programs from Debian's packages: installed where we may, asked for where we may not.

use crate::command::{is_root, run, which};
use anyhow::{Result, bail};
use std::process::Command;

/// Installs `packages`, or says what to install.
pub(crate) fn install(what: &str, packages: &[&str]) -> Result<()> {
    let wanted = packages.join(" ");
    if which("apt-get").is_none() {
        bail!("{what} is missing: install it (on Debian: apt-get install {wanted})");
    }
    if !is_root() {
        bail!(
            "{what} is missing and only root may install it: sudo apt-get install --no-install-recommends {wanted}"
        );
    }
    println!("{what} is missing; installing {wanted}");
    if run(apt_get(&["install"]).args(packages)).is_ok() {
        return Ok(());
    }
    // The lists of packages may be missing or too old to be served.
    run(&mut apt_get(&["update"]))?;
    run(apt_get(&["install"]).args(packages))
}

fn apt_get(task: &[&str]) -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command.args(["--yes", "--quiet", "--no-install-recommends"]).args(task);
    command
}
