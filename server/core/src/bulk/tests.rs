//! Bulk changes, on a real database of either engine. A "hundred" is five here.

use super::working::{AT_ONCE, hundred};
use super::{begin, cancel, due, list, preview, resume, show};
use crate::database::values;
use crate::error::Result;
use crate::services::{Caller, Services};
use crate::testing::{Person, World};
use crate::{members, organizations, sessions, tokens, workspaces};
use fluxward_domain::bulk::{
    BulkChange, BulkPreviewQuery, BulkPrivilege, BulkProgress, BulkRole, BulkRun, BulkStatus,
    BulkWorkspaceRole, MemberFilter, NewBulk,
};
use fluxward_domain::members::{EditMember, Member, MembershipStatus, NewMember};
use fluxward_domain::organizations::{EditOrganization, NewOrganization};
use fluxward_domain::pages::Because;
use fluxward_domain::privileges::Privilege;
use fluxward_domain::roles::BaseRole;
use fluxward_domain::tokens::NewToken;
use fluxward_domain::workspaces::NewWorkspace;
use fluxward_domain::{AppError, Kind};
use uuid::Uuid;

/// The organization "blue" with its Owner olga, its Admin adam and twelve Viewers.
struct Scene<'w> {
    w: &'w World,
    root: Caller,
    owner: Caller,
    admin: Person,
    viewers: Vec<Person>,
}

impl<'w> Scene<'w> {
    async fn set(w: &'w World) -> Self {
        let root = w.caller(&w.administrator("root").await).await;
        let owner = w.person("olga").await;
        let blue = NewOrganization {
            name: "Blue".into(),
            slug: "blue".into(),
            owner: Some(owner.id),
            reason: None,
        };
        organizations::create(&w.s, &root, blue).await.unwrap();
        let admin = w.person("adam").await;
        let mut scene = Self { w, owner: w.caller(&owner).await, root, admin, viewers: Vec::new() };
        scene.add(&scene.admin, BaseRole::Admin).await;
        for n in 10..22 {
            let person = w.person(&format!("vera{n}")).await;
            scene.add(&person, BaseRole::Viewer).await;
            scene.viewers.push(person);
        }
        scene
    }

    async fn add(&self, person: &Person, role: BaseRole) {
        let new = NewMember { user_id: person.id, role, expires_at: None, reason: None };
        members::add(&self.w.s, &self.root, "blue", new).await.unwrap();
    }

    async fn edit(&self, person: &Person, edit: EditMember) {
        members::edit(&self.w.s, &self.root, "blue", person.id, edit, None).await.unwrap();
    }

    async fn member(&self, person: &Person) -> Member {
        members::show(&self.w.s, &self.root, "blue", person.id).await.unwrap()
    }

    /// How many of the Viewers are that by now.
    async fn count(&self, role: BaseRole) -> usize {
        let mut count = 0;
        for person in &self.viewers {
            count += usize::from(self.member(person).await.role == role);
        }
        count
    }

    fn viewers(&self, change: BulkChange) -> NewBulk {
        these(&self.viewers, change)
    }

    async fn begin(&self, by: &Caller, new: NewBulk) -> BulkRun {
        begin(&self.w.s, by, "blue", new).await.unwrap()
    }

    async fn run(&self, by: &Caller, new: NewBulk) -> BulkRun {
        let run = self.begin(by, new).await;
        while hundred(&self.w.s).await.unwrap() {}
        self.look(&run).await
    }

    async fn look(&self, run: &BulkRun) -> BulkRun {
        show(&self.w.s, &self.root, "blue", run.id).await.unwrap()
    }
}

fn these(people: &[Person], change: BulkChange) -> NewBulk {
    let users = Some(people.iter().map(|person| person.id).collect());
    NewBulk { users, filter: None, change, reason: Some("New year".into()) }
}

fn all(filter: MemberFilter, change: BulkChange) -> NewBulk {
    NewBulk { users: None, filter: Some(filter), change, reason: None }
}

fn to(role: BaseRole) -> BulkChange {
    BulkChange::Role(BulkRole { role })
}

fn switched(status: MembershipStatus) -> BulkChange {
    BulkChange::Status(BulkStatus { status })
}

fn boxed(privilege: Privilege, granted: bool) -> BulkChange {
    BulkChange::Privilege(BulkPrivilege { privilege, granted })
}

fn in_design(role: &str, granted: bool) -> BulkChange {
    let (workspace, role) = ("design".to_owned(), role.to_owned());
    BulkChange::Workspace(BulkWorkspaceRole { workspace, role, granted })
}

fn counts(run: &BulkRun) -> (i64, i64, i64, i64) {
    (run.done, run.changed, run.unchanged, run.refused)
}

/// How many entries of that action there are.
async fn entries(w: &World, action: &str) -> usize {
    w.log().await.iter().filter(|it| *it == action).count()
}

/// How it was refused.
#[track_caller]
fn refused<T>(result: Result<T>) -> Kind {
    match result {
        Ok(_) => panic!("this should have been refused"),
        Err(error) => AppError::from(error).kind,
    }
}

#[tokio::test]
async fn a_hundred_at_once_and_the_rest_with_the_next() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let run = scene.begin(&scene.owner, scene.viewers(to(BaseRole::Member))).await;
        assert_eq!((run.status, run.total, run.done), (BulkProgress::Waiting, 12, 0));
        for reached in [AT_ONCE, 2 * AT_ONCE] {
            assert!(hundred(&w.s).await.unwrap());
            let run = scene.look(&run).await;
            assert_eq!(
                (run.status, counts(&run)),
                (BulkProgress::Running, (reached, reached, 0, 0))
            );
            assert_eq!(scene.count(BaseRole::Member).await, usize::try_from(reached).unwrap());
        }
        assert!(hundred(&w.s).await.unwrap());
        assert!(!hundred(&w.s).await.unwrap(), "there is nothing more to do");
        let run = scene.look(&run).await;
        assert_eq!((run.status, counts(&run)), (BulkProgress::Finished, (12, 12, 0, 0)));
        assert!(run.complete && run.refusals.is_empty() && run.finished_at.is_some());
        assert_eq!(entries(w, "member.role_changed").await, 12);
        let log = w.log().await;
        assert_eq!(log.last().unwrap(), "bulk.finished");
        assert_eq!(entries(w, "bulk.begun").await, 1);
        assert!(w.last_entry().await.contains("New year"));
    })
    .await;
}

#[tokio::test]
async fn a_run_that_was_killed_in_between_goes_on_elsewhere_and_repeats_nothing() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let run = scene.begin(&scene.owner, scene.viewers(to(BaseRole::Member))).await;
        assert!(hundred(&w.s).await.unwrap());
        // The next hundred is killed before it commits.
        let batch = crate::changes::Batch::begin(&w.s).await.unwrap();
        let member = scene.viewers[6].id;
        let edit = EditMember { role: Some(BaseRole::Member), ..EditMember::default() };
        members::edit(batch.services(), &scene.owner, "blue", member, edit, None).await.unwrap();
        drop(batch);
        assert_eq!(scene.count(BaseRole::Member).await, 5);
        let other = w.another_node().await;
        while due(&other).await.unwrap().is_some() {}
        let run = scene.look(&run).await;
        assert_eq!((run.status, counts(&run)), (BulkProgress::Finished, (12, 12, 0, 0)));
        assert_eq!(entries(w, "member.role_changed").await, 12);
        other.database.close().await;
    })
    .await;
}

async fn work_off(s: &Services) {
    while hundred(s).await.unwrap() {}
}

#[tokio::test]
async fn two_nodes_at_once_reach_everybody_once() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let run = scene.begin(&scene.owner, scene.viewers(to(BaseRole::Member))).await;
        let other = w.another_node().await;
        tokio::join!(work_off(&w.s), work_off(&other));
        let run = scene.look(&run).await;
        assert_eq!((run.status, counts(&run)), (BulkProgress::Finished, (12, 12, 0, 0)));
        assert_eq!(entries(w, "member.role_changed").await, 12);
        assert_eq!(entries(w, "bulk.finished").await, 1);
        other.database.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_demoted_caller_s_run_stops_and_says_so_and_another_takes_it_up() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let adam = w.caller(&scene.admin).await;
        let run = scene.begin(&adam, scene.viewers(to(BaseRole::Member))).await;
        assert!(hundred(&w.s).await.unwrap());
        let demoted = EditMember { role: Some(BaseRole::Viewer), ..EditMember::default() };
        scene.edit(&scene.admin, demoted).await;
        work_off(&w.s).await;
        let stopped = scene.look(&run).await;
        assert_eq!((stopped.status, counts(&stopped)), (BulkProgress::Stopped, (5, 5, 0, 0)));
        let why = stopped.stopped_because.unwrap();
        assert!(why.contains("You need a role or privilege here"), "{why}");
        assert_eq!(scene.count(BaseRole::Viewer).await, 7);
        assert_eq!(entries(w, "bulk.stopped").await, 1);
        let again = resume(&w.s, &adam, "blue", run.id, Because::default()).await;
        assert_eq!(refused(again), Kind::Forbidden);
        resume(&w.s, &scene.owner, "blue", run.id, Because::default()).await.unwrap();
        work_off(&w.s).await;
        let finished = scene.look(&run).await;
        assert_eq!((finished.status, counts(&finished)), (BulkProgress::Finished, (12, 12, 0, 0)));
        assert_eq!(finished.by.id, scene.owner.account.0);
        let again = resume(&w.s, &scene.owner, "blue", run.id, Because::default()).await;
        assert_eq!(refused(again), Kind::Conflict);
    })
    .await;
}

#[tokio::test]
async fn a_run_ends_with_the_session_or_the_token_that_it_was_begun_with() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let run = scene.begin(&scene.owner, scene.viewers(to(BaseRole::Member))).await;
        assert!(hundred(&w.s).await.unwrap());
        sessions::sign_out(&w.s, &scene.owner).await.unwrap();
        work_off(&w.s).await;
        let stopped = scene.look(&run).await;
        assert_eq!((stopped.status, stopped.done), (BulkProgress::Stopped, 5));
        assert!(stopped.stopped_because.unwrap().contains("signed out"));

        let adam = w.caller(&scene.admin).await;
        let new = NewToken { name: "Script".into(), permissions: None, expires_at: None };
        let made = tokens::create(&w.s, &adam, new).await.unwrap();
        let mut script = adam.clone();
        (script.session, script.by_token) =
            (fluxward_domain::ids::SessionId(made.about.id.0), true);
        let run = scene.begin(&script, scene.viewers(to(BaseRole::Member))).await;
        assert!(hundred(&w.s).await.unwrap());
        tokens::revoke(&w.s, &adam, made.about.id, Because::default()).await.unwrap();
        work_off(&w.s).await;
        let stopped = scene.look(&run).await;
        assert_eq!((stopped.status, stopped.done), (BulkProgress::Stopped, 5));
    })
    .await;
}

#[tokio::test]
async fn bulk_with_one_foreign_id_changes_nothing() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let (before, stranger) = (w.log().await, w.person("sten").await);
        let mut new = scene.viewers(to(BaseRole::Member));
        new.users.as_mut().unwrap().push(stranger.id);
        assert_eq!(refused(begin(&w.s, &scene.owner, "blue", new.clone()).await), Kind::NotFound);
        assert_eq!(
            refused(preview(&w.s, &scene.owner, "blue", &new, BulkPreviewQuery::default()).await),
            Kind::NotFound
        );
        work_off(&w.s).await;
        assert_eq!(scene.count(BaseRole::Viewer).await, 12);
        assert!(list(&w.s, &scene.owner, "blue").await.unwrap().items.is_empty());
        assert_eq!(w.log().await.len(), before.len() + 1, "only the stranger was made");
        let sql = "select count(*) from bulk_targets";
        assert_eq!(w.s.read().await.unwrap().number(sql, values![]).await.unwrap(), Some(0));
        // The same person twice is one person.
        let mut new = scene.viewers(to(BaseRole::Member));
        new.users.as_mut().unwrap().push(scene.viewers[0].id);
        assert_eq!(scene.begin(&scene.owner, new).await.total, 12);
    })
    .await;
}

#[tokio::test]
async fn the_last_owner_is_refused_alone() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let everybody = all(MemberFilter::default(), to(BaseRole::Viewer));
        let run = scene.run(&scene.root, everybody).await;
        assert_eq!((run.status, counts(&run)), (BulkProgress::Finished, (14, 1, 12, 1)));
        assert_eq!(run.refusals[0].user.id, scene.owner.account);
        assert!(run.refusals[0].reason.contains("last active Owner"), "{:?}", run.refusals);
        assert_eq!(scene.member(&scene.admin).await.role, BaseRole::Viewer);
    })
    .await;
}

#[tokio::test]
async fn a_bulk_change_takes_no_more_seats_than_there_are() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let off =
            scene.run(&scene.owner, scene.viewers(switched(MembershipStatus::Inactive))).await;
        assert_eq!(off.changed, 12);
        // Olga and adam have two of them.
        let edit = EditOrganization { seats: Some(Some(5)), ..EditOrganization::default() };
        organizations::edit(&w.s, &scene.root, "blue", edit, None).await.unwrap();
        let on = scene.run(&scene.owner, scene.viewers(switched(MembershipStatus::Active))).await;
        assert_eq!((on.status, counts(&on)), (BulkProgress::Finished, (12, 3, 0, 9)));
        assert!(on.refusals.iter().all(|it| it.reason.contains("5 seats")), "{:?}", on.refusals);
    })
    .await;
}

#[tokio::test]
async fn nobody_gains_by_a_bulk_change() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let adam = w.caller(&scene.admin).await;
        let owners = scene.run(&adam, all(MemberFilter::default(), to(BaseRole::Owner))).await;
        assert_eq!(counts(&owners), (14, 0, 1, 13), "olga is one already, adam is left alone");
        let down = scene.run(&adam, all(MemberFilter::default(), to(BaseRole::Viewer))).await;
        assert_eq!(counts(&down), (14, 0, 12, 2), "nor does an Admin demote an Owner");
        let own = down.refusals.iter().find(|it| it.user.id == scene.admin.id).unwrap();
        assert!(own.reason.contains("Your own membership"), "{}", own.reason);
        // Whoever may not manage people begins none, and does not see those of others.
        let vera = w.caller(&scene.viewers[0]).await;
        let asked = scene.viewers(to(BaseRole::Admin));
        assert_eq!(refused(begin(&w.s, &vera, "blue", asked.clone()).await), Kind::Forbidden);
        assert_eq!(
            refused(preview(&w.s, &vera, "blue", &asked, BulkPreviewQuery::default()).await),
            Kind::Forbidden
        );
        assert_eq!(refused(show(&w.s, &vera, "blue", down.id).await), Kind::Forbidden);
        assert!(list(&w.s, &vera, "blue").await.unwrap().items.is_empty());
        let sten = w.caller(&w.person("sten").await).await;
        assert_eq!(refused(begin(&w.s, &sten, "blue", asked).await), Kind::NotFound);
        assert_eq!(refused(show(&w.s, &sten, "blue", down.id).await), Kind::NotFound);
        assert_eq!(refused(list(&w.s, &sten, "blue").await), Kind::NotFound);
    })
    .await;
}

#[tokio::test]
async fn everybody_who_matches_is_decided_when_it_begins() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let search = MemberFilter { search: Some("vera1".into()), ..MemberFilter::default() };
        let found = all(search, boxed(Privilege::Tags, true));
        let run = scene.begin(&scene.owner, found.clone()).await;
        let late = w.person("vera1000").await;
        scene.add(&late, BaseRole::Viewer).await;
        let gone = &scene.viewers[1];
        members::remove(&w.s, &scene.root, "blue", gone.id, Because::default(), None)
            .await
            .unwrap();
        work_off(&w.s).await;
        let run = scene.look(&run).await;
        assert_eq!((run.total, counts(&run)), (10, (10, 9, 0, 1)));
        assert!(run.refusals[0].reason.contains("not a member any more"));
        assert_eq!(scene.member(&scene.viewers[0]).await.privileges, [Privilege::Tags]);
        assert!(scene.member(&late).await.privileges.is_empty());
        // Again: they are like that already, and the one who came is found now.
        let again = scene.run(&scene.owner, found).await;
        assert_eq!(counts(&again), (10, 1, 9, 0));
        let nobody = MemberFilter { search: Some("nobody".into()), ..MemberFilter::default() };
        let nobody = begin(&w.s, &scene.owner, "blue", all(nobody, to(BaseRole::Member))).await;
        assert_eq!(refused(nobody), Kind::Invalid);
    })
    .await;
}

#[tokio::test]
async fn roles_in_workspaces_are_given_and_taken() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let missing = scene.viewers(in_design("approver", true));
        assert_eq!(refused(begin(&w.s, &scene.owner, "blue", missing).await), Kind::NotFound);
        let (name, slug) = ("Design".to_owned(), "design".to_owned());
        let new = NewWorkspace { name, slug, reason: None };
        workspaces::create(&w.s, &scene.owner, "blue", new).await.unwrap();
        let ghost = scene.viewers(in_design("ghost", true));
        assert_eq!(refused(begin(&w.s, &scene.owner, "blue", ghost).await), Kind::Invalid);
        let some = |n: usize, change| these(&scene.viewers[..n], change);
        let given = scene.run(&scene.owner, some(7, in_design("approver", true))).await;
        assert_eq!(counts(&given), (7, 7, 0, 0));
        let all = scene.run(&scene.owner, scene.viewers(in_design("approver", true))).await;
        assert_eq!(counts(&all), (12, 5, 7, 0));
        let held = scene.member(&scene.viewers[0]).await.workspaces;
        assert_eq!(held[0].roles, ["approver"]);
        let taken = scene.run(&scene.owner, some(2, in_design("approver", false))).await;
        assert_eq!(counts(&taken), (2, 2, 0, 0));
        let rest = scene.run(&scene.owner, scene.viewers(in_design("approver", false))).await;
        assert_eq!(counts(&rest), (12, 10, 2, 0));
        assert!(scene.member(&scene.viewers[0]).await.workspaces.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_preview_says_what_the_first_hundred_would_be_and_changes_nothing() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let before = w.log().await;
        let new = all(MemberFilter::default(), to(BaseRole::Member));
        let seen =
            preview(&w.s, &scene.root, "blue", &new, BulkPreviewQuery::default()).await.unwrap();
        // Adam and olga come first by name.
        assert_eq!((seen.total, seen.looked_at), (14, 5));
        assert_eq!((seen.changed, seen.unchanged, seen.refused), (4, 0, 1));
        assert!(seen.refusals[0].reason.contains("last active Owner"));
        assert!(seen.complete);
        let of = |list: &[fluxward_domain::previews::Difference], id| {
            list.iter().filter(|it| it.user.id == id).count()
        };
        assert!(of(&seen.lost, scene.admin.id) > 0);
        assert!(of(&seen.gained, scene.viewers[0].id) > 0);
        assert_eq!(of(&seen.lost, scene.owner.account), 0);
        assert_eq!(w.log().await, before);
        assert_eq!(scene.count(BaseRole::Viewer).await, 12);
    })
    .await;
}

#[tokio::test]
async fn every_hundred_is_looked_at_and_together_they_are_what_the_run_does() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let new = || all(MemberFilter::default(), to(BaseRole::Member));
        let (mut query, mut hundreds, mut changed) = (BulkPreviewQuery::default(), 0, 0);
        loop {
            let seen = preview(&w.s, &scene.root, "blue", &new(), query).await.unwrap();
            (hundreds, changed) = (hundreds + 1, changed + seen.changed);
            query.after = seen.next;
            if query.after.is_none() {
                break;
            }
        }
        assert_eq!(hundreds, 3);
        let run = scene.run(&scene.root, new()).await;
        assert_eq!((run.changed, run.total), (changed, 14));
    })
    .await;
}

#[tokio::test]
async fn a_run_is_stopped_by_hand_where_it_is() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let run = scene.begin(&scene.owner, scene.viewers(to(BaseRole::Member))).await;
        assert!(hundred(&w.s).await.unwrap());
        let adam = w.caller(&scene.admin).await;
        let because = Because { reason: Some("Wrong list".into()) };
        let stopped = cancel(&w.s, &adam, "blue", run.id, because).await.unwrap();
        assert_eq!((stopped.status, stopped.done), (BulkProgress::Stopped, 5));
        assert!(w.last_entry().await.contains("Wrong list"));
        work_off(&w.s).await;
        assert_eq!(scene.count(BaseRole::Member).await, 5);
        let before = w.log().await;
        cancel(&w.s, &adam, "blue", run.id, Because::default()).await.unwrap();
        assert_eq!(w.log().await, before, "what is stopped is stopped");
        let nothing = fluxward_domain::ids::BulkId(Uuid::nil());
        assert_eq!(refused(show(&w.s, &adam, "blue", nothing).await), Kind::NotFound);
        assert_eq!(list(&w.s, &adam, "blue").await.unwrap().items.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_short_run_does_not_wait_for_a_long_one() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let long = scene.begin(&scene.owner, scene.viewers(to(BaseRole::Member))).await;
        let short = these(&scene.viewers[..2], boxed(Privilege::Tags, true));
        let short = scene.begin(&scene.owner, short).await;
        assert!(hundred(&w.s).await.unwrap());
        assert_eq!(scene.look(&short).await.status, BulkProgress::Finished);
        assert_eq!(scene.look(&long).await.status, BulkProgress::Waiting);
    })
    .await;
}
