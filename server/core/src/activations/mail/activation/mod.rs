//! The link to choose the first password.

use crate::mail::{Message, templates};
use serde::{Deserialize, Serialize};

/// Leads to the page where the first password is chosen.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Activation {
    /// What one signs in with, beside the address.
    pub(crate) username: String,
}

templates!(
    Activation,
    "activations/mail/activation/mail.txt",
    "activations/mail/activation/mail.html"
);

impl Message for Activation {
    const KEY: &'static str = "activation";
    const TITLE: &'static str = "Activation";

    fn subject(&self) -> String {
        "Activate your account".into()
    }

    fn example() -> Self {
        Self { username: "ada".into() }
    }
}
