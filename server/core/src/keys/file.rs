//! The key file on disk.

use std::path::PathBuf;

/// Why the keys cannot be used, and what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file cannot be read or written.
    #[error("the key file {0} cannot be used: {1}; choose another with --key-file, or mend its permissions")]
    Io(PathBuf, std::io::Error),
}
