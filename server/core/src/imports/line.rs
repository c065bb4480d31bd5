//! Carrying out one line: which calls it is made of.

use super::giving::Holds;
use super::known::Known;
use super::reading::Line;
use crate::changes::Batch;
use crate::error::Result;
use crate::organizations::{self, Resolved};
use crate::services::{Caller, Services};
use crate::{invitations, members, users};
use fluxward_domain::ids::AccountId;
use fluxward_domain::imports::Outcome;
use fluxward_domain::invitations::lines::name_of;
use fluxward_domain::invitations::{Invitation, NewInvitation};
use fluxward_domain::members::{EditMember, Member, NewMember, WorkspaceRoles};
use fluxward_domain::permissions::Permission;
use fluxward_domain::privileges::Privilege;
use fluxward_domain::roles::BaseRole;
use fluxward_domain::scopes::Scope;
use fluxward_domain::users::{NewUser, Status};
use fluxward_domain::{AppError, Kind};

/// What all lines of an import share.
pub(super) struct Importing<'a> {
    /// The services whose changes join the one transaction.
    pub(super) s: &'a Services,
    pub(super) c: &'a Caller,
    pub(super) place: &'a Resolved,
    pub(super) reason: Option<&'a str>,
    /// The boxes that Members begin with.
    pub(super) defaults: Vec<Privilege>,
    /// Whether the caller creates accounts; else whoever has none is invited.
    creates: bool,
    /// Whether the caller makes members of people who have an account.
    adds: bool,
}

/// What became of a line.
pub(super) struct Done {
    pub(super) outcome: Outcome,
    pub(super) says: String,
    pub(super) link: Option<String>,
}

impl<'a> Importing<'a> {
    pub(super) async fn new(
        batch: &'a Batch,
        c: &'a Caller,
        place: &'a Resolved,
        reason: Option<&'a str>,
    ) -> Result<Self> {
        let s = batch.services();
        let may = |permission, scope| c.authorize(s, permission, scope).is_ok();
        let mut on = batch.look().await?;
        let defaults = organizations::default_privileges(&mut on, place.id).await?;
        Ok(Self {
            defaults,
            creates: may(Permission::UsersManage, Scope::Platform),
            adds: may(Permission::UsersManage, Scope::Organization(place.id)),
            s,
            c,
            place,
            reason,
        })
    }

    /// Does what the line says, or tells what is wrong with it.
    pub(super) async fn carry_out(&self, line: &Line, known: &Known) -> Result<Done> {
        if let Some((member, teams)) = known.member(&line.key) {
            return self.change(line, member, teams).await;
        }
        if let Some(invitation) = known.invited(&line.key) {
            return compared(line, invitation);
        }
        match known.account(&line.key) {
            // As where members are added by hand: people who cannot act are found by
            // administrators alone.
            Some((id, status)) if self.adds && (self.creates || status == Status::Active) => {
                self.add(line, id).await
            }
            None if self.creates => self.create(line).await,
            _ => self.invite(line).await,
        }
    }

    /// The role of whoever is new.
    fn role(line: &Line) -> BaseRole {
        line.role.unwrap_or(BaseRole::Member)
    }

    fn full_name(line: &Line) -> String {
        match (&line.full_name, &line.names) {
            (Some(name), _) => name.clone(),
            (None, (Some(first), Some(last))) => format!("{first} {last}"),
            (None, (first, last)) => {
                first.clone().or_else(|| last.clone()).unwrap_or_else(|| name_of(&line.email))
            }
        }
    }

    pub(super) fn because(&self) -> Option<String> {
        self.reason.map(str::to_owned)
    }

    async fn create(&self, line: &Line) -> Result<Done> {
        let role = Self::role(line);
        let (first_name, last_name) = line.names.clone();
        let is_named = first_name.is_some() || last_name.is_some();
        let new = NewUser {
            email: line.email.clone(),
            username: line.username.clone(),
            full_name: line.full_name.clone().or_else(|| (!is_named).then(|| name_of(&line.email))),
            first_name,
            last_name,
            password: None,
            organization: Some(self.place.slug.clone()),
            role: Some(role),
            workspaces: line.workspaces.clone(),
            reason: self.because(),
        };
        let (id, handed_over) = users::create_unseen(self.s, self.c, new).await?;
        let mut says = vec![format!("A new account, to be activated by mail, as {}", role.name())];
        says.extend(in_workspaces(&line.workspaces));
        if let Some(Some(_)) = line.expires_at {
            self.edit(id, line, None, &mut says).await?;
        }
        self.begin_boxes(id, line, role, &mut says).await?;
        let holds = Holds { workspaces: &line.workspaces, ..Holds::default() };
        self.give(id, line, &holds, &mut says).await?;
        Ok(done(Outcome::Created, &says, handed_over.link))
    }

    async fn add(&self, line: &Line, id: AccountId) -> Result<Done> {
        let role = Self::role(line);
        let expires_at = line.expires_at.flatten();
        let new = NewMember { user_id: id, role, expires_at, reason: self.because() };
        members::add(self.s, self.c, &self.place.slug, new).await?;
        let mut says = vec![format!("Joins as {}", role.name())];
        says.extend(expires_at.map(|end| format!("until {}", end.to_rfc3339())));
        self.begin_boxes(id, line, role, &mut says).await?;
        self.give(id, line, &Holds::default(), &mut says).await?;
        Ok(done(Outcome::Added, &says, None))
    }

    async fn invite(&self, line: &Line) -> Result<Done> {
        let rest = !line.roles.is_empty() || !line.projects.is_empty() || !line.teams.is_empty();
        if rest || line.expires_at.flatten().is_some() {
            let sentence = "This person is invited, and an invitation brings a role, privileges and workspaces. Give roles, projects, teams and an end once they are in.";
            return Err(AppError::new(Kind::Invalid, sentence).into());
        }
        let role = Self::role(line);
        let new = NewInvitation {
            email: line.email.clone(),
            full_name: Self::full_name(line),
            role,
            privileges: line.privileges.clone(),
            workspaces: line.workspaces.clone(),
            message: None,
            replaces: None,
            reason: self.because(),
        };
        let made = invitations::invite_unseen(self.s, self.c, &self.place.slug, new).await?;
        let mut says = vec![format!("Is invited as {}", role.name())];
        if line.privileges.is_some() {
            says.push(format!("privileges: {}", Privilege::labels(&made.privileges)));
        }
        says.extend(in_workspaces(&line.workspaces));
        Ok(done(Outcome::Invited, &says, made.link))
    }

    async fn change(&self, line: &Line, member: &Member, teams: &[String]) -> Result<Done> {
        let id = member.user.id;
        let mut says = Vec::new();
        let becomes = line.role.filter(|role| *role != member.role);
        let ends = line.expires_at.is_some_and(|end| end != member.expires_at);
        if becomes.is_some() || ends {
            self.edit(id, line, Some(member.role), &mut says).await?;
        }
        // Becoming a Viewer has cleared them.
        let cleared = becomes == Some(BaseRole::Viewer);
        for privilege in line.privileges.iter().flatten() {
            if cleared || !member.privileges.contains(privilege) {
                self.tick(id, *privilege, true, &mut says).await?;
            }
        }
        let holds = Holds {
            roles: &member.roles,
            workspaces: &member.workspaces,
            projects: &member.projects,
            teams,
        };
        self.give(id, line, &holds, &mut says).await?;
        if says.is_empty() {
            return Ok(done(Outcome::Unchanged, &["Is a member as the line says".into()], None));
        }
        Ok(done(Outcome::Changed, &says, None))
    }

    /// Another base role than `from`, and another end.
    async fn edit(
        &self,
        id: AccountId,
        line: &Line,
        from: Option<BaseRole>,
        says: &mut Vec<String>,
    ) -> Result<()> {
        let role = line.role.filter(|role| from.is_some_and(|from| from != *role));
        let edit =
            EditMember { role, status: None, expires_at: line.expires_at, reason: self.because() };
        members::edit(self.s, self.c, &self.place.slug, id, edit, None).await?;
        if let (Some(from), Some(to)) = (from, role) {
            says.push(format!("Role from {} to {}", from.name(), to.name()));
        }
        says.extend(line.expires_at.map(|end| match end {
            Some(end) => format!("until {}", end.to_rfc3339()),
            None => "without an end".to_owned(),
        }));
        Ok(())
    }
}

fn done(outcome: Outcome, says: &[String], link: Option<String>) -> Done {
    Done { outcome, says: format!("{}.", says.join(", ")), link }
}

fn in_workspaces(workspaces: &[WorkspaceRoles]) -> impl Iterator<Item = String> {
    workspaces.iter().map(|place| format!("{} in {}", place.roles.join(", "), place.slug))
}

/// A line about somebody who is invited already.
fn compared(line: &Line, invitation: &Invitation) -> Result<Done> {
    let promised = |place: &WorkspaceRoles| {
        place.roles.iter().all(|role| Holds::at(&invitation.workspaces, &place.slug, role))
    };
    let is_same = line.role.is_none_or(|role| role == invitation.role)
        && line.privileges.as_ref().is_none_or(|boxes| *boxes == invitation.privileges)
        && line.workspaces.iter().all(promised);
    if is_same {
        let says = "Is invited so already and has not answered yet".to_owned();
        return Ok(done(Outcome::Unchanged, &[says], None));
    }
    let sentence = format!(
        "{} is invited already, as something else, and has not answered yet. Take that invitation back first.",
        invitation.full_name
    );
    Err(AppError::new(Kind::Conflict, sentence).into())
}
