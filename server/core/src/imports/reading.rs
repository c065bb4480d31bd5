//! Reading a file of people: from bytes to lines, each with what is wrong with it.
//!
//! Comma, semicolon and tab separate; the header says which. Whoever is named, and whether they
//! may be given it, is not asked here.

mod cells;
#[cfg(test)]
mod tests;

use crate::text;
use cells::{Cells, Columns};
use csv::{ReaderBuilder, StringRecord};
use fluxward_domain::imports::LINES_MAX;
use fluxward_domain::members::WorkspaceRoles;
use fluxward_domain::privileges::Privilege;
use fluxward_domain::roles::BaseRole;
use fluxward_domain::{AppError, Moment};
use std::collections::HashMap;

/// Most bytes of one line.
const LINE_MAX: usize = 10_000;

/// What one line asks for; what it leaves out stays as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) number: i64,
    pub(super) email: String,
    /// The canonical form of the address.
    pub(super) key: String,
    pub(super) full_name: Option<String>,
    /// First and last name.
    pub(super) names: (Option<String>, Option<String>),
    pub(super) username: Option<String>,
    pub(super) role: Option<BaseRole>,
    /// The boxes; an empty list for none.
    pub(super) privileges: Option<Vec<Privilege>>,
    pub(super) roles: Vec<String>,
    pub(super) workspaces: Vec<WorkspaceRoles>,
    /// Each project with the one role there.
    pub(super) projects: Vec<(String, String)>,
    pub(super) teams: Vec<String>,
    /// The end of the membership: `Some(None)` takes it away.
    #[expect(clippy::option_option, reason = "not given, never, or a moment; as in EditMember")]
    pub(super) expires_at: Option<Option<Moment>>,
}

/// A line that something is wrong with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wrong {
    pub(super) number: i64,
    pub(super) email: String,
    pub(super) message: String,
}

/// Reads every line that is not empty. What is wrong with the file as a whole is an error.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Result<Line, Wrong>>, AppError> {
    let text = decoded(bytes)?;
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator(text))
        .from_reader(text.as_bytes());
    let (mut record, mut columns, mut lines) = (StringRecord::new(), None, Vec::new());
    let mut seen: HashMap<String, i64> = HashMap::new();
    while reader.read_record(&mut record).map_err(|_| unreadable())? {
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let Some(columns) = &columns else {
            columns = Some(Columns::of(&record)?);
            continue;
        };
        if lines.len() == LINES_MAX {
            let sentence = "Import at most 5,000 people at once. Split the file.";
            return Err(AppError::field("csv", sentence));
        }
        let number = number(text, &record);
        lines.push(one(columns, &record, number, &mut seen));
    }
    if lines.is_empty() {
        let sentence = "There is nobody in this file. Put the columns' names into the first line, and one person into each line below.";
        return Err(AppError::field("csv", sentence));
    }
    Ok(lines)
}

fn one(
    columns: &Columns,
    record: &StringRecord,
    number: i64,
    seen: &mut HashMap<String, i64>,
) -> Result<Line, Wrong> {
    let cells = Cells::new(columns, record);
    let email: String = cells.text("email").unwrap_or_default();
    let shown = || email.chars().filter(|c| !c.is_control()).take(254).collect::<String>();
    let wrong = |message: String| Wrong { number, email: shown(), message };
    if record.as_slice().len() > LINE_MAX {
        let sentence =
            "This line is longer than 10,000 bytes. Perhaps a quotation mark is not closed.";
        return Err(wrong(sentence.to_owned()));
    }
    let key = text::email_key(&email).ok();
    let first = key.as_ref().and_then(|key| seen.insert(key.clone(), number));
    let line = cells.line(number, email.clone(), key.unwrap_or_default()).map_err(&wrong)?;
    if let Some(first) = first {
        return Err(wrong(format!("This address stands in line {first} already.")));
    }
    Ok(line)
}

/// The text of a file in UTF-8, with or without a mark in front.
fn decoded(bytes: &[u8]) -> Result<&str, AppError> {
    let is_wide = [&[0xFF, 0xFE], &[0xFE, 0xFF]].into_iter().any(|mark| bytes.starts_with(mark));
    if is_wide || bytes.contains(&0) {
        let sentence =
            "This file is UTF-16, or no text at all. Save it as “CSV UTF-8” and import that.";
        return Err(AppError::field("csv", sentence));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| foreign(bytes, error.valid_up_to()))?;
    // A browser that reads a file puts this where it could not.
    if let Some(at) = text.find(char::REPLACEMENT_CHARACTER) {
        return Err(foreign(bytes, at));
    }
    Ok(text.strip_prefix('\u{FEFF}').unwrap_or(text))
}

fn foreign(bytes: &[u8], at: usize) -> AppError {
    let line = bytes[..at].split(|byte| *byte == b'\n').count();
    let sentence = format!(
        "Line {line} has characters that are not UTF-8. Save the file as “CSV UTF-8” and import that."
    );
    AppError::field("csv", sentence)
}

fn unreadable() -> AppError {
    AppError::field("csv", "This file cannot be read as a table. Save it as “CSV UTF-8”.")
}

/// What separates the cells of the header.
fn separator(text: &str) -> u8 {
    let header = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |separator: u8| header.bytes().filter(|byte| *byte == separator).count();
    // Of those that stand there as often, the last one: the comma, where nothing does.
    [b'\t', b';', b','].into_iter().max_by_key(|separator| count(*separator)).unwrap_or(b',')
}

/// The number of the line that a record begins in. The reader tells where it began to look, which
/// may be before empty lines.
fn number(text: &str, record: &StringRecord) -> i64 {
    let Some(position) = record.position() else { return 0 };
    let start = usize::try_from(position.byte()).unwrap_or(usize::MAX).min(text.len());
    let skipped = text.as_bytes()[start..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
    let skipped = skipped.filter(|byte| **byte == b'\n').count();
    i64::try_from(position.line()).unwrap_or_default() + i64::try_from(skipped).unwrap_or_default()
}
