//! Giving somebody what their line names: boxes, roles, places and teams.

use super::line::Importing;
use super::reading::Line;
use crate::error::{Error, Result};
use crate::grants::{self, Giving, Where, Whose};
use crate::{members, teams};
use fluxward_domain::grants::Assign;
use fluxward_domain::ids::AccountId;
use fluxward_domain::members::{Tick, WorkspaceRoles};
use fluxward_domain::privileges::Privilege;
use fluxward_domain::roles::BaseRole;
use fluxward_domain::{AppError, Kind};

/// What somebody holds already of what a line may give.
#[derive(Default)]
pub(super) struct Holds<'a> {
    pub(super) roles: &'a [String],
    pub(super) workspaces: &'a [WorkspaceRoles],
    pub(super) projects: &'a [WorkspaceRoles],
    pub(super) teams: &'a [String],
}

impl Holds<'_> {
    /// Whether that role is held at the place of that slug.
    pub(super) fn at(places: &[WorkspaceRoles], slug: &str, role: &str) -> bool {
        let here = places.iter().filter(|place| place.slug == slug);
        here.flat_map(|place| &place.roles).any(|held| held == role)
    }
}

impl Importing<'_> {
    /// The boxes of somebody who has just joined are those of the line, where it names any.
    pub(super) async fn begin_boxes(
        &self,
        id: AccountId,
        line: &Line,
        role: BaseRole,
        says: &mut Vec<String>,
    ) -> Result<()> {
        let Some(wanted) = &line.privileges else { return Ok(()) };
        let begun = Privilege::at_first(role, &self.defaults);
        for privilege in Privilege::ALL {
            let is_wanted = wanted.contains(&privilege);
            if is_wanted != begun.contains(&privilege) {
                self.tick(id, privilege, is_wanted, says).await?;
            }
        }
        Ok(())
    }

    pub(super) async fn tick(
        &self,
        id: AccountId,
        privilege: Privilege,
        granted: bool,
        says: &mut Vec<String>,
    ) -> Result<()> {
        let tick = Tick { granted, reason: self.because() };
        members::tick(self.s, self.c, &self.place.slug, id, privilege, tick, None).await?;
        let word = if granted { "" } else { "without " };
        says.push(format!("{word}“{}”", privilege.label()));
        Ok(())
    }

    /// Gives what is not held yet.
    pub(super) async fn give(
        &self,
        id: AccountId,
        line: &Line,
        holds: &Holds<'_>,
        says: &mut Vec<String>,
    ) -> Result<()> {
        let slug = self.place.slug.as_str();
        for role in line.roles.iter().filter(|role| !holds.roles.contains(role)) {
            self.assign(id, Where::organization(slug), (role, Giving::Beside)).await?;
            says.push(format!("role {role}"));
        }
        for place in &line.workspaces {
            let at = Where::workspace(slug, &place.slug);
            for role in &place.roles {
                if !Holds::at(holds.workspaces, &place.slug, role) {
                    let given = self.assign(id, at, (role, Giving::Beside)).await;
                    given.map_err(|error| named(error, "workspace", &place.slug))?;
                    says.push(format!("{role} in {}", place.slug));
                }
            }
        }
        for (project, role) in &line.projects {
            if !Holds::at(holds.projects, project, role) {
                let at = Where::project(slug, project);
                let given = self.assign(id, at, (role, Giving::Instead)).await;
                given.map_err(|error| named(error, "project", project))?;
                says.push(format!("{role} in {project}"));
            }
        }
        for team in line.teams.iter().filter(|team| !holds.teams.contains(team)) {
            let joined = teams::join(self.s, self.c, (slug, team), id, self.assigned(), None).await;
            joined.map_err(|error| named(error, "team", team))?;
            says.push(format!("team {team}"));
        }
        Ok(())
    }

    async fn assign(
        &self,
        id: AccountId,
        place: Where<'_>,
        given: (&String, Giving),
    ) -> Result<()> {
        let given = (given.0.as_str(), given.1);
        grants::assign(self.s, self.c, place, Whose::User(id), given, self.assigned()).await?;
        Ok(())
    }

    fn assigned(&self) -> Assign {
        Assign { expires_at: None, reason: self.because() }
    }
}

/// What is not there is named: to whoever brings people in, no place of the organization is a
/// secret.
fn named(error: Error, kind: &str, slug: &str) -> Error {
    match error {
        Error::App(error) if error.kind == Kind::NotFound && error.errors.is_empty() => {
            let slug: String = slug.chars().filter(|c| !c.is_control()).take(40).collect();
            AppError::new(Kind::NotFound, format!("There is no {kind} “{slug}” here.")).into()
        }
        error => error,
    }
}
