//! The platform's settings: one card a subject, each a form of its own.
//!
//! It refuses to know what a setting does; the rules and their ranges are the domain's.

pub mod calls;
pub mod card;
pub mod deletion;
pub mod factors;
pub mod forms;
pub mod joining;
pub mod lifetimes;
pub mod maintenance;
pub mod page;
pub mod passwords;

pub(crate) use card::SettingsCard;
pub use page::SettingsPage;
