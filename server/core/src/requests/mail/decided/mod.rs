//! The mail to whoever asked for access: what was decided.

use crate::mail::{Message, templates};
use serde::{Deserialize, Serialize};

/// A request was decided.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Decided {
    /// Whether the role is held now.
    pub(crate) granted: bool,
    /// For which role.
    pub(crate) role: String,
    /// Where.
    pub(crate) place: String,
    /// What whoever decided said.
    pub(crate) answer: Option<String>,
}

templates!(Decided, "requests/mail/decided/mail.txt", "requests/mail/decided/mail.html");

impl Message for Decided {
    const KEY: &'static str = "access_decided";
    const TITLE: &'static str = "Access decided";

    fn subject(&self) -> String {
        if self.granted {
            format!("You are {} in {} now", self.role, self.place)
        } else {
            format!("Your request for {} was declined", self.place)
        }
    }

    fn example() -> Self {
        Self {
            granted: true,
            role: "Approver".into(),
            place: "Design".into(),
            answer: Some("Until the end of March.".into()),
        }
    }
}
