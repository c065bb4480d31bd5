//! Limits and cursors.
