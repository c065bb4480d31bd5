//! Invitations: asking somebody to join, what became of it, and the page that the link opens.
//!
//! What may be offered is asked of the domain; this module refuses to compare roles itself.

pub mod accept;
pub mod bulk;
pub mod calls;
mod card;
pub mod forms;
pub mod invite;
pub mod list;
pub mod organization;
mod query;
mod review;
mod row;
mod tabs;
pub mod toolbar;

pub use accept::AcceptPage;
pub use bulk::InviteManyPage;
pub use invite::InvitePage;
pub use list::InvitationsPage;
pub use organization::ChooseOrganizationPage;
pub(crate) use query::about;
pub(crate) use tabs::{Tab, people_tabs};
