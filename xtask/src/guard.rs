//! Processes that end when we end, however we end.
//!
//! # Decision
//! A guardian shell holds the process and reads a pipe that only we can close. When this program
//! returns, panics, is interrupted or is killed outright, the pipe closes, and the shell stops the
//! process and removes its folder. Signal handlers would not survive a `kill -9`.

use anyhow::{Context, Result};
use std::fs;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

/// `$@` is the process; the two variables say how to stop it and what to remove afterwards.
const GUARDIAN: &str = r#"
trap : INT TERM HUP
"$@" </dev/null &
child=$!
cat >/dev/null
kill -s "$GUARD_SIGNAL" "$child" 2>/dev/null
while kill -0 "$child" 2>/dev/null; do wait "$child"; done
[ -z "$GUARD_REMOVE" ] || rm -rf -- "$GUARD_REMOVE"
"#;

/// How to keep a process.
#[derive(Default)]
pub(crate) struct Guard {
    /// The signal that asks it to stop; `TERM` when nothing is said.
    pub(crate) signal: Option<&'static str>,
    /// A folder to remove when it has stopped.
    pub(crate) remove: Option<PathBuf>,
    /// The user and group to run as; needs root.
    pub(crate) owner: Option<(u32, u32)>,
}

/// A running process; dropping it stops it and waits for its end.
pub(crate) struct Guarded {
    guardian: Child,
}

impl Guard {
    /// Starts `command`, of which the program, arguments and folder count. Output goes to `output`.
    pub(crate) fn start(self, command: &Command, output: (Stdio, Stdio)) -> Result<Guarded> {
        let mut guardian = Command::new("/bin/sh");
        guardian.args(["-c", GUARDIAN, "guardian"]).arg(command.get_program());
        guardian.args(command.get_args());
        guardian.env("GUARD_SIGNAL", self.signal.unwrap_or("TERM"));
        guardian.env("GUARD_REMOVE", self.remove.unwrap_or_default());
        guardian.stdin(Stdio::piped()).stdout(output.0).stderr(output.1);
        if let Some(folder) = command.get_current_dir() {
            guardian.current_dir(folder);
        }
        if let Some((user, group)) = self.owner {
            guardian.uid(user).gid(group);
        }
        let guardian = guardian.spawn().context("cannot start /bin/sh")?;
        Ok(Guarded { guardian })
    }
}

impl Guarded {
    /// The id of the guarded process, where the system tells it. `None` when it is gone.
    pub(crate) fn process(&self) -> Option<u32> {
        let guardian = self.guardian.id();
        let children =
            fs::read_to_string(format!("/proc/{guardian}/task/{guardian}/children")).ok()?;
        // The process is the shell's first child; the second reads our pipe.
        children.split_whitespace().next()?.parse().ok()
    }
}

impl Drop for Guarded {
    fn drop(&mut self) {
        drop(self.guardian.stdin.take());
        if let Err(error) = self.guardian.wait() {
            eprintln!("cannot wait for a started process: {error}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dropping_stops_the_process_and_removes_its_folder() {
        let folder = std::env::temp_dir().join(format!("fluxward-guard-{}", std::process::id()));
        fs::create_dir(&folder).unwrap();
        let guard = Guard { remove: Some(folder.clone()), ..Guard::default() };
        let mut sleep = Command::new("sleep");
        let running = guard.start(sleep.arg("600"), (Stdio::null(), Stdio::null())).unwrap();
        // The shell needs a moment to become the process.
        let is_sleep = |id: &u32| {
            fs::read(format!("/proc/{id}/cmdline")).is_ok_and(|line| line.starts_with(b"sleep"))
        };
        let process = std::iter::repeat_with(|| running.process())
            .find_map(|id| id.filter(is_sleep))
            .unwrap();
        drop(running);
        assert!(!folder.exists() && !is_sleep(&process));
    }
}
