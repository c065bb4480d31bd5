//! Inviting many at once: pasted lines, all of them or none.

use super::inviting::{answered, hints_in, invite_in};
use super::{place, place_in};
use crate::error::{Error, Result};
use crate::organizations::Resolved;
use crate::services::{Caller, Services};
use crate::text;
use fluxward_domain::errors::check;
use fluxward_domain::ids::InvitationId;
use fluxward_domain::invitations::lines::{self, Line};
use fluxward_domain::invitations::{AT_ONCE, Invitation, NewInvitation, NewInvitations};
use fluxward_domain::roles::BaseRole;
use fluxward_domain::{AppError, FieldError, Kind};
use std::collections::HashMap;

/// Invites everybody in the lines, in one change. When anything is wrong nobody is invited, and
/// every line that is wrong is named (`lines.3`).
pub async fn invite_all(
    s: &Services,
    c: &Caller,
    slug: &str,
    new: NewInvitations,
) -> Result<Vec<Invitation>> {
    check(&new)?;
    let place = place(s, c, &mut s.read().await?, slug).await?;
    let wanted = wanted(&new)?;
    let made = all_or_none(s, c, &place, &wanted).await?;
    let mut on = s.read().await?;
    let mut told = Vec::with_capacity(made.len());
    for invitation in made {
        let key = text::email_key(&invitation.email)?;
        let hints = hints_in(&mut on, place.id, &key).await?;
        told.push(Invitation { hints, ..invitation });
    }
    Ok(told)
}

/// The invitations that the lines ask for, each with its line's number.
fn wanted(new: &NewInvitations) -> Result<Vec<(usize, NewInvitation)>, AppError> {
    let (mut wanted, mut wrong) = (Vec::new(), Vec::new());
    let mut seen: HashMap<String, usize> = HashMap::new();
    for line in lines::read(&new.lines) {
        match line.and_then(|line| one(new, line, &mut seen)) {
            Ok(one) => wanted.push(one),
            Err((number, message)) => wrong.push(of_line(number, &message)),
        }
    }
    if !wrong.is_empty() {
        return Err(AppError::invalid(wrong));
    }
    match wanted.len() {
        0 => Err(AppError::field("lines", "Enter at least one person, one a line.")),
        count if count > AT_ONCE => {
            Err(AppError::field("lines", format!("Invite at most {AT_ONCE} people at once.")))
        }
        _ => Ok(wanted),
    }
}

fn one(
    new: &NewInvitations,
    line: Line,
    seen: &mut HashMap<String, usize>,
) -> Result<(usize, NewInvitation), (usize, String)> {
    let number = line.number;
    let invitation = NewInvitation {
        email: line.email,
        full_name: line.full_name,
        role: line.role.or(new.role).unwrap_or(BaseRole::Member),
        privileges: None,
        workspaces: Vec::new(),
        message: new.message.clone(),
        replaces: None,
        reason: new.reason.clone(),
    };
    check(&invitation).map_err(|error| (number, error.detail))?;
    let key = text::email_key(&invitation.email).map_err(|error| (number, error.detail))?;
    match seen.insert(key, number) {
        Some(first) => Err((number, format!("This address stands in line {first} already."))),
        None => Ok((number, invitation)),
    }
}

fn of_line(number: usize, message: &str) -> FieldError {
    FieldError { field: format!("lines.{number}"), message: format!("Line {number}: {message}") }
}

async fn all_or_none(
    s: &Services,
    c: &Caller,
    place: &Resolved,
    wanted: &[(usize, NewInvitation)],
) -> Result<Vec<Invitation>> {
    let mut change = s.change(c).await?;
    let place = place_in(&mut change, &place.slug).await?;
    let (mut ids, mut wrong): (Vec<InvitationId>, Vec<AppError>) = (Vec::new(), Vec::new());
    for (number, new) in wanted {
        match invite_in(&mut change, &place, new).await {
            Ok(id) => ids.push(id),
            Err(Error::App(error)) => {
                let named = vec![of_line(*number, &error.detail)];
                wrong.push(AppError { errors: named, ..error });
            }
            Err(error) => return Err(error),
        }
    }
    if let Some(refusal) = refusal(wrong) {
        return Err(refusal.into());
    }
    let mut made = Vec::with_capacity(ids.len());
    for id in ids {
        made.push(answered(&mut change, &place, id).await?);
    }
    change.commit().await?;
    Ok(made)
}

/// One refusal for all lines that were refused, of the first one's kind.
fn refusal(wrong: Vec<AppError>) -> Option<AppError> {
    let kind = wrong.first().map(|error| error.kind)?;
    let retry_after = wrong.iter().filter_map(|error| error.retry_after).max();
    let errors = wrong.into_iter().flat_map(|error| error.errors).collect();
    let refusal = AppError::invalid(errors);
    let kind = if kind == Kind::Malformed { Kind::Invalid } else { kind };
    Some(AppError { kind, retry_after, ..refusal })
}
