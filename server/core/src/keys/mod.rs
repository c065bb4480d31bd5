//! The key file: what signs tokens and cursors.

/// The keys of this installation.
pub struct Keys;
