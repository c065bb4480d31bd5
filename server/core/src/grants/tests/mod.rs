//! What a member holds is told with its place, its team and its end.

mod people;

use super::{Giving, Where, Whose, assign, choosable, end_due, of_person, revoke};
use crate::error::Error;
use crate::services::Caller;
use crate::testing::{BEGINNING, Person, World};
use crate::{members, organizations, projects, teams, workspaces};
use fluxward_domain::grants::{Assign, Holdings};
use fluxward_domain::members::{EditMember, NewMember};
use fluxward_domain::organizations::NewOrganization;
use fluxward_domain::pages::Because;
use fluxward_domain::projects::NewProject;
use fluxward_domain::roles::BaseRole;
use fluxward_domain::teams::NewTeam;
use fluxward_domain::workspaces::NewWorkspace;
use fluxward_domain::{AppError, Kind, Moment};

/// A minute into the world.
const SOON: Moment = Moment(BEGINNING.0 + 60_000_000);

/// The organization "blue" with a workspace, a project and a team, and two members in it.
async fn scene(w: &World) -> (Caller, Person, Person) {
    let root = w.caller(&w.administrator("root").await).await;
    let new = |name: &str, slug: &str| (name.to_owned(), slug.to_owned());
    let (name, slug) = new("Blue", "blue");
    let blue = NewOrganization { name, slug, ..NewOrganization::default() };
    organizations::create(&w.s, &root, blue).await.unwrap();
    let (ada, bea) = (w.person("ada").await, w.person("bea").await);
    for person in [&ada, &bea] {
        let role = BaseRole::Member;
        let new = NewMember { user_id: person.id, role, expires_at: None, reason: None };
        members::add(&w.s, &root, "blue", new).await.unwrap();
    }
    let (name, slug) = new("Design", "design");
    let design = NewWorkspace { name, slug, reason: None };
    workspaces::create(&w.s, &root, "blue", design).await.unwrap();
    let (name, slug) = new("Website", "website");
    let website = NewProject { name, slug, ..NewProject::default() };
    projects::create(&w.s, &root, "blue", website).await.unwrap();
    let (name, slug) = new("Crew", "crew");
    teams::create(&w.s, &root, "blue", NewTeam { name, slug, reason: None }).await.unwrap();
    (root, ada, bea)
}

/// Ada reviews in Design for a minute, reads the Website, and requests in Design by her team.
async fn give(w: &World, root: &Caller, ada: &Person) {
    let for_a_minute = Assign { expires_at: Some(SOON), reason: None };
    let forever = Assign::default;
    let (design, website) = (Where::workspace("blue", "design"), Where::project("blue", "website"));
    let (user, crew) = (Whose::User(ada.id), Whose::Team("crew"));
    let beside = |role| (role, Giving::Beside);
    assign(&w.s, root, design, user, beside("approver"), for_a_minute).await.unwrap();
    assign(&w.s, root, website, user, ("reader", Giving::Instead), forever()).await.unwrap();
    assign(&w.s, root, design, crew, beside("requester"), forever()).await.unwrap();
    teams::join(&w.s, root, ("blue", "crew"), ada.id, forever(), None).await.unwrap();
}

/// "Approver in Design", in the order in which they are told.
fn told(held: &Holdings) -> Vec<String> {
    let role = |it: &fluxward_domain::grants::RoleAt| {
        let by = it.role.team.as_ref().map(|team| format!(" by {}", team.name));
        format!("{} in {}{}", it.role.name, it.place, by.unwrap_or_default())
    };
    held.roles.iter().map(role).collect()
}

#[tokio::test]
async fn what_a_member_holds_is_told_with_place_team_and_end() {
    World::each(async |w| {
        let (root, ada, _) = scene(w).await;
        give(w, &root, &ada).await;
        let held = of_person(&w.s, &root, "blue", ada.id).await.unwrap();
        let expected = ["Reader in Website", "Approver in Design", "Requester in Design by Crew"];
        assert_eq!(told(&held), expected);
        assert_eq!(held.roles[1].role.expires_at, Some(SOON));
        assert_eq!(held.teams[0].team.slug, "crew");
        w.time.pass(60);
        let held = of_person(&w.s, &root, "blue", ada.id).await.unwrap();
        assert_eq!(told(&held), ["Reader in Website", "Requester in Design by Crew"]);
    })
    .await;
}

#[tokio::test]
async fn a_project_that_one_may_not_see_is_not_told_of() {
    World::each(async |w| {
        let (root, ada, bea) = scene(w).await;
        give(w, &root, &ada).await;
        let asking = w.caller(&bea).await;
        let held = of_person(&w.s, &asking, "blue", ada.id).await.unwrap();
        assert_eq!(told(&held), ["Approver in Design", "Requester in Design by Crew"]);
        let oneself = w.caller(&ada).await;
        let held = of_person(&w.s, &oneself, "blue", ada.id).await.unwrap();
        assert_eq!(held.roles.len(), 3);
        let stranger = w.caller(&w.person("sten").await).await;
        let refused = of_person(&w.s, &stranger, "blue", ada.id).await.unwrap_err();
        assert!(matches!(refused, Error::App(AppError { kind: Kind::NotFound, .. })));
    })
    .await;
}

#[tokio::test]
async fn an_undo_is_refused_when_the_same_role_or_seat_has_changed_since() {
    World::each(async |w| {
        let (root, ada, bea) = scene(w).await;
        let (user, other) = (Whose::User(ada.id), Whose::User(bea.id));
        let design = Where::workspace("blue", "design");
        let (s, forever) = (&w.s, Assign::default);
        let approver = ("approver", Giving::Beside);
        let given = assign(s, &root, design, user, approver, forever()).await.unwrap();
        // What others hold, and what is held beside it, is not in between.
        assign(s, &root, design, other, approver, forever()).await.unwrap();
        let beside = ("requester", Giving::Beside);
        assign(s, &root, design, user, beside, forever()).await.unwrap();
        let seen = design.seen_at(Some(given));
        let taken = revoke(s, &root, seen, user, Some("approver"), None).await.unwrap();
        assign(s, &root, design, user, approver, forever()).await.unwrap();
        let late = design.seen_at(Some(taken));
        let refused = assign(s, &root, late, user, approver, forever()).await;
        assert_eq!(kind(refused), Kind::ChangedSince);
        let refused = revoke(s, &root, late, user, Some("approver"), None).await;
        assert_eq!(kind(refused), Kind::ChangedSince);
        let crew = ("blue", "crew");
        let joined = teams::join(s, &root, crew, ada.id, forever(), None).await.unwrap();
        let left = teams::leave(s, &root, crew, ada.id, Because::default(), Some(joined)).await;
        let left = left.unwrap();
        teams::join(s, &root, crew, ada.id, forever(), Some(left)).await.unwrap();
        let refused = teams::leave(s, &root, crew, ada.id, Because::default(), Some(left)).await;
        assert_eq!(kind(refused), Kind::ChangedSince);
    })
    .await;
}

#[tokio::test]
async fn whoever_gives_somewhere_finds_members_and_names_them_in_full_without_the_list() {
    World::each(async |w| {
        let (root, ada, bea) = scene(w).await;
        let (website, design) =
            (Where::project("blue", "website"), Where::workspace("blue", "design"));
        let viewer = EditMember { role: Some(BaseRole::Viewer), ..EditMember::default() };
        members::edit(&w.s, &root, "blue", ada.id, viewer, None).await.unwrap();
        let manager = ("manager", Giving::Instead);
        assign(&w.s, &root, website, Whose::User(ada.id), manager, Assign::default())
            .await
            .unwrap();
        let found = async |by: &Caller, place: Where<'_>, search: &str| {
            let people = choosable(&w.s, by, place, search).await?;
            Ok::<_, Error>(people.into_iter().map(|user| user.username).collect::<Vec<_>>())
        };
        assert_eq!(found(&root, website, "be").await.unwrap(), ["bea"]);
        // A Viewer does not see the list of members.
        let ada = w.caller(&ada).await;
        assert!(found(&ada, website, "be").await.unwrap().is_empty());
        assert_eq!(found(&ada, website, "BEA@people.example").await.unwrap(), ["bea"]);
        w.person("sten").await;
        assert!(found(&ada, website, "sten").await.unwrap().is_empty(), "no member");
        assert_eq!(kind(found(&ada, design, "bea").await), Kind::Forbidden);
        assert_eq!(kind(found(&ada, Where::organization("blue"), "bea").await), Kind::Forbidden);
        let bea = w.caller(&bea).await;
        assert_eq!(kind(found(&bea, website, "ada").await), Kind::Forbidden);
    })
    .await;
}

/// Makes ada a Team Admin of Design and a Manager of the Website until [`SOON`], and a member of a
/// team that is Team Admin there as long.
async fn for_a_minute(w: &World, root: &Caller, ada: &Person) {
    let ends = || Assign { expires_at: Some(SOON), reason: None };
    let (design, user) = (Where::workspace("blue", "design"), Whose::User(ada.id));
    let team_admin = ("team_admin", Giving::Beside);
    assign(&w.s, root, design, user, team_admin, ends()).await.unwrap();
    let (website, manager) = (Where::project("blue", "website"), ("manager", Giving::Instead));
    assign(&w.s, root, website, user, manager, ends()).await.unwrap();
    teams::join(&w.s, root, ("blue", "crew"), ada.id, ends(), None).await.unwrap();
}

#[tokio::test]
async fn nobody_makes_what_they_hold_for_a_time_last_longer() {
    World::each(async |w| {
        let (root, ada, bea) = scene(w).await;
        for_a_minute(w, &root, &ada).await;
        let caller = w.caller(&ada).await;
        let (design, website) =
            (Where::workspace("blue", "design"), Where::project("blue", "website"));
        let (oneself, crew) = (Whose::User(ada.id), Whose::Team("crew"));
        let (team_admin, manager) = (("team_admin", Giving::Beside), ("manager", Giving::Instead));
        let later = Some(Moment(SOON.0 + 1));
        for expires_at in [None, later] {
            let longer = || Assign { expires_at, reason: None };
            let refused = assign(&w.s, &caller, design, oneself, team_admin, longer()).await;
            assert_eq!(kind(refused), Kind::Forbidden);
            let refused = assign(&w.s, &caller, website, oneself, manager, longer()).await;
            assert_eq!(kind(refused), Kind::Forbidden);
        }
        // Shorter is fine, and so is giving somebody else what one has now.
        let sooner = Assign { expires_at: Some(Moment(SOON.0 - 1)), reason: None };
        assign(&w.s, &caller, website, oneself, manager, sooner).await.unwrap();
        let other = Whose::User(bea.id);
        assign(&w.s, &caller, design, other, team_admin, Assign::default()).await.unwrap();
        // The seat in the team ends as soon as the role: nothing is gained by the team's.
        assign(&w.s, &caller, design, crew, team_admin, Assign::default()).await.unwrap();
        teams::join(&w.s, &root, ("blue", "crew"), ada.id, Assign::default(), None).await.unwrap();
        revoke(&w.s, &root, design, crew, None, None).await.unwrap();
        let caller = w.caller(&ada).await;
        let refused = assign(&w.s, &caller, design, crew, team_admin, Assign::default()).await;
        assert_eq!(kind(refused), Kind::Forbidden);
    })
    .await;
}

#[tokio::test]
async fn a_seat_in_a_team_ends_by_itself_and_everybody_may_give_up_what_they_hold() {
    World::each(async |w| {
        let (root, ada, bea) = scene(w).await;
        give(w, &root, &ada).await;
        let ends = Assign { expires_at: Some(SOON), reason: None };
        teams::join(&w.s, &root, ("blue", "crew"), bea.id, ends, None).await.unwrap();
        let held = of_person(&w.s, &root, "blue", bea.id).await.unwrap();
        assert_eq!(told(&held), ["Requester in Design by Crew"]);
        w.time.pass(60);
        let held = of_person(&w.s, &root, "blue", bea.id).await.unwrap();
        assert_eq!((held.roles.len(), held.teams.len()), (0, 0));
        end_due(&w.s).await.unwrap();
        let entry = w.last_entry().await;
        assert!(entry.starts_with("team.left") && entry.contains("expires_at"), "{entry}");
        let oneself = w.caller(&ada).await;
        let (website, own) = (Where::project("blue", "website"), Whose::User(ada.id));
        let other = revoke(&w.s, &w.caller(&bea).await, website, own, None, None).await;
        assert_eq!(kind(other), Kind::Forbidden);
        revoke(&w.s, &oneself, website, own, Some("reader"), None).await.unwrap();
        let held = of_person(&w.s, &oneself, "blue", ada.id).await.unwrap();
        assert_eq!(told(&held), ["Requester in Design by Crew"]);
    })
    .await;
}

#[tokio::test]
async fn a_member_is_told_of_projects_only_as_far_as_they_see_them() {
    World::each(async |w| {
        let (root, ada, bea) = scene(w).await;
        give(w, &root, &ada).await;
        let caller = w.caller(&bea).await;
        let projects_of = async |by: &Caller| {
            let member = members::show(&w.s, by, "blue", ada.id).await.unwrap();
            member.projects.into_iter().map(|it| it.slug).collect::<Vec<_>>()
        };
        assert!(projects_of(&caller).await.is_empty());
        assert_eq!(projects_of(&root).await, ["website"]);
        assert_eq!(projects_of(&w.caller(&ada).await).await, ["website"]);
        let why = crate::access::effective(&w.s, &caller, ada.id, "blue/website").await;
        assert_eq!(kind(why), Kind::Forbidden);
        let (website, whose) = (Where::project("blue", "website"), Whose::User(bea.id));
        let reader = ("reader", Giving::Instead);
        assign(&w.s, &root, website, whose, reader, Assign::default()).await.unwrap();
        let caller = w.caller(&bea).await;
        assert_eq!(projects_of(&caller).await, ["website"]);
        crate::access::effective(&w.s, &caller, ada.id, "blue/website").await.unwrap();
    })
    .await;
}

fn kind<T: std::fmt::Debug>(refused: crate::error::Result<T>) -> Kind {
    AppError::from(refused.expect_err("this should have been refused")).kind
}
