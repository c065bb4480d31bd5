//! Memberships, on a real database of either engine.

mod boxes;
mod listing;
mod owners;
mod records;
mod ruling;

use crate::error::{Error, Result};
use crate::services::Caller;
use crate::testing::{Person, World};
use crate::{members, organizations};
use fluxward_domain::access::decide;
use fluxward_domain::ids::{AccountId, OrganizationId};
use fluxward_domain::members::{EditMember, Member, MembershipStatus, NewMember, Tick};
use fluxward_domain::organizations::NewOrganization;
use fluxward_domain::pages::Because;
use fluxward_domain::permissions::Permission;
use fluxward_domain::privileges::Privilege;
use fluxward_domain::roles::BaseRole;
use fluxward_domain::scopes::Scope;
use fluxward_domain::{AppError, Kind};

const SLUG: &str = "harbour";

/// An organization with somebody in every role. The clerk is a Member who has the box
/// "Administer users and privileges"; the stranger is nobody's member.
struct Scene<'w> {
    w: &'w World,
    organization: OrganizationId,
    root: Person,
    owner: Person,
    admin: Person,
    member: Person,
    viewer: Person,
    clerk: Person,
    stranger: Person,
}

impl<'w> Scene<'w> {
    async fn set(w: &'w World) -> Self {
        let root = w.administrator("root").await;
        let owner = w.person("olga").await;
        let new = NewOrganization {
            name: "Harbour".into(),
            slug: SLUG.into(),
            owner: Some(owner.id),
            reason: None,
        };
        let asking = w.caller(&root).await;
        let organization = organizations::create(&w.s, &asking, new).await.unwrap().id;
        let scene = Self {
            w,
            organization,
            root,
            owner,
            admin: w.person("ada").await,
            member: w.person("max").await,
            viewer: w.person("vera").await,
            clerk: w.person("clara").await,
            stranger: w.person("sten").await,
        };
        for (who, role) in [
            (&scene.admin, BaseRole::Admin),
            (&scene.member, BaseRole::Member),
            (&scene.viewer, BaseRole::Viewer),
            (&scene.clerk, BaseRole::Member),
        ] {
            scene.add(&scene.root, who, role).await.unwrap();
        }
        scene.tick(&scene.root, &scene.clerk, Privilege::Users, true).await.unwrap();
        scene
    }

    async fn ask(&self, who: &Person) -> Caller {
        self.w.caller(who).await
    }

    async fn add(&self, by: &Person, who: &Person, role: BaseRole) -> Result<Member> {
        let new = NewMember { user_id: who.id, role, expires_at: None, reason: None };
        members::add(&self.w.s, &self.ask(by).await, SLUG, new).await
    }

    async fn edit(&self, by: &Person, who: &Person, edit: EditMember) -> Result<Member> {
        members::edit(&self.w.s, &self.ask(by).await, SLUG, who.id, edit, None).await
    }

    async fn assign(&self, by: &Person, who: &Person, role: BaseRole) -> Result<Member> {
        self.edit(by, who, to_role(role)).await
    }

    async fn switch(&self, by: &Person, who: &Person, on: bool) -> Result<Member> {
        self.edit(by, who, to_status(on)).await
    }

    async fn tick(&self, by: &Person, who: &Person, box_: Privilege, on: bool) -> Result<Member> {
        let tick = Tick { granted: on, reason: None };
        members::tick(&self.w.s, &self.ask(by).await, SLUG, who.id, box_, tick, None).await
    }

    async fn remove(&self, by: &Person, who: &Person) -> Result<()> {
        members::remove(&self.w.s, &self.ask(by).await, SLUG, who.id, Because::default(), None)
            .await
    }

    async fn show(&self, by: &Person, id: AccountId) -> Result<Member> {
        members::show(&self.w.s, &self.ask(by).await, SLUG, id).await
    }

    async fn member(&self, who: &Person) -> Member {
        self.show(&self.root, who.id).await.unwrap()
    }

    /// Whether `who` may do that in the organization, as of now.
    async fn may(&self, who: &Person, permission: Permission) -> bool {
        let facts = self.ask(who).await.facts;
        let scope = Scope::Organization(self.organization);
        decide(&facts, permission, scope, self.w.time.now()).allowed()
    }
}

fn to_role(role: BaseRole) -> EditMember {
    EditMember { role: Some(role), ..EditMember::default() }
}

fn to_status(on: bool) -> EditMember {
    let status = if on { MembershipStatus::Active } else { MembershipStatus::Inactive };
    EditMember { status: Some(status), ..EditMember::default() }
}

/// How it was refused.
#[track_caller]
fn refused<T>(result: Result<T>) -> Kind {
    match result {
        Ok(_) => panic!("this should have been refused"),
        Err(error) => app(error).kind,
    }
}

fn app(error: Error) -> AppError {
    error.into()
}

#[test]
fn the_routes_can_be_put_together() {
    let (_, api) = members::api::router().split_for_parts();
    assert_eq!(api.paths.paths.len(), 4);
}
