//! Seats, when several come for the last one at once.

use crate::error::Error;
use crate::services::{Caller, Services};
use crate::testing::{Person, World};
use crate::{members, organizations};
use fluxward_domain::Kind;
use fluxward_domain::members::{EditMember, MembershipStatus, NewMember};
use fluxward_domain::organizations::{EditOrganization, NewOrganization};
use fluxward_domain::roles::BaseRole;
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
