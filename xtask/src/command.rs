//! Starting other programs: one way to say what is run, and one way for it to fail.

use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::{env, ffi::OsStr};

/// The crates that are built for the server, as arguments of cargo.
///
/// Always these together: another choice of packages would unite other features,
/// and dependencies would be built again.
pub(crate) const SERVER_CRATES: [&str; 10] = [
    "--package",
    "fluxward-domain",
    "--package",
    "fluxward-core",
    "--package",
    "fluxward-app",
    "--package",
    "fluxward",
    "--features",
    "fluxward-app/ssr",
];

/// The crates that are built for the browser, as arguments of cargo.
pub(crate) const BROWSER_CRATES: [&str; 8] = [
    "--package",
    "fluxward-app",
    "--package",
    "fluxward-frontend",
    "--features",
    "fluxward-app/hydrate",
    "--target",
    "wasm32-unknown-unknown",
];

/// `cargo`, in the root of the workspace, building into its `target/`.
pub(crate) fn cargo(workspace: &Workspace) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(workspace.path("")).env("CARGO_TARGET_DIR", workspace.path("target"));
    // What `cargo run` told this program about itself must not leak into the builds it starts.
    for (name, _) in env::vars_os() {
        if name.to_str().is_some_and(|name| {
            name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_")
        }) {
            command.env_remove(name);
        }
    }
    command
}

/// `cargo` for the browser's half. Its own target folder, so that it never waits for the server's.
pub(crate) fn cargo_wasm(workspace: &Workspace) -> Command {
    let mut command = cargo(workspace);
    command.env("CARGO_TARGET_DIR", workspace.path("target/wasm"));
    // See `site::code`; the lints, too, so that both find what the other has compiled.
    command.env("RUSTC_BOOTSTRAP", "1");
    command
}

/// Runs a program to its end, with its output on the screen.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    println!("$ {}", shown(command));
    let status = command.status().with_context(|| format!("cannot start `{}`", shown(command)))?;
    if !status.success() {
        bail!("`{}` failed ({status})", shown(command));
    }
    Ok(())
}

/// Runs a program to its end and returns what it printed, trimmed.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::piped())
        .output()
        .with_context(|| format!("cannot start `{}`", shown(command)))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("`{}` failed ({}): {}", shown(command), output.status, said.trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Finds a program in `PATH`.
pub(crate) fn which(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// Whether we may install packages and become another user.
pub(crate) fn is_root() -> bool {
    output(Command::new("id").arg("-u")).is_ok_and(|id| id == "0")
}

/// The command as one would type it, without the folder of the program.
fn shown(command: &Command) -> String {
    let program = PathBuf::from(command.get_program());
    let program = program.file_name().unwrap_or(program.as_os_str()).to_owned();
    let words = std::iter::once(program.as_os_str()).chain(command.get_args());
    words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_names_the_command_and_what_it_said() {
        let error = output(Command::new("sh").args(["-c", "echo no >&2; exit 3"])).unwrap_err();
        assert_eq!(error.to_string(), "`sh -c echo no >&2; exit 3` failed (exit status: 3): no");
    }

    #[test]
    fn a_missing_program_is_named() {
        let error = output(&mut Command::new("/nowhere/fluxward-nothing")).unwrap_err();
        assert_eq!(error.to_string(), "cannot start `fluxward-nothing`");
    }
}
