//! A new address was entered, told to the old one.

use crate::mail::{Message, templates};
use serde::{Deserialize, Serialize};

/// Says which address was entered, and leads to the page that takes it back.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Announcement {
    /// The new address.
    pub(crate) email: String,
}

templates!(Announcement, "emails/mail/announcement/mail.txt", "emails/mail/announcement/mail.html");

impl Message for Announcement {
    const KEY: &'static str = "email_announcement";
    const TITLE: &'static str = "E-mail address about to change";

    fn subject(&self) -> String {
        "Your e-mail address is about to change".into()
    }

    fn example() -> Self {
        Self { email: "ada@new.example".into() }
    }
}
