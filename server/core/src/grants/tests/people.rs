//! The people of a place and of a team, page by page.

use super::super::{Giving, Where, Whose, assign};
use super::{give, scene};
use crate::testing::World;
use crate::{members, teams, workspaces};
use fluxward_domain::grants::{Assign, PlaceMember};
use fluxward_domain::members::NewMember;
use fluxward_domain::pages::{Page, PeopleQuery};
use fluxward_domain::roles::BaseRole;
use fluxward_domain::teams::TeamMember;
use fluxward_domain::{AppError, Kind};

/// Every page of a list of people, one after the other, two people each: names, and how many there
/// are said to be.
async fn walked<T>(
    search: Option<&str>,
    page: impl AsyncFn(&PeopleQuery) -> Page<T>,
    name: impl Fn(&T) -> String,
) -> (Vec<String>, Option<i64>) {
    let search = search.map(str::to_owned);
    let mut query = PeopleQuery { search, limit: Some(2), cursor: None };
    let mut names = Vec::new();
    loop {
        let found = page(&query).await;
        assert!(found.items.len() <= 2);
        names.extend(found.items.iter().map(&name));
        query.cursor = found.next_cursor;
        if query.cursor.is_none() {
            return (names, found.total);
        }
    }
}

#[tokio::test]
async fn the_people_of_a_place_and_of_a_team_are_found_and_walked_through() {
    World::each(async |w| {
        let (root, ada, bea) = scene(w).await;
        give(w, &root, &ada).await;
        let mut all = vec![ada, bea];
        for name in ["cyd", "dora", "eve"] {
            let person = w.person(name).await;
            let role = BaseRole::Member;
            let new = NewMember { user_id: person.id, role, expires_at: None, reason: None };
            members::add(&w.s, &root, "blue", new).await.unwrap();
            all.push(person);
        }
        let design = Where::workspace("blue", "design");
        for person in &all[1..4] {
            let given = ("requester", Giving::Beside);
            let (whose, forever) = (Whose::User(person.id), Assign::default());
            assign(&w.s, &root, design, whose, given, forever).await.unwrap();
        }
        for person in &all[3..] {
            let (crew, forever) = (("blue", "crew"), Assign::default());
            teams::join(&w.s, &root, crew, person.id, forever, None).await.unwrap();
        }
        let there = async |query: &PeopleQuery| {
            workspaces::people(&w.s, &root, ("blue", "design"), query).await.unwrap()
        };
        let crew = async |query: &PeopleQuery| {
            teams::people(&w.s, &root, ("blue", "crew"), query).await.unwrap()
        };
        let place = |it: &PlaceMember| format!("{} {}", it.user.username, it.roles.len());
        let seat = |it: &TeamMember| it.user.username.clone();
        // Dora holds it herself and by her team; Ada also approves, for a minute.
        let expected = ["ada 2", "bea 1", "cyd 1", "dora 2", "eve 1"].map(str::to_owned).to_vec();
        assert_eq!(walked(None, there, place).await, (expected, Some(5)));
        let expected = ["ada", "dora", "eve"].map(str::to_owned).to_vec();
        assert_eq!(walked(None, crew, seat).await, (expected, Some(3)));
        let found = walked(Some("DOR"), there, place).await;
        assert_eq!(found, (vec!["dora 2".to_owned()], Some(1)));
        assert_eq!(walked(Some("bea"), crew, seat).await, (Vec::new(), Some(0)));
        // A cursor is good for the list that it came from alone.
        let cursor =
            crew(&PeopleQuery { limit: Some(1), ..PeopleQuery::default() }).await.next_cursor;
        let query = PeopleQuery { cursor, ..PeopleQuery::default() };
        let refused = workspaces::people(&w.s, &root, ("blue", "design"), &query).await;
        let kind = refused.map_err(AppError::from).unwrap_err().kind;
        assert_eq!(kind, Kind::Malformed);
    })
    .await;
}
