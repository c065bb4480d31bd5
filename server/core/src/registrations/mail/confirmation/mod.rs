//! The link to confirm the address of somebody who registered.

use crate::mail::{Message, templates};
use serde::{Deserialize, Serialize};

/// Leads to the page where the address is confirmed.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Confirmation {
    /// The address that was entered.
    pub(crate) email: String,
}

templates!(
    Confirmation,
    "registrations/mail/confirmation/mail.txt",
    "registrations/mail/confirmation/mail.html"
);

impl Message for Confirmation {
    const KEY: &'static str = "registration";
    const TITLE: &'static str = "Registration";

    fn subject(&self) -> String {
        "Confirm your e-mail address".into()
    }

    fn example() -> Self {
        Self { email: "ada@people.example".into() }
    }
}
