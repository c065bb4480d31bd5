//! What somebody tries, in words that are the same in either organization.

use fluxward_domain::bulk::BulkChange;
use fluxward_domain::members::MembershipStatus;
use fluxward_domain::permissions::Permission;
use fluxward_domain::privileges::Privilege;
use fluxward_domain::roles::{BaseRole, RoleScope};

/// How many people there are; the first administers the platform.
pub(crate) const PEOPLE: usize = 8;
pub(crate) const SLUGS: [&str; 2] = ["acme", "bolt"];

/// A word in an address, or the key of a role.
pub(crate) type Word = &'static str;
/// After how many hours something ends by itself, if it does.
pub(crate) type Hours = Option<u8>;

/// The last of each is not there at first.
pub(super) const WORKSPACES: [Word; 3] = ["design", "lab", "wing"];
pub(super) const PROJECTS: [Word; 3] = ["shop", "site", "annex"];
pub(super) const TEAMS: [Word; 3] = ["crew", "ops", "band"];
pub(super) const ROLES: [Word; 7] =
    ["auditor", "keeper", "tester", "lead", "helper", "boss", "extra"];

/// Somebody tries something, signed in or by a token of theirs that leaves something out.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub(crate) by: usize,
    pub(crate) left_out: Option<Vec<Permission>>,
    pub(crate) slug: Word,
    pub(crate) act: Act,
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
