//! A sign-in from a device that was not seen before.

use crate::mail::{Message, templates};
use serde::{Deserialize, Serialize};

/// Says when, with what and from where somebody signed in.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct NewDevice {
    /// When, in words.
    pub(crate) at: String,
    /// The client in words.
    pub(crate) device: String,
    /// The client's address.
    pub(crate) address: String,
}

templates!(NewDevice, "sessions/mail/new_device/mail.txt", "sessions/mail/new_device/mail.html");

impl Message for NewDevice {
    const KEY: &'static str = "new_device";
    const TITLE: &'static str = "Sign-in from a new device";

    fn subject(&self) -> String {
        format!("New sign-in: {}", self.device)
    }

    fn example() -> Self {
        Self {
            at: "27 November 2026, 05:30 UTC".into(),
            device: "Firefox on Linux".into(),
            address: "192.0.2.1".into(),
        }
    }
}
