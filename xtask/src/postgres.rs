//! A private PostgreSQL for one run: in a temporary folder, on a Unix socket, gone afterwards.
//!
//! It does not know what is tested against it. An address in `FLUXWARD_TEST_POSTGRES_URL` is used
//! instead, untouched.

use crate::command::{is_root, output, run, which};
use crate::guard::{Guard, Guarded};
use crate::packages;
use anyhow::{Context, Result, bail};
use std::ffi::OsString;
use std::os::unix::fs::{DirBuilderExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};
use std::{env, fs, process};

/// The variable through which tests find the server.
pub(crate) const URL_VARIABLE: &str = "FLUXWARD_TEST_POSTGRES_URL";

const START_WITHIN: Duration = Duration::from_mins(1);

/// Start a private PostgreSQL, run a command against it, remove it.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// The command; `FLUXWARD_TEST_POSTGRES_URL` holds the address.
    #[arg(required = true, trailing_var_arg = true)]
    command: Vec<OsString>,
}

/// Runs the command of `options` against a private server.
pub(crate) fn with_command(options: &Options) -> Result<()> {
    let (program, arguments) = options.command.split_first().context("no command given")?;
    let server = Postgres::start()?;
    run(Command::new(program).args(arguments).env(URL_VARIABLE, &server.url))
}

/// A server that tests may do anything to.
pub(crate) struct Postgres {
    /// Its address, in the form that libpq and sqlx read.
    pub(crate) url: String,
    _server: Option<Guarded>,
}

impl Postgres {
    /// Starts a fresh server, or takes the one that the environment names.
    pub(crate) fn start() -> Result<Self> {
        if let Ok(url) = env::var(URL_VARIABLE) {
            println!("using the server of {URL_VARIABLE}");
            return Ok(Self { url, _server: None });
        }
        let programs = find_or_install()?;
        let owner = owner()?;
        let folder = make_folder(owner)?;
        let server = start(&programs, &folder, owner).inspect_err(|_| {
            // The guardian removes the folder of a server that started; this one did not.
            let _ = fs::remove_dir_all(&folder);
        })?;
        let url = format!("postgres://postgres@localhost/postgres?host={}", folder.display());
        println!("PostgreSQL listens in {}", folder.display());
        Ok(Self { url, _server: Some(server) })
    }
}

/// The folder of `initdb` and `postgres`.
fn find_or_install() -> Result<PathBuf> {
    if let Some(found) = find() {
        return Ok(found);
    }
    packages::install("PostgreSQL", &["postgresql"])?;
    find().context(
        "PostgreSQL was installed but its `initdb` is not in /usr/lib/postgresql nor in PATH",
    )
}

/// The newest of Debian's versions side by side, else whatever is in `PATH`.
fn find() -> Option<PathBuf> {
    let mut versions: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin")))
        })
        .filter(|(_, folder)| folder.join("initdb").is_file())
        .collect();
    versions.sort();
    let newest = versions.pop().map(|(_, folder)| folder);
    newest.or_else(|| Some(which("initdb")?.canonicalize().ok()?.parent()?.to_owned()))
}

/// PostgreSQL refuses to run as root; its package brings a user for it.
fn owner() -> Result<Option<(u32, u32)>> {
    if !is_root() {
        return Ok(None);
    }
    let id = |kind| -> Result<u32> {
        let text = output(Command::new("id").args([kind, "postgres"]))
            .context("PostgreSQL does not run as root, and there is no user `postgres`: add one (useradd --system postgres)")?;
        text.parse().context("reading the id of the user `postgres`")
    };
    Ok(Some((id("-u")?, id("-g")?)))
}

fn make_folder(owner: Option<(u32, u32)>) -> Result<PathBuf> {
    let folder = env::temp_dir().join(format!("fluxward-postgres-{}", process::id()));
    fs::DirBuilder::new()
        .mode(0o700)
        .create(&folder)
        .with_context(|| format!("making {}", folder.display()))?;
    if let Some((user, group)) = owner {
        chown(&folder, Some(user), Some(group))
            .with_context(|| format!("handing {} to postgres", folder.display()))?;
    }
    Ok(folder)
}

fn start(programs: &Path, folder: &Path, owner: Option<(u32, u32)>) -> Result<Guarded> {
    let data = folder.join("data");
    let mut initdb = Command::new(programs.join("initdb"));
    initdb.args(["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]);
    initdb.arg("--pgdata").arg(&data).current_dir(folder);
    if let Some((user, group)) = owner {
        initdb.uid(user).gid(group);
    }
    output(&mut initdb)?;
    let mut postgres = Command::new(programs.join("postgres"));
    postgres.arg("-D").arg(&data).arg("-k").arg(folder).current_dir(folder);
    postgres.args(["-c", "listen_addresses=", "-c", "max_connections=300"]);
    // It is thrown away: nothing of it has to outlast a loss of power, and hundreds of databases
    // are made and dropped in it.
    postgres.args(["-c", "fsync=off", "-c", "full_page_writes=off"]);
    let log = folder.join("log");
    let file = fs::File::create(&log).with_context(|| format!("writing {}", log.display()))?;
    // SIGINT: finish at once, rolling back whoever is still connected.
    let guard = Guard { signal: Some("INT"), remove: Some(folder.to_owned()), owner };
    let server = guard.start(&postgres, (file.try_clone()?.into(), Stdio::from(file)))?;
    wait_until_ready(programs, folder, &log)?;
    Ok(server)
}

fn wait_until_ready(programs: &Path, folder: &Path, log: &Path) -> Result<()> {
    let started = Instant::now();
    let mut ready = Command::new(programs.join("pg_isready"));
    ready.arg("--quiet").arg("--host").arg(folder).current_dir(folder);
    while !ready.status().context("cannot start pg_isready")?.success() {
        if started.elapsed() > START_WITHIN {
            let said = fs::read_to_string(log).unwrap_or_default();
            bail!("PostgreSQL did not start within {} s:\n{said}", START_WITHIN.as_secs());
        }
        sleep(Duration::from_millis(50));
    }
    Ok(())
}
