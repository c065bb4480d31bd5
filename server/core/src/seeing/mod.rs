//! Seeing the console as a person, or as somebody with a role, would: read-only, for half an hour,
//! and logged.
//!
//! # Decision: other facts, the same account
//! While a session sees as somebody else, its caller keeps its own account and has the other's
//! facts. So everything that is decided, shown or hidden follows the other; and everything that is
//! one's own (the account, its sessions, tokens and secrets) is never the other's. The facts carry
//! whoever looks within them ([`Facts::within`]), and nothing is allowed that these may not do
//! themselves: what one sees is what both may see. Whether one may still see as somebody is
//! decided anew with every request.
//!
//! Nothing is changed meanwhile: [`refuse`] stands where every change of a caller's begins. Its
//! beginning is recorded with the moment until which it lasts, and its end when somebody ends it;
//! what lapses is not recorded once more.

pub mod api;
mod store;
#[cfg(test)]
mod tests;

use crate::access;
use crate::changes::{Entry, Target};
use crate::database::Connection;
use crate::error::Result;
use crate::scopes;
use crate::services::{Caller, Services};
use crate::{organizations, roles, users};
use fluxward_domain::access::{Facts, Grant, Membership, Place, Source, decide};
use fluxward_domain::errors::check;
use fluxward_domain::ids::{AccountId, OrganizationId};
use fluxward_domain::permissions::Permission;
use fluxward_domain::roles::{BaseRole, RoleScope};
use fluxward_domain::scopes::Scope;
use fluxward_domain::seeing::{LASTS, SeeAs, SeenAs};
use fluxward_domain::{AppError, Kind, Moment};
use std::sync::Arc;
use store::Stored;
use uuid::Uuid;

/// What they are called whom there is nobody to be seen as any more.
const NOBODY: &str = "somebody who is not there any more";

/// Where a role can be held by somebody whom the caller may see as: what names each place, and its
/// name. Empty when there is no such place, or no such role.
pub async fn places(
    s: &Services,
    c: &Caller,
    slug: &str,
    role: &str,
) -> Result<Vec<(String, String)>> {
    let mut on = s.read().await?;
    let place = organizations::resolve(&mut on, slug).await?.ok_or_else(AppError::not_found)?;
    c.authorize(s, Permission::UsersManage, Scope::Organization(place.id))?;
    let role = roles::all(&mut on, place.id).await?.into_iter().find(|it| it.key == role);
    let Some(role) = role else { return Ok(Vec::new()) };
    if role.scope == RoleScope::Organization {
        return Ok(vec![(place.slug, place.name)]);
    }
    let now = s.clock.now();
    let inside = scopes::all(&mut on, place.id).await?.into_iter();
    let inside = inside.filter(|it| it.kind() == role.scope);
    let seen = inside.filter(|it| is_seen(&c.facts, it.scope(place.id), now));
    Ok(seen.map(|it| (format!("{slug}/{}", it.slug), it.name)).collect())
}

/// From now on the caller's session sees the console as told.
pub async fn begin(s: &Services, c: &Caller, slug: &str, asked: SeeAs) -> Result<SeenAs> {
    crate::sessions::in_person(c)?;
    let mut change = s.change(c).await?;
    let at = scopes::open(&mut change, slug, None, &[Permission::UsersManage]).await?;
    check(&asked)?;
    let organization = at.organization.id;
    let ends_at = change.now().plus_seconds(LASTS);
    let role = asked.role.as_deref().filter(|role| !role.is_empty());
    let stored = match (asked.user_id, role) {
        (Some(account), None) => Stored::new(organization, Some(account), None, ends_at),
        (None, Some(role)) => {
            let place = asked.scope.as_deref().filter(|scope| !scope.is_empty()).unwrap_or(slug);
            let role = Some((place.to_owned(), role.to_owned()));
            Stored::new(organization, None, role, ends_at)
        }
        _ => {
            let sentence = "Choose either a person or a role.";
            return Err(AppError::field("user_id", sentence).into());
        }
    };
    let own = Arc::clone(change.facts()?);
    let now = change.now();
    let seen = seen(&mut change, &own, &stored, now).await?.ok_or_else(AppError::not_found)?;
    may_be_seen(&own, &seen.facts, organization, now)?;
    store::begin(&mut change, c.session, &stored).await?;
    let entry = entry("see_as.begun", &stored, &seen.name).because(asked.reason.as_deref());
    change.record(entry.with("until", None, Some(&ends_at.to_rfc3339()))).await?;
    // Open pages of the same session show it at once.
    change.touch_access(c.account);
    change.commit().await?;
    Ok(SeenAs { name: seen.name, ends_at })
}

/// From now on the caller's session sees as itself again.
pub async fn end(s: &Services, c: &Caller) -> Result<()> {
    let mut change = s.change_unasked(Some(c.account)).await?;
    let now = change.now();
    if !access::session_is_live(&mut change, c.session, now).await? {
        return Err(Kind::Unauthenticated.into());
    }
    let Some(stored) = store::of(&mut change, c.session).await? else { return Ok(()) };
    store::end(&mut change, c.session).await?;
    let name = c.seen_as.as_ref().map_or(NOBODY, |seen| seen.name.as_str());
    change.record(entry("see_as.ended", &stored, name)).await?;
    change.touch_access(c.account);
    change.commit().await?;
    Ok(())
}

/// Passes unless the caller sees as somebody else: nothing is changed meanwhile.
pub(crate) fn refuse(c: &Caller) -> Result<()> {
    let Some(seen) = &c.seen_as else { return Ok(()) };
    let detail = format!(
        "You see Fluxward as {}, read-only: nothing can be changed. Stop seeing as somebody else first.",
        seen.name
    );
    Err(AppError::new(Kind::Forbidden, detail).into())
}

/// The caller as their session sees; the same caller when the right to it is gone, or its time is
/// over. When there is nobody to be seen any more, their own eyes, still read-only: nothing is
/// changed before they stop.
pub(crate) async fn through(on: &mut Connection, c: Caller, now: Moment) -> Result<Caller> {
    let Some(stored) = store::of(on, c.session).await? else { return Ok(c) };
    let scope = Scope::Organization(stored.organization());
    let may_look = decide(&c.facts, Permission::UsersManage, scope, now).allowed();
    if now >= stored.ends_at() || !may_look || c.facts.must_enrol {
        return Ok(c);
    }
    let ends_at = stored.ends_at();
    let seen = seen(on, &c.facts, &stored, now).await?;
    let is_there =
        |seen: &Seen| may_be_seen(&c.facts, &seen.facts, stored.organization(), now).is_ok();
    let (name, facts) = match seen.filter(is_there) {
        Some(seen) => (seen.name, Arc::new(seen.facts)),
        None => (NOBODY.to_owned(), Arc::clone(&c.facts)),
    };
    Ok(Caller { facts, seen_as: Some(SeenAs { name, ends_at }), ..c })
}

/// Whose facts are seen through, and what they are called.
struct Seen {
    name: String,
    facts: Facts,
}

/// As whom `own` sees; `None` when there is no such person or role any more.
async fn seen(
    on: &mut Connection,
    own: &Facts,
    stored: &Stored,
    now: Moment,
) -> Result<Option<Seen>> {
    let found = match stored.account() {
        Some(account) => person(on, account).await?,
        None => with_role(on, own, stored, now).await?,
    };
    let Some(mut found) = found else { return Ok(None) };
    let facts = &mut found.facts;
    if !own.platform_administrator {
        // What belongs to other organizations, and to projects that the looker does not see, is
        // none of the looker's business.
        facts.memberships.retain(|it| it.organization == stored.organization());
        for membership in &mut facts.memberships {
            let organization = membership.organization;
            membership.grants.retain(|grant| match grant.place {
                Place::Project(id) => is_seen(own, Scope::Project(organization, None, id), now),
                Place::Organization | Place::Workspace(_) => true,
            });
        }
    }
    // The lock and a missing second factor concern whoever looks.
    facts.locked = own.locked && !own.platform_administrator;
    facts.must_enrol = false;
    facts.within = Some(Box::new(own.clone()));
    Ok(Some(found))
}

async fn person(on: &mut Connection, account: AccountId) -> Result<Option<Seen>> {
    let Some(person) = users::recipients::recipient(on, account).await? else { return Ok(None) };
    let facts = access::facts(on, account).await?;
    Ok(facts.map(|(_, facts)| Seen { name: person.full_name, facts }))
}

/// Somebody who holds the role, and is a Viewer where it is no base role.
async fn with_role(
    on: &mut Connection,
    own: &Facts,
    stored: &Stored,
    now: Moment,
) -> Result<Option<Seen>> {
    let (Some(place), Some(key)) = (&stored.place, &stored.role) else { return Ok(None) };
    let organization = stored.organization();
    let at = scopes::find(on, place).await?.filter(|at| at.organization.id == organization);
    let Some(at) = at.filter(|at| is_seen(own, at.scope(), now)) else { return Ok(None) };
    let base = BaseRole::parse(key).filter(|_| at.inside.is_none());
    let mut membership = Membership::new(organization, base.unwrap_or(BaseRole::Viewer));
    membership.outside_plan = access::outside_plan(on, own, organization).await?;
    let role = if let Some(base) = base {
        base.name().to_owned()
    } else {
        let Some(role) = roles::defined(on, &at, key).await? else { return Ok(None) };
        membership.add(Grant {
            place: at.place(),
            source: Source::Role(role.key, role.name.clone()),
            permissions: role.permissions,
            until: None,
            team: None,
        });
        role.name
    };
    Ok(Some(Seen {
        name: format!("somebody with the role {role} in {}", at.name()),
        facts: Facts { memberships: vec![membership], ..Facts::of(AccountId(Uuid::nil())) },
    }))
}

/// Whether `own` sees that there is such a place: a project is seen by those who may see it.
fn is_seen(own: &Facts, place: Scope, now: Moment) -> bool {
    !matches!(place, Scope::Project(..))
        || decide(own, Permission::ProjectsView, place, now).allowed()
}

/// Passes when there is somebody to be seen there, and it is not beyond whoever looks.
fn may_be_seen(own: &Facts, seen: &Facts, place: OrganizationId, now: Moment) -> Result<()> {
    if seen.membership(place).is_none() && !own.platform_administrator {
        return Err(AppError::not_found().into());
    }
    if seen.account == own.account {
        let detail = "You see Fluxward as yourself already.";
        return Err(AppError::new(Kind::Conflict, detail).into());
    }
    if seen.platform_administrator && !own.platform_administrator {
        let detail = "Only platform administrators see Fluxward as one of them.";
        return Err(AppError::new(Kind::Forbidden, detail).into());
    }
    let enters = decide(seen, Permission::OrganizationView, Scope::Organization(place), now);
    if !enters.allowed() {
        let detail = "This person cannot enter the organization now: there is nothing to see.";
        return Err(AppError::new(Kind::Conflict, detail).into());
    }
    Ok(())
}

fn entry(action: &'static str, stored: &Stored, name: &str) -> Entry {
    let organization = stored.organization();
    let target = stored.account().map_or(Target::Organization(organization), Target::User);
    Entry::new(action, target).in_organization(organization).with("as", None, Some(name))
}
