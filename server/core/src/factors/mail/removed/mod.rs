//! The mail that tells of a second factor that is gone.

use crate::mail::{Message, templates, words};
use fluxward_domain::Moment;
use serde::{Deserialize, Serialize};

/// A second factor was removed.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct FactorRemoved {
    /// What it is, e.g. “authenticator app”.
    pub(crate) factor: String,
    /// When, in words.
    pub(crate) at: String,
}

templates!(FactorRemoved, "factors/mail/removed/mail.txt", "factors/mail/removed/mail.html");

impl Message for FactorRemoved {
    const KEY: &'static str = "factor-removed";
    const TITLE: &'static str = "Second factor removed";

    fn subject(&self) -> String {
        "A second factor was removed from your account".into()
    }

    fn example() -> Self {
        Self { factor: "authenticator app".into(), at: words(Moment(1_798_761_600_000_000)) }
    }
}
