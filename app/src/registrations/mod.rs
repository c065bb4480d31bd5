//! Registering oneself, where the platform lets people in by themselves.

pub mod calls;
pub mod confirm;
pub mod page;

pub use confirm::ConfirmPage;
pub use page::RegisterPage;
