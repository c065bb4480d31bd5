//! The mail to whoever is in now: how to sign in. It never holds a password.

use crate::mail::{Message, templates};
use serde::{Deserialize, Serialize};

/// An account has begun.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Welcome {
    /// The address to sign in with.
    pub(crate) email: String,
    /// Or the username.
    pub(crate) username: String,
    /// The organization that was joined.
    pub(crate) organization: Option<String>,
    /// Whether somebody else chose the password, which is changed at the first sign-in.
    pub(crate) temporary: bool,
}

templates!(Welcome, "users/mail/welcome/mail.txt", "users/mail/welcome/mail.html");

impl Message for Welcome {
    const KEY: &'static str = "welcome";
    const TITLE: &'static str = "Welcome";

    fn subject(&self) -> String {
        match &self.organization {
            Some(organization) => format!("Welcome to {organization}"),
            None => "Your account is ready".into(),
        }
    }

    fn example() -> Self {
        Self {
            email: "ada@example.com".into(),
            username: "ada".into(),
            organization: Some("Harbour".into()),
            temporary: true,
        }
    }
}
