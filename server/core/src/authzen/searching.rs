//! AuthZEN's searches: who may, what may they, where may they. Page by page.

use super::{Question, facts_of, kind, kind_of, missing, place, subject_facts, whole};
use crate::database::{Connection, values};
use crate::error::Result;
use crate::services::{Caller, Services};
use crate::{access, scopes};
use fluxward_domain::access::decide;
use fluxward_domain::ids::{AccountId, OrganizationId};
use fluxward_domain::permissions::Permission;
use fluxward_domain::scopes::Scope;
use fluxward_domain::{AppError, Kind};
use uuid::Uuid;

/// How many subjects are looked at for one page at most: a search ends, whatever it finds.
const LOOKED_AT: i64 = 1000;

/// A page of what was found, with the token of the next one.
#[derive(Debug, Default)]
pub struct Found {
    /// The ids.
    pub ids: Vec<String>,
    /// Where to go on; empty at the end.
    pub next: String,
}

fn permission(question: &Question) -> Result<Option<Permission>> {
    let action = question.action.as_ref().ok_or_else(|| missing("action"))?;
    Ok(Permission::parse(&action.name))
}

/// The users who may do the action with the resource, by id. `after` is the token of a page.
pub async fn subjects(
    s: &Services,
    c: &Caller,
    question: &Question,
    (after, limit): (Option<&str>, usize),
) -> Result<Found> {
    let subject = kind("subject", question.subject.as_ref())?;
    let resource = whole("resource", question.resource.as_ref())?;
    let wanted = permission(question)?;
    let after = after.filter(|after| !after.is_empty());
    let after = after.map_or(Ok(Uuid::nil()), |after| {
        after.parse().map_err(|_| AppError::new(Kind::Malformed, "The page token is none of ours."))
    })?;
    let mut on = s.read().await?;
    let place = place(s, c, &mut on, resource).await?;
    let (Some(place), Some(permission)) = (place, wanted) else { return Ok(Found::default()) };
    if subject != super::USER {
        return Ok(Found::default());
    }
    let accounts = candidates(&mut on, place.scope().organization(), after).await?;
    let now = s.clock.now();
    let mut found = Found::default();
    for facts in facts_of(&mut on, &accounts).await? {
        if decide(&facts, permission, place.scope(), now).allowed() {
            found.ids.push(facts.account.to_string());
        }
        if found.ids.len() == limit {
            found.next = facts.account.to_string();
            return Ok(found);
        }
    }
    let is_cut = i64::try_from(accounts.len()).is_ok_and(|n| n == LOOKED_AT);
    if let Some(last) = accounts.last().filter(|_| is_cut) {
        found.next = last.to_string();
    }
    Ok(found)
}

/// Whoever could be allowed at a place, in the order of their ids: members of the organization,
/// and platform administrators.
async fn candidates(
    on: &mut Connection,
    organization: Option<OrganizationId>,
    after: Uuid,
) -> Result<Vec<AccountId>> {
    let rows: Vec<(Uuid,)> = if let Some(organization) = organization {
        let sql = "select id from (
            select account_id as id from memberships
                where organization_id = $1 and until_seq is null and account_id > $2
            union select subject_id from grants where place_kind = 'platform'
                and key = 'administrator' and until_seq is null and subject_id > $2) c
            order by id limit $3";
        on.rows(sql, values![organization, after, LOOKED_AT]).await?
    } else {
        let sql = "select subject_id as id from grants where place_kind = 'platform'
            and key = 'administrator' and until_seq is null and subject_id > $1
            order by id limit $2";
        on.rows(sql, values![after, LOOKED_AT]).await?
    };
    Ok(rows.into_iter().map(|(id,)| AccountId(id)).collect())
}

/// The places of that type where the subject may do the action, among those that the caller may
/// ask about.
pub async fn resources(s: &Services, c: &Caller, question: &Question) -> Result<Vec<String>> {
    let subject = whole("subject", question.subject.as_ref())?;
    let kind = kind("resource", question.resource.as_ref())?;
    let wanted = permission(question)?;
    let mut on = s.read().await?;
    let Some(facts) = subject_facts(s, &mut on, subject).await? else { return Ok(Vec::new()) };
    let Some(permission) = wanted else { return Ok(Vec::new()) };
    let now = s.clock.now();
    let places = places(&mut on, kind, &facts).await?;
    let is_found = |scope: Scope| {
        decide(&facts, permission, scope, now).allowed() && access::may_ask(s, c, scope).is_ok()
    };
    Ok(places.into_iter().filter(|(_, scope)| is_found(*scope)).map(|(text, _)| text).collect())
}

/// The places of a type in the organizations that the subject belongs to; of an administrator of
/// the platform, in all of them.
async fn places(
    on: &mut Connection,
    kind: &str,
    facts: &fluxward_domain::access::Facts,
) -> Result<Vec<(String, Scope)>> {
    if kind == "platform" {
        return Ok(vec![("platform".into(), Scope::Platform)]);
    }
    let sql = "select id, slug from organizations where until_seq is null order by slug";
    let organizations: Vec<(Uuid, String)> = on.rows(sql, values![]).await?;
    let mut places = Vec::new();
    for (id, slug) in organizations {
        let id = OrganizationId(id);
        if !facts.platform_administrator && facts.membership(id).is_none() {
            continue;
        }
        if kind == "organization" {
            places.push((slug, Scope::Organization(id)));
            continue;
        }
        for inside in scopes::all(on, id).await? {
            if kind_of(inside.scope(id)) == kind {
                places.push((format!("{slug}/{}", inside.slug), inside.scope(id)));
            }
        }
    }
    Ok(places)
}

/// Everything that the subject may do with the resource.
pub async fn actions(s: &Services, c: &Caller, question: &Question) -> Result<Vec<String>> {
    let subject = whole("subject", question.subject.as_ref())?;
    let resource = whole("resource", question.resource.as_ref())?;
    let mut on = s.read().await?;
    let place = place(s, c, &mut on, resource).await?;
    let facts = subject_facts(s, &mut on, subject).await?;
    let (Some(place), Some(facts)) = (place, facts) else { return Ok(Vec::new()) };
    let held = facts.permissions(place.scope(), s.clock.now());
    Ok(held.iter().map(|permission| permission.as_str().to_owned()).collect())
}
