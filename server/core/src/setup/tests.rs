//! The first run and the way back in, on a real database.
