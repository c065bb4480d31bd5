//! The mail that invites: where to, by whom, as what, and what that means.

use crate::mail::{Message, templates};
use fluxward_domain::invitations::entails;
use fluxward_domain::privileges::Privilege;
use fluxward_domain::roles::BaseRole;
use serde::{Deserialize, Serialize};

/// Somebody is invited.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Invitation {
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

templates!(
    Invitation,
    "invitations/mail/invitation/mail.txt",
    "invitations/mail/invitation/mail.html"
);

impl Message for Invitation {
    const KEY: &'static str = "invitation";
    const TITLE: &'static str = "Invitation";

    fn subject(&self) -> String {
        format!("{} invites you to {}", self.inviter, self.organization)
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
