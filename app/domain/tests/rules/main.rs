//! The rules of access, asked from outside.

mod granting;
mod grid;
mod promises;
mod tokens;
mod world;
