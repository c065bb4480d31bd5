//! People as platform administrators see them: the list, a new person, one person in full.
//!
//! It refuses to decide: what is hidden here is what `fluxward_domain` would refuse, and the
//! server decides again.

pub mod access;
pub mod affiliations;
pub mod calls;
pub mod deleting;
pub mod edit;
pub mod factors;
pub mod forms;
mod handed_over;
pub mod list;
pub mod new;
pub mod page;
pub mod profile;
mod query;
pub mod resetting;
mod row;
pub mod sessions;
mod suspending;
pub mod toolbar;

pub use list::UsersPage;
pub use new::NewUserPage;
pub use page::UserPage;
