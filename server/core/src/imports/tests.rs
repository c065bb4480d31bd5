//! Imports, on a real database of either engine.

use super::import;
use crate::error::Result;
use crate::services::Caller;
use crate::testing::{Person, World};
use crate::{invitations, members, organizations, projects, roles, teams, workspaces};
use fluxward_domain::imports::{ImportQuery, Outcome, Report};
use fluxward_domain::invitations::InvitationQuery;
use fluxward_domain::members::{Member, MemberQuery, NewMember};
use fluxward_domain::organizations::{EditOrganization, NewOrganization};
use fluxward_domain::pages::PeopleQuery;
use fluxward_domain::permissions::Permission;
use fluxward_domain::privileges::Privilege;
use fluxward_domain::projects::NewProject;
use fluxward_domain::roles::{BaseRole, NewRole, RoleScope};
use fluxward_domain::teams::NewTeam;
use fluxward_domain::workspaces::NewWorkspace;
use fluxward_domain::{AppError, Kind};
use std::fmt::Write as _;

const SLUG: &str = "blue";

/// The organization "blue" with an Owner, an Admin, a Member and a Viewer; a workspace, a project,
/// a team, a role of its own; and somebody with an account who is no member.
struct Scene<'w> {
    w: &'w World,
    root: Person,
    owner: Person,
    admin: Person,
    viewer: Person,
    stranger: Person,
}

impl<'w> Scene<'w> {
    async fn set(w: &'w World) -> Self {
        let root = w.administrator("root").await;
        let scene = Self {
            w,
            root,
            owner: w.person("olga").await,
            admin: w.person("ada").await,
            viewer: w.person("vera").await,
            stranger: w.person("sten").await,
        };
        let (s, c) = (&w.s, scene.ask(&scene.root).await);
        let (name, owner) = ("Blue".to_owned(), Some(scene.owner.id));
        let blue = NewOrganization { name, slug: SLUG.into(), owner, reason: None };
        organizations::create(s, &c, blue).await.unwrap();
        let max = w.person("max").await;
        for (who, role) in [
            (&scene.admin, BaseRole::Admin),
            (&max, BaseRole::Member),
            (&scene.viewer, BaseRole::Viewer),
        ] {
            let new = NewMember { user_id: who.id, role, expires_at: None, reason: None };
            members::add(s, &c, SLUG, new).await.unwrap();
        }
        let named = |name: &str| (name.to_owned(), name.to_lowercase());
        let (name, slug) = named("Design");
        workspaces::create(s, &c, SLUG, NewWorkspace { name, slug, reason: None }).await.unwrap();
        let (name, slug) = named("Website");
        let website = NewProject { name, slug, ..NewProject::default() };
        projects::create(s, &c, SLUG, website).await.unwrap();
        let (name, slug) = named("Crew");
        teams::create(s, &c, SLUG, NewTeam { name, slug, reason: None }).await.unwrap();
        let auditor = NewRole {
            key: "auditor".into(),
            name: "Auditor".into(),
            scope: RoleScope::Organization,
            permissions: vec![Permission::ActivityView],
            reason: None,
        };
        roles::create(s, &c, SLUG, auditor).await.unwrap();
        scene
    }

    async fn ask(&self, who: &Person) -> Caller {
        self.w.caller(who).await
    }

    async fn run(&self, by: &Person, dry_run: bool, table: &str) -> Result<Report> {
        let asked = ImportQuery { dry_run: Some(dry_run), reason: Some("New year".into()) };
        import(&self.w.s, &self.ask(by).await, SLUG, table.as_bytes(), &asked).await
    }

    async fn members(&self) -> Vec<Member> {
        let query = MemberQuery { show_all: Some(true), ..MemberQuery::default() };
        let root = self.ask(&self.root).await;
        members::list(&self.w.s, &root, SLUG, &query).await.unwrap().items
    }

    async fn member(&self, email: &str) -> Member {
        let found = self.members().await.into_iter().find(|member| member.user.email == email);
        found.unwrap_or_else(|| panic!("{email} is no member"))
    }
}

#[track_caller]
fn refused(result: Result<Report>) -> AppError {
    result.map(|report| panic!("this should have been refused: {report:?}")).unwrap_err().into()
}

fn outcomes(report: &Report) -> Vec<(i64, Outcome)> {
    let mut all: Vec<_> = report.lines.iter().map(|told| (told.line, told.outcome)).collect();
    all.sort_unstable();
    all
}

const EVERYTHING: &str = "email,full_name,role,privileges,roles,workspaces,projects,teams,expires_at
nia@new.example,Nia Nord,member,tags;users,auditor,design:approver+requester,website:reader,crew,2027-01-01T00:00:00Z
sten@people.example,,viewer,assets,,design:requester,,,
vera@people.example,,member,tags,auditor,,website:contributor,crew,
max@people.example,,,,,,,,
";

#[tokio::test]
async fn people_come_with_everything_that_their_line_gives() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let report = scene.run(&scene.root, false, EVERYTHING).await.unwrap();
        let expected = [
            (2, Outcome::Created),
            (3, Outcome::Added),
            (4, Outcome::Changed),
            (5, Outcome::Unchanged),
        ];
        assert_eq!(outcomes(&report), expected);
        assert_eq!(report.counts(), "1 new account, 1 added, 1 changed, 1 unchanged");
        let link = report.lines.iter().find_map(|told| told.link.as_ref());
        assert!(link.is_some(), "without a mail server the link is handed over: {report:?}");

        let nia = scene.member("nia@new.example").await;
        assert_eq!((nia.role, nia.user.full_name.as_str()), (BaseRole::Member, "Nia Nord"));
        assert_eq!(nia.privileges, [Privilege::Tags, Privilege::Users]);
        assert_eq!((nia.roles, nia.workspaces[0].roles.len()), (vec!["auditor".to_owned()], 2));
        assert_eq!(nia.projects[0].roles, ["reader"]);
        assert!(nia.expires_at.is_some());
        let sten = scene.member("sten@people.example").await;
        assert_eq!((sten.role, sten.privileges), (BaseRole::Viewer, vec![Privilege::Assets]));
        let vera = scene.member("vera@people.example").await;
        assert_eq!(
            (vera.role, vera.projects[0].roles[0].as_str()),
            (BaseRole::Member, "contributor")
        );
        let crew = teams::people(
            &w.s,
            &scene.ask(&scene.root).await,
            (SLUG, "crew"),
            &PeopleQuery::default(),
        )
        .await
        .unwrap();
        assert_eq!(crew.items.len(), 2);
        let last = w.last_entry().await;
        assert!(last.starts_with("members.imported") && last.contains("New year"), "{last}");
    })
    .await;
}

#[tokio::test]
async fn a_dry_run_equals_the_result_and_does_nothing() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let before = (scene.members().await, w.log().await.len());
        let seen = scene.run(&scene.root, true, EVERYTHING).await.unwrap();
        assert!(seen.dry_run && seen.lines.iter().all(|told| told.link.is_none()));
        assert_eq!((scene.members().await, w.log().await.len()), before);

        let done = scene.run(&scene.root, false, EVERYTHING).await.unwrap();
        let plain = |report: Report| {
            let lines = report.lines.into_iter().map(|told| (told.line, told.outcome, told.says));
            lines.collect::<Vec<_>>()
        };
        assert_eq!(plain(seen), plain(done));
    })
    .await;
}

#[tokio::test]
async fn what_is_imported_once_changes_nothing_the_second_time() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        scene.run(&scene.root, false, EVERYTHING).await.unwrap();
        let (members, log) = (scene.members().await, w.log().await.len());
        // The boxes that the line names are those that Nia has; the others are left alone.
        let again = scene.run(&scene.root, false, EVERYTHING).await.unwrap();
        assert_eq!((again.unchanged, again.people()), (4, 0), "{again:?}");
        assert_eq!((scene.members().await, w.log().await.len()), (members, log));
    })
    .await;
}

#[tokio::test]
async fn with_one_wrong_line_nobody_comes_and_every_wrong_one_is_named() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let table = "email,role,workspaces,teams\nnew@x.example,member,,\nno address,,,\n\
            b@x.example,king,,\nsten@people.example,,studio:approver,\nc@x.example,,design:ghost,\n\
            vera@people.example,,,nobody\n";
        let before = (scene.members().await, w.log().await.len());
        let error = refused(scene.run(&scene.root, false, table).await);
        let named: Vec<_> = error.errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(named, ["lines.3", "lines.4", "lines.5", "lines.6", "lines.7"], "{error:?}");
        assert_eq!(error.kind, Kind::Invalid);
        assert!(error.errors[2].message.contains("no workspace “studio”"), "{error:?}");
        assert_eq!((scene.members().await, w.log().await.len()), before);
        let seen = scene.run(&scene.root, true, table).await.unwrap();
        assert_eq!((seen.wrong, seen.created), (5, 1));
        assert_eq!(seen.lines[0].outcome, Outcome::Wrong, "the wrong ones come first");
    })
    .await;
}

#[tokio::test]
async fn whoever_creates_no_accounts_invites_instead() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let table = "email,role,workspaces\nnia.nord@x.example,viewer,design:requester\nsten@people.example,,\n";
        let report = scene.run(&scene.owner, false, table).await.unwrap();
        assert_eq!(outcomes(&report), [(2, Outcome::Invited), (3, Outcome::Added)]);
        let owner = scene.ask(&scene.owner).await;
        let query = InvitationQuery::default();
        let invited = invitations::list(&w.s, &owner, SLUG, &query).await.unwrap().items;
        assert_eq!((invited[0].full_name.as_str(), invited[0].role), ("Nia Nord", BaseRole::Viewer));
        assert_eq!(invited[0].workspaces[0].roles, ["requester"]);
        let again = scene.run(&scene.owner, false, table).await.unwrap();
        assert_eq!(again.unchanged, 2);
        let other = "email,role\nnia.nord@x.example,member\n";
        assert_eq!(refused(scene.run(&scene.owner, false, other).await).kind, Kind::Conflict);
        let more = "email,teams\nzoe@x.example,crew\n";
        assert!(refused(scene.run(&scene.owner, false, more).await).errors[0].message.contains("is invited"));
    })
    .await;
}

#[tokio::test]
async fn nobody_imports_beyond_what_they_may_give() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let owners = "email,role\nsten@people.example,owner\n";
        let error = refused(scene.run(&scene.admin, false, owners).await);
        assert_eq!((error.kind, error.errors[0].field.as_str()), (Kind::Forbidden, "lines.2"));
        let demotion = "email,role\nolga@people.example,member\n";
        assert_eq!(refused(scene.run(&scene.admin, false, demotion).await).kind, Kind::Forbidden);
        let oneself = "email,role\nada@people.example,owner\n";
        assert_eq!(refused(scene.run(&scene.admin, true, "email\n,\n").await).kind, Kind::Invalid);
        assert_eq!(scene.run(&scene.admin, true, oneself).await.unwrap().wrong, 1);
        let last = "email,role\nolga@people.example,member\n";
        assert_eq!(refused(scene.run(&scene.root, false, last).await).kind, Kind::LastOwner);
        let table = "email\nsten@people.example\n";
        assert_eq!(refused(scene.run(&scene.viewer, true, table).await).kind, Kind::Forbidden);
        assert_eq!(refused(scene.run(&scene.stranger, true, table).await).kind, Kind::NotFound);
    })
    .await;
}

#[tokio::test]
async fn an_import_takes_no_more_seats_than_there_are() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let root = scene.ask(&scene.root).await;
        let edit = EditOrganization { seats: Some(Some(5)), ..EditOrganization::default() };
        organizations::edit(&w.s, &root, SLUG, edit, None).await.unwrap();
        let table = "email\nsten@people.example\nnia@x.example\n";
        let error = refused(scene.run(&scene.root, false, table).await);
        assert_eq!((error.kind, error.errors[0].field.as_str()), (Kind::NoSeatLeft, "lines.3"));
        assert_eq!(scene.members().await.len(), 4);
        let one = scene.run(&scene.root, false, "email\nsten@people.example\n").await.unwrap();
        assert_eq!(one.added, 1);
    })
    .await;
}

/// `cargo test -p fluxward-core --release how_long -- --ignored --nocapture` says how long.
#[tokio::test]
#[ignore = "a measurement"]
#[expect(clippy::disallowed_methods, reason = "a real clock measures")]
async fn how_long_an_import_of_many_takes() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let mut table = String::from("email,full_name,role,privileges,workspaces\n");
        for n in 0..2000 {
            let _ = writeln!(table, "p{n}@many.example,Person {n},member,tags,design:requester");
        }
        for (by, what) in
            [(&scene.root, "created"), (&scene.root, "unchanged"), (&scene.owner, "unchanged")]
        {
            let begun = std::time::Instant::now();
            let report = scene.run(by, false, &table).await.unwrap();
            eprintln!("{what}: {} in {:?}", report.counts(), begun.elapsed());
        }
        let invited = table.replace("many.example", "more.example");
        let begun = std::time::Instant::now();
        let report = scene.run(&scene.owner, false, &invited).await.unwrap();
        eprintln!("{} in {:?}", report.counts(), begun.elapsed());
    })
    .await;
}
