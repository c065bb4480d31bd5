//! The doors of the pages about requests for access: who calls, the use case, the error.
#![expect(missing_docs, reason = "the macro makes fields of the arguments, without documentation")]

use super::forms::{AskForm, DecideForm};
use crate::Failure;
use crate::prelude::*;
use crate::wire::Wire;
use fluxward_domain::ids::RequestId;
use fluxward_domain::requests::AccessRequest;
use fluxward_domain::roles::{Role, RoleScope};
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use {
    super::path,
    super::query::{Show, address},
    crate::caller::asking,
    crate::forms::{given, moment},
    crate::grants::forms::about_until,
    crate::wire::answer::go_to,
    fluxward_core::{organizations, projects, requests, roles, workspaces},
    fluxward_domain::pages::Because,
    fluxward_domain::requests::{Decide as Decision, NewRequest, RequestQuery},
    fluxward_domain::roles::is_built_in,
};

/// Requests, the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// Which ones.
    pub show: String,
    /// They.
    pub requests: Vec<AccessRequest>,
}

/// Where something can be asked for, and what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offered {
    /// The organization's name.
    pub organization: String,
    /// The places: what names each, its name, and its kind.
    pub places: Vec<(String, String, RoleScope)>,
    /// The roles that can be asked for, somewhere.
    pub roles: Vec<Role>,
}

/// Requests. When nothing says which, those that wait for the caller, or the caller's own when
/// none does.
#[server(prefix = "/_fn", endpoint = "requests/list", protocol = Wire)]
pub async fn list(slug: String, show: String) -> Result<Listed, Failure> {
    let (services, caller) = asking()?;
    let asked = Show::read(&show);
    let which = asked.unwrap_or_default();
    let query = match which {
        Show::Waiting => RequestQuery::default(),
        Show::Mine => RequestQuery { mine: Some(true), ..RequestQuery::default() },
        Show::Decided => RequestQuery { ended: Some(true), ..RequestQuery::default() },
    };
    let mut found = requests::list(&services, &caller, &slug, &query).await?.items;
    if which == Show::Waiting {
        found.retain(|request| request.decidable);
    }
    if asked.is_none() && found.is_empty() {
        let query = RequestQuery { mine: Some(true), ..RequestQuery::default() };
        let requests = requests::list(&services, &caller, &slug, &query).await?.items;
        let show = if requests.is_empty() { which } else { Show::Mine };
        return Ok(Listed { show: show.word().to_owned(), requests });
    }
    Ok(Listed { show: which.word().to_owned(), requests: found })
}

/// What can be asked for, where the caller sees a place.
#[server(AskOffered, prefix = "/_fn", endpoint = "requests/offered", protocol = Wire)]
pub async fn offered(slug: String) -> Result<Offered, Failure> {
    let (s, c) = asking()?;
    let organization = organizations::show(&s, &c, &slug).await?.name;
    let mut roles = roles::list(&s, &c, &slug).await?.items;
    // The base roles are the membership's own.
    roles.retain(|role| role.scope != RoleScope::Organization || !is_built_in(&role.key));
    let mut places = Vec::new();
    if roles.iter().any(|role| role.scope == RoleScope::Organization) {
        places.push((slug.clone(), organization.clone(), RoleScope::Organization));
    }
    for it in workspaces::list(&s, &c, &slug).await?.items {
        places.push((format!("{slug}/{}", it.slug), it.name, RoleScope::Workspace));
    }
    for it in projects::list(&s, &c, &slug).await?.items {
        places.push((format!("{slug}/{}", it.slug), it.name, RoleScope::Project));
    }
    Ok(Offered { organization, places, roles })
}

/// Asks for a role; goes to one's own requests afterwards.
#[server(prefix = "/_fn", endpoint = "requests/ask", protocol = Wire)]
pub async fn ask(slug: String, #[server(default)] form: AskForm) -> Result<AccessRequest, Failure> {
    let (services, caller) = asking()?;
    let AskForm { scope, role, until, until_plain, reason } = form;
    let expires_at = moment("until", Some(until), Some(until_plain))?;
    let new = NewRequest { scope, role, expires_at, reason };
    let made = requests::ask(&services, &caller, &slug, new).await.map_err(about_until)?;
    go_to(&address(&path(&slug), Show::Mine.word(), None));
    Ok(made)
}

/// Grants or declines a request; goes to what still waits afterwards.
#[server(prefix = "/_fn", endpoint = "requests/decide", protocol = Wire)]
pub async fn decide(
    slug: String,
    id: RequestId,
    #[server(default)] form: DecideForm,
    grant: bool,
) -> Result<AccessRequest, Failure> {
    let (services, caller) = asking()?;
    let reason = given(form.reason);
    let decided = if grant {
        let expires_at = moment("until", Some(form.until), Some(form.until_plain))?;
        let decide = Decision { expires_at, reason };
        requests::grant(&services, &caller, &slug, id, decide).await.map_err(about_until)?
    } else {
        requests::decline(&services, &caller, &slug, id, Because { reason }).await?
    };
    go_to(&path(&slug));
    Ok(decided)
}

/// Takes one's own request back; goes to one's own requests afterwards.
#[server(prefix = "/_fn", endpoint = "requests/withdraw", protocol = Wire)]
pub async fn withdraw(slug: String, id: RequestId) -> Result<(), Failure> {
    let (services, caller) = asking()?;
    requests::withdraw(&services, &caller, &slug, id, Because::default()).await?;
    go_to(&address(&path(&slug), Show::Mine.word(), None));
    Ok(())
}
