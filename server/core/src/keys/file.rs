//! The key file on disk: made once and whole, readable by its owner alone, never overwritten in
//! place.

use crate::services::Rng;
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use fluxward_domain::Moment;
use serde::{Deserialize, Serialize};
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

/// Why the keys cannot be used, and what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file cannot be read or written.
    #[error(
        "the key file {0} cannot be used: {1}; mend its permissions, or choose another with --key-file"
    )]
    Io(PathBuf, io::Error),
    /// There is no file to rotate.
    #[error(
        "there is no key file at {0}; it is made at the first start, or choose another with --key-file"
    )]
    Missing(PathBuf),
    /// Others may read it.
    #[error(
        "the key file {0} can be read or written by others (mode {1:03o}); run “chmod 600 {0}”, and “fluxward keys rotate” if somebody may have seen it"
    )]
    Exposed(PathBuf, u32),
    /// It is not what was once written.
    #[error(
        "the key file {0} is damaged: {1}; restore it from your backup. Without it nobody stays signed in and sealed values cannot be read"
    )]
    Damaged(PathBuf, String),
}

/// One key as it is kept.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Stored {
    pub(super) kid: String,
    created: Moment,
    #[serde(with = "seed")]
    pub(super) seed: [u8; 32],
}

impl Stored {
    pub(super) fn fresh(rng: &Rng, now: Moment) -> Self {
        Self { kid: BASE64.encode(rng.bytes::<9>()), created: now, seed: rng.bytes() }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyFile {
    version: u8,
    /// The newest last.
    keys: Vec<Stored>,
}

pub(super) fn load_or_create(path: &Path, rng: &Rng, now: Moment) -> Result<Vec<Stored>, KeyError> {
    if !path.try_exists().map_err(|error| KeyError::Io(path.into(), error))? {
        let first = vec![Stored::fresh(rng, now)];
        create(path, first, rng).map_err(|error| KeyError::Io(path.into(), error))?;
    }
    load(path)
}

pub(super) fn rotate(path: &Path, rng: &Rng, now: Moment) -> Result<String, KeyError> {
    let mut keys = load(path)?;
    let fresh = Stored::fresh(rng, now);
    let kid = fresh.kid.clone();
    keys.push(fresh);
    let replace = || {
        let aside = written_aside(path, keys, rng)?;
        fs::rename(aside, path)?;
        sync_folder(path)
    };
    replace().map_err(|error| KeyError::Io(path.into(), error))?;
    Ok(kid)
}

fn load(path: &Path) -> Result<Vec<Stored>, KeyError> {
    let unusable = |error: io::Error| match error.kind() {
        ErrorKind::NotFound => KeyError::Missing(path.into()),
        _ => KeyError::Io(path.into(), error),
    };
    let file = File::open(path).map_err(unusable)?;
    let mode = file.metadata().map_err(unusable)?.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        return Err(KeyError::Exposed(path.into(), mode));
    }
    let text = io::read_to_string(file).map_err(unusable)?;
    let damaged = |what: String| KeyError::Damaged(path.into(), what);
    let read: KeyFile = serde_json::from_str(&text).map_err(|error| damaged(error.to_string()))?;
    if read.version != 1 || read.keys.is_empty() {
        return Err(damaged("it holds no key that this version knows".into()));
    }
    Ok(read.keys)
}

/// Makes the file whole or not at all; whoever comes second leaves the first one's file alone.
fn create(path: &Path, keys: Vec<Stored>, rng: &Rng) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let aside = written_aside(path, keys, rng)?;
    let linked = fs::hard_link(&aside, path);
    fs::remove_file(&aside)?;
    match linked {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
        _ => sync_folder(path),
    }
}

/// A file beside `path` with mode 0600 that holds `keys`, safely on disk.
fn written_aside(path: &Path, keys: Vec<Stored>, rng: &Rng) -> io::Result<PathBuf> {
    let aside = path.with_added_extension(BASE64.encode(rng.bytes::<9>()));
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&aside)?;
    let mut text = serde_json::to_string_pretty(&KeyFile { version: 1, keys })?;
    text.push('\n');
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    Ok(aside)
}

fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

/// A seed as text.
mod seed {
    use super::BASE64;
    use base64::Engine;
    use serde::{Deserialize, Deserializer, Serializer, de};

    pub(super) fn serialize<S: Serializer>(
        seed: &[u8; 32],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&BASE64.encode(seed))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<[u8; 32], D::Error> {
        let text = String::deserialize(deserializer)?;
        BASE64
            .decode(text)
            .ok()
            .and_then(|bytes| bytes.try_into().ok())
            .ok_or_else(|| de::Error::custom("a seed is not 32 bytes"))
    }
}
