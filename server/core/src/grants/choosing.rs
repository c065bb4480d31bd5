//! Finding the member whom something is to be given to.

use super::Where;
use crate::error::Result;
use crate::services::{Caller, Services};
use crate::{members, scopes};
use fluxward_domain::AppError;
use fluxward_domain::members::{MemberQuery, MemberUser};
use fluxward_domain::permissions::Permission;
use fluxward_domain::scopes::Scope;

/// How many people are offered.
const OFFERED: u32 = 8;

/// Members who could be given a role at a place, or a seat in a team when that is the organization
/// itself. Whoever sees the list of members finds them by any text; everyone else who gives there
/// must know the whole e-mail address or username, so that nobody's name can be fished for.
pub async fn choosable(
    s: &Services,
    c: &Caller,
    place: Where<'_>,
    search: &str,
) -> Result<Vec<MemberUser>> {
    let mut on = s.read().await?;
    let path = match place.inside {
        Some((_, within)) => format!("{}/{within}", place.organization),
        None => place.organization.to_owned(),
    };
    let kind = place.inside.map(|(kind, _)| kind);
    let at = scopes::find(&mut on, &path).await?;
    let at = at.filter(|at| at.inside.as_ref().map(scopes::Inside::kind) == kind);
    let at = at.ok_or_else(AppError::not_found)?;
    let may = |permission, scope| c.authorize(s, permission, scope);
    let seats = [Permission::TeamsManage];
    let seats = if kind.is_none() { &seats[..] } else { &[] };
    let needed = [seats, place.needs()].concat();
    scopes::any_of(&needed, |permission| may(permission, at.scope()))?;
    if search.is_empty() {
        return Ok(Vec::new());
    }
    let organization = at.organization.id;
    if may(Permission::UsersView, Scope::Organization(organization)).is_err() {
        return members::member_named(&mut on, organization, search).await;
    }
    drop(on);
    let search = Some(search.to_owned());
    let query = MemberQuery { search, limit: Some(OFFERED), ..MemberQuery::default() };
    let found = members::list(s, c, place.organization, &query).await?.items.into_iter();
    // Whoever is invited cannot be given anything yet.
    Ok(found.filter(|member| member.invitation.is_none()).map(|member| member.user).collect())
}
