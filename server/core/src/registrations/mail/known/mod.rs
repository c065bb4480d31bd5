//! Somebody registered with an address that has an account.

use crate::mail::{Message, templates};
use serde::{Deserialize, Serialize};

/// Says that there is an account already, and how to get in.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Known {
    /// The address that was entered.
    pub(crate) email: String,
}

templates!(Known, "registrations/mail/known/mail.txt", "registrations/mail/known/mail.html");

impl Message for Known {
    const KEY: &'static str = "registered_already";
    const TITLE: &'static str = "Registration with a known address";

    fn subject(&self) -> String {
        "You have an account already".into()
    }

    fn example() -> Self {
        Self { email: "ada@people.example".into() }
    }
}
