//! Importing people: a table is chosen or pasted, looked at line by line, and carried out.
//!
//! What a line means is the server's to know; this module refuses to read a table.

pub mod calls;
mod file;
pub mod forms;
pub mod page;
mod report;

pub use page::ImportPage;
