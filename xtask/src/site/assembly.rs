//! Putting the parts together, so that a server reading the folder meanwhile never misses a file.

use super::part::{Names, Part, files_below};
use anyhow::{Context, Result};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const MANIFEST: &str = "manifest.json";

/// Makes `site` hold exactly the files of `parts` and their manifest.
pub(crate) fn assemble(site: &Path, parts: &[Part]) -> Result<()> {
    let mut wanted = BTreeSet::from([PathBuf::from(MANIFEST)]);
    for part in parts {
        for file in files_below(&part.files)? {
            write_if_new(&site.join(&file), &fs::read(part.files.join(&file))?)?;
            wanted.insert(file);
        }
    }
    // New files, then the manifest that names them, then the old ones go.
    write_if_new(&site.join(MANIFEST), manifest(parts)?.as_bytes())?;
    for file in files_below(site)? {
        if !wanted.contains(&file) {
            fs::remove_file(site.join(&file))
                .with_context(|| format!("removing {}", file.display()))?;
        }
    }
    Ok(())
}

fn manifest(parts: &[Part]) -> Result<String> {
    let names: Names = parts
        .iter()
        .flat_map(|part| &part.names)
        .map(|(name, path)| (name.clone(), format!("/{path}")))
        .collect();
    Ok(serde_json::to_string_pretty(&names)?)
}

/// Leaves an equal file alone: a newer time would have the server built again.
fn write_if_new(file: &Path, bytes: &[u8]) -> Result<()> {
    if fs::read(file).is_ok_and(|present| present == bytes) {
        return Ok(());
    }
    fs::create_dir_all(file.parent().context("a file lies in a folder")?)?;
    fs::write(file, bytes).with_context(|| format!("writing {}", file.display()))
}
