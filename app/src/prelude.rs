//! What every page uses: Leptos', with what is lighter here in its place.

pub use crate::markup::IntoAny;
pub use crate::reactive::{
    ArcRwSignal, Callback, Effect, Memo, NodeRef, Resource, RwSignal, Signal, StoredValue, Suspend,
};
pub use leptos::prelude::*;
