//! The doors of the invitations' pages: who calls, the use case, the error.
#![expect(missing_docs, reason = "the macro makes fields of the arguments, without documentation")]

use super::forms::{InviteForm, InviteManyForm};
use crate::Failure;
use crate::prelude::*;
use crate::wire::Wire;
use fluxward_domain::grants::Offered;
use fluxward_domain::ids::InvitationId;
use fluxward_domain::invitations::{Invitation, InvitationQuery, OpenInvitation, Review};
use fluxward_domain::pages::Page;

#[cfg(feature = "ssr")]
use {
    super::query::{about, path},
    crate::caller::{asking, request, services, visitor},
    crate::forms::given,
    crate::sessions::calls::enter,
    crate::wire::answer::go_to,
    fluxward_core::{grants, invitations},
    fluxward_domain::invitations::{Accept as AcceptRequest, Accepted},
    fluxward_domain::pages::Because,
    fluxward_domain::permissions::Permission,
    fluxward_domain::privileges::Privilege,
};

/// A page of the list.
#[server(prefix = "/_fn", endpoint = "invitations/list", protocol = Wire)]
pub async fn list(slug: String, query: InvitationQuery) -> Result<Page<Invitation>, Failure> {
    let (services, caller) = asking()?;
    Ok(invitations::list(&services, &caller, &slug, &query).await?)
}

/// One invitation.
#[server(prefix = "/_fn", endpoint = "invitations/show", protocol = Wire)]
pub async fn show(slug: String, id: InvitationId) -> Result<Invitation, Failure> {
    let (services, caller) = asking()?;
    Ok(invitations::show(&services, &caller, &slug, id).await?)
}

/// The workspaces with the roles that may be given along.
#[server(prefix = "/_fn", endpoint = "invitations/offered", protocol = Wire)]
pub async fn offer(slug: String) -> Result<Vec<Offered>, Failure> {
    let (services, caller) = asking()?;
    Ok(grants::offered(&services, &caller, &slug).await?)
}

/// What would be sent.
#[server(AskReview, prefix = "/_fn", endpoint = "invitations/review", protocol = Wire)]
pub async fn review(slug: String, form: InviteForm) -> Result<Review, Failure> {
    let (services, caller) = asking()?;
    Ok(invitations::review(&services, &caller, &slug, form.into()).await?)
}

/// Invites somebody; goes to what became of it afterwards.
#[server(prefix = "/_fn", endpoint = "invitations/invite", protocol = Wire)]
pub async fn invite(slug: String, form: InviteForm) -> Result<Invitation, Failure> {
    let (services, caller) = asking()?;
    let made = invitations::invite(&services, &caller, &slug, form.into()).await?;
    go_to(&about(&slug, made.id));
    Ok(made)
}

/// Invites everybody in the lines; goes to the list afterwards.
#[server(prefix = "/_fn", endpoint = "invitations/invite-all", protocol = Wire)]
pub async fn invite_all(slug: String, form: InviteManyForm) -> Result<Vec<Invitation>, Failure> {
    let (services, caller) = asking()?;
    let made = invitations::invite_all(&services, &caller, &slug, form.into()).await?;
    go_to(&path(&slug));
    Ok(made)
}

/// Sends one again; goes to what became of it afterwards.
#[server(prefix = "/_fn", endpoint = "invitations/resend", protocol = Wire)]
pub async fn resend(slug: String, id: InvitationId) -> Result<Invitation, Failure> {
    let (services, caller) = asking()?;
    let sent = invitations::resend(&services, &caller, &slug, id, Because::default()).await?;
    go_to(&about(&slug, id));
    Ok(sent)
}

/// Takes one back; goes to the list afterwards.
#[server(prefix = "/_fn", endpoint = "invitations/revoke", protocol = Wire)]
pub async fn revoke(slug: String, id: InvitationId, reason: Option<String>) -> Result<(), Failure> {
    let (services, caller) = asking()?;
    let because = Because { reason: given(reason) };
    invitations::revoke(&services, &caller, &slug, id, because).await?;
    go_to(&path(&slug));
    Ok(())
}

/// What a link leads to.
#[server(prefix = "/_fn", endpoint = "invitations/look", protocol = Wire)]
pub async fn look(token: String) -> Result<OpenInvitation, Failure> {
    Ok(invitations::look(&services()?, &token, &request()).await?)
}

/// Accepts; signs a new person in. Answers where to go on.
#[server(prefix = "/_fn", endpoint = "invitations/accept", protocol = Wire)]
pub async fn accept(
    token: String,
    #[server(default)] password: Option<String>,
    #[server(default)] username: Option<String>,
) -> Result<String, Failure> {
    let with = AcceptRequest { password: password.clone(), username: given(username) };
    let services = services()?;
    let caller = visitor();
    let accepted =
        invitations::accept(&services, caller.as_ref(), &token, with, &request()).await?;
    let mut next = first_page(&accepted);
    if let Some(password) = password
        && enter(accepted.user.email, password).await.is_err()
    {
        next = crate::address::Address::of("/login").with("next", Some(&next)).into();
    }
    go_to(&next);
    Ok(next)
}

/// Where somebody begins who has just joined.
#[cfg(feature = "ssr")]
fn first_page(accepted: &Accepted) -> String {
    let slug = &accepted.organization.slug;
    let sees_people = accepted.role.permissions().contains(Permission::UsersView)
        || accepted.privileges.contains(&Privilege::Users);
    if sees_people { format!("/orgs/{slug}/members") } else { format!("/orgs/{slug}") }
}
