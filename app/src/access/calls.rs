//! The doors of explanations and previews: who calls, the use case, the error.
#![expect(missing_docs, reason = "the macro makes fields of the arguments, without documentation")]

use super::foreseen::Foreseen;
use super::planned::Planned;
use super::why::Why;
use crate::Failure;
use crate::prelude::*;
use crate::wire::Wire;
use fluxward_domain::ids::AccountId;
use fluxward_domain::permissions::Permission;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use {
    crate::caller::asking,
    crate::forms::given,
    fluxward_core::{
        Caller, Services, access, members, organizations, previews, projects, workspaces,
    },
    fluxward_domain::explanations::AccessChange,
    fluxward_domain::organizations::{Organization, OrganizationQuery},
    fluxward_domain::{AppError, Kind},
};

/// What is around a page about somebody's access.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Around {
    /// The person's name; empty when it is the caller.
    pub name: String,
    /// The organization's name; empty when it is not about one.
    pub organization: String,
    /// The places, each by what names it and as people know it.
    pub places: Vec<(String, String)>,
}

/// What a change would do.
#[server(AskForeseen, prefix = "/_fn", endpoint = "access/foresee", protocol = Wire)]
pub async fn foresee(planned: Planned) -> Result<Foreseen, Failure> {
    let (services, caller) = asking()?;
    let changes = changes(&services, &caller, planned).await?;
    match previews::preview(&services, &caller, &changes).await.map_err(AppError::from) {
        Ok(preview) => Ok(preview.into()),
        Err(error) if is_an_answer(error.kind) => {
            Ok(Foreseen { refused: Some(error.detail), ..Foreseen::default() })
        }
        Err(error) => Err(error.into()),
    }
}

/// Whether a refusal says what would happen: the change was looked at, and is not the caller's to
/// make as things are.
#[cfg(feature = "ssr")]
const fn is_an_answer(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Forbidden
            | Kind::Conflict
            | Kind::Invalid
            | Kind::LastOwner
            | Kind::LastAdministrator
            | Kind::NoSeatLeft
    )
}

/// What is around a page about somebody's access: whose it is in which organization, and the
/// places that can be asked about. Without an organization it is the caller's own, everywhere.
#[server(AskAround, prefix = "/_fn", endpoint = "access/around", protocol = Wire)]
pub async fn around(slug: Option<String>, id: Option<AccountId>) -> Result<Around, Failure> {
    let (services, caller) = asking()?;
    let Some((slug, id)) = slug.zip(id) else { return own_places(&services, &caller).await };
    let member = members::show(&services, &caller, &slug, id).await?;
    let organization = organizations::show(&services, &caller, &slug).await?;
    let places = inside(&services, &caller, &organization).await?;
    Ok(Around { name: member.user.full_name, organization: organization.name, places })
}

#[cfg(feature = "ssr")]
async fn own_places(s: &Services, c: &Caller) -> Result<Around, Failure> {
    let mut around = Around::default();
    if c.facts.platform_administrator {
        around.places.push(("platform".to_owned(), "The platform".to_owned()));
    }
    let query = OrganizationQuery { limit: Some(200), ..OrganizationQuery::default() };
    for organization in organizations::list(s, c, &query).await?.items {
        around.places.extend(inside(s, c, &organization).await?);
    }
    Ok(around)
}

#[cfg(feature = "ssr")]
async fn inside(
    s: &Services,
    c: &Caller,
    organization: &Organization,
) -> Result<Vec<(String, String)>, Failure> {
    let Organization { slug, name, .. } = organization;
    let mut all = vec![(slug.clone(), name.clone())];
    for it in workspaces::list(s, c, slug).await?.items {
        all.push((format!("{slug}/{}", it.slug), format!("{name}: workspace {}", it.name)));
    }
    for it in projects::list(s, c, slug).await?.items {
        all.push((format!("{slug}/{}", it.slug), format!("{name}: project {}", it.name)));
    }
    Ok(all)
}

/// Everything that somebody may do at a place.
#[server(AskHeld, prefix = "/_fn", endpoint = "access/held", protocol = Wire)]
pub async fn held(id: AccountId, scope: String) -> Result<Vec<Permission>, Failure> {
    let (services, caller) = asking()?;
    let all = access::effective(&services, &caller, id, &scope).await?;
    Ok(all.into_iter().map(|explanation| explanation.permission).collect())
}

/// Why somebody may do something at a place, or what is missing and what would mend it.
#[server(AskWhy, prefix = "/_fn", endpoint = "access/why", protocol = Wire)]
pub async fn why(id: AccountId, scope: String, permission: Permission) -> Result<Why, Failure> {
    let (services, caller) = asking()?;
    Ok(access::explained(&services, &caller, id, &scope, permission).await?.into())
}

/// Makes the change that would allow something, told by its sentence.
#[server(prefix = "/_fn", endpoint = "access/apply", protocol = Wire)]
pub async fn apply(
    id: AccountId,
    scope: String,
    permission: Permission,
    detail: String,
    reason: Option<String>,
) -> Result<String, Failure> {
    let (services, caller) = asking()?;
    let remedy = Planned::Remedy { id, scope, permission, detail: detail.clone() };
    let mut changes = changes(&services, &caller, remedy).await?;
    if let Some(reason) = given(reason) {
        for change in &mut changes {
            change.body.insert("reason".to_owned(), reason.clone().into());
        }
    }
    previews::carry_out(&services, &caller, &changes).await?;
    Ok(detail)
}

/// The calls that would make it. A remedy is what the explanation says at this moment: what does
/// not help any more is not made.
#[cfg(feature = "ssr")]
async fn changes(s: &Services, c: &Caller, planned: Planned) -> Result<Vec<AccessChange>, Failure> {
    if let Some(call) = planned.call() {
        return Ok(vec![call]);
    }
    let Planned::Remedy { id, scope, permission, detail } = planned else { return Ok(Vec::new()) };
    let explanation = access::explained(s, c, id, &scope, permission).await?;
    let found = explanation.would_allow.into_iter().find(|remedy| remedy.detail == detail);
    let gone = || {
        let detail = "This has changed in the meantime. Look at it again, then decide.";
        AppError::new(Kind::Conflict, detail)
    };
    Ok(found.ok_or_else(gone)?.changes)
}
