//! Streams on a real database.
