//! Percentiles, growth, and how they are shown and kept.

use anyhow::{Context, Result};
use serde::Serialize;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

/// Everything of one run.
#[derive(Default, Serialize)]
pub(crate) struct Figures {
    pub(crate) sizes: Vec<Measured>,
}

/// What was measured with one number of people. Times in milliseconds, memory in megabytes.
#[derive(Serialize)]
pub(crate) struct Measured {
    pub(crate) users: u64,
    pub(crate) generated_in_seconds: f64,
    /// What the disk itself takes to keep a small write.
    pub(crate) fsync: Percentiles,
    pub(crate) idle_megabytes: f64,
    pub(crate) worked_megabytes: f64,
    pub(crate) jobs: Vec<Job>,
    pub(crate) rates: Vec<Rate>,
}

/// How many of one job were done in a second.
#[derive(Serialize)]
pub(crate) struct Rate {
    pub(crate) name: String,
    pub(crate) per_second: f64,
}

/// One job's times.
#[derive(Serialize)]
pub(crate) struct Job {
    pub(crate) name: String,
    pub(crate) times: Percentiles,
}

/// Milliseconds that half, 95 and 99 of a hundred stayed within.
#[derive(Serialize, Clone, Copy)]
pub(crate) struct Percentiles {
    p50: f64,
    p95: f64,
    p99: f64,
}

impl Percentiles {
    /// Nearest rank. Nothing measured gives zeros.
    pub(crate) fn of(mut times: Vec<Duration>) -> Self {
        times.sort();
        let within = |percent: usize| {
            let rank = (times.len() * percent).div_ceil(100).max(1);
            times.get(rank - 1).map_or(0.0, |time| time.as_secs_f64() * 1e3)
        };
        Self { p50: within(50), p95: within(95), p99: within(99) }
    }
}

impl Rate {
    /// `count` of them were done since `started`.
    pub(crate) fn since(name: String, count: usize, started: Instant) -> Self {
        let count = f64::from(u32::try_from(count).unwrap_or(u32::MAX));
        Self { name, per_second: count / started.elapsed().as_secs_f64() }
    }
}

impl Figures {
    /// Prints a table for each size, and how the times grow between the smallest and the largest.
    pub(crate) fn print(&self) {
        for size in &self.sizes {
            println!(
                "\n{:<24}{:>10}{:>10}{:>10}  ms",
                format!("{} people", size.users),
                "p50",
                "p95",
                "p99"
            );
            row("one fsync", size.fsync);
            size.jobs.iter().for_each(|job| row(&job.name, job.times));
            for rate in &size.rates {
                println!("{:<24}{:>10.0}  a second", rate.name, rate.per_second);
            }
            println!(
                "memory: {:.0} MB idle, {:.0} MB after this",
                size.idle_megabytes, size.worked_megabytes
            );
        }
        let (Some(first), Some(last)) = (self.sizes.first(), self.sizes.last()) else {
            return;
        };
        if first.users == last.users {
            return;
        }
        println!(
            "\ngrowth of p50 from {} to {} people, as the exponent of n",
            first.users, last.users
        );
        for (name, exponent) in growths(first, last) {
            println!("{name:<24}{exponent:>10.2}");
        }
    }

    /// Writes everything as JSON.
    pub(crate) fn write(&self, file: &Path) -> Result<()> {
        fs::write(file, serde_json::to_vec_pretty(self)?)
            .with_context(|| format!("writing {}", file.display()))?;
        println!("\nwritten to {}", file.display());
        Ok(())
    }
}

fn row(name: &str, times: Percentiles) {
    println!("{name:<24}{:>10.3}{:>10.3}{:>10.3}", times.p50, times.p95, times.p99);
}

/// Times grow as n to the power of this.
fn growths<'a>(first: &'a Measured, last: &'a Measured) -> Vec<(&'a str, f64)> {
    let with = |measured: &Measured| f64::from(u32::try_from(measured.users).unwrap_or(u32::MAX));
    let sizes = (with(last) / with(first)).ln();
    let both = first.jobs.iter().filter_map(|job| {
        let later = last.jobs.iter().find(|other| other.name == job.name)?;
        Some((job.name.as_str(), (later.times.p50 / job.times.p50).ln() / sizes))
    });
    both.collect()
}

/// How long the disk takes to keep four kilobytes, in the folder of the database.
pub(crate) fn fsync(folder: &Path) -> Result<Percentiles> {
    let path = folder.join("fsync");
    let mut file =
        fs::File::create(&path).with_context(|| format!("writing {}", path.display()))?;
    let times = (0..200).map(|_| {
        let started = Instant::now();
        file.write_all(&[0; 4096])?;
        file.sync_data()?;
        Ok(started.elapsed())
    });
    let times = times.collect::<std::io::Result<Vec<_>>>().context("measuring the disk")?;
    fs::remove_file(&path)?;
    Ok(Percentiles::of(times))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(users: u64, milliseconds: u64) -> Measured {
        let times = Percentiles::of(vec![Duration::from_millis(milliseconds)]);
        let jobs = vec![Job { name: "list".into(), times }];
        Measured {
            users,
            generated_in_seconds: 0.0,
            fsync: times,
            idle_megabytes: 0.0,
            worked_megabytes: 0.0,
            jobs,
            rates: Vec::new(),
        }
    }

    #[test]
    fn percentiles_are_of_the_nearest_rank() {
        let times = Percentiles::of((1..=100).map(Duration::from_millis).collect());
        assert_eq!(format!("{:.0} {:.0} {:.0}", times.p50, times.p95, times.p99), "50 95 99");
    }

    #[test]
    fn a_time_that_doubles_with_four_times_the_people_grows_by_the_root() {
        let growth = growths(&measured(1_000, 10), &measured(4_000, 20))[0].1;
        assert!((growth - 0.5).abs() < 1e-9);
    }
}
