//! Looking at an invitation by its link, and accepting it.
//!
//! Whoever has the link has read the mail: that proves the address. A new person chooses a
//! password and is in; whoever has an account of that address must be signed in as it, so that
//! a mail that was read by somebody else is not enough.
//!
//! # Decision: an account that waits for its activation is activated by an invitation that was mailed
//! Nobody can be signed in as such an account, and its activation link asks for nothing more than
//! to have read a mail to the same address. But a link that was never mailed was shown to whoever
//! invited, and proves nothing: they could choose the password of an account that somebody else
//! has made, with all that it was given elsewhere. Then the account is activated first, by its own
//! link.

use super::store::{self, Known, Stored};
use super::{all_that_comes, entry};
use crate::access;
use crate::changes::{Change, Entry, Target};
use crate::database::Connection;
use crate::error::Result;
use crate::links::{self, Link, Purpose};
use crate::organizations::Resolved;
use crate::services::{Caller, RequestInfo, Services};
use crate::sessions::Door;
use crate::users::accounts::{NewAccount, create_account, free_username};
use crate::{activations, grants, members, passwords, sessions, settings, users};
use fluxward_domain::access::decide;
use fluxward_domain::errors::check;
use fluxward_domain::granting::Granting;
use fluxward_domain::ids::{AccountId, OrganizationId};
use fluxward_domain::invitations::{Accept, Accepted, Host, OpenInvitation};
use fluxward_domain::permissions::Permission;
use fluxward_domain::scopes::Scope;
use fluxward_domain::users::Status;
use fluxward_domain::{AppError, Kind, Moment};

/// What the link leads to; looking changes nothing. [`Kind::Gone`] when it cannot be accepted any
/// more, [`Kind::NotFound`] for a token that is none of ours.
pub async fn look(s: &Services, token: &str, request: &RequestInfo) -> Result<OpenInvitation> {
    s.throttle().admit(Door::Invitation, request)?;
    let mut on = s.read().await?;
    let Live { stored, place, .. } = find(s, &mut on, token).await?;
    let known = store::known(&mut on, place.id, &stored.email_key).await?;
    let (role, privileges) = (stored.role()?, stored.privileges()?);
    Ok(OpenInvitation {
        organization: host(&place),
        role,
        entails: all_that_comes(role, &privileges, &stored.promised()?),
        privileges,
        invited_by: stored.inviter().to_owned(),
        expires_at: stored.expires_at(),
        account_exists: known.as_ref().is_some_and(|known| !is_activated_by(&stored, known)),
        activates: known.is_some_and(|known| is_activated_by(&stored, &known)),
        email: stored.email,
        full_name: stored.full_name,
        message: stored.message,
    })
}

/// Accepts the invitation: a new person's account begins, active, with that password; so does one
/// that waits for its activation; whoever has an account of its address and is signed in as it
/// sends nothing. Each joins the organization.
pub async fn accept(
    s: &Services,
    c: Option<&Caller>,
    token: &str,
    accept: Accept,
    request: &RequestInfo,
) -> Result<Accepted> {
    s.throttle().admit(Door::Invitation, request)?;
    let mut on = s.read().await?;
    let live = find(s, &mut on, token).await?;
    let known = store::known(&mut on, live.place.id, &live.stored.email_key).await?;
    drop(on);
    check(&accept)?;
    match known {
        Some(known) if is_activated_by(&live.stored, &known) => {
            activate(s, &live, known.id(), accept).await
        }
        Some(known) => join(s, c, &live, &known, &accept).await,
        None => begin(s, &live, accept).await,
    }
}

/// Whether accepting activates the account of the address.
fn is_activated_by(stored: &Stored, known: &Known) -> bool {
    known.is_pending() && stored.goes_by_mail()
}

/// An invitation that can be accepted, with the link that was followed.
struct Live {
    link: Link,
    stored: Stored,
    place: Resolved,
}

async fn find(s: &Services, on: &mut Connection, token: &str) -> Result<Live> {
    let link = links::find(s, on, Purpose::Invitation, token).await?;
    let link = link.ok_or_else(AppError::not_found)?;
    live(on, link, s.clock.now()).await
}

/// Passes while the link is good, the invitation open, the organization there, and the inviter
/// able to give what it gives.
async fn live(on: &mut Connection, link: Link, now: Moment) -> Result<Live> {
    let id = fluxward_domain::ids::InvitationId(link.subject);
    let stored = store::any(on, id).await?.ok_or_else(gone)?;
    let place = stored.place().ok_or_else(gone)?;
    let is_present = link.is_live(now) && stored.link_id == link.id && stored.is_open(now);
    if is_present && is_vouched_for(on, &stored, now).await? {
        return Ok(Live { link, stored, place });
    }
    Err(gone().into())
}

fn gone() -> AppError {
    let detail = "This invitation is no longer good: it was accepted, taken back, sent again with another link, or is too old. Ask for another one.";
    AppError::new(Kind::Gone, detail)
}

/// Whether the inviter could still make this very invitation. The maintenance lock takes no
/// rights away, so it is not looked at.
pub(super) async fn is_vouched_for(
    on: &mut Connection,
    stored: &Stored,
    now: Moment,
) -> Result<bool> {
    let (Some(place), Some((_, mut facts))) =
        (stored.place(), access::facts(on, stored.invited_by()).await?)
    else {
        return Ok(false);
    };
    facts.locked = false;
    let scope = Scope::Organization(place.id);
    if !decide(&facts, Permission::UsersInvite, scope, now).allowed() {
        return Ok(false);
    }
    let granting = Granting {
        caller: &facts,
        target: AccountId(place.id.0),
        organization: place.id,
        role: None,
        now,
    };
    let may = granting.may_invite(stored.role()?, &stored.privileges()?).is_ok();
    Ok(may && grants::could_give(on, &facts, &place, &stored.promised()?, now).await?)
}

/// The account of the address is active from now on, with that password, and joins.
async fn activate(
    s: &Services,
    live: &Live,
    account: AccountId,
    accept: Accept,
) -> Result<Accepted> {
    if accept.username.is_some() {
        let sentence = "Your account has a username already. Change it once you are signed in.";
        return Err(AppError::field("username", sentence).into());
    }
    let password = accept.password.ok_or_else(no_password)?;
    let hash = sessions::hash_of_choice(s, account, &password).await?;
    let mut change = s.change_unasked(Some(account)).await?;
    sessions::is_unlocked(s, &mut change).await?;
    let known = store::known(&mut change, live.place.id, &live.stored.email_key).await?;
    if known.is_none_or(|known| known.id() != account || !known.is_pending()) {
        return Err(gone().into());
    }
    activations::complete(&mut change, account, &hash).await?;
    finish(&mut change, live, account).await?;
    let accepted = accepted(&mut change, &live.place, account).await?;
    change.commit().await?;
    Ok(accepted)
}

fn no_password() -> AppError {
    AppError::field("password", "Choose a password.")
}

/// Somebody who has an account joins.
async fn join(
    s: &Services,
    c: Option<&Caller>,
    live: &Live,
    known: &Known,
    accept: &Accept,
) -> Result<Accepted> {
    let c = c.ok_or_else(|| {
        let detail = if known.is_pending() {
            "There is an account of the invited address that waits for its activation. Open the link of the activation mail first; then sign in and accept again."
        } else {
            "There is an account of the invited address. Sign in with it, then accept again."
        };
        AppError::new(Kind::Unauthenticated, detail)
    })?;
    if c.account != known.id() {
        let detail = "This invitation is for another account. Sign in with the account of the invited address, then accept again.";
        return Err(AppError::new(Kind::Forbidden, detail).into());
    }
    if accept.password.is_some() || accept.username.is_some() {
        let field = if accept.password.is_some() { "password" } else { "username" };
        let sentence = "You have an account already. Accept without a password and username.";
        return Err(AppError::field(field, sentence).into());
    }
    let mut change = s.change(c).await?;
    finish(&mut change, live, known.id()).await?;
    let accepted = accepted(&mut change, &live.place, known.id()).await?;
    change.commit().await?;
    Ok(accepted)
}

/// A new account begins, and joins.
async fn begin(s: &Services, live: &Live, accept: Accept) -> Result<Accepted> {
    let password = accept.password.ok_or_else(no_password)?;
    let settings = settings::current(s).await?;
    let (stored, place) = (&live.stored, &live.place);
    let username = accept.username.as_deref().unwrap_or_default();
    let own = [stored.email.as_str(), &stored.full_name, username, &place.name, &place.slug];
    passwords::check_new(&settings.password_policy, &password, &own)?;
    let hash = s.hasher.hash(&s.rng, &password).await?;
    let mut change = s.change_unasked(None).await?;
    sessions::is_unlocked(s, &mut change).await?;
    let id = begin_account(&mut change, stored, accept.username, hash).await?;
    finish(&mut change, live, id).await?;
    users::welcome(&mut change, id, Some(&place.name)).await?;
    let accepted = accepted(&mut change, place, id).await?;
    change.commit().await?;
    Ok(accepted)
}

async fn begin_account(
    change: &mut Change,
    stored: &Stored,
    username: Option<String>,
    password_hash: String,
) -> Result<AccountId> {
    let username = match username {
        Some(username) => username,
        None => free_username(change, &stored.email).await?,
    };
    let account = NewAccount {
        email: stored.email.clone(),
        username,
        full_name: stored.full_name.clone(),
        first_name: None,
        last_name: None,
        password_hash: Some(password_hash),
        temporary: false,
        status: Status::Active,
    };
    let id = create_account(change, account).await?;
    change.act_as(id);
    let entry = Entry::new("user.created", Target::User(id))
        .with("full_name", None, Some(&stored.full_name))
        .with("email", None, Some(&stored.email));
    change.record(entry).await?;
    Ok(id)
}

/// Uses the link up and lets `account` join; everything is looked at again, for of many that come
/// at once one gets through.
async fn finish(change: &mut Change, live: &Live, account: AccountId) -> Result<()> {
    links::use_up(change, &live.link).await?;
    let now = change.now();
    let stored = store::any(change, live.stored.id()).await?.ok_or_else(gone)?;
    let is_as_it_was = stored.link_id == live.link.id && stored.is_open(now);
    if !is_as_it_was || !is_vouched_for(change, &stored, now).await? {
        return Err(gone().into());
    }
    let place = stored.place().ok_or_else(gone)?;
    is_no_member(change, place.id, &stored).await?;
    change.record(entry("invitation.accepted", &place, stored.id())).await?;
    change.vouched_by(stored.invited_by());
    let privileges = stored.privileges()?;
    let beginning =
        members::Beginning { role: stored.role()?, privileges: &privileges, expires_at: None };
    members::join_with(change, place.id, &place.slug, account, beginning, None).await?;
    grants::keep(change, &place, account, &stored.promised()?).await
}

async fn is_no_member(
    change: &mut Change,
    organization: OrganizationId,
    stored: &Stored,
) -> Result<()> {
    let known = store::known(change, organization, &stored.email_key).await?;
    if known.is_none_or(|known| !known.is_member) {
        return Ok(());
    }
    let detail = "You are a member of this organization already. There is nothing to accept.";
    Err(AppError::new(Kind::Conflict, detail).into())
}

async fn accepted(change: &mut Change, place: &Resolved, account: AccountId) -> Result<Accepted> {
    let member = members::show_in(change, place, account).await?;
    Ok(Accepted {
        user: member.user,
        organization: host(place),
        role: member.role,
        privileges: member.privileges,
    })
}

fn host(place: &Resolved) -> Host {
    Host { slug: place.slug.clone(), name: place.name.clone() }
}
