//! The promises and their proofs: every row of `end2end/acceptance.md` names tests that exist.
//!
//! Whether those tests pass is the business of the steps that run them.
//!
//! A row's last cell says `later`, or one or more proofs with `;` between them; with `later` among
//! the proofs, a part of the promise is not yet due:
//! `server/tests: a_viewer_cannot_disable_anyone` is a test function below that folder,
//! `end2end: story.spec.ts "an administrator ticks a box"` a test of that title in that file.

use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::fs;
use std::ops::RangeInclusive;
use std::path::Path;

const FILE: &str = "end2end/acceptance.md";

/// The rows that must be there. Numbers are stable: a row is never renumbered, none is dropped.
const ROWS: [RangeInclusive<u32>; 3] = [1..=80, 101..=116, 201..=202];

/// What a row's last cell says.
#[derive(Debug, PartialEq, Eq)]
enum Proof {
    /// Not yet due.
    Later,
    /// A Rust test somewhere below a folder.
    Function { folder: String, name: String },
    /// A browser test, by its title.
    Title { file: String, title: String },
}

/// Fails when a row is missing, says nothing, or names a test that is not there.
pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    let text =
        fs::read_to_string(workspace.path(FILE)).with_context(|| format!("reading {FILE}"))?;
    let (passed, later, failures) = judge(&text, |proof| exists(workspace, proof));
    for failure in &failures {
        println!("  {failure}");
    }
    println!("acceptance: {passed} passed, {} failed ({later} rows not yet due)", failures.len());
    if !failures.is_empty() {
        bail!("{} rows of {FILE} are not proved", failures.len());
    }
    Ok(())
}

/// How many rows are proved, how many are not yet due, and what is wrong with the others.
fn judge(text: &str, exists: impl Fn(&Proof) -> bool) -> (usize, usize, Vec<String>) {
    let (mut passed, mut later, mut failures) = (0, 0, Vec::new());
    let rows = rows(text, &mut failures);
    for number in ROWS.into_iter().flatten() {
        match rows.get(&number).map(|cell| proofs(cell)) {
            None => failures.push(format!("row {number} is missing")),
            Some(Err(error)) => failures.push(format!("row {number}: {error}")),
            Some(Ok(proofs)) => match proofs.iter().find(|proof| !exists(proof)) {
                Some(missing) => failures.push(format!("row {number}: there is no {missing:?}")),
                None if proofs.contains(&Proof::Later) => later += 1,
                None => passed += 1,
            },
        }
    }
    (passed, later, failures)
}

/// The last cell of every row that starts with a number.
fn rows<'a>(text: &'a str, failures: &mut Vec<String>) -> BTreeMap<u32, &'a str> {
    let mut rows = BTreeMap::new();
    for line in text.lines() {
        let Some(cells) = line.trim().strip_prefix('|').and_then(|rest| rest.strip_suffix('|'))
        else {
            continue;
        };
        let mut cells = cells.split('|').map(str::trim);
        let Some(Ok(number)) = cells.next().map(str::parse) else {
            continue;
        };
        if rows.insert(number, cells.next_back().unwrap_or_default()).is_some() {
            failures.push(format!("row {number} is there twice"));
        }
    }
    rows
}

fn proofs(cell: &str) -> Result<Vec<Proof>> {
    outside_quotes(cell).into_iter().map(proof).collect()
}

/// Splits at `;`, but not inside a title.
fn outside_quotes(cell: &str) -> Vec<&str> {
    let mut quoted = false;
    cell.split(|character| {
        quoted ^= character == '"';
        character == ';' && !quoted
    })
    .map(str::trim)
    .collect()
}

fn proof(text: &str) -> Result<Proof> {
    if text == "later" {
        return Ok(Proof::Later);
    }
    let text = text.replace('`', "");
    let (folder, name) = text
        .split_once(": ")
        .with_context(|| format!("`{text}` is no proof: say `folder: test` or `later`"))?;
    if folder != "end2end" {
        return Ok(Proof::Function { folder: folder.to_owned(), name: name.trim().to_owned() });
    }
    let (file, title) =
        name.split_once('"').with_context(|| format!("`{text}` has no title in quotes"))?;
    let title =
        title.strip_suffix('"').with_context(|| format!("`{text}` has no closing quote"))?;
    Ok(Proof::Title { file: file.trim().to_owned(), title: title.to_owned() })
}

fn exists(workspace: &Workspace, proof: &Proof) -> bool {
    match proof {
        Proof::Later => true,
        Proof::Function { folder, name } => is_function_below(&workspace.path(folder), name),
        Proof::Title { file, title } => fs::read_to_string(workspace.path("end2end").join(file))
            .is_ok_and(|source| is_title_in(&source, title)),
    }
}

fn is_function_below(folder: &Path, name: &str) -> bool {
    fs::read_dir(folder).into_iter().flatten().flatten().any(|entry| {
        let path = entry.path();
        if path.is_dir() {
            return is_function_below(&path, name);
        }
        path.extension().is_some_and(|extension| extension == "rs")
            && fs::read_to_string(&path).is_ok_and(|source| is_function_in(&source, name))
    })
}

fn is_function_in(source: &str, name: &str) -> bool {
    let declared = format!("fn {name}");
    source.match_indices(&declared).any(|(at, _)| {
        let next = source[at + declared.len()..].chars().next();
        next.is_some_and(|next| !next.is_alphanumeric() && next != '_')
    })
}

/// A skipped test is no proof: only `test(` counts, not `test.skip(`.
fn is_title_in(source: &str, title: &str) -> bool {
    ['\'', '"', '`'].into_iter().any(|quote| {
        source
            .split("test(")
            .skip(1)
            .any(|after| after.trim_start().starts_with(&format!("{quote}{title}{quote}")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All rows, each with this last cell.
    fn table(cell: &str) -> String {
        let row = |number: u32| format!("| {number} | a promise | {cell} |");
        let rows: Vec<_> = ROWS.into_iter().flatten().map(row).collect();
        rows.join("\n")
    }

    #[test]
    fn the_last_cell_of_a_row_is_its_proof() {
        let text = "| row | promise | from | proved by |\n|---|---|---|---|\n| 7 | Invites. | A | later |\n";
        assert_eq!(rows(text, &mut Vec::new()), BTreeMap::from([(7, "later")]));
    }

    #[test]
    fn a_cell_may_hold_several_proofs() {
        let proofs =
            proofs("server/tests: a_test; end2end: story.spec.ts \"ticks; unticks\"").unwrap();
        let function = Proof::Function { folder: "server/tests".into(), name: "a_test".into() };
        let title = Proof::Title { file: "story.spec.ts".into(), title: "ticks; unticks".into() };
        assert_eq!(proofs, [function, title]);
    }

    #[test]
    fn an_empty_cell_is_refused() {
        assert!(proofs("").is_err());
    }

    #[test]
    fn a_function_counts_only_by_its_whole_name() {
        assert!(is_function_in("async fn a_viewer_waits() {}", "a_viewer_waits"));
        assert!(!is_function_in("fn a_viewer_waits_long() {}", "a_viewer_waits"));
    }

    #[test]
    fn a_skipped_browser_test_is_no_proof() {
        assert!(is_title_in("test(\n  'signs in', async () => {})", "signs in"));
        assert!(!is_title_in("test.skip('signs in', async () => {})", "signs in"));
    }

    #[test]
    fn missing_and_doubled_rows_are_named() {
        let all = table("later").replace("| 3 |", "| three |");
        let (_, later, failures) = judge(&format!("{all}\n| 5 | x | later |"), |_| true);
        assert_eq!(later, 97);
        assert_eq!(failures, ["row 5 is there twice", "row 3 is missing"]);
    }

    #[test]
    fn a_row_of_which_a_part_is_not_due_names_what_proves_the_rest() {
        let all = table("server/tests: t; later");
        assert_eq!(judge(&all, |_| true), (0, 98, Vec::new()));
        let there = |proof: &Proof| *proof == Proof::Later;
        assert_eq!(judge(&all, there).2.len(), 98);
    }

    #[test]
    fn a_test_that_is_not_there_fails_its_row() {
        let all = table("server/tests: t");
        let (passed, _, failures) = judge(&all, |_| false);
        assert_eq!((passed, failures.len()), (0, 98));
    }
}
