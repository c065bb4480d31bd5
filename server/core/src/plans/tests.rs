//! Seats, when several come for the last one at once.

use crate::error::Error;
use crate::services::{Caller, Services};
use crate::testing::{PASSWORD, Person, World};
use crate::{imports, invitations, members, organizations, users};
use fluxward_domain::imports::ImportQuery;
use fluxward_domain::invitations::{Accept, NewInvitation};
use fluxward_domain::members::{EditMember, MembershipStatus, NewMember};
use fluxward_domain::organizations::{EditOrganization, NewOrganization};
use fluxward_domain::pages::Because;
use fluxward_domain::roles::BaseRole;
use fluxward_domain::users::NewUser;
use fluxward_domain::{AppError, Kind};
use std::sync::Arc;
use tokio::sync::Barrier;
use tokio::task::JoinSet;

/// The organization "blue" of its Owner and one member who is switched off, with one seat left.
async fn scene(w: &World) -> (Caller, Person) {
    let root = w.caller(&w.administrator("root").await).await;
    let (name, slug) = ("Blue".to_owned(), "blue".to_owned());
    let blue = NewOrganization { name, slug, ..NewOrganization::default() };
    organizations::create(&w.s, &root, blue).await.unwrap();
    let back = w.person("bea").await;
    joins(&w.s, &root, &back).await.unwrap();
    switched(&w.s, &root, &back, MembershipStatus::Inactive).await.unwrap();
    let two = EditOrganization { seats: Some(Some(2)), ..EditOrganization::default() };
    organizations::edit(&w.s, &root, "blue", two, None).await.unwrap();
    (root, back)
}

async fn joins(s: &Services, root: &Caller, person: &Person) -> Result<(), Error> {
    let (user_id, role) = (person.id, BaseRole::Member);
    let new = NewMember { user_id, role, expires_at: None, reason: None };
    members::add(s, root, "blue", new).await.map(drop)
}

async fn switched(
    s: &Services,
    root: &Caller,
    person: &Person,
    status: MembershipStatus,
) -> Result<(), Error> {
    let edit = EditMember { status: Some(status), ..EditMember::default() };
    members::edit(s, root, "blue", person.id, edit, None).await.map(drop)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_all_who_come_for_the_last_seat_at_once_one_gets_it() {
    World::each(async |w| {
        let (root, back) = scene(w).await;
        let barrier = Arc::new(Barrier::new(10));
        let mut coming = JoinSet::new();
        for n in 0..10 {
            let person = if n == 0 { back.clone() } else { w.person(&format!("new{n}")).await };
            let (s, root, barrier) = (w.s.clone(), root.clone(), Arc::clone(&barrier));
            coming.spawn(async move {
                barrier.wait().await;
                match n {
                    0 => switched(&s, &root, &person, MembershipStatus::Active).await,
                    _ => joins(&s, &root, &person).await,
                }
            });
        }
        let (seated, refused): (Vec<_>, Vec<_>) =
            coming.join_all().await.into_iter().partition(Result::is_ok);
        assert_eq!(seated.len(), 1, "{refused:?}");
        for refusal in refused {
            let Err(Error::App(refusal)) = refusal else { panic!("{refusal:?}") };
            assert_eq!(refusal.kind, Kind::NoSeatLeft);
        }
    })
    .await;
}

fn wanted(username: &str) -> NewInvitation {
    NewInvitation {
        email: format!("{username}@new.example"),
        full_name: "Nia Nord".into(),
        role: BaseRole::Viewer,
        privileges: None,
        workspaces: Vec::new(),
        message: None,
        replaces: None,
        reason: None,
    }
}

fn kind<T>(refused: Result<T, Error>) -> Kind {
    AppError::from(refused.err().expect("all seats are taken")).kind
}

#[tokio::test]
async fn no_path_leads_past_the_last_seat() {
    World::each(async |w| {
        let (root, off) = scene(w).await;
        let s = &w.s;
        // Nia is promised the second seat; then there is one alone.
        let made = invitations::invite(s, &root, "blue", wanted("nia")).await.unwrap();
        let one = EditOrganization { seats: Some(Some(1)), ..EditOrganization::default() };
        organizations::edit(s, &root, "blue", one, None).await.unwrap();
        let token = made.link.as_deref().and_then(|link| link.rsplit('/').next()).unwrap();
        let accept = Accept { password: Some(PASSWORD.into()), ..Accept::default() };
        let accepted = invitations::accept(s, None, token, accept, &w.request()).await;
        assert_eq!(kind(accepted), Kind::NoSeatLeft);
        assert_eq!(kind(joins(s, &root, &w.person("cem").await).await), Kind::NoSeatLeft);
        let invited = invitations::invite(s, &root, "blue", wanted("nils")).await;
        assert_eq!(kind(invited), Kind::NoSeatLeft);
        let again = switched(s, &root, &off, MembershipStatus::Active).await;
        assert_eq!(kind(again), Kind::NoSeatLeft);
        let (organization, role) = (Some("blue".to_owned()), Some(BaseRole::Member));
        let (email, full_name) = ("new@new.example".to_owned(), Some("New Person".to_owned()));
        let new = NewUser { email, full_name, organization, role, ..NewUser::default() };
        assert_eq!(kind(users::create(s, &root, new).await), Kind::NoSeatLeft);
        let table = b"email,role\nnew@new.example,viewer\n";
        let imported = imports::import(s, &root, "blue", table, &ImportQuery::default()).await;
        assert_eq!(kind(imported), Kind::NoSeatLeft);
        // Whoever is switched off takes none: neither while their account is off, nor when it is
        // on again.
        let because = Because::default;
        users::deactivate(s, &root, off.id, because(), None).await.unwrap();
        users::activate(s, &root, off.id, because(), None).await.unwrap();
    })
    .await;
}
