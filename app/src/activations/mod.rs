//! Choosing the first password of an account that was made for somebody.

pub mod calls;
pub mod page;

pub use page::ActivatePage;
