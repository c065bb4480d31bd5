//! First run: the first platform administrator, by the link that the server printed.

pub mod calls;
pub mod page;

pub use page::{SetupHint, SetupPage};
