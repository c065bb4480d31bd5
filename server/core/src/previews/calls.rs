//! Calls of the REST interface that a preview understands, made through their use cases.

use crate::grants::{self, Giving, Where, Whose};
use crate::services::{Caller, Services};
use crate::{Result, members, organizations, plans, roles, teams, users};
use fluxward_domain::AppError;
use fluxward_domain::explanations::AccessChange;
use fluxward_domain::grants::{Assign, AssignProject};
use fluxward_domain::ids::AccountId;
use fluxward_domain::members::{EditMember, NewMember, Tick};
use fluxward_domain::organizations::EditOrganization;
use fluxward_domain::pages::Because;
use fluxward_domain::plans::EditPlan;
use fluxward_domain::privileges::Privilege;
use fluxward_domain::roles::{DeleteRole, EditRole};
use fluxward_domain::users::Suspend;
use serde::de::DeserializeOwned;

/// One call, read.
pub(super) struct Call {
    path: Vec<String>,
    act: Act,
}

enum Act {
    AddMember(NewMember),
    EditMember(AccountId, EditMember),
    RemoveMember(AccountId, Because),
    Tick(AccountId, Privilege, Tick),
    Assign(Place, Who, String, Assign),
    AssignProject(Who, AssignProject),
    Revoke(Place, Who, Option<String>, Because),
    JoinTeam(AccountId, Assign),
    LeaveTeam(AccountId, Because),
    DeleteTeam(Because),
    EditRole(EditRole),
    DeleteRole(DeleteRole),
    Plan(EditOrganization),
    EditPlan(EditPlan),
    Activate(AccountId, Because),
    Deactivate(AccountId, Because),
    Suspend(AccountId, Suspend),
    Promote(AccountId, Because),
    Demote(AccountId, Because),
}

enum Place {
    Organization,
    Workspace,
    Project,
}

enum Who {
    User(AccountId),
    Team(String),
}

impl Who {
    fn whose(&self) -> Whose<'_> {
        match self {
            Self::User(id) => Whose::User(*id),
            Self::Team(slug) => Whose::Team(slug),
        }
    }
}

/// Reads the parts of one call; every error names it.
struct Reading<'a> {
    n: usize,
    change: &'a AccessChange,
}

impl Reading<'_> {
    fn wrong(&self, part: &str, sentence: impl Into<String>) -> AppError {
        AppError::field(&format!("changes[{}].{part}", self.n), sentence)
    }

    fn body<T: DeserializeOwned>(&self) -> Result<T, AppError> {
        let body = self.change.body.clone().into_iter().collect::<serde_json::Map<_, _>>();
        serde_json::from_value(body.into()).map_err(|error| self.wrong("body", error.to_string()))
    }

    fn account(&self, text: &str) -> Result<AccountId, AppError> {
        text.parse().map_err(|_| self.wrong("path", "This is not the id of an account."))
    }

    fn who(&self, kind: &str, text: &str) -> Result<Who, AppError> {
        match kind {
            "members" => Ok(Who::User(self.account(text)?)),
            _ => Ok(Who::Team(text.to_owned())),
        }
    }

    fn unknown(&self) -> AppError {
        let sentence = "This call cannot be previewed. Roles, privileges, statuses, teams, members of workspaces and projects, and plans can.";
        self.wrong("path", sentence)
    }
}

impl Call {
    /// Reads the `n`th change.
    pub(super) fn read(n: usize, change: &AccessChange) -> Result<Self, AppError> {
        let reading = Reading { n, change };
        let path = change.path.strip_prefix("/api/v1/").ok_or_else(|| reading.unknown())?;
        let path: Vec<_> = path.split('/').map(str::to_owned).collect();
        let parts: Vec<_> = path.iter().map(String::as_str).collect();
        let act = match parts.as_slice() {
            ["organizations", _, rest @ ..] => Self::inside(&reading, rest)?,
            ["plans", _] if change.method == "PATCH" => Act::EditPlan(reading.body()?),
            ["users", id, verb] if change.method == "POST" => {
                Self::of_user(&reading, reading.account(id)?, verb)?
            }
            _ => return Err(reading.unknown()),
        };
        Ok(Self { path, act })
    }

    fn inside(reading: &Reading<'_>, rest: &[&str]) -> Result<Act, AppError> {
        let change = reading.change;
        Ok(match (change.method.as_str(), rest) {
            ("PATCH", []) => Act::Plan(Self::plan_only(reading)?),
            ("POST", ["members"]) => Act::AddMember(reading.body()?),
            ("PATCH", ["members", id]) => Act::EditMember(reading.account(id)?, reading.body()?),
            ("DELETE", ["members", id]) => Act::RemoveMember(reading.account(id)?, reading.body()?),
            ("PUT", ["members", id, "privileges", key]) => {
                let privilege = Privilege::parse(key);
                let privilege = privilege
                    .ok_or_else(|| reading.wrong("path", "There is no such privilege."))?;
                Act::Tick(reading.account(id)?, privilege, reading.body()?)
            }
            ("PUT", [kind @ ("members" | "teams"), who, "roles", role]) => {
                let who = reading.who(kind, who)?;
                Act::Assign(Place::Organization, who, (*role).to_owned(), reading.body()?)
            }
            ("DELETE", [kind @ ("members" | "teams"), who, "roles", role]) => {
                let (who, role) = (reading.who(kind, who)?, Some((*role).to_owned()));
                Act::Revoke(Place::Organization, who, role, reading.body()?)
            }
            ("PUT", ["workspaces", _, kind @ ("members" | "teams"), who, "roles", role]) => {
                let who = reading.who(kind, who)?;
                Act::Assign(Place::Workspace, who, (*role).to_owned(), reading.body()?)
            }
            ("DELETE", ["workspaces", _, kind @ ("members" | "teams"), who, "roles", role]) => {
                let (who, role) = (reading.who(kind, who)?, Some((*role).to_owned()));
                Act::Revoke(Place::Workspace, who, role, reading.body()?)
            }
            ("PUT", ["projects", _, kind @ ("members" | "teams"), who]) => {
                Act::AssignProject(reading.who(kind, who)?, reading.body()?)
            }
            ("DELETE", ["projects", _, kind @ ("members" | "teams"), who]) => {
                Act::Revoke(Place::Project, reading.who(kind, who)?, None, reading.body()?)
            }
            ("PUT", ["teams", _, "members", id]) => {
                Act::JoinTeam(reading.account(id)?, reading.body()?)
            }
            ("DELETE", ["teams", _, "members", id]) => {
                Act::LeaveTeam(reading.account(id)?, reading.body()?)
            }
            ("DELETE", ["teams", _]) => Act::DeleteTeam(reading.body()?),
            ("PATCH", ["roles", _]) => Act::EditRole(reading.body()?),
            ("DELETE", ["roles", _]) => Act::DeleteRole(reading.body()?),
            _ => return Err(reading.unknown()),
        })
    }

    /// Of an organization, its plan and its seats alone.
    fn plan_only(reading: &Reading<'_>) -> Result<EditOrganization, AppError> {
        let known = ["plan", "seats", "reason"];
        if let Some(other) = reading.change.body.keys().find(|key| !known.contains(&key.as_str())) {
            let part = format!("body.{other}");
            let sentence = "Of an organization, the plan and the seats alone can be previewed.";
            return Err(reading.wrong(&part, sentence));
        }
        reading.body()
    }

    fn of_user(reading: &Reading<'_>, id: AccountId, verb: &str) -> Result<Act, AppError> {
        Ok(match verb {
            "activate" => Act::Activate(id, reading.body()?),
            "deactivate" => Act::Deactivate(id, reading.body()?),
            "suspend" => Act::Suspend(id, reading.body()?),
            "promote" => Act::Promote(id, reading.body()?),
            "demote" => Act::Demote(id, reading.body()?),
            _ => return Err(reading.unknown()),
        })
    }

    /// The slug of the organization that it is about.
    pub(super) fn organization(&self) -> Option<&str> {
        (self.path[0] == "organizations").then(|| self.path[1].as_str())
    }

    /// The key of the plan that it is about.
    pub(super) fn plan(&self) -> Option<&str> {
        (self.path[0] == "plans").then(|| self.path[1].as_str())
    }

    fn part(&self, n: usize) -> &str {
        self.path.get(n).map_or("", String::as_str)
    }

    /// Makes it.
    pub(super) async fn make(&self, s: &Services, c: &Caller) -> Result<()> {
        let slug = self.part(1);
        match &self.act {
            Act::AddMember(new) => members::add(s, c, slug, new.clone()).await.map(drop),
            Act::EditMember(id, edit) => {
                members::edit(s, c, slug, *id, edit.clone(), None).await.map(drop)
            }
            Act::RemoveMember(id, because) => {
                members::remove(s, c, slug, *id, because.clone(), None).await
            }
            Act::Tick(id, privilege, tick) => {
                members::tick(s, c, slug, *id, *privilege, tick.clone(), None).await.map(drop)
            }
            Act::Assign(place, who, role, assign) => {
                let given = (role.as_str(), Giving::Beside);
                let (place, assign) = (self.place(place), assign.clone());
                grants::assign(s, c, place, who.whose(), given, assign).await.map(drop)
            }
            Act::AssignProject(who, given) => {
                let AssignProject { role, expires_at, reason } = given.clone();
                let assign = Assign { expires_at, reason };
                let given = (role.as_str(), Giving::Instead);
                let place = self.place(&Place::Project);
                grants::assign(s, c, place, who.whose(), given, assign).await.map(drop)
            }
            Act::Revoke(place, who, role, because) => {
                let (role, reason) = (role.as_deref(), because.reason.as_deref());
                let place = self.place(place);
                grants::revoke(s, c, place, who.whose(), role, reason).await.map(drop)
            }
            Act::JoinTeam(id, assign) => {
                let team = (slug, self.part(3));
                teams::join(s, c, team, *id, assign.clone(), None).await.map(drop)
            }
            Act::LeaveTeam(id, because) => {
                let team = (slug, self.part(3));
                teams::leave(s, c, team, *id, because.clone(), None).await.map(drop)
            }
            Act::DeleteTeam(because) => {
                teams::delete(s, c, slug, self.part(3), because.clone(), None).await
            }
            Act::EditRole(edit) => {
                roles::edit(s, c, slug, self.part(3), edit.clone(), None).await.map(drop)
            }
            Act::DeleteRole(asked) => {
                roles::delete(s, c, slug, self.part(3), asked.clone(), None).await
            }
            Act::Plan(edit) => organizations::edit(s, c, slug, edit.clone(), None).await.map(drop),
            Act::EditPlan(edit) => plans::edit(s, c, slug, edit.clone(), None).await.map(drop),
            Act::Activate(id, because) => {
                users::activate(s, c, *id, because.clone(), None).await.map(drop)
            }
            Act::Deactivate(id, because) => {
                users::deactivate(s, c, *id, because.clone(), None).await.map(drop)
            }
            Act::Suspend(id, suspend) => {
                users::suspend(s, c, *id, suspend.clone(), None).await.map(drop)
            }
            Act::Promote(id, because) => {
                users::promote(s, c, *id, because.clone(), None).await.map(drop)
            }
            Act::Demote(id, because) => {
                users::demote(s, c, *id, because.clone(), None).await.map(drop)
            }
        }
    }

    fn place(&self, place: &Place) -> Where<'_> {
        match place {
            Place::Organization => Where::organization(self.part(1)),
            Place::Workspace => Where::workspace(self.part(1), self.part(3)),
            Place::Project => Where::project(self.part(1), self.part(3)),
        }
    }
}
