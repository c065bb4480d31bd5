//! Teams: sets of members of an organization that hold roles like a person.

pub mod calls;
pub mod forms;
pub mod list;
mod members;
pub mod page;
mod roles;
mod settings;

pub use list::TeamsPage;
pub use page::TeamPage;

/// The address of the list.
pub(crate) fn list_path(slug: &str) -> String {
    format!("/orgs/{slug}/teams")
}

/// The address of a team.
pub(crate) fn path(slug: &str, team: &str) -> String {
    format!("/orgs/{slug}/teams/{team}")
}
