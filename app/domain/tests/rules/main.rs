//! The rules of access, asked from outside.

mod explaining;
mod granting;
mod grid;
mod promises;
mod seeing;
mod tokens;
mod world;
