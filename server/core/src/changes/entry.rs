//! One entry for the log: what happened, to what, why, and what was before and after.

use fluxward_domain::activity::FieldChange;
use fluxward_domain::ids::{
    AccountId, InvitationId, OrganizationId, ProjectId, TeamId, WorkspaceId,
};
use uuid::Uuid;

/// What an event happened to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// An account.
    User(AccountId),
    /// An organization.
    Organization(OrganizationId),
    /// An invitation.
    Invitation(InvitationId),
    /// A registration that is not confirmed yet.
    Registration(Uuid),
    /// A workspace.
    Workspace(WorkspaceId),
    /// A project.
    Project(ProjectId),
    /// A team.
    Team(TeamId),
    /// The settings of the platform.
    Settings,
}

impl Target {
    /// The word in the log.
    pub const fn kind(self) -> &'static str {
        match self {
            Self::User(_) => "user",
            Self::Organization(_) => "organization",
            Self::Invitation(_) => "invitation",
            Self::Registration(_) => "registration",
            Self::Workspace(_) => "workspace",
            Self::Project(_) => "project",
            Self::Team(_) => "team",
            Self::Settings => "settings",
        }
    }

    /// The id in the log; nil for the settings.
    pub const fn id(self) -> Uuid {
        match self {
            Self::User(id) => id.0,
            Self::Organization(id) => id.0,
            Self::Invitation(id) => id.0,
            Self::Registration(id) => id,
            Self::Workspace(id) => id.0,
            Self::Project(id) => id.0,
            Self::Team(id) => id.0,
            Self::Settings => Uuid::nil(),
        }
    }
}

/// One entry for the log.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What happened: `noun.verb_in_the_past`.
    pub action: &'static str,
    /// What it happened to.
    pub target: Target,
    /// The organization whose log it belongs to, too.
    pub organization: Option<OrganizationId>,
    /// Why.
    pub reason: Option<String>,
    /// What was before and after.
    pub changes: Vec<FieldChange>,
}

impl Entry {
    /// An entry without organization, reason and values.
    pub const fn new(action: &'static str, target: Target) -> Self {
        Self { action, target, organization: None, reason: None, changes: Vec::new() }
    }

    /// … that belongs to the log of `organization`, too.
    #[must_use]
    pub fn in_organization(mut self, organization: OrganizationId) -> Self {
        self.organization = Some(organization);
        self
    }

    /// … with the reason that was given.
    #[must_use]
    pub fn because(mut self, reason: Option<&str>) -> Self {
        self.reason = reason.map(str::trim).filter(|reason| !reason.is_empty()).map(str::to_owned);
        self
    }

    /// … where `field` was `before` and is `after`.
    #[must_use]
    pub fn with(mut self, field: &str, before: Option<&str>, after: Option<&str>) -> Self {
        self.changes.push(FieldChange {
            field: field.to_owned(),
            before: before.map(str::to_owned),
            after: after.map(str::to_owned),
        });
        self
    }
}
