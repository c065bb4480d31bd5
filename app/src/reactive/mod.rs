//! Signals, effects and questions to the server as the pages use them: Leptos' own, behind a few
//! concrete types.
//!
//! # Decision: held values instead of one machine for each type
//! Leptos compiles all that a signal, a memo, an effect or a resource can do anew for every type
//! of value and for every closure: two to six kilobytes each, a quarter of what the browser had
//! to load. Here they all hold a [`Held`] and run a boxed closure, so that each machine exists
//! once; what is generic is only putting a value in and taking it out. They have the names and
//! the methods of Leptos, and [`crate::prelude`] puts them in its place.
//!
//! What costs bytes in a page, and what to write instead:
//! - `use leptos::prelude::*` instead of `use crate::prelude::*`: a machine of its own for each type;
//! - a function generic over closures or views: take a [`Callback`], a boxed closure or an `AnyView`;
//! - an answer's type that only one page reads: every type that is read or written is code, so
//!   share them, and let [`crate::ui::Form`] carry what is only passed on;
//! - `format!` with more than text and whole numbers, and `Debug` in what the browser runs.
//!
//! - [`held`]: a value whose type is forgotten;
//! - [`signal`], [`memo`], [`stored`], [`derived`], [`node`]: what is read and written;
//! - [`effect`], [`callback`]: what runs;
//! - [`resource`], [`suspend`]: what comes later.

mod callback;
mod derived;
mod effect;
mod held;
mod memo;
mod node;
mod resource;
mod signal;
mod stored;
mod suspend;

pub use callback::Callback;
pub use derived::Signal;
pub use effect::Effect;
pub use memo::Memo;
pub use node::NodeRef;
pub use resource::Resource;
pub use signal::{ArcRwSignal, RwSignal};
pub use stored::StoredValue;
pub use suspend::Suspend;
