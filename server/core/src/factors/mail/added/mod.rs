//! The mail that tells of a new second factor.

use crate::mail::{Message, templates, words};
use fluxward_domain::Moment;
use serde::{Deserialize, Serialize};

/// A second factor was added.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct FactorAdded {
    /// What it is, e.g. “authenticator app”.
    pub(crate) factor: String,
    /// When, in words.
    pub(crate) at: String,
}

templates!(FactorAdded, "factors/mail/added/mail.txt", "factors/mail/added/mail.html");

impl Message for FactorAdded {
    const KEY: &'static str = "factor-added";
    const TITLE: &'static str = "Second factor added";

    fn subject(&self) -> String {
        "A second factor was added to your account".into()
    }

    fn example() -> Self {
        Self { factor: "authenticator app".into(), at: words(Moment(1_798_761_600_000_000)) }
    }
}
