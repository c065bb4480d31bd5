//! Signing in and sessions on a real database.
