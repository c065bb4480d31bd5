//! Invitations, on a real database of either engine, with time that stands still until it is told
//! to move.

mod accepting;
mod activating;
mod inviting;
mod listing;
mod mailing;

use crate::error::{Error, Result};
use crate::services::{Caller, Services};
use crate::testing::{PASSWORD, Person, World};
use crate::{invitations, members, organizations, settings, users};
use fluxward_domain::ids::OrganizationId;
use fluxward_domain::invitations::{
    Accept, Accepted, Invitation, InvitationQuery, InvitationStatus, NewInvitation,
};
use fluxward_domain::members::{EditMember, NewMember, Tick};
use fluxward_domain::organizations::NewOrganization;
use fluxward_domain::pages::Because;
use fluxward_domain::privileges::Privilege;
use fluxward_domain::roles::BaseRole;
use fluxward_domain::{AppError, Kind};
use serde_json::json;

const SLUG: &str = "harbour";
/// How long an invitation is good for, by default, in seconds.
const LIFE: i64 = 72 * 3600;

/// An organization with an Owner, an Admin, a Member, and a clerk: a Member who has the box
/// "Administer users and privileges".
struct Scene<'w> {
    w: &'w World,
    organization: OrganizationId,
    root: Person,
    owner: Person,
    admin: Person,
    member: Person,
    clerk: Person,
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
            clerk: w.person("clara").await,
        };
        for (who, role) in [
            (&scene.admin, BaseRole::Admin),
            (&scene.member, BaseRole::Member),
            (&scene.clerk, BaseRole::Member),
        ] {
            let new = NewMember { user_id: who.id, role, expires_at: None, reason: None };
            members::add(&w.s, &asking, SLUG, new).await.unwrap();
        }
        let tick = Tick { granted: true, reason: None };
        let users = Privilege::Users;
        members::tick(&w.s, &asking, SLUG, scene.clerk.id, users, tick, None).await.unwrap();
        scene
    }

    async fn ask(&self, who: &Person) -> Caller {
        self.w.caller(who).await
    }

    async fn invite(&self, by: &Person, new: NewInvitation) -> Result<Invitation> {
        invitations::invite(&self.w.s, &self.ask(by).await, SLUG, new).await
    }

    async fn resend(&self, by: &Person, of: &Invitation) -> Result<Invitation> {
        let because = Because::default();
        invitations::resend(&self.w.s, &self.ask(by).await, SLUG, of.id, because).await
    }

    async fn revoke(&self, by: &Person, of: &Invitation) -> Result<()> {
        let because = Because::default();
        invitations::revoke(&self.w.s, &self.ask(by).await, SLUG, of.id, because).await
    }

    async fn accept(&self, token: &str) -> Result<Accepted> {
        accept(&self.w.s, token, new_person()).await
    }

    async fn look(&self, token: &str) -> Result<()> {
        invitations::look(&self.w.s, token, &self.w.request()).await.map(|_| ())
    }

    async fn shown(&self, of: &Invitation) -> Invitation {
        let root = self.ask(&self.root).await;
        invitations::show(&self.w.s, &root, SLUG, of.id).await.unwrap()
    }

    async fn status(&self, of: &Invitation) -> InvitationStatus {
        self.shown(of).await.status
    }

    async fn list(&self, query: &InvitationQuery) -> Vec<String> {
        let root = self.ask(&self.root).await;
        let page = invitations::list(&self.w.s, &root, SLUG, query).await.unwrap();
        page.items.into_iter().map(|it| it.full_name).collect()
    }

    async fn mail_through(&self, url: &str) {
        let root = self.ask(&self.root).await;
        let patch = json!({"mail": {"smtp_url": url, "from": "no-reply@mail.example"}});
        settings::edit(&self.w.s, &root, patch, None).await.unwrap();
    }
}

async fn accept(s: &Services, token: &str, with: Accept) -> Result<Accepted> {
    let request = crate::services::RequestInfo::default();
    invitations::accept(s, None, token, with, &request).await
}

fn new_person() -> Accept {
    Accept { password: Some(PASSWORD.into()), username: None }
}

/// An invitation for `name` of the people's domain.
fn to(name: &str, role: BaseRole) -> NewInvitation {
    NewInvitation {
        email: format!("{name}@people.example"),
        full_name: format!("{name} of the test"),
        role,
        privileges: None,
        workspaces: Vec::new(),
        message: None,
        replaces: None,
        reason: None,
    }
}

/// The token of the link in an answer.
#[track_caller]
fn token(of: &Invitation) -> String {
    let link = of.link.as_deref().expect("a link, while no mail server is configured");
    let (_, token) = link.rsplit_once('/').expect("a path");
    assert!(link.starts_with("http://localhost:3000/invite/"), "{link}");
    token.to_owned()
}

/// How it was refused.
#[track_caller]
fn refused<T>(result: Result<T>) -> Kind {
    refusal(result).kind
}

#[track_caller]
fn refusal<T>(result: Result<T>) -> AppError {
    match result {
        Ok(_) => panic!("this should have been refused"),
        Err(error) => app(error),
    }
}

fn app(error: Error) -> AppError {
    error.into()
}

#[test]
fn the_routes_can_be_put_together() {
    let (_, api) = invitations::api::router().split_for_parts();
    assert_eq!(api.paths.paths.len(), 6);
}
