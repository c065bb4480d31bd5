//! The password is another one.

use crate::mail::{Message, templates};
use serde::{Deserialize, Serialize};

/// Says that the password was changed, when and from where.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct PasswordChanged {
    /// When, in words.
    pub(crate) at: String,
    /// The client in words, when the person did it.
    pub(crate) device: Option<String>,
    /// The client's address.
    pub(crate) address: String,
}

templates!(
    PasswordChanged,
    "sessions/mail/password_changed/mail.txt",
    "sessions/mail/password_changed/mail.html"
);

impl Message for PasswordChanged {
    const KEY: &'static str = "password_changed";
    const TITLE: &'static str = "Password changed";

    fn subject(&self) -> String {
        "Your password was changed".into()
    }

    fn example() -> Self {
        Self {
            at: "27 November 2026, 05:30 UTC".into(),
            device: Some("Firefox on Linux".into()),
            address: "192.0.2.1".into(),
        }
    }
}
