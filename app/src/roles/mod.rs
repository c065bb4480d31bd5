//! Roles and what they permit, read from the very sets that decide.

pub mod page;

pub use page::RolesPage;
