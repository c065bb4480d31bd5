//! The server under measurement: its generated database, its process, its memory.

use super::client::agent;
use crate::guard::{Guard, Guarded};
use anyhow::{Context, Result, bail, ensure};
use std::fs;
use std::io::Write;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// The administrator who measures. Nobody else can reach the server.
pub(crate) const LOGIN: &str = "bench@fluxward.test";
pub(crate) const PASSWORD: &str = "Measured-4-Growth";

const START_WITHIN: Duration = Duration::from_mins(1);

/// A generated database in a folder of its own, removed when dropped.
pub(crate) struct Database {
    binary: PathBuf,
    pub(crate) folder: PathBuf,
    pub(crate) generated_in: Duration,
}

impl Database {
    /// Generates `users` people and one administrator.
    pub(crate) fn generate(binary: &Path, below: &Path, users: u64) -> Result<Self> {
        let folder = below.join(format!("data-{users}"));
        if folder.exists() {
            fs::remove_dir_all(&folder)
                .with_context(|| format!("removing {}", folder.display()))?;
        }
        fs::create_dir_all(&folder).with_context(|| format!("making {}", folder.display()))?;
        let mut database = Self { binary: binary.to_owned(), folder, generated_in: Duration::ZERO };
        let started = Instant::now();
        database.command(&["demo", "--users", &users.to_string()])?;
        database.generated_in = started.elapsed();
        let names = ["--email", LOGIN, "--username", "bench", "--full-name", "Bench"];
        database.command(&[&["admin", "create"], &names[..], &["--password-stdin"]].concat())?;
        Ok(database)
    }

    /// Serves it on a free port.
    pub(crate) fn serve(&self) -> Result<Server> {
        let port =
            TcpListener::bind("127.0.0.1:0").context("finding a free port")?.local_addr()?.port();
        let address = format!("http://127.0.0.1:{port}");
        let mut command = Command::new(&self.binary);
        command.current_dir(&self.folder).args(["serve", "--listen", &format!("127.0.0.1:{port}")]);
        command.args(["--public-url", &address, "--database-url", &self.url()]);
        let log = fs::File::create(self.folder.join("log"))?;
        let process =
            Guard::default().start(&command, (log.try_clone()?.into(), Stdio::from(log)))?;
        let server = Server { address, process };
        server.wait_until_ready(&self.folder)?;
        Ok(server)
    }

    /// One of the binary's commands, given the password.
    fn command(&self, arguments: &[&str]) -> Result<()> {
        let mut command = Command::new(&self.binary);
        command.args(arguments).env("FLUXWARD_DATABASE_URL", self.url()).current_dir(&self.folder);
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .context("cannot start the server")?;
        let mut input = child.stdin.take().context("the server has an input")?;
        // A command that asks for no password may be done before it reads one.
        let _ = writeln!(input, "{PASSWORD}");
        drop(input);
        ensure!(child.wait()?.success(), "`fluxward {}` failed", arguments.join(" "));
        Ok(())
    }

    fn url(&self) -> String {
        format!("sqlite://{}", self.folder.join("fluxward.db").display())
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.folder) {
            eprintln!("cannot remove {}: {error}", self.folder.display());
        }
    }
}

/// A running server.
pub(crate) struct Server {
    /// Where it answers, without a slash at the end.
    pub(crate) address: String,
    process: Guarded,
}

impl Server {
    /// Its resident memory, in megabytes of a million bytes.
    pub(crate) fn memory(&self) -> Result<f64> {
        let process = self.process.process().context("the server is not running")?;
        let status = fs::read_to_string(format!("/proc/{process}/status"))
            .context("reading the server's memory")?;
        resident(&status).context("the system does not tell the server's memory")
    }

    fn wait_until_ready(&self, folder: &Path) -> Result<()> {
        let started = Instant::now();
        let agent = agent();
        let ready = format!("{}/readyz", self.address);
        while !agent.get(&ready).call().is_ok_and(|answer| answer.status().is_success()) {
            if started.elapsed() > START_WITHIN {
                bail!(
                    "the server is not ready:\n{}",
                    fs::read_to_string(folder.join("log")).unwrap_or_default()
                );
            }
            sleep(Duration::from_millis(20));
        }
        Ok(())
    }
}

fn resident(status: &str) -> Option<f64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kibibytes: f64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kibibytes * 1024.0 / 1e6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_resident_memory_is_read() {
        let read = resident("Name:\tfluxward\nVmRSS:\t   39063 kB\n").unwrap();
        assert!((read - 40.0).abs() < 0.001);
    }
}
