//! `cargo xtask run --dev`: build, serve, and do it again when a file changes.
//!
//! Polling, not notifications: a few hundred files take a millisecond, on every system, and an
//! editor that renames while it saves confuses nobody.

use crate::guard::{Guard, Guarded};
use crate::run::{Options, Profile, build_server, serve_command};
use crate::site::{self, Flavour};
use crate::workspace::Workspace;
use anyhow::Result;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, SystemTime};

const WATCHED: [&str; 8] =
    ["app", "server", "frontend", "style", "public", "Cargo.toml", "Cargo.lock", "Leptos.toml"];

const PAUSE: Duration = Duration::from_millis(250);

/// When each watched file was last written.
type Times = BTreeMap<PathBuf, SystemTime>;

/// Serves, and serves what is newest. A build that fails leaves the server before it running.
pub(crate) fn serve(workspace: &Workspace, options: &Options) -> Result<()> {
    let mut serving: Option<Guarded> = None;
    loop {
        let seen = times(workspace);
        match build(workspace) {
            Ok(server) => {
                drop(serving.take());
                let command = serve_command(workspace, server, options);
                serving =
                    Some(Guard::default().start(&command, (Stdio::inherit(), Stdio::inherit()))?);
            }
            Err(error) => eprintln!("\nerror: {error:#}\nwaiting for a change"),
        }
        wait_for_change(workspace, &seen);
        println!("\nsomething changed; building");
    }
}

fn build(workspace: &Workspace) -> Result<PathBuf> {
    site::build(workspace, Flavour::Development)?;
    build_server(workspace, Profile::Development)
}

/// Returns once something differs from `seen` and nothing has been written for a moment.
fn wait_for_change(workspace: &Workspace, seen: &Times) {
    let mut last = times(workspace);
    loop {
        sleep(PAUSE);
        let now = times(workspace);
        if now == last && now != *seen {
            return;
        }
        last = now;
    }
}

fn times(workspace: &Workspace) -> Times {
    let mut times = Times::new();
    for name in WATCHED {
        collect(&workspace.path(name), &mut times);
    }
    times
}

/// A file that vanishes while we look is simply not there.
fn collect(path: &Path, times: &mut Times) {
    let Ok(about) = fs::metadata(path) else {
        return;
    };
    if about.is_dir() {
        for entry in fs::read_dir(path).into_iter().flatten().flatten() {
            collect(&entry.path(), times);
        }
    } else if let Ok(written) = about.modified() {
        times.insert(path.to_owned(), written);
    }
}
