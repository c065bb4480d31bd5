//! What a plain form's answer leaves behind for the page that the browser goes to next.
//!
//! Without scripts a form's answer is a redirect; what was refused, or that it was saved, travels
//! in a cookie that only the server reads and that lives for one page. Never in the address:
//! anybody could write there.

use super::json;
use crate::prelude::*;
use fluxward_domain::AppError;
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
    /// The answer's JSON, where the next page shows it, this once.
    #[serde(default)]
    pub answer: Option<String>,
}

/// The flash of this page, for whichever of its forms asks for it.
#[derive(Clone, Copy)]
pub struct Left(StoredValue<Option<Flash>>);

impl Left {
    /// The one at the root.
    pub fn of_this_page() -> Option<Self> {
        use_context()
    }

    /// Leaves the answer of the form of `action` behind for the page that the script goes to next.
    pub fn leave(self, action: &'static str, answer: String) {
        let action = action.to_owned();
        let left = Flash { action, refused: None, entered: Vec::new(), answer: Some(answer) };
        self.0.set_value(Some(left));
    }

    /// The answer that the form of `action` left behind. It is shown this once: when the page is
    /// left, it is forgotten.
    pub fn answer(self, action: &str) -> Option<String> {
        self.forget_with_page();
        self.0.with_value(|left| left.as_ref().filter(|left| left.action == action)?.answer.clone())
    }

    /// Forgets what was left behind when the present page is left. On the server it ends with the
    /// request.
    pub fn forget_with_page(self) {
        if cfg!(feature = "hydrate") {
            on_cleanup(move || drop(self.0.try_set_value(None)));
        }
    }
}

/// Takes what the last form left behind into the context, on both sides alike.
pub fn provide_flash() {
    #[cfg(feature = "ssr")]
    let found = || super::answer::take_flash().and_then(|left| json::write(&left));
    #[cfg(not(feature = "ssr"))]
    let found = || None::<String>;
    // As text, which needs no reader of Leptos'.
    let found = SharedValue::new_str(|| found().unwrap_or_default()).into_inner();
    provide_context(Left(StoredValue::new(json::read(&found))));
}

/// What the form of `action` left behind, if it was the last one.
pub fn flash(action: &str) -> Option<Flash> {
    let Left(left) = use_context()?;
    left.with_value(|flash| flash.clone().filter(|flash| flash.action == action))
}
