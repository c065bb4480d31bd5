//! The link to choose a new password.

use crate::mail::{Message, templates};
use serde::{Deserialize, Serialize};

/// Leads to the page where a new password is chosen.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct PasswordReset {
    /// Whether an administrator asked for it, and not the person.
    pub(crate) by_administrator: bool,
}

templates!(
    PasswordReset,
    "resets/mail/password_reset/mail.txt",
    "resets/mail/password_reset/mail.html"
);

impl Message for PasswordReset {
    const KEY: &'static str = "password_reset";
    const TITLE: &'static str = "Password reset";

    fn subject(&self) -> String {
        "Choose a new password".into()
    }

    fn example() -> Self {
        Self { by_administrator: false }
    }
}
