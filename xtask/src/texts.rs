//! What no file of the repository may say: addresses of package mirrors and paths of one machine.
//!
//! Such words work for whoever wrote them and for nobody else.

use crate::command::output;
use crate::workspace::Workspace;
use anyhow::{Result, bail};
use std::fs;
use std::process::Command;

/// Hosts that serve packages. In halves, so that this file passes its own check.
const HOSTS: [(&str, &str); 6] = [
    ("registry.npmjs", ".org"),
    ("registry.yarnpkg", ".com"),
    ("static.crates", ".io"),
    ("index.crates", ".io"),
    ("deb.debian", ".org"),
    ("files.pythonhosted", ".org"),
];

/// Folders that exist on one machine only, as the words that follow the first slash.
const FOLDERS: [&str; 3] = ["work", "root", "home"];

/// Fails when a tracked, or not ignored, text file says such a word.
pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    let mut git = Command::new("git");
    git.args(["ls-files", "--cached", "--others", "--exclude-standard"]);
    let files = output(git.current_dir(workspace.path("")))?;
    let mut found = Vec::new();
    for name in files.lines() {
        // Files deleted but not yet committed, and files that are no text, have nothing to say.
        let Ok(text) = fs::read_to_string(workspace.path(name)) else {
            continue;
        };
        found.extend(offences(name, &text));
    }
    if !found.is_empty() {
        bail!("these lines hold only on one machine:\n{}", found.join("\n"));
    }
    println!("{} files, none of them bound to one machine", files.lines().count());
    Ok(())
}

fn offences(name: &str, text: &str) -> Vec<String> {
    let lock = name.ends_with("package-lock.json");
    text.lines()
        .enumerate()
        .filter(|(_, line)| {
            names_host(line) || names_folder(line) || (lock && line.contains("\"resolved\":"))
        })
        .map(|(index, line)| format!("  {name}:{}: {}", index + 1, line.trim()))
        .collect()
}

fn names_host(line: &str) -> bool {
    HOSTS.iter().any(|(start, end)| {
        line.match_indices(start).any(|(at, _)| line[at + start.len()..].starts_with(end))
    })
}

/// An absolute path: nothing that a path could continue from stands before its slash.
fn names_folder(line: &str) -> bool {
    FOLDERS.iter().any(|folder| {
        let path = format!("/{folder}/");
        line.match_indices(&path).any(|(at, _)| !continues(line[..at].chars().next_back()))
    })
}

fn continues(before: Option<char>) -> bool {
    before.is_some_and(|character| character.is_alphanumeric() || ".-_~}*".contains(character))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_of_a_mirror_is_found() {
        let line = format!("resolved https://registry.npmjs{}/x.tgz", ".org");
        assert!(names_host(&line));
        assert!(!names_host("the registry of npm"));
    }

    #[test]
    fn an_absolute_path_of_one_machine_is_found() {
        assert!(names_folder(&format!("see `/{}/notes.md`", "root")));
        assert!(!names_folder("see `target/work/notes.md`"));
        assert!(!names_folder("GET /api/v1/work"));
    }

    #[test]
    fn a_lock_file_with_download_addresses_is_found() {
        let lock = "  \"resolved\": \"somewhere\"";
        assert_eq!(offences("end2end/package-lock.json", lock).len(), 1);
        assert!(offences("other.json", lock).is_empty());
    }
}
