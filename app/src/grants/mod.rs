//! Handing out roles: who holds them in a workspace or a project, and what one person or one team
//! holds. The pages of workspaces and of projects are the same one, for they differ in how many
//! roles somebody holds there: several in a workspace, one in a project.
//!
//! What may be offered is asked of the domain in [`standing`]. This module refuses to know the
//! places themselves: they are in [`crate::workspaces`] and [`crate::projects`].

mod about;
mod add;
pub mod calls;
mod finding;
pub mod forms;
mod giving;
mod handing;
pub mod holdings;
mod page;
mod paging;
mod parts;
mod people;
mod row;
mod seats;
mod standing;

pub(crate) use finding::{Finding, finder, who as finding_who};
pub(crate) use forms::{name_of, read_place};
pub(crate) use giving::giving;
pub(crate) use handing::{Handing, OwnRoles, own_roles};
pub(crate) use holdings::{HeldBy, holdings_card, holdings_of};
pub(crate) use page::place_page;
#[cfg(feature = "ssr")]
pub(crate) use paging::asked;
pub(crate) use paging::{Extent, Known, Paging, found};
pub(crate) use parts::{DELETING, Parts, counted, danger, until};
pub(crate) use seats::{Held, Seats, Whose, chip, key, refused_before, take};
pub(crate) use standing::Standing;
