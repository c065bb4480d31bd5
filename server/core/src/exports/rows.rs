//! Rows of a table, as an import reads them back.

use crate::error::{Error, Result};
use csv::{Terminator, WriterBuilder};
use fluxward_domain::Moment;
use fluxward_domain::imports::guarded;
use fluxward_domain::members::{Member, WorkspaceRoles};
use fluxward_domain::privileges::Privilege;
use fluxward_domain::users::User;
use std::collections::HashMap;
use uuid::Uuid;

/// The columns of members.
pub(super) const MEMBER: [&str; 13] = [
    "email",
    "full_name",
    "username",
    "role",
    "privileges",
    "roles",
    "workspaces",
    "projects",
    "teams",
    "expires_at",
    "status",
    "joined_at",
    "last_sign_in_at",
];

/// The columns of people.
pub(super) const USER: [&str; 7] = [
    "email",
    "full_name",
    "username",
    "status",
    "platform_administrator",
    "created_at",
    "last_sign_in_at",
];

pub(super) fn member(member: &Member, teams: &HashMap<Uuid, Vec<String>>) -> Vec<String> {
    let text = |moment: Option<Moment>| moment.map(Moment::to_rfc3339).unwrap_or_default();
    // Said, so that whoever joins by it does not begin with other boxes.
    let boxes = match member.privileges.as_slice() {
        [] => "none".to_owned(),
        boxes => Privilege::keys(boxes).replace(' ', ";"),
    };
    vec![
        member.user.email.clone(),
        member.user.full_name.clone(),
        member.user.username.clone(),
        member.role.key().to_owned(),
        boxes,
        member.roles.join(";"),
        places(&member.workspaces),
        places(&member.projects),
        teams.get(&member.user.id.0).map(|teams| teams.join(";")).unwrap_or_default(),
        text(member.expires_at),
        member.effective_status().key().to_owned(),
        member.joined_at.to_rfc3339(),
        text(member.last_sign_in_at),
    ]
}

/// `design:approver+requester;sales:requester`.
fn places(places: &[WorkspaceRoles]) -> String {
    let place = |place: &WorkspaceRoles| format!("{}:{}", place.slug, place.roles.join("+"));
    places.iter().map(place).collect::<Vec<_>>().join(";")
}

pub(super) fn user(user: &User) -> Vec<String> {
    vec![
        user.email.clone(),
        user.full_name.clone(),
        user.username.clone(),
        user.status.key().to_owned(),
        if user.platform_administrator { "yes" } else { "no" }.to_owned(),
        user.created_at.to_rfc3339(),
        user.last_sign_in_at.map(Moment::to_rfc3339).unwrap_or_default(),
    ]
}

/// The rows in RFC 4180, below `head`; no cell is a formula.
pub(super) fn written(
    head: Option<&[&str]>,
    rows: impl Iterator<Item = Vec<String>>,
) -> Result<Vec<u8>> {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    let failed = |error: &dyn std::fmt::Display| Error::Internal(format!("a table: {error}"));
    if let Some(head) = head {
        writer.write_record(head).map_err(|error| failed(&error))?;
    }
    for row in rows {
        let cells = row.iter().map(|cell| guarded(cell));
        writer.write_record(cells.collect::<Vec<_>>()).map_err(|error| failed(&error))?;
    }
    writer.into_inner().map_err(|error| failed(&error.error()))
}
