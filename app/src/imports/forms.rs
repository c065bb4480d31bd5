//! The form of an import, and its answer, as a browser without scripts sends and gets them.

use fluxward_domain::imports::Report;
use serde::{Deserialize, Serialize};

/// The form of an import.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ImportForm {
    /// The table.
    pub csv: String,
    /// Whether it is only looked at: then it is not empty.
    pub check: String,
    /// Why.
    pub reason: String,
}

/// What became of a table, with the table where it is to be sent once more without scripts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checked {
    /// What became of it, or would.
    pub report: Report,
    /// The table, while it is short.
    #[serde(default)]
    pub csv: String,
}

impl Checked {
    /// As much as a cookie carries: the first lines, and the table when it is short.
    #[cfg(feature = "ssr")]
    pub(super) fn shortened(report: &Report, csv: &str) -> Self {
        const ROOM: usize = 1000;
        let mut room = ROOM;
        let fits = |told: &&fluxward_domain::imports::Told| {
            let link = told.link.as_ref().map_or(0, String::len);
            room = room.saturating_sub(told.email.len() + told.says.len() + link + 60);
            room > 0
        };
        let lines = report.lines.iter().take_while(fits).cloned().collect();
        let csv = if report.dry_run && csv.len() <= ROOM { csv.to_owned() } else { String::new() };
        Self { report: Report { lines, ..report.clone() }, csv }
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;
    use fluxward_domain::imports::{Outcome, Told};

    #[test]
    fn what_a_cookie_carries_is_short_and_counts_everything() {
        let told = |line| Told {
            line,
            email: format!("p{line}@example.com"),
            outcome: Outcome::Added,
            says: "Joins as Member.".into(),
            link: None,
        };
        let lines = (2..500).map(told).collect();
        let report = Report { dry_run: true, added: 498, lines, ..Report::default() };
        let short = Checked::shortened(&report, &"x".repeat(900));
        assert!(!short.report.lines.is_empty() && short.report.lines.len() < 15);
        assert_eq!((short.report.added, short.csv.len()), (498, 900));
        assert!(serde_json::to_string(&short).unwrap().len() < 2800);
        assert_eq!(Checked::shortened(&report, &"x".repeat(9000)).csv, "");
    }
}
