//! What the caller may give: for the forms that begin a membership.

use crate::error::Result;
use crate::services::{Caller, Services};
use crate::{organizations, roles, scopes};
use fluxward_domain::AppError;
use fluxward_domain::granting::may_give;
use fluxward_domain::grants::Offered;
use fluxward_domain::permissions::Permission;
use fluxward_domain::roles::RoleScope;
use fluxward_domain::scopes::Scope;

/// The workspaces of an organization, each with the roles that the caller may give there; those
/// in which there is none are left out.
pub async fn offered(s: &Services, c: &Caller, slug: &str) -> Result<Vec<Offered>> {
    let mut on = s.read().await?;
    let place = organizations::resolve(&mut on, slug).await?.ok_or_else(AppError::not_found)?;
    let scope = Scope::Organization(place.id);
    scopes::any_of(&[Permission::UsersInvite, Permission::UsersManage], |permission| {
        c.authorize(s, permission, scope)
    })?;
    let roles = roles::all(&mut on, place.id).await?;
    let now = s.clock.now();
    let offer = |inside: scopes::Inside| {
        let there = inside.scope(place.id);
        let may = |role: &&fluxward_domain::roles::Role| {
            role.scope == RoleScope::Workspace && may_give(&c.facts, role.set(), there, now).is_ok()
        };
        let given = roles.iter().filter(may).map(|role| (role.key.clone(), role.name.clone()));
        Offered { slug: inside.slug.clone(), name: inside.name.clone(), roles: given.collect() }
    };
    let all = scopes::all(&mut on, place.id).await?.into_iter();
    let workspaces = all.filter(|inside| inside.kind() == RoleScope::Workspace);
    Ok(workspaces.map(offer).filter(|offered| !offered.roles.is_empty()).collect())
}
