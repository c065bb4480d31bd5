//! What somebody may do at a place, and why: `decide` told to people.

use super::store;
use crate::database::{Connection, values};
use crate::error::Result;
use crate::scopes::{self, At};
use crate::services::{Caller, Services};
use crate::{organizations, plans, roles, workspaces};
use fluxward_domain::AppError;
use fluxward_domain::access::Facts;
use fluxward_domain::explanations::{Around, Explanation, explain, explain_all};
use fluxward_domain::ids::{AccountId, OrganizationId};
use fluxward_domain::permissions::{Permission, PermissionSet};
use fluxward_domain::roles::RoleScope;
use fluxward_domain::scopes::Scope;
use std::sync::Arc;

/// A place as a question names it, resolved.
pub(crate) enum Asked {
    /// The platform itself.
    Platform,
    /// An organization, a workspace or a project.
    At(At),
}

impl Asked {
    /// The place that `text` names: `platform`, `{org}`, `{org}/{workspace}` or
    /// `{org}/{project}`; `None` when there is none.
    pub(crate) async fn find(connection: &mut Connection, text: &str) -> Result<Option<Self>> {
        if text == "platform" {
            return Ok(Some(Self::Platform));
        }
        Ok(scopes::find(connection, text).await?.map(Self::At))
    }

    /// As deciding knows it.
    pub(crate) fn scope(&self) -> Scope {
        match self {
            Self::Platform => Scope::Platform,
            Self::At(at) => at.scope(),
        }
    }

    /// Passes when the caller may ask about other people there.
    pub(crate) fn authorize(&self, s: &Services, c: &Caller) -> Result<()> {
        may_ask(s, c, self.scope())
    }
}

/// Passes when the caller may ask what other people may do there: whoever sees people there, or in
/// the whole organization. Of a project whoever sees the project, too.
pub(crate) fn may_ask(s: &Services, c: &Caller, scope: Scope) -> Result<()> {
    let here = c.authorize(s, Permission::UsersView, scope);
    here.or_else(|_| {
        let whole = scope.organization().map_or(Scope::Platform, Scope::Organization);
        c.authorize(s, Permission::UsersView, whole)?;
        match scope {
            Scope::Project(..) => c.authorize(s, Permission::ProjectsView, scope),
            _ => Ok(()),
        }
    })
}

/// Everything that `account` may do at the place that `scope` names, each with its reasons.
pub async fn effective(
    s: &Services,
    c: &Caller,
    account: AccountId,
    scope: &str,
) -> Result<Vec<Explanation>> {
    let mut on = s.read().await?;
    let (asked, facts) = open(s, c, &mut on, account, scope).await?;
    let around = around(&mut on, &asked, &facts).await?;
    Ok(explain_all(&facts, asked.scope(), s.clock.now(), &around))
}

/// One decision about `account`, with what gives it, or the smallest change that would.
pub async fn explained(
    s: &Services,
    c: &Caller,
    account: AccountId,
    scope: &str,
    permission: Permission,
) -> Result<Explanation> {
    let mut on = s.read().await?;
    let (asked, facts) = open(s, c, &mut on, account, scope).await?;
    let around = around(&mut on, &asked, &facts).await?;
    Ok(explain(&facts, permission, asked.scope(), s.clock.now(), &around))
}

/// The place and the facts, if the caller may ask: about themselves wherever they see the place,
/// about others who sees people there. Somebody who belongs elsewhere is not there.
async fn open(
    s: &Services,
    c: &Caller,
    on: &mut Connection,
    account: AccountId,
    scope: &str,
) -> Result<(Asked, Arc<Facts>)> {
    let asked = Asked::find(on, scope).await?.ok_or_else(AppError::not_found)?;
    let is_oneself = account == c.facts.account;
    match asked.scope().organization() {
        Some(id) if is_oneself => {
            c.authorize(s, Permission::OrganizationView, Scope::Organization(id))?;
        }
        None if is_oneself => {}
        _ => asked.authorize(s, c)?,
    }
    if is_oneself {
        return Ok((asked, Arc::clone(&c.facts)));
    }
    let (_, facts) = store::facts(on, account).await?.ok_or_else(AppError::not_found)?;
    let is_seen = c.facts.platform_administrator
        || asked.scope().organization().is_some_and(|id| facts.membership(id).is_some());
    if !is_seen {
        return Err(AppError::not_found().into());
    }
    Ok((asked, Arc::new(facts)))
}

/// What is around the person and the place.
async fn around(on: &mut Connection, asked: &Asked, facts: &Facts) -> Result<Around> {
    let plans = plans::all(on).await?;
    let Asked::At(at) = asked else {
        return Ok(Around {
            organization: String::new(),
            scope: "platform".into(),
            roles: Vec::new(),
            plans,
            outside_plan: PermissionSet::NONE,
            overriding: false,
            defaults: Vec::new(),
        });
    };
    let organization = at.organization.id;
    let overriding =
        at.kind() == RoleScope::Workspace && workspaces::is_overriding(on, at.id()).await?;
    Ok(Around {
        organization: at.organization.slug.clone(),
        scope: at.path(),
        roles: roles::all(on, organization).await?,
        plans,
        outside_plan: outside_plan(on, facts, organization).await?,
        overriding,
        defaults: organizations::default_privileges(on, organization).await?,
    })
}

/// What the plan of the organization leaves out.
pub(crate) async fn outside_plan(
    on: &mut Connection,
    facts: &Facts,
    organization: OrganizationId,
) -> Result<PermissionSet> {
    if let Some(membership) = facts.membership(organization) {
        return Ok(membership.outside_plan);
    }
    let sql = "select p.modules from organization_plans o
        join plans p on p.key = o.plan and p.until_seq is null
        where o.organization_id = $1 and o.until_seq is null";
    let row: Option<(String,)> = on.row(sql, values![organization]).await?;
    let outside = |(modules,): (String,)| fluxward_domain::plans::outside(modules.split(' '));
    Ok(row.map(outside).unwrap_or_default())
}
