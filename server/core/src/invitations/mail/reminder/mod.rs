//! The mail that reminds of an invitation, when half of its time is over.

use crate::mail::{Message, templates};
use fluxward_domain::invitations::entails;
use fluxward_domain::privileges::Privilege;
use fluxward_domain::roles::BaseRole;
use serde::{Deserialize, Serialize};

/// Somebody has not answered yet.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Reminder {
    /// The organization's name.
    pub(crate) organization: String,
    /// Who invites.
    pub(crate) inviter: String,
    /// The role's name.
    pub(crate) role: String,
    /// What the role is for.
    pub(crate) purpose: String,
    /// What the person will be able to do.
    pub(crate) entails: Vec<String>,
    /// A few words.
    pub(crate) message: Option<String>,
}

templates!(Reminder, "invitations/mail/reminder/mail.txt", "invitations/mail/reminder/mail.html");

impl Message for Reminder {
    const KEY: &'static str = "reminder";
    const TITLE: &'static str = "Reminder of an invitation";

    fn subject(&self) -> String {
        format!("{} waits for your answer", self.organization)
    }

    fn example() -> Self {
        Self {
            organization: "Harbour".into(),
            inviter: "Olga Owner".into(),
            role: BaseRole::Member.name().into(),
            purpose: BaseRole::Member.sentence().into(),
            entails: entails(BaseRole::Member, &[Privilege::Assets]),
            message: Some("Welcome aboard!".into()),
        }
    }
}
