//! Memberships: who belongs to an organization, in which role, with which boxes ticked.
//!
//! A membership is a row of periods (role and switch) beside its boxes, which are grants. Its
//! `version` is the log entry of its last change: what an undo and `If-Match` hold on to.
//!
//! # Decision: what is asked of a change, in this order
//! May the caller manage people here (403, or 404 for who does not see the place)? Is there such
//! a membership (404)? Is it as the caller saw it (409)? Does the change change anything (if not:
//! done, without an entry)? Is this very change theirs to make (403)? Does an Owner who can act
//! remain (409)? So whoever may not act learns nothing, and whoever may learns the last hurdle.

pub mod api;
mod boxes;
mod changing;
mod expiring;
mod finding;
mod held;
mod joining;
mod listing;
mod periods;
mod seat;
mod store;
#[cfg(test)]
mod tests;
mod upkeep;

pub use changing::{edit, tick};
pub use expiring::end_due;
pub(crate) use finding::{member_named, passing};
pub use joining::{add, remove};
pub(crate) use listing::{Found, of_accounts, some};
pub use listing::{candidates, list, show};
pub(crate) use upkeep::{
    Beginning, affiliations, end_all, is_member, join, join_with, leave_all, relist, rename,
    role_of, show_in, sole_ownerships,
};
