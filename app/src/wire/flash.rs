//! What a plain form's answer leaves behind for the page that the browser goes to next.
//!
//! Without scripts a form's answer is a redirect; what was refused, or that it was saved, travels
//! in a cookie that only the server reads and that lives for one page. Never in the address:
//! anybody could write there.

use fluxward_domain::AppError;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The outcome of the form that was sent before this page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flash {
    /// The path of the server function.
    pub action: String,
    /// What was refused; `None` when it was done.
    pub refused: Option<AppError>,
    /// What had been entered, without anything secret.
    pub entered: Vec<(String, String)>,
}

/// The flash of this page, for whichever of its forms asks for it.
#[derive(Clone, Copy)]
struct Left(StoredValue<Option<Flash>>);

/// Takes what the last form left behind into the context, on both sides alike.
pub fn provide_flash() {
    #[cfg(feature = "ssr")]
    let found = || super::answer::take_flash();
    #[cfg(not(feature = "ssr"))]
    let found = || None;
    provide_context(Left(StoredValue::new(SharedValue::new(found).into_inner())));
}

/// What the form of `action` left behind, if it was the last one.
pub fn flash(action: &str) -> Option<Flash> {
    let Left(left) = use_context()?;
    left.with_value(|flash| flash.clone().filter(|flash| flash.action == action))
}

/// Forgets it: the page that it was for has been left.
pub fn forget_flash() {
    if let Some(Left(left)) = use_context() {
        left.set_value(None);
    }
}
