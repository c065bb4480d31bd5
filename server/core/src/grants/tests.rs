//! What a member holds is told with its place, its team and its end.

use super::{Giving, Where, Whose, assign, of_person, revoke};
use crate::error::Error;
use crate::services::Caller;
use crate::testing::{BEGINNING, Person, World};
use crate::{members, organizations, projects, teams, workspaces};
use fluxward_domain::grants::{Assign, Holdings};
use fluxward_domain::members::NewMember;
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

fn kind(refused: crate::error::Result<i64>) -> Kind {
    AppError::from(refused.expect_err("something else came between")).kind
}
