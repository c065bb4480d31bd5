//! Nobody gains by what they change themselves: neither now, nor by holding it longer.

use super::store;
use crate::changes::Change;
use crate::error::Result;
use fluxward_domain::Moment;
use fluxward_domain::access::{Facts, Place};
use fluxward_domain::granting::Refusal;
use fluxward_domain::scopes::Scope;

/// Passes when the caller may do nowhere more than before this change, at no moment from now on.
pub(crate) async fn nobody_gains(change: &mut Change) -> Result<()> {
    // Whatever the token includes that is used: it is the account that would gain.
    let before = Facts { limited_to: None, ..Facts::clone(change.facts()?) };
    let Some((_, after)) = store::facts(change, before.account).await? else { return Ok(()) };
    let moments = moments(change.now(), [&before, &after]);
    let gains = |scope| {
        let (had, has) = (before.whatever_the_plan(scope), after.whatever_the_plan(scope));
        moments.iter().any(|moment| {
            !has.permissions(scope, *moment).is_subset_of(had.permissions(scope, *moment))
        })
    };
    if places_of(&after).into_iter().any(gains) {
        return Err(Refusal::RaisesOneself.into());
    }
    Ok(())
}

/// Now, and every later moment from which on less is held; at the last one all that ends has.
fn moments(now: Moment, both: [&Facts; 2]) -> Vec<Moment> {
    let memberships = both.iter().flat_map(|facts| &facts.memberships);
    let ends = memberships.flat_map(|membership| {
        let grants = membership.grants.iter().filter_map(|grant| grant.until);
        grants.chain(membership.until)
    });
    let mut moments: Vec<_> = ends.filter(|end| *end > now).chain([now]).collect();
    moments.sort_unstable();
    moments.dedup();
    moments
}

/// Everywhere that the account of `facts` holds something.
fn places_of(facts: &Facts) -> Vec<Scope> {
    let mut places = vec![Scope::Platform];
    for membership in &facts.memberships {
        let organization = membership.organization;
        places.push(Scope::Organization(organization));
        places.extend(membership.grants.iter().map(|grant| match grant.place {
            Place::Organization => Scope::Organization(organization),
            Place::Workspace(id) => Scope::Workspace(organization, id),
            Place::Project(id) => Scope::Project(organization, None, id),
        }));
    }
    places.dedup();
    places
}
