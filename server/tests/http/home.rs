//! The binary itself, in a folder of its own.

use crate::client::Client;
use crate::databases::Storage;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdout, Command, Stdio};

const BINARY: &str = env!("CARGO_BIN_EXE_fluxward");

/// A place where commands run on one database.
pub(crate) struct Home {
    pub(crate) storage: Storage,
}

/// How a command ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) success: bool,
    pub(crate) out: String,
    pub(crate) trouble: String,
}

/// A serving process; killed when dropped.
pub(crate) struct Serving {
    process: Child,
    out: BufReader<ChildStdout>,
    pub(crate) client: Client,
}

impl Home {
    #[expect(clippy::unused_async, reason = "the same shape as on PostgreSQL")]
    pub(crate) async fn on_sqlite() -> Self {
        Self { storage: Storage::sqlite() }
    }

    pub(crate) async fn on_postgresql() -> Option<Self> {
        Some(Self { storage: Storage::postgresql().await? })
    }

    pub(crate) async fn end(self) {
        self.storage.remove().await;
    }

    /// A path below the folder.
    pub(crate) fn path(&self, name: &str) -> String {
        self.storage.folder.path().join(name).display().to_string()
    }

    fn prepare(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(BINARY);
        command.args(arguments).current_dir(self.storage.folder.path());
        command.env("FLUXWARD_DATABASE_URL", &self.storage.url);
        command.env("FLUXWARD_KEY_FILE", self.path("fluxward.key"));
        command.env("FLUXWARD_LISTEN", "127.0.0.1:0");
        command
    }

    /// Runs a command with `input` on its standard input.
    pub(crate) fn run(&self, arguments: &[&str], input: &str) -> Ended {
        let mut command = self.prepare(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the binary starts");
        // A command that asks for nothing may have closed its input.
        let _ = child.stdin.take().expect("an input").write_all(input.as_bytes());
        let output = child.wait_with_output().expect("the command ends");
        Ended {
            success: output.status.success(),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            trouble: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// Serves on a free port.
    pub(crate) fn serve(&self) -> Serving {
        self.serve_at("127.0.0.1:0")
    }

    /// Serves at an address.
    pub(crate) fn serve_at(&self, address: &str) -> Serving {
        let mut command = self.prepare(&["serve", "--listen", address]);
        let log = File::options().create(true).append(true).open(self.path("log")).expect("a log");
        let mut process =
            command.stdout(Stdio::piped()).stderr(log).spawn().expect("the binary starts");
        let mut out = BufReader::new(process.stdout.take().expect("an output"));
        let mut line = String::new();
        out.read_line(&mut line).expect("a line");
        let Some(url) = line.trim().strip_prefix("Fluxward is running at http://") else {
            panic!("it did not start: {line} {}", self.log());
        };
        let client = Client::new(url.parse().expect("an address"));
        Serving { process, out, client }
    }

    /// Everything that the servers of this folder have logged.
    pub(crate) fn log(&self) -> String {
        std::fs::read_to_string(self.path("log")).unwrap_or_default()
    }
}

impl Ended {
    /// Passes the output on when the command did what it was asked.
    #[track_caller]
    pub(crate) fn done(self) -> String {
        assert!(self.success, "{self:?}");
        self.out
    }

    /// Passes when the command failed with one helpful line.
    #[track_caller]
    pub(crate) fn failed(self, word: &str) {
        assert!(!self.success, "{self:?}");
        assert!(
            self.trouble.starts_with("fluxward: ") && self.trouble.trim().lines().count() == 1,
            "{self:?}"
        );
        assert!(self.trouble.contains(word), "{word}: {self:?}");
        assert!(!self.trouble.contains("panicked"), "{self:?}");
    }
}

impl Serving {
    /// The link that the first start prints.
    pub(crate) fn setup_token(&mut self) -> String {
        let mut line = String::new();
        self.out.read_line(&mut line).expect("a line");
        line.trim().rsplit_once("/setup?token=").expect("a link").1.to_owned()
    }

    /// Sends a signal by its name, and waits for the end; answers whether it was a clean one.
    pub(crate) fn signal(mut self, name: &str) -> bool {
        let id = self.process.id().to_string();
        let sent = Command::new("kill").args(["-s", name, &id]).status().expect("kill");
        assert!(sent.success());
        let ended = self.process.wait().expect("an end");
        let mut rest = String::new();
        self.out.read_to_string(&mut rest).expect("the rest of the output");
        ended.success()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
