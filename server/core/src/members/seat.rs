//! One membership in a change: found, guarded, recorded and handed back.

use super::held::Held;
use super::{boxes, store};
use crate::changes::{Change, Entry, Target};
use crate::error::Result;
use crate::grants;
use crate::organizations::{self, Resolved};
use fluxward_domain::access::Facts;
use fluxward_domain::granting::Granting;
use fluxward_domain::ids::AccountId;
use fluxward_domain::members::Member;
use fluxward_domain::permissions::Permission;
use fluxward_domain::privileges::Privilege;
use fluxward_domain::scopes::Scope;
use fluxward_domain::{AppError, Kind};

/// A membership that a change is about, as it was when the change began.
pub(super) struct Seat {
    pub(super) place: Resolved,
    pub(super) held: Held,
}

/// The organization of that slug, if the caller of `change` holds `permission` there.
pub(super) async fn place(
    change: &mut Change,
    slug: &str,
    permission: Permission,
) -> Result<Resolved> {
    let found = organizations::resolve(change, slug).await?;
    let place = found.ok_or_else(AppError::not_found)?;
    change.authorize(permission, Scope::Organization(place.id))?;
    Ok(place)
}

impl Seat {
    /// The membership of `account` in the organization of that slug, if the caller holds
    /// `permission` there.
    pub(super) async fn find(
        change: &mut Change,
        slug: &str,
        account: AccountId,
        permission: Permission,
    ) -> Result<Self> {
        let place = place(change, slug, permission).await?;
        let held = store::held(change, place.id, account).await?;
        let held = held.ok_or_else(AppError::not_found)?;
        Ok(Self { place, held })
    }

    /// Passes when nothing came between what the caller saw and this change.
    pub(super) fn expect(&self, version: Option<i64>) -> Result<()> {
        if version.is_none_or(|version| version == self.held.version) {
            return Ok(());
        }
        let detail = "This membership has changed in the meantime. Look at it again, then decide.";
        Err(AppError::new(Kind::ChangedSince, detail).into())
    }

    /// The rules for handing something out here.
    pub(super) fn granting<'a>(&self, change: &'a Change) -> Result<Granting<'a>> {
        Ok(Granting {
            caller: change.facts()?,
            target: self.held.account,
            organization: self.place.id,
            role: Some(self.held.role),
            now: change.now(),
        })
    }

    /// Passes when somebody who can act is still an Owner once this membership is as `next`, or
    /// has ended. Nothing can come between this look and the commit.
    pub(super) async fn keep_an_owner(
        &self,
        change: &mut Change,
        next: Option<&Held>,
    ) -> Result<()> {
        if !self.held.is_acting_owner() || next.is_some_and(Held::is_acting_owner) {
            return Ok(());
        }
        if store::another_owner_acts(change, self.place.id, self.held.account).await? {
            return Ok(());
        }
        let detail = format!(
            "This is the last active Owner of {}. Make somebody else an Owner first.",
            self.place.name
        );
        Err(AppError::new(Kind::LastOwner, detail).into())
    }

    /// The ticked boxes.
    pub(super) async fn boxes(&self, change: &mut Change) -> Result<Vec<Privilege>> {
        let now = change.now();
        boxes::of(change, self.place.id, self.held.account, now).await
    }

    /// An entry about this membership, for the log of its organization.
    pub(super) fn entry(&self, action: &'static str) -> Entry {
        Entry::new(action, Target::User(self.held.account)).in_organization(self.place.id)
    }

    /// The member as it is now.
    pub(super) async fn member(&self, change: &mut Change) -> Result<Member> {
        member(change, &self.place, self.held.account).await
    }

    /// Touches the access, tells open pages, commits, and hands back the member as it is now.
    pub(super) async fn finish(&self, mut change: Change) -> Result<Member> {
        self.tell(&mut change);
        let member = self.member(&mut change).await?;
        change.commit().await?;
        Ok(member)
    }

    /// Touches the access and tells open pages.
    pub(super) fn tell(&self, change: &mut Change) {
        change.touch_access(self.held.account);
        change.tell_member(self.place.id, &self.place.slug, self.held.account);
    }
}

/// The member `account` of `place` as it is inside `change`, and as its caller sees it; as they see
/// it themselves when nobody asked for the change.
pub(super) async fn member(
    change: &mut Change,
    place: &Resolved,
    account: AccountId,
) -> Result<Member> {
    let now = change.now();
    let row = store::row(change, place.id, account).await?;
    let row = row.ok_or_else(AppError::not_found)?;
    let boxes = boxes::of(change, place.id, account, now).await?;
    let (caller, own) = (change.facts().cloned(), Facts::of(account));
    let viewer = (caller.as_deref().unwrap_or(&own), now);
    let mut beside = grants::of_members(change, place.id, [account.0], viewer).await?;
    row.with(boxes, beside.remove(&account.0).unwrap_or_default(), now)
}
