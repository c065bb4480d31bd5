//! Settings on a real database.
