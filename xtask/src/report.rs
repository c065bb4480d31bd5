//! What is going on: a heading before each step, its duration after it, and a summary at the end.

use anyhow::{Context, Result};
use std::time::{Duration, Instant};

/// The steps done so far.
#[derive(Default)]
pub(crate) struct Report {
    steps: Vec<(String, Duration)>,
}

impl Report {
    /// Does one step under its heading. An error carries the heading.
    pub(crate) fn step<T>(&mut self, name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
        println!("\n━━ {name} ━━");
        let started = Instant::now();
        let result = work().with_context(|| name.to_owned());
        let took = started.elapsed();
        self.steps.push((name.to_owned(), took));
        if result.is_ok() {
            println!("   {name}: done in {}", seconds(took));
        }
        result
    }

    /// Prints each step's duration and their sum.
    pub(crate) fn summary(&self) {
        println!("\n━━ summary ━━");
        for (name, took) in &self.steps {
            println!("{:>9}  {name}", seconds(*took));
        }
        println!("{:>9}  in all", seconds(self.steps.iter().map(|(_, took)| *took).sum()));
    }
}

fn seconds(duration: Duration) -> String {
    let all = duration.as_secs_f64();
    if all < 60.0 {
        return format!("{all:.1} s");
    }
    let whole = duration.as_secs();
    format!("{} m {:02} s", whole / 60, whole % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_well() {
        assert_eq!(seconds(Duration::from_millis(1_240)), "1.2 s");
        assert_eq!(seconds(Duration::from_secs(125)), "2 m 05 s");
    }

    #[test]
    fn an_error_carries_the_heading_of_its_step() {
        let mut report = Report::default();
        let result: Result<()> = report.step("lints", || anyhow::bail!("no"));
        assert_eq!(format!("{:#}", result.unwrap_err()), "lints: no");
    }
}
