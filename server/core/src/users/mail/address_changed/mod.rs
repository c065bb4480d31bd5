//! The address of the account is another one.

use crate::mail::{Message, templates};
use serde::{Deserialize, Serialize};

/// Tells the old address that an administrator has entered another one.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct AddressChanged {
    /// The new address.
    pub(crate) email: String,
}

templates!(
    AddressChanged,
    "users/mail/address_changed/mail.txt",
    "users/mail/address_changed/mail.html"
);

impl Message for AddressChanged {
    const KEY: &'static str = "address_changed";
    const TITLE: &'static str = "E-mail address changed";

    fn subject(&self) -> String {
        "Your e-mail address was changed".into()
    }

    fn example() -> Self {
        Self { email: "ada@new.example".into() }
    }
}
