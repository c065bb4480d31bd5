//! Many members at once: selecting them, what would change, and how far a change is.
//!
//! What may be done, and to whom, is the server's to say: it does it to each of them as it would
//! to one. This module refuses to know the list of members, which only leads here.

pub mod calls;
mod change;
pub mod forms;
mod offers;
pub mod recent;
pub mod run;
pub mod select;
mod selection;
pub mod shown;

pub use recent::RecentPage;
pub use run::RunPage;
pub use select::SelectPage;

use fluxward_domain::ids::BulkId;

/// The page where members of the organization are selected.
pub(crate) fn select_path(slug: &str) -> String {
    format!("/orgs/{slug}/members/select")
}

/// The recent changes of the organization.
fn recent_path(slug: &str) -> String {
    format!("/orgs/{slug}/members/bulk")
}

/// The page of one change.
fn run_path(slug: &str, id: BulkId) -> String {
    format!("/orgs/{slug}/members/bulk/{id}")
}
