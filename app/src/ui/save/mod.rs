//! Optimistic saving, one control at a time, confirmed in the upper right of its area.
//!
//! [`queue`] is the machine; [`control`] wraps it for pages; [`area`] is the place that shows how
//! things stand; [`widgets`] are the controls: a box, a switch, a dropdown. Without scripts each
//! control is a small form with a Save button.

pub mod area;
pub mod control;
pub mod queue;
pub mod widgets;

pub use area::{SaveArea, SaveStatus};
pub use control::{Control, Say, Send, sender, sentence};
pub use queue::{Change, Saved};
pub use widgets::{Fallback, SavedSelect, SavedTick, SavedToggle, recall};
