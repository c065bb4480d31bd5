//! Seeing the console as somebody else would, read-only: the button that begins it, and the bar on
//! every page for as long as it lasts.

pub mod bar;
pub mod calls;
mod start;

pub use bar::SeeingBar;
pub(crate) use start::{places_of_role, see_as_person, see_as_role};
