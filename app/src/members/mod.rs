//! The people of one organization: the list with the role in the row, adding, and the page of
//! one member with the privilege boxes.
//!
//! What may be offered is asked of the domain in [`standing`]; this module refuses to compare
//! roles itself.

mod add;
mod boxes;
pub mod calls;
mod controls;
mod ending;
pub mod list;
mod membership;
pub mod page;
pub(crate) mod query;
mod role_dialog;
mod role_select;
mod row;
mod standing;
pub mod toolbar;

pub use list::MembersPage;
pub use page::MemberPage;
pub(crate) use standing::{Standing, place_of, roles_for_new_member};
