//! The access matrix: people × permissions at a place, filtered and exported.
//!
//! It refuses to know any rule: every cell is the server's decision.

pub mod calls;
pub mod page;
mod query;
mod table;
mod toolbar;

pub use page::MatrixPage;

/// The address of the matrix.
pub(crate) fn path(slug: &str) -> String {
    format!("/orgs/{slug}/access")
}
