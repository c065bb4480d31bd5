//! What happened, as people read it: the log of the platform, of an organization, of a person.
//!
//! It refuses to know how the log is kept; the sentence of an entry is the domain's.

pub mod calls;
pub mod card;
pub mod filters;
mod line;
pub mod page;
mod query;

pub(crate) use card::ActivityCard;
pub use page::{ActivityPage, OrganizationActivityPage};
