//! Looking at requests: one's own, and those that one may decide.

use super::store::{self, Stored, Which};
use super::telling::may_decide;
use crate::database::Connection;
use crate::error::Result;
use crate::organizations;
use crate::roles::{self, Defined};
use crate::scopes::{self, At};
use crate::services::{Caller, Services};
use fluxward_domain::access::Facts;
use fluxward_domain::pages::Page;
use fluxward_domain::permissions::Permission;
use fluxward_domain::requests::{AccessRequest, RequestQuery, RequestStatus};
use fluxward_domain::scopes::Scope;
use fluxward_domain::{AppError, Moment};
use std::collections::HashMap;

/// How many requests are listed.
const LISTED: usize = 200;

/// Requests in an organization, the newest two hundred: one's own, and those that one may decide.
pub async fn list(
    s: &Services,
    c: &Caller,
    slug: &str,
    query: &RequestQuery,
) -> Result<Page<AccessRequest>> {
    let mut on = s.read().await?;
    let place = seen(s, c, &mut on, slug).await?;
    let is_mine = query.mine.unwrap_or_default();
    let which = match query.status {
        Some(status) => Which::Of(status),
        None if query.ended.unwrap_or_default() => Which::Ended,
        None if is_mine => Which::All,
        None => Which::Of(RequestStatus::Open),
    };
    let whose = is_mine.then_some(c.facts.account);
    let (mut found, mut after, mut known) = (Vec::new(), None, Known::default());
    while found.len() < LISTED {
        let some = store::list(&mut on, place.id, which, whose, after.as_ref()).await?;
        let Some(last) = some.last().cloned() else { break };
        after = Some(last);
        for stored in some {
            // Of whom one sees as, one sees what one may decide oneself.
            let is_own = c.is_oneself(stored.account());
            let facts = c.facts.within.as_deref().unwrap_or(&c.facts);
            let asked = known.of(&mut on, &place, &stored).await?;
            let request = asked.map(|it| told(facts, it, stored, s.clock.now())).transpose()?;
            found.extend(request.filter(|(_, decides)| is_own || *decides).map(|(it, _)| it));
        }
    }
    let is_all = found.len() <= LISTED;
    found.truncate(LISTED);
    let page = Page::whole(found);
    Ok(Page { total: page.total.filter(|_| is_all), ..page })
}

/// What is asked for: a place, and a role that may be gone.
pub(super) type Asked = (At, Option<Defined>);

/// What was asked for so far, by place and role; `None` when the place is gone.
#[derive(Default)]
struct Known(HashMap<(String, String), Option<Asked>>);

impl Known {
    async fn of(
        &mut self,
        on: &mut Connection,
        place: &organizations::Resolved,
        stored: &Stored,
    ) -> Result<Option<&Asked>> {
        let Some(scope) = stored.scope(&place.slug) else { return Ok(None) };
        let key = (scope, stored.role.clone());
        if !self.0.contains_key(&key) {
            let asked = match scopes::find(on, &key.0).await? {
                Some(at) => {
                    let role = roles::defined(on, &at, &key.1).await?;
                    Some((at, role))
                }
                None => None,
            };
            self.0.insert(key.clone(), asked);
        }
        Ok(self.0.get(&key).and_then(Option::as_ref))
    }
}

/// The organization of that slug, if the caller may see it.
async fn seen(
    s: &Services,
    c: &Caller,
    on: &mut Connection,
    slug: &str,
) -> Result<organizations::Resolved> {
    let place = organizations::resolve(on, slug).await?.ok_or_else(AppError::not_found)?;
    c.authorize(s, Permission::OrganizationView, Scope::Organization(place.id))?;
    Ok(place)
}

/// A request as `facts` may see it, and whether they may decide it in principle.
pub(super) fn told(
    facts: &Facts,
    (at, role): &Asked,
    stored: Stored,
    now: Moment,
) -> Result<(AccessRequest, bool)> {
    let may_decide = stored.account() != facts.account
        && role.as_ref().is_some_and(|role| may_decide(facts, at, role, now));
    let request = AccessRequest {
        id: stored.id(),
        user: stored.user()?,
        scope: at.path(),
        scope_name: at.name().to_owned(),
        kind: at.kind(),
        role_name: role.as_ref().map_or_else(|| stored.role.clone(), |role| role.name.clone()),
        expires_at: stored.expires_at(),
        status: stored.outcome(),
        decidable: may_decide && stored.is_open(),
        created_at: stored.created_at(),
        ended_at: stored.ended_at(),
        decided_by: stored.decided_by(),
        version: stored.version,
        role: stored.role,
        reason: stored.reason,
        answer: stored.answer,
    };
    Ok((request, may_decide))
}
