//! Forgotten passwords: asking for a link, and choosing a new password by it.
//!
//! The token is part of the page's address and travels on in a hidden field; nothing is used up
//! before the form is sent.

pub mod calls;
pub mod dead;
pub mod forgot;
pub mod page;

pub use forgot::ForgotPage;
pub use page::ResetPage;
