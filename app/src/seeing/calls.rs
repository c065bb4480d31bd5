//! The doors of seeing as somebody else: who calls, the use case, the error.
#![expect(missing_docs, reason = "the macro makes fields of the arguments, without documentation")]

use crate::Failure;
use crate::prelude::*;
use crate::wire::Wire;
use fluxward_domain::ids::AccountId;

#[cfg(feature = "ssr")]
use {
    crate::caller::asking, crate::forms::given, crate::wire::answer::go_to, fluxward_core::seeing,
    fluxward_domain::seeing::SeeAs,
};

/// Where somebody with that role can be seen as: what names each place, and its name.
#[server(prefix = "/_fn", endpoint = "seeing/places", protocol = Wire)]
pub async fn places(slug: String, role: String) -> Result<Vec<(String, String)>, Failure> {
    let (services, caller) = asking()?;
    Ok(seeing::places(&services, &caller, &slug, &role).await?)
}

/// Begins to see as a person, or as somebody with a role; goes to the organization afterwards.
#[server(prefix = "/_fn", endpoint = "seeing/begin", protocol = Wire)]
pub async fn begin(
    slug: String,
    #[server(default)] user: Option<AccountId>,
    #[server(default)] role: Option<String>,
    #[server(default)] scope: Option<String>,
    #[server(default)] reason: Option<String>,
) -> Result<String, Failure> {
    let (services, caller) = asking()?;
    let (role, scope, reason) = (given(role), given(scope), given(reason));
    let asked = SeeAs { user_id: user, role, scope, reason };
    seeing::begin(&services, &caller, &slug, asked).await?;
    let there = format!("/orgs/{slug}");
    go_to(&there);
    Ok(there)
}

/// Sees as oneself again; goes to the start page afterwards.
#[server(prefix = "/_fn", endpoint = "seeing/stop", protocol = Wire)]
pub async fn stop() -> Result<String, Failure> {
    let (services, caller) = asking()?;
    seeing::end(&services, &caller).await?;
    go_to("/");
    Ok("/".to_owned())
}
