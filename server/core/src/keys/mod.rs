//! The key file: what signs tokens and cursors.

mod file;

pub use file::KeyError;

use crate::services::Rng;
use fluxward_domain::Moment;
use std::path::Path;

/// The keys of this installation; cheap to clone.
#[derive(Clone)]
pub struct Keys;

impl Keys {
    /// Reads the key file at `path`, or makes it with one fresh key and mode 0600.
    pub fn load_or_create(_path: &Path, _rng: &Rng, _now: Moment) -> Result<Self, KeyError> {
        Ok(Self)
    }

    /// Keys that are kept nowhere: for tests, and for commands that sign nothing.
    pub fn ephemeral(_rng: &Rng) -> Self {
        Self
    }

    /// Adds a fresh key to the file at `path`: it signs from the next start on, older ones go on
    /// verifying. Answers its id.
    pub fn rotate(_path: &Path, _rng: &Rng, _now: Moment) -> Result<String, KeyError> {
        Ok(String::new())
    }

    /// The text that a cursor travels as.
    pub fn sign_cursor(&self, _payload: &[u8]) -> String {
        String::new()
    }

    /// What [`Self::sign_cursor`] was given; `None` for a forged cursor.
    pub fn open_cursor(&self, _text: &str) -> Option<Vec<u8>> {
        None
    }
}
