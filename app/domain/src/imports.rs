//! Imports of people as they travel: what is asked for, and what became of it, line by line.
//!
//! Reading the file is the server's; here is what both sides must know of it.

use crate::text;
use serde::{Deserialize, Serialize};

/// Most lines of one file. All of them are one change, and every other change waits for it: no
/// longer than it would wait without being refused.
pub const LINES_MAX: usize = 5_000;
/// Most bytes of one file.
pub const BYTES_MAX: usize = 16 * 1024 * 1024;
/// Most lines that an answer tells one by one.
pub const TOLD_MAX: usize = 1000;

/// The columns that a file may have, in any order; only `email` must be there.
pub const COLUMNS: [&str; 12] = [
    "email",
    "full_name",
    "first_name",
    "last_name",
    "username",
    "role",
    "privileges",
    "roles",
    "workspaces",
    "projects",
    "teams",
    "expires_at",
];

/// Columns that an export has besides: they are passed over.
pub const PASSED_OVER: [&str; 5] =
    ["status", "platform_administrator", "created_at", "joined_at", "last_sign_in_at"];

/// How an import is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, garde::Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct ImportQuery {
    /// Only tells what would be done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[garde(skip)]
    pub dry_run: Option<bool>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[garde(custom(text::reason))]
    pub reason: Option<String>,
}

/// What becomes of a line, in the order in which they are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Something is wrong with it: nothing at all is imported.
    Wrong,
    /// The person gets an account, to be activated by mail, and is a member.
    Created,
    /// The person gets an invitation.
    Invited,
    /// The person has an account and becomes a member.
    Added,
    /// The person is a member and is given something more, or something else.
    Changed,
    /// Everything is as the line says.
    Unchanged,
}

impl Outcome {
    /// The word that people see.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Wrong => "Wrong",
            Self::Created => "New account",
            Self::Invited => "Invited",
            Self::Added => "Added",
            Self::Changed => "Changed",
            Self::Unchanged => "Unchanged",
        }
    }
}

/// What becomes of one line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Told {
    /// Its number in the file; the header is 1.
    pub line: i64,
    /// The address in it.
    pub email: String,
    /// What becomes of it.
    pub outcome: Outcome,
    /// What is done, or what is wrong.
    pub says: String,
    /// For whoever is new, the link to hand over, only while no mail server is configured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
}

/// What became of a file, or would become of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Report {
    /// Whether it only tells what would be done.
    pub dry_run: bool,
    /// Lines that something is wrong with. While there is one, nothing is imported.
    pub wrong: i64,
    /// New accounts.
    pub created: i64,
    /// Invitations.
    pub invited: i64,
    /// People with an account who become members.
    pub added: i64,
    /// Members who are changed.
    pub changed: i64,
    /// Members who are as their line says.
    pub unchanged: i64,
    /// The lines, the wrong ones first; at most 1,000.
    pub lines: Vec<Told>,
}

impl Report {
    /// Counts a line.
    pub const fn count(&mut self, outcome: Outcome) {
        let counter = match outcome {
            Outcome::Wrong => &mut self.wrong,
            Outcome::Created => &mut self.created,
            Outcome::Invited => &mut self.invited,
            Outcome::Added => &mut self.added,
            Outcome::Changed => &mut self.changed,
            Outcome::Unchanged => &mut self.unchanged,
        };
        *counter += 1;
    }

    /// How many people it does something to.
    pub const fn people(&self) -> i64 {
        self.created + self.invited + self.added + self.changed
    }

    /// The counts that are not zero, in words: "2 new accounts, 1 unchanged".
    pub fn counts(&self) -> String {
        let all = [
            (self.wrong, "wrong"),
            (self.created, "new accounts"),
            (self.invited, "invited"),
            (self.added, "added"),
            (self.changed, "changed"),
            (self.unchanged, "unchanged"),
        ];
        let told = all.iter().filter(|(count, _)| *count > 0).map(|(count, word)| match *count {
            1 => format!("1 {}", word.trim_end_matches('s')),
            count => format!("{count} {word}"),
        });
        told.collect::<Vec<_>>().join(", ")
    }
}

/// Characters that make a spreadsheet take a cell for a formula when they stand first.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A cell that no spreadsheet takes for a formula: an apostrophe stands before what would be one.
pub fn guarded(cell: &str) -> String {
    if is_formula(cell) { format!("'{cell}") } else { cell.to_owned() }
}

/// The cell that [`guarded`] made this of.
pub fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| is_formula(rest)).unwrap_or(cell)
}

/// Whether it would be a formula, behind whatever apostrophes.
fn is_formula(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(FORMULA)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_cell_comes_back_as_it_was(cell in "['=+@\t\r-]{0,4}\\PC{0,12}") {
            let written = guarded(&cell);
            prop_assert!(!written.starts_with(FORMULA));
            prop_assert_eq!(unguarded(&written), &cell);
        }
    }

    #[test]
    fn only_what_would_be_a_formula_is_touched() {
        assert_eq!(guarded("=1+1"), "'=1+1");
        assert_eq!(guarded("O'Neill"), "O'Neill");
        assert_eq!(unguarded("'t Hooft"), "'t Hooft");
    }

    #[test]
    fn counts_are_told_in_words_without_the_zeros() {
        let mut report = Report::default();
        for outcome in [Outcome::Created, Outcome::Created, Outcome::Wrong, Outcome::Unchanged] {
            report.count(outcome);
        }
        assert_eq!(report.counts(), "1 wrong, 2 new accounts, 1 unchanged");
        assert_eq!(report.people(), 2);
    }
}
