//! The mail that proves that mails arrive.

use crate::mail::{Message, templates, words};
use fluxward_domain::Moment;
use serde::{Deserialize, Serialize};

/// Says that it arrived, and when it left.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Test {
    /// When it was sent, in words.
    pub(crate) at: String,
}

templates!(Test, "mail/test/mail.txt", "mail/test/mail.html");

impl Message for Test {
    const KEY: &'static str = "test";
    const TITLE: &'static str = "Test";

    fn subject(&self) -> String {
        "Test mail from Fluxward".into()
    }

    fn example() -> Self {
        Self { at: words(Moment(1_798_761_600_000_000)) }
    }
}
