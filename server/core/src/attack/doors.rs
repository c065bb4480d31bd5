//! What was drawn, tried through the use cases of every door.

use super::acts::{Act, Holder, Hours, Place, Word};
use super::scene::Scene;
use crate::error::Result;
use crate::grants::{self, Giving, Where, Whose};
use crate::services::Caller;
use crate::{jobs, members, organizations, projects, roles, teams, workspaces};
use fluxward_domain::grants::Assign;
use fluxward_domain::members::{EditMember, NewMember, Tick};
use fluxward_domain::organizations::{EditOrganization, NewOrganization};
use fluxward_domain::pages::Because;
use fluxward_domain::projects::{EditProject, NewProject};
use fluxward_domain::roles::{DeleteRole, EditRole, NewRole};
use fluxward_domain::teams::NewTeam;
use fluxward_domain::workspaces::{EditWorkspace, NewWorkspace};

fn named(word: &str) -> (String, String) {
    (word.to_owned(), word.to_owned())
}

impl Scene<'_> {
    pub(super) async fn found(&self, c: &Caller, slug: Word, owner: usize) {
        let (name, slug) = named(slug);
        let owner = Some(self.people[owner].id);
        let new = NewOrganization { name, slug, owner, reason: None };
        organizations::create(&self.w.s, c, new).await.unwrap();
    }

    /// Tries it. One arm for each door, however many there are.
    pub(crate) async fn make(&mut self, c: &Caller, slug: Word, act: &Act) -> Result<()> {
        match act {
            Act::Wait(hours) => self.wait(*hours).await,
            Act::CreateRole(..) | Act::EditRole(..) | Act::DeleteRole(..) => {
                self.define(c, slug, act).await
            }
            Act::Assign(at, holder, role, end) => {
                self.assign(c, slug, (*at, *holder, *role), *end).await
            }
            Act::Revoke(at, holder, role) => self.revoke(c, slug, (*at, *holder, *role)).await,
            Act::CreateTeam(_) | Act::DeleteTeam(_) | Act::Join(..) | Act::Leave(..) => {
                self.team(c, slug, act).await
            }
            Act::Add(..)
            | Act::Become(..)
            | Act::Switch(..)
            | Act::Expire(..)
            | Act::Tick(..)
            | Act::Remove(_) => self.member(c, slug, act).await,
            Act::Invite(guest, role, boxes, promised) => {
                self.invite(c, slug, *guest, (*role, boxes.clone(), *promised)).await
            }
            Act::Resend(n) => self.resend(c, slug, *n).await,
            Act::Accept(n) => self.accept(*n).await,
            Act::Ask(..) | Act::Grant(..) | Act::Decline(_) => self.request(c, slug, act).await,
            Act::SeeAs(_) | Act::SeeRole(..) => self.see(c, slug, act).await,
            Act::Token(permissions) => self.token(c, permissions.as_deref()).await,
            Act::Bulk(change) => self.bulk(c, slug, change).await,
            Act::Import(rows) => self.import(c, slug, rows).await,
            Act::CreateWorkspace(_) | Act::EditWorkspace(..) | Act::DeleteWorkspace(_) => {
                self.workspace(c, slug, act).await
            }
            Act::CreateProject(..) | Act::MoveProject(..) | Act::DeleteProject(_) => {
                self.project(c, slug, act).await
            }
            Act::DefaultBoxes(_) | Act::Plan(_) => self.organization(c, slug, act).await,
            Act::Look(act) => self.preview(c, slug, act).await,
        }
    }

    /// Time passes, and what is due is done.
    async fn wait(&self, hours: u8) -> Result<()> {
        self.w.time.pass(i64::from(hours) * 3600);
        jobs::once(&self.w.s).await.map(drop)
    }

    async fn define(&self, c: &Caller, slug: Word, act: &Act) -> Result<()> {
        let s = &self.w.s;
        match act {
            Act::CreateRole(scope, key, permissions) => {
                let ((key, name), permissions) = (named(key), permissions.clone());
                let new = NewRole { key, name, scope: *scope, permissions, reason: None };
                roles::create(s, c, slug, new).await.map(drop)
            }
            Act::EditRole(key, permissions) => {
                let permissions = Some(permissions.clone());
                let edit = EditRole { permissions, ..EditRole::default() };
                roles::edit(s, c, slug, key, edit, None).await.map(drop)
            }
            Act::DeleteRole(key, other) => {
                let replacement = other.map(str::to_owned);
                roles::delete(s, c, slug, key, DeleteRole { replacement, reason: None }, None).await
            }
            other => unreachable!("{other:?} defines no role"),
        }
    }

    fn whose(&self, holder: Holder) -> Whose<'static> {
        match holder {
            Holder::User(who) => Whose::User(self.people[who].id),
            Holder::Team(team) => Whose::Team(team),
        }
    }

    async fn assign(
        &self,
        c: &Caller,
        slug: Word,
        (at, holder, role): (Place, Holder, Word),
        end: Hours,
    ) -> Result<()> {
        let assign = Assign { expires_at: self.after(end), reason: None };
        let giving = if matches!(at, Place::Project(_)) { Giving::Instead } else { Giving::Beside };
        let whose = self.whose(holder);
        grants::assign(&self.w.s, c, at.of(slug), whose, (role, giving), assign).await.map(drop)
    }

    async fn revoke(
        &self,
        c: &Caller,
        slug: Word,
        (at, holder, role): (Place, Holder, Word),
    ) -> Result<()> {
        let role = Some(role).filter(|_| !matches!(at, Place::Project(_)));
        let whose = self.whose(holder);
        grants::revoke(&self.w.s, c, at.of(slug), whose, role, None).await.map(drop)
    }

    async fn team(&self, c: &Caller, slug: Word, act: &Act) -> Result<()> {
        let s = &self.w.s;
        match act {
            Act::CreateTeam(team) => {
                let (name, team) = named(team);
                let new = NewTeam { name, slug: team, reason: None };
                teams::create(s, c, slug, new).await.map(drop)
            }
            Act::DeleteTeam(team) => {
                teams::delete(s, c, slug, team, Because::default(), None).await
            }
            Act::Join(team, who, end) => {
                let assign = Assign { expires_at: self.after(*end), reason: None };
                let who = self.people[*who].id;
                teams::join(s, c, (slug, team), who, assign, None).await.map(drop)
            }
            Act::Leave(team, who) => {
                let who = self.people[*who].id;
                teams::leave(s, c, (slug, team), who, Because::default(), None).await.map(drop)
            }
            other => unreachable!("{other:?} is about no team"),
        }
    }

    async fn member(&self, c: &Caller, slug: Word, act: &Act) -> Result<()> {
        let s = &self.w.s;
        let edit = EditMember::default();
        let (who, edit) = match act {
            Act::Add(who, role, end) => {
                let (user_id, expires_at) = (self.people[*who].id, self.after(*end));
                let new = NewMember { user_id, role: *role, expires_at, reason: None };
                return members::add(s, c, slug, new).await.map(drop);
            }
            Act::Tick(who, privilege, granted) => {
                let (who, tick) = (self.people[*who].id, Tick { granted: *granted, reason: None });
                return members::tick(s, c, slug, who, *privilege, tick, None).await.map(drop);
            }
            Act::Remove(who) => {
                let who = self.people[*who].id;
                return members::remove(s, c, slug, who, Because::default(), None).await;
            }
            Act::Become(who, role) => (*who, EditMember { role: Some(*role), ..edit }),
            Act::Switch(who, status) => (*who, EditMember { status: Some(*status), ..edit }),
            Act::Expire(who, end) => {
                (*who, EditMember { expires_at: Some(self.after(*end)), ..edit })
            }
            other => unreachable!("{other:?} is about no member"),
        };
        members::edit(s, c, slug, self.people[who].id, edit, None).await.map(drop)
    }

    async fn workspace(&self, c: &Caller, slug: Word, act: &Act) -> Result<()> {
        let s = &self.w.s;
        match act {
            Act::CreateWorkspace(at) => {
                let (name, at) = named(at);
                let new = NewWorkspace { name, slug: at, reason: None };
                workspaces::create(s, c, slug, new).await.map(drop)
            }
            Act::EditWorkspace(at, overriding) => {
                let overriding = Some(*overriding);
                let edit = EditWorkspace { overriding, ..EditWorkspace::default() };
                workspaces::edit(s, c, (slug, at), edit, None).await.map(drop)
            }
            Act::DeleteWorkspace(at) => {
                workspaces::delete(s, c, (slug, at), Because::default(), None).await
            }
            other => unreachable!("{other:?} is about no workspace"),
        }
    }

    async fn project(&self, c: &Caller, slug: Word, act: &Act) -> Result<()> {
        let s = &self.w.s;
        match act {
            Act::CreateProject(at, under) => {
                let ((name, at), workspace) = (named(at), under.map(str::to_owned));
                let new = NewProject { name, slug: at, workspace, reason: None };
                projects::create(s, c, slug, new).await.map(drop)
            }
            Act::MoveProject(at, under) => {
                let workspace = Some(under.map(str::to_owned));
                let edit = EditProject { workspace, ..EditProject::default() };
                projects::edit(s, c, (slug, at), edit, None).await.map(drop)
            }
            Act::DeleteProject(at) => {
                projects::delete(s, c, (slug, at), Because::default(), None).await
            }
            other => unreachable!("{other:?} is about no project"),
        }
    }

    async fn organization(&self, c: &Caller, slug: Word, act: &Act) -> Result<()> {
        let edit = EditOrganization::default();
        let edit = match act {
            Act::DefaultBoxes(boxes) => {
                EditOrganization { default_privileges: Some(boxes.clone()), ..edit }
            }
            Act::Plan(plan) => EditOrganization { plan: Some((*plan).to_owned()), ..edit },
            other => unreachable!("{other:?} is not about the organization"),
        };
        organizations::edit(&self.w.s, c, slug, edit, None).await.map(drop)
    }
}

impl Place {
    fn of(self, slug: Word) -> Where<'static> {
        match self {
            Self::Organization => Where::organization(slug),
            Self::Workspace(inside) => Where::workspace(slug, inside),
            Self::Project(inside) => Where::project(slug, inside),
        }
    }
}
