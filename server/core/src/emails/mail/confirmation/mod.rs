//! The link to confirm the new address.

use crate::mail::{Message, templates};
use serde::{Deserialize, Serialize};

/// Leads to the page where the new address is confirmed.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Confirmation {
    /// The present address.
    pub(crate) before: String,
}

templates!(Confirmation, "emails/mail/confirmation/mail.txt", "emails/mail/confirmation/mail.html");

impl Message for Confirmation {
    const KEY: &'static str = "email_change";
    const TITLE: &'static str = "New e-mail address";

    fn subject(&self) -> String {
        "Confirm your new e-mail address".into()
    }

    fn example() -> Self {
        Self { before: "ada@old.example".into() }
    }
}
