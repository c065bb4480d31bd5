//! A part of the site, kept in `target/site-parts` until its input changes.

use super::{Flavour, compression};
use crate::workspace::Workspace;
use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Raised when the same input must give another output than before.
const FORMAT: &str = "1";

/// The names that the server knows, and where each file lies in the site.
pub(crate) type Names = BTreeMap<String, String>;

/// A finished part.
pub(crate) struct Part {
    /// Holds the files at the paths they have in the site.
    pub(crate) files: PathBuf,
    pub(crate) names: Names,
}

/// One file of a part, before it is written.
pub(crate) struct File {
    /// The name that the server knows.
    pub(crate) name: String,
    /// Where it lies in the site.
    pub(crate) path: String,
    pub(crate) bytes: Vec<u8>,
}

/// A digest of everything that a part is made from.
pub(crate) struct Key(Sha256);

impl Key {
    /// The key of a part that is made from nothing yet.
    pub(crate) fn new() -> Self {
        let mut key = Self(Sha256::new());
        key.add(FORMAT);
        key
    }

    /// Adds an input. Its length goes first, so that inputs cannot run into each other.
    pub(crate) fn add(&mut self, input: impl AsRef<[u8]>) {
        let input = input.as_ref();
        self.0.update((input.len() as u64).to_be_bytes());
        self.0.update(input);
    }

    /// Adds all files of a folder, with their names. A missing folder adds nothing.
    pub(crate) fn add_folder(&mut self, folder: &Path) -> Result<()> {
        for file in files_below(folder)? {
            self.add(file.to_string_lossy().as_bytes());
            self.add(
                fs::read(folder.join(&file))
                    .with_context(|| format!("reading {}", file.display()))?,
            );
        }
        Ok(())
    }

    fn finish(self) -> String {
        hexadecimal(&self.0.finalize())
    }
}

/// Returns the part of this name, made by `build` unless the last one had the same key.
pub(crate) fn part(
    workspace: &Workspace,
    (name, flavour): (&str, Flavour),
    key: Key,
    build: impl FnOnce(&Path) -> Result<Vec<File>>,
) -> Result<Part> {
    let folder = workspace.path("target/site-parts").join(format!("{name}-{}", flavour.word()));
    let files = folder.join("files");
    let key = key.finish();
    if fs::read_to_string(folder.join("key")).is_ok_and(|kept| kept == key) {
        let names = fs::read_to_string(folder.join("names.json")).context("reading a kept part")?;
        return Ok(Part { files, names: serde_json::from_str(&names)? });
    }
    remove(&folder)?;
    let scratch = folder.join("scratch");
    fs::create_dir_all(&scratch).with_context(|| format!("making {}", scratch.display()))?;
    let made = build(&scratch)?;
    let names = keep(&files, &made, flavour)?;
    remove(&scratch)?;
    fs::write(folder.join("names.json"), serde_json::to_vec(&names)?)?;
    // Last: a part without its key is made again.
    fs::write(folder.join("key"), key)?;
    Ok(Part { files, names })
}

fn keep(folder: &Path, made: &[File], flavour: Flavour) -> Result<Names> {
    fs::create_dir_all(folder)?;
    let mut names = Names::new();
    for file in made {
        let path = folder.join(&file.path);
        fs::create_dir_all(path.parent().context("a file lies in a folder")?)?;
        fs::write(&path, &file.bytes).with_context(|| format!("writing {}", path.display()))?;
        if flavour == Flavour::Release {
            compression::compress_beside(&path, &file.bytes)?;
        }
        names.insert(file.name.clone(), file.path.clone());
    }
    Ok(names)
}

/// `fluxward.css` in `pkg` → `pkg/fluxward.0123456789ab.css`, after its content.
pub(crate) fn hashed(folder: &str, name: &str, bytes: Vec<u8>) -> File {
    let digest = hexadecimal(&Sha256::digest(&bytes)[..6]);
    let path = match name.rsplit_once('.') {
        Some((stem, extension)) => format!("{folder}/{stem}.{digest}.{extension}"),
        None => format!("{folder}/{name}.{digest}"),
    };
    File { name: name.to_owned(), path, bytes }
}

/// All files below a folder, as paths relative to it, sorted. A missing folder has none.
pub(crate) fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut open = vec![PathBuf::new()];
    while let Some(relative) = open.pop() {
        let Ok(entries) = fs::read_dir(folder.join(&relative)) else {
            continue;
        };
        for entry in entries {
            let entry = entry?;
            let path = relative.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                open.push(path);
            } else {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

fn remove(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("removing {}", folder.display()))?;
    }
    Ok(())
}

fn hexadecimal(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from_digit(value.into(), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hashed_name_follows_the_content() {
        let file = hashed("pkg", "fluxward_bg.wasm", b"abc".to_vec());
        assert_eq!(file.path, "pkg/fluxward_bg.ba7816bf8f01.wasm");
        assert_eq!(file.name, "fluxward_bg.wasm");
    }

    #[test]
    fn inputs_cannot_run_into_each_other() {
        let key = |inputs: [&str; 2]| {
            let mut key = Key::new();
            for input in inputs {
                key.add(input);
            }
            key.finish()
        };
        assert_ne!(key(["ab", "c"]), key(["a", "bc"]));
    }
}
