//! What somebody tries, in words that are the same in either organization.

use fluxward_domain::bulk::BulkChange;
use fluxward_domain::members::MembershipStatus;
use fluxward_domain::permissions::{Permission, PermissionSet};
use fluxward_domain::privileges::Privilege;
use fluxward_domain::roles::{BaseRole, RoleScope};

/// How many people there are; the first administers the platform.
pub(crate) const PEOPLE: usize = 8;
pub(crate) const SLUGS: [&str; 2] = ["acme", "bolt"];

/// A word in an address, or the key of a role.
pub(crate) type Word = &'static str;
/// After how many hours something ends by itself, if it does.
pub(crate) type Hours = Option<u8>;

/// The last two of each are not there at first.
pub(super) const WORKSPACES: [Word; 4] = ["design", "lab", "wing", "loft"];
pub(super) const PROJECTS: [Word; 4] = ["shop", "site", "annex", "barn"];
pub(super) const TEAMS: [Word; 4] = ["crew", "ops", "band", "choir"];
pub(super) const ROLES: [Word; 8] =
    ["auditor", "keeper", "tester", "lead", "helper", "boss", "extra", "spare"];

/// Somebody tries something, signed in or by a token of theirs that leaves something out.
#[derive(Clone, Debug)]
pub(super) struct Step {
    pub(super) by: Whoever,
    pub(super) left_out: Option<Vec<Permission>>,
    pub(super) slug: Word,
    pub(super) act: Act,
    /// Whether it is about themselves, where it is about somebody.
    pub(super) own: bool,
    /// Whether what a role or a token is to permit is cut to what they hold.
    pub(super) within: bool,
}

/// Who tries something.
#[derive(Clone, Copy, Debug)]
pub(super) enum Whoever {
    /// That one.
    Person(usize),
    /// One of those who are let in at the door, Owners and Admins only when nobody else is.
    Able(usize),
}

/// What is given first, and what is tried then.
#[derive(Clone, Debug)]
pub(super) struct Chapter {
    pub(super) gifts: Vec<(Word, Act)>,
    pub(super) steps: Vec<Step>,
}

/// A place in an organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Organization,
    Workspace(Word),
    Project(Word),
}

/// Who is to hold something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holder {
    User(usize),
    Team(Word),
}

/// Whose address it is: somebody's of the people, or nobody's yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Guest {
    Known(usize),
    New(u8),
}

/// A line of an import.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) who: Guest,
    pub(crate) role: Option<BaseRole>,
    pub(crate) boxes: Option<Privilege>,
    pub(crate) held: Option<(Place, Word)>,
    pub(crate) team: Option<Word>,
    pub(crate) ends: Hours,
}

/// Something that can be tried.
#[derive(Clone, Debug)]
pub(crate) enum Act {
    Wait(u8),
    CreateRole(RoleScope, Word, Vec<Permission>),
    EditRole(Word, Vec<Permission>),
    DeleteRole(Word, Option<Word>),
    Assign(Place, Holder, Word, Hours),
    Revoke(Place, Holder, Word),
    CreateTeam(Word),
    DeleteTeam(Word),
    Join(Word, usize, Hours),
    Leave(Word, usize),
    Add(usize, BaseRole, Hours),
    Become(usize, BaseRole),
    Switch(usize, MembershipStatus),
    Expire(usize, Hours),
    Tick(usize, Privilege, bool),
    Remove(usize),
    Invite(Guest, BaseRole, Option<Vec<Privilege>>, Option<(Word, Word)>),
    Resend(usize),
    /// By whoever was invited.
    Accept(usize),
    Ask(Place, Word, Hours),
    Grant(usize, Hours),
    Decline(usize),
    SeeAs(usize),
    SeeRole(Place, Word),
    /// Everything, when nothing is listed.
    Token(Option<Vec<Permission>>),
    Bulk(BulkChange),
    Import(Vec<Row>),
    CreateWorkspace(Word),
    EditWorkspace(Word, bool),
    DeleteWorkspace(Word),
    CreateProject(Word, Option<Word>),
    MoveProject(Word, Option<Word>),
    DeleteProject(Word),
    DefaultBoxes(Vec<Privilege>),
    Plan(Word),
    /// At what it would do.
    Look(Box<Act>),
}

impl Act {
    /// Where it is done, and what one of lets somebody in at the door.
    pub(super) fn needs(&self) -> (Place, PermissionSet) {
        use Permission::{
            BillingManage, OrganizationManage, OrganizationView, ProjectsCreate, ProjectsManage,
            RolesManage, SettingsManage, TeamsManage, UsersInvite, UsersManage, WorkspacesCreate,
            WorkspacesManage,
        };
        let place = match self {
            Self::Assign(at, ..) | Self::Revoke(at, ..) => *at,
            Self::EditWorkspace(at, _) | Self::DeleteWorkspace(at) => Place::Workspace(at),
            Self::MoveProject(at, _) | Self::DeleteProject(at) => Place::Project(at),
            _ => Place::Organization,
        };
        let one_of: &[Permission] = match self {
            Self::Look(act) => return act.needs(),
            Self::CreateRole(..) | Self::EditRole(..) | Self::DeleteRole(..) => &[RolesManage],
            Self::Assign(Place::Project(_), ..) | Self::Revoke(Place::Project(_), ..) => {
                &[ProjectsManage]
            }
            Self::Assign(..) | Self::Revoke(..) | Self::Grant(..) | Self::Decline(_) => {
                &[UsersManage, RolesManage]
            }
            Self::CreateTeam(_) | Self::DeleteTeam(_) | Self::Join(..) | Self::Leave(..) => {
                &[TeamsManage]
            }
            Self::Invite(..) | Self::Resend(_) => &[UsersInvite],
            Self::Import(_) => &[UsersInvite, UsersManage],
            Self::CreateWorkspace(_) => &[WorkspacesCreate],
            Self::EditWorkspace(..) => &[SettingsManage, WorkspacesManage],
            Self::DeleteWorkspace(_) => &[WorkspacesManage],
            Self::CreateProject(..) => &[ProjectsCreate],
            Self::MoveProject(..) | Self::DeleteProject(_) => &[ProjectsManage],
            Self::DefaultBoxes(_) => &[OrganizationManage],
            Self::Plan(_) => &[BillingManage],
            Self::Wait(_) | Self::Accept(_) | Self::Ask(..) | Self::Token(_) => &[OrganizationView],
            _ => &[UsersManage],
        };
        (place, PermissionSet::of(one_of))
    }

    /// The same, with nothing permitted but what is in `held`.
    pub(super) fn within(self, held: PermissionSet) -> Self {
        let cut = |all: Vec<Permission>| all.into_iter().filter(|it| held.contains(*it)).collect();
        match self {
            Self::CreateRole(kind, key, all) => Self::CreateRole(kind, key, cut(all)),
            Self::EditRole(key, all) => Self::EditRole(key, cut(all)),
            Self::Token(all) => Self::Token(all.map(cut)),
            other => other,
        }
    }

    /// The same about somebody else; what is about nobody stays as it is.
    pub(super) fn about(self, who: usize) -> Self {
        match self {
            Self::Assign(at, Holder::User(_), role, end) => {
                Self::Assign(at, Holder::User(who), role, end)
            }
            Self::Join(team, _, end) => Self::Join(team, who, end),
            Self::Become(_, role) => Self::Become(who, role),
            Self::Expire(_, end) => Self::Expire(who, end),
            Self::Tick(_, privilege, granted) => Self::Tick(who, privilege, granted),
            Self::Import(rows) => {
                let who = Guest::Known(who);
                Self::Import(rows.into_iter().take(1).map(|row| Row { who, ..row }).collect())
            }
            other => other,
        }
    }
}
