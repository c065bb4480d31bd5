//! Creating an account: with an initial password, or with a link to choose one.

use super::accounts::{self, NewAccount};
use super::recipients::recipient;
use crate::changes::{Change, Entry, Target};
use crate::error::Result;
use crate::organizations::{self, Resolved};
use crate::services::{Caller, Services};
use crate::{activations, grants, members, passwords, settings};
use fluxward_domain::errors::check;
use fluxward_domain::granting::Refusal;
use fluxward_domain::ids::AccountId;
use fluxward_domain::permissions::Permission;
use fluxward_domain::resets::HandedOver;
use fluxward_domain::roles::BaseRole;
use fluxward_domain::scopes::Scope;
use fluxward_domain::text as words;
use fluxward_domain::users::{CreatedUser, NewUser, Status};
use fluxward_domain::{AppError, Kind};

/// Creates an account. An initial password is temporary: it must be changed at the first sign-in.
/// Without one the account is pending, and the person is mailed a link to choose it; without a
/// mail server the link is answered. With an organization, the person joins it in the same change.
pub async fn create(s: &Services, c: &Caller, new: NewUser) -> Result<CreatedUser> {
    let (mut change, id, handed_over) = created(s, c, new).await?;
    let detail = super::detail_in(&mut change, id).await?;
    change.commit().await?;
    Ok(CreatedUser { detail, handed_over })
}

/// The same, for whoever does not look at the account.
pub(crate) async fn create_unseen(
    s: &Services,
    c: &Caller,
    new: NewUser,
) -> Result<(AccountId, HandedOver)> {
    let (change, id, handed_over) = created(s, c, new).await?;
    change.commit().await?;
    Ok((id, handed_over))
}

async fn created(
    s: &Services,
    c: &Caller,
    new: NewUser,
) -> Result<(Change, AccountId, HandedOver)> {
    c.authorize(s, Permission::UsersManage, Scope::Platform)?;
    check(&new)?;
    let name =
        Name::of(new.full_name.as_deref(), new.first_name.as_deref(), new.last_name.as_deref())?
            .ok_or_else(|| {
                AppError::field("full_name", "Enter the full name, or first and last name.")
            })?;
    let role = role(&new)?;
    let password_hash = hashed(s, &new, &name).await?;
    let mut change = s.change(c).await?;
    change.authorize(Permission::UsersManage, Scope::Platform)?;
    if role.is_some_and(|role| !c.facts.may_hand_out(role.permissions())) {
        return Err(AppError::new(Kind::Forbidden, Refusal::BeyondToken.sentence()).into());
    }
    let id = store(&mut change, &new, &name, password_hash).await?;
    let mut joined = None;
    if let (Some(slug), Some(role)) = (&new.organization, role) {
        let organization = organization(&mut change, slug).await?;
        let reason = new.reason.as_deref();
        members::join(&mut change, organization.id, &organization.slug, id, role, reason).await?;
        let promised = grants::promise(&mut change, &organization, &new.workspaces).await?;
        grants::keep(&mut change, &organization, id, &promised).await?;
        joined = Some(organization.name);
    }
    let handed_over = announce(&mut change, id, &new, joined.as_deref()).await?;
    Ok((change, id, handed_over))
}

/// Tells the person by mail how they get in.
async fn announce(
    change: &mut Change,
    id: AccountId,
    new: &NewUser,
    joined: Option<&str>,
) -> Result<HandedOver> {
    if new.password.is_some() {
        super::welcome(change, id, joined).await?;
        return Ok(HandedOver::default());
    }
    match recipient(change, id).await? {
        Some(to) => activations::send(change, &to).await,
        None => Ok(HandedOver::default()),
    }
}

/// A name, entered as such or in two parts.
pub(super) struct Name {
    pub(super) full: String,
    pub(super) parts: Option<(String, String)>,
}

impl Name {
    /// The name that was given; `None` when none was.
    pub(super) fn of(
        full: Option<&str>,
        first: Option<&str>,
        last: Option<&str>,
    ) -> Result<Option<Self>, AppError> {
        let parts = match (first, last) {
            (Some(first), Some(last)) => (first, last),
            (Some(_), None) => {
                return Err(AppError::field("last_name", "Enter the last name, too."));
            }
            (None, Some(_)) => {
                return Err(AppError::field("first_name", "Enter the first name, too."));
            }
            (None, None) => {
                return Ok(full.map(|full| Self { full: full.to_owned(), parts: None }));
            }
        };
        let joined = format!("{} {}", parts.0.trim(), parts.1.trim());
        if full.is_some_and(|full| crate::text::kept(full) != crate::text::kept(&joined)) {
            let sentence = "Enter either the full name, or first and last name.";
            return Err(AppError::field("full_name", sentence));
        }
        if joined.chars().count() > words::NAME_MAX {
            let sentence = "Use at most 100 characters for first and last name together.";
            return Err(AppError::field("last_name", sentence));
        }
        Ok(Some(Self { full: joined, parts: Some((parts.0.to_owned(), parts.1.to_owned())) }))
    }
}

/// The role in the organization to be joined, if one is.
fn role(new: &NewUser) -> Result<Option<BaseRole>, AppError> {
    match (&new.organization, new.role) {
        (Some(_), role) => Ok(Some(role.unwrap_or(BaseRole::Member))),
        (None, None) if !new.workspaces.is_empty() => {
            Err(AppError::field("organization", "Choose the organization of the workspaces."))
        }
        (None, None) => Ok(None),
        (None, Some(_)) => {
            Err(AppError::field("organization", "Choose the organization that the role is for."))
        }
    }
}

/// The hash of the initial password, if there is one. It is made before the change begins:
/// hashing takes long, and a change holds everybody up.
async fn hashed(s: &Services, new: &NewUser, name: &Name) -> Result<Option<String>> {
    let Some(password) = new.password.as_deref() else { return Ok(None) };
    let policy = settings::password_policy(s).await?;
    let username = new.username.as_deref().unwrap_or_default();
    let organization = new.organization.as_deref().unwrap_or_default();
    let own = [new.email.as_str(), username, &name.full, organization];
    passwords::check_new(&policy, password, &own)?;
    s.hasher.hash(&s.rng, password).await.map(Some)
}

async fn store(
    change: &mut Change,
    new: &NewUser,
    name: &Name,
    password_hash: Option<String>,
) -> Result<AccountId> {
    let username = match &new.username {
        Some(username) => username.clone(),
        None => accounts::free_username(change, &new.email).await?,
    };
    let parts = name.parts.clone();
    let account = NewAccount {
        email: new.email.clone(),
        username,
        full_name: name.full.clone(),
        first_name: parts.as_ref().map(|(first, _)| first.clone()),
        last_name: parts.map(|(_, last)| last),
        temporary: password_hash.is_some(),
        status: if password_hash.is_some() { Status::Active } else { Status::Pending },
        password_hash,
    };
    let id = accounts::create_account(change, account).await?;
    let entry = Entry::new("user.created", Target::User(id))
        .because(new.reason.as_deref())
        .with("full_name", None, Some(&name.full))
        .with("email", None, Some(new.email.trim()));
    change.record(entry).await?;
    Ok(id)
}

async fn organization(change: &mut Change, slug: &str) -> Result<Resolved> {
    let found = organizations::resolve(change, slug).await?;
    found.ok_or_else(|| {
        let sentence = "There is no organization of this name.";
        AppError { kind: Kind::NotFound, ..AppError::field("organization", sentence) }.into()
    })
}
