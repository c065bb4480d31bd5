//! The files of `public/`, served under their own names from the root.

use super::Flavour;
use super::part::{self, File, Key, Part, files_below};
use crate::workspace::Workspace;
use anyhow::{Context, Result};
use std::fs;
use std::path::Path;

/// What lies beside the hashed files.
pub(crate) fn part(workspace: &Workspace, flavour: Flavour) -> Result<Part> {
    let folder = workspace.path("public");
    let mut key = Key::new();
    key.add_folder(&folder)?;
    part::part(workspace, ("public", flavour), key, |_| read(&folder))
}

fn read(folder: &Path) -> Result<Vec<File>> {
    files_below(folder)?
        .into_iter()
        .map(|path| {
            let bytes = fs::read(folder.join(&path))
                .with_context(|| format!("reading {}", path.display()))?;
            let name = path.to_string_lossy().into_owned();
            Ok(File { path: name.clone(), name, bytes })
        })
        .collect()
}
