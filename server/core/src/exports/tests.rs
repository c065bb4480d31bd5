//! Exports, on a real database of either engine.

use super::{Export, export_members, export_users};
use crate::error::Result;
use crate::imports;
use crate::services::Caller;
use crate::testing::{Person, World};
use crate::{members, organizations, users};
use fluxward_domain::exports::{ExportMembers, ExportUsers};
use fluxward_domain::imports::ImportQuery;
use fluxward_domain::members::NewMember;
use fluxward_domain::organizations::NewOrganization;
use fluxward_domain::pages::Because;
use fluxward_domain::roles::BaseRole;
use fluxward_domain::users::UserSort;
use fluxward_domain::{AppError, Kind};
use futures::TryStreamExt;
use std::fmt::Write as _;

const SLUG: &str = "blue";

async fn scene(w: &World) -> (Person, Caller) {
    let root = w.administrator("root").await;
    let c = w.caller(&root).await;
    let blue =
        NewOrganization { name: "Blue".into(), slug: SLUG.into(), ..NewOrganization::default() };
    organizations::create(&w.s, &c, blue).await.unwrap();
    (root, c)
}

async fn add(w: &World, c: &Caller, name: &str, role: BaseRole) -> Person {
    let person = w.person(name).await;
    let new = NewMember { user_id: person.id, role, expires_at: None, reason: None };
    members::add(&w.s, c, SLUG, new).await.unwrap();
    person
}

async fn text(export: Result<Export>) -> Result<String> {
    let pieces: Vec<_> = export?.pieces.try_collect().await?;
    Ok(String::from_utf8(pieces.concat()).unwrap())
}

async fn imported(
    w: &World,
    c: &Caller,
    slug: &str,
    table: &str,
) -> fluxward_domain::imports::Report {
    imports::import(&w.s, c, slug, table.as_bytes(), &ImportQuery::default()).await.unwrap()
}

fn kind<T>(result: Result<T>) -> Kind {
    match result {
        Ok(_) => panic!("this should have been refused"),
        Err(error) => AppError::from(error).kind,
    }
}

#[tokio::test]
async fn what_is_exported_is_the_list_whole_and_imports_as_unchanged() {
    World::each(async |w| {
        let (_, c) = scene(w).await;
        let mut table = String::from("email,full_name,role,privileges\n");
        for n in 0..210 {
            let _ = writeln!(table, "p{n}@x.example,\"'=Person, {n}\",viewer,tags");
        }
        let _ = writeln!(table, "'+plus@x.example,'@plus,member,none");
        assert_eq!(imported(w, &c, SLUG, &table).await.created, 211);
        let asked = ExportMembers { show_all: Some(true), ..ExportMembers::default() };
        let export = text(export_members(&w.s, &c, SLUG, asked).await).await.unwrap();
        assert_eq!(export.lines().count(), 213, "the head, the Owner, and 211 more");
        for line in export.lines().skip(1) {
            assert!(!line.starts_with(['=', '+', '-', '@']), "{line}");
        }
        assert!(export.contains("'+plus@x.example,'@plus,") && export.contains("\"'=Person, 7\""));
        let again = imported(w, &c, SLUG, &export).await;
        assert_eq!((again.unchanged, again.people()), (212, 0));

        let green = NewOrganization {
            name: "Green".into(),
            slug: "green".into(),
            ..NewOrganization::default()
        };
        organizations::create(&w.s, &c, green).await.unwrap();
        assert_eq!(imported(w, &c, "green", &export).await.added, 211);
        let asked = ExportMembers { show_all: Some(true), ..ExportMembers::default() };
        let theirs = text(export_members(&w.s, &c, "green", asked).await).await.unwrap();
        let plain = |export: &str| {
            let rows = export.lines().map(|line| line.rsplitn(4, ',').last().map(str::to_owned));
            rows.collect::<Vec<_>>()
        };
        assert_eq!(plain(&theirs), plain(&export), "the same people with the same rights");
    })
    .await;
}

#[tokio::test]
async fn an_export_has_the_filter_of_the_list_and_is_recorded_with_it() {
    World::each(async |w| {
        let (_, c) = scene(w).await;
        add(w, &c, "ada", BaseRole::Admin).await;
        add(w, &c, "bob", BaseRole::Viewer).await;
        let asked = ExportMembers {
            role: Some(BaseRole::Viewer),
            search: Some("bob".into()),
            ..ExportMembers::default()
        };
        let export = export_members(&w.s, &c, SLUG, asked).await.unwrap();
        assert_eq!(export.name, "members-blue-2026-01-01.csv");
        let rows = text(Ok(export)).await.unwrap();
        assert!(
            rows.lines()
                .nth(1)
                .unwrap()
                .starts_with("bob@people.example,bob of the test,bob,viewer,none")
        );
        assert_eq!(rows.lines().count(), 2);
        let last = w.last_entry().await;
        assert!(
            last.starts_with("members.exported") && last.contains("bob") && last.contains("Viewer"),
            "{last}"
        );

        let asked = ExportUsers { sort: Some(UserSort::NameDescending), ..ExportUsers::default() };
        let people = text(export_users(&w.s, &c, asked).await).await.unwrap();
        let names: Vec<_> =
            people.lines().skip(1).map(|line| line.split('@').next().unwrap()).collect();
        assert_eq!(names, ["root", "bob", "ada"]);
        assert!(w.last_entry().await.starts_with("users.exported"));
    })
    .await;
}

#[tokio::test]
async fn whoever_may_not_see_the_list_takes_nothing_away() {
    World::each(async |w| {
        let (_, c) = scene(w).await;
        let viewer = add(w, &c, "vera", BaseRole::Viewer).await;
        let stranger = w.person("sten").await;
        let before = w.log().await.len();
        let (viewer, stranger) = (w.caller(&viewer).await, w.caller(&stranger).await);
        let members = |c: Caller| async move {
            kind(export_members(&w.s, &c, SLUG, ExportMembers::default()).await)
        };
        assert_eq!(members(viewer.clone()).await, Kind::Forbidden);
        assert_eq!(members(stranger).await, Kind::NotFound);
        assert_eq!(
            kind(export_users(&w.s, &viewer, ExportUsers::default()).await),
            Kind::Forbidden
        );
        assert_eq!(w.log().await.len(), before);
    })
    .await;
}

#[tokio::test]
async fn whoever_is_disabled_meanwhile_gets_no_further_row() {
    World::each(async |w| {
        let (_, c) = scene(w).await;
        let admin = add(w, &c, "ada", BaseRole::Admin).await;
        let mut table = String::from("email\n");
        for n in 0..205 {
            let _ = writeln!(table, "p{n}@x.example");
        }
        imported(w, &c, SLUG, &table).await;
        let theirs = w.caller(&admin).await;
        let asked = ExportMembers::default();
        let mut pieces = export_members(&w.s, &theirs, SLUG, asked).await.unwrap().pieces;
        assert!(pieces.try_next().await.unwrap().is_some());
        users::deactivate(&w.s, &c, admin.id, Because::default(), None).await.unwrap();
        assert_eq!(kind(pieces.try_next().await), Kind::Unauthenticated);
    })
    .await;
}
