//! Who decides about a request, and telling them by mail.

use super::mail::asked::Asked;
use super::store::{self, Told};
use crate::changes::Change;
use crate::error::Result;
use crate::mail::{To, send};
use crate::roles::{self, Defined};
use crate::scopes::At;
use crate::{access, users};
use fluxward_domain::Moment;
use fluxward_domain::access::{Facts, decide};
use fluxward_domain::granting::may_give;
use fluxward_domain::ids::AccountId;
use fluxward_domain::permissions::{Permission, PermissionSet};
use fluxward_domain::roles::RoleScope;

/// How many are mailed of one request.
const MAILED: usize = 20;

/// What one of must be held at a place to decide about roles there.
pub(super) const fn needs(kind: RoleScope) -> &'static [Permission] {
    match kind {
        RoleScope::Project => &[Permission::ProjectsManage],
        RoleScope::Organization | RoleScope::Workspace => {
            &[Permission::UsersManage, Permission::RolesManage]
        }
    }
}

/// Mails whoever may decide.
pub(super) async fn tell_deciders(
    change: &mut Change,
    at: &At,
    account: AccountId,
    role: &Defined,
    reason: &str,
) -> Result<()> {
    let organization = at.organization.id;
    let person = users::recipients::recipient(change, account).await?;
    let person = person.map(|person| person.full_name).unwrap_or_default();
    for told in deciders(change, at, account, role).await? {
        let message = Asked {
            person: person.clone(),
            role: role.name.clone(),
            place: at.name().to_owned(),
            reason: reason.to_owned(),
            path: format!("/orgs/{}/requests", at.organization.slug),
        };
        let to = To {
            address: &told.email,
            name: &told.full_name,
            account: Some(AccountId(told.id)),
            organization: Some(organization),
        };
        send(change, to, &message, None).await?;
    }
    Ok(())
}

/// Members who may decide about `role` there, but for `account`: as their facts say.
async fn deciders(
    change: &mut Change,
    at: &At,
    account: AccountId,
    role: &Defined,
) -> Result<Vec<Told>> {
    let now = change.now();
    let manages = |permissions: PermissionSet| {
        needs(at.kind()).iter().any(|permission| permissions.contains(*permission))
    };
    let roles = roles::all(change, at.organization.id).await?;
    let keys: Vec<_> =
        roles.into_iter().filter(|role| manages(role.set())).map(|role| role.key).collect();
    let whom = (at.organization.id, account);
    let able = store::deciders(change, whom, [at.organization.id.0, at.id()], &keys).await?;
    let ids: Vec<_> = able.iter().map(|told| AccountId(told.id)).collect();
    let facts = access::facts_of(change, &ids).await?;
    let may = |told: &Told| {
        let own = facts.iter().find(|(_, facts)| facts.account.0 == told.id);
        own.is_some_and(|(_, facts)| may_decide(facts, at, role, now))
    };
    Ok(able.into_iter().filter(|told| may(told)).take(MAILED).collect())
}

/// Whether the account of `facts` may decide about `role` there, unless it is their own request.
pub(super) fn may_decide(facts: &Facts, at: &At, role: &Defined, now: Moment) -> bool {
    let manages = needs(at.kind())
        .iter()
        .any(|permission| decide(facts, *permission, at.scope(), now).allowed());
    manages && may_give(facts, role.permissions, at.scope(), now).is_ok()
}
