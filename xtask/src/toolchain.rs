//! The Rust target of the browser, fetched when it is missing.

use crate::command::{output, run, which};
use anyhow::{Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

const TARGET: &str = "wasm32-unknown-unknown";

/// Whether the standard library can be compiled anew.
pub(crate) fn has_std_source() -> Result<bool> {
    Ok(libraries()?.join("src/rust/library/Cargo.lock").is_file())
}

fn libraries() -> Result<PathBuf> {
    let sysroot = output(Command::new("rustc").args(["--print", "sysroot"]))?;
    Ok(Path::new(&sysroot).join("lib/rustlib"))
}

/// Makes sure that cargo can build for the browser.
pub(crate) fn ensure_wasm() -> Result<()> {
    if libraries()?.join(TARGET).join("lib").is_dir() {
        return Ok(());
    }
    if which("rustup").is_none() {
        bail!(
            "the Rust target {TARGET} is missing and there is no rustup to fetch it: install Rust's standard library for {TARGET}"
        );
    }
    run(Command::new("rustup").args(["target", "add", TARGET]))
}
