//! `cargo xtask bench`: how fast the console is, and how its times grow with the number of people.
//!
//! Times are taken over HTTP on one kept-open connection, against the release server on SQLite.
//! Machines differ, so nothing fails on a time: what counts is the growth from one size to the next
//! in one run. The site's budgets are the exception: bytes are the same everywhere.

mod client;
mod crowd;
mod deciding;
mod figures;
mod inside;
mod jobs;
mod server;

use crate::run::{Profile, build_server};
use crate::site::{self, Flavour};
use crate::workspace::Workspace;
use anyhow::{Context, Result};
use figures::{Figures, Measured};
use std::fs;
use std::path::Path;

/// Measure at growing sizes.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Small sizes and few samples: a minute instead of many.
    #[arg(long)]
    quick: bool,
    /// The numbers of people to measure with, instead of the usual ones.
    #[arg(long, value_delimiter = ',')]
    users: Vec<u64>,
}

const SIZES: [u64; 3] = [1_000, 100_000, 1_000_000];
const QUICK_SIZES: [u64; 2] = [1_000, 10_000];

/// How often each job is timed.
const SAMPLES: usize = 500;
const QUICK_SAMPLES: usize = 100;

/// Builds, measures each size, prints the table, writes the figures.
pub(crate) fn bench(workspace: &Workspace, options: &Options) -> Result<()> {
    site::build(workspace, Flavour::Release)?;
    let binary = build_server(workspace, Profile::Release)?;
    let folder = workspace.path("target/bench");
    fs::create_dir_all(&folder).with_context(|| format!("making {}", folder.display()))?;
    let mut figures = Figures::default();
    for users in sizes(options) {
        println!("\n━━ {users} people ━━");
        figures.sizes.push(measure(&binary, &folder, users, options.samples())?);
    }
    figures.print();
    figures.write(&folder.join("figures.json"))?;
    site::enforce_budgets(workspace)
}

impl Options {
    fn samples(&self) -> usize {
        if self.quick { QUICK_SAMPLES } else { SAMPLES }
    }
}

fn sizes(options: &Options) -> Vec<u64> {
    match (options.users.is_empty(), options.quick) {
        (false, _) => options.users.clone(),
        (true, true) => QUICK_SIZES.to_vec(),
        (true, false) => SIZES.to_vec(),
    }
}

fn measure(binary: &Path, folder: &Path, users: u64, samples: usize) -> Result<Measured> {
    let database = server::Database::generate(binary, folder, users)?;
    println!("generated in {:.1} s", database.generated_in.as_secs_f64());
    let fsync = figures::fsync(&database.folder)?;
    let server = database.serve()?;
    let idle = server.memory()?;
    let prepared = jobs::Jobs::prepare(&server.address, users)?;
    let mut jobs = prepared.time_all(samples)?;
    let worked_megabytes = server.memory()?;
    jobs.push(prepared.time_sign_in()?);
    jobs.push(deciding::job(users, samples));
    let rates = vec![
        deciding::rate(users, samples),
        crowd::rate(&server.address, &prepared.evaluation(), samples)?,
    ];
    Ok(Measured {
        users,
        generated_in_seconds: database.generated_in.as_secs_f64(),
        fsync,
        idle_megabytes: idle,
        worked_megabytes,
        jobs,
        rates,
    })
}
