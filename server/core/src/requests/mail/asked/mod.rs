//! The mail to whoever may decide a request for access.

use crate::mail::{Message, templates};
use serde::{Deserialize, Serialize};

/// Somebody asks for a role.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Asked {
    /// Who asks.
    pub(crate) person: String,
    /// For which role.
    pub(crate) role: String,
    /// Where.
    pub(crate) place: String,
    /// Why.
    pub(crate) reason: String,
    /// The path of the page that decides.
    pub(crate) path: String,
}

templates!(Asked, "requests/mail/asked/mail.txt", "requests/mail/asked/mail.html");

impl Message for Asked {
    const KEY: &'static str = "access_requested";
    const TITLE: &'static str = "Access requested";

    fn subject(&self) -> String {
        format!("{} asks for access to {}", self.person, self.place)
    }

    fn example() -> Self {
        Self {
            person: "Bea Berg".into(),
            role: "Approver".into(),
            place: "Design".into(),
            reason: "Covering for Cyd until March.".into(),
            path: "/orgs/harbour/requests".into(),
        }
    }
}
