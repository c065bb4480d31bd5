//! The list, and who could join.

use super::*;
use crate::users;
use fluxward_domain::members::MemberQuery;
use fluxward_domain::pages::Page;
use fluxward_domain::users::{EditUser, Status};

impl Scene<'_> {
    async fn list(&self, query: MemberQuery) -> Result<Page<Member>> {
        members::list(&self.w.s, &self.ask(&self.admin).await, SLUG, &query).await
    }

    /// The usernames on the page, and the total.
    async fn names(&self, query: MemberQuery) -> (Vec<String>, Option<i64>) {
        let page = self.list(query).await.unwrap();
        let name = |member: Member| member.user.username;
        (page.items.into_iter().map(name).collect(), page.total)
    }

    async fn deactivate(&self, who: &Person) {
        let root = self.ask(&self.root).await;
        users::deactivate(&self.w.s, &root, who.id, Because::default(), None).await.unwrap();
    }
}

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[tokio::test]
async fn the_list_is_by_name_and_hides_who_is_switched_off() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let everyone = names(&["ada", "clara", "max", "olga", "vera"]);
        assert_eq!(scene.names(MemberQuery::default()).await, (everyone.clone(), Some(5)));
        scene.switch(&scene.owner, &scene.clerk, false).await.unwrap();
        scene.deactivate(&scene.viewer).await;
        let shown = names(&["ada", "max", "olga"]);
        assert_eq!(scene.names(MemberQuery::default()).await, (shown, Some(3)));
        let all = MemberQuery { show_all: Some(true), ..MemberQuery::default() };
        assert_eq!(scene.names(all).await, (everyone, Some(5)));
        let off = MemberQuery { status: Some(Status::Inactive), ..MemberQuery::default() };
        assert_eq!(scene.names(off.clone()).await, (names(&["clara", "vera"]), Some(2)));
        let both = MemberQuery { role: Some(BaseRole::Viewer), ..off };
        assert_eq!(scene.names(both).await, (names(&["vera"]), Some(1)));
        let role = MemberQuery { role: Some(BaseRole::Member), ..MemberQuery::default() };
        assert_eq!(scene.names(role).await, (names(&["max"]), Some(1)));
    })
    .await;
}

#[tokio::test]
async fn rows_carry_roles_statuses_and_boxes() {
    let w = World::new().await;
    let scene = Scene::set(&w).await;
    scene.switch(&scene.owner, &scene.clerk, false).await.unwrap();
    let all = MemberQuery { show_all: Some(true), ..MemberQuery::default() };
    let page = scene.list(all).await.unwrap();
    for member in page.items {
        assert_eq!(member, scene.show(&scene.root, member.user.id).await.unwrap());
    }
    w.end().await;
}

#[tokio::test]
async fn pages_follow_one_another_without_gaps() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let mut query = MemberQuery { limit: Some(2), ..MemberQuery::default() };
        let mut seen = Vec::new();
        loop {
            let page = scene.list(query.clone()).await.unwrap();
            assert_eq!(page.total, Some(5));
            seen.extend(page.items.into_iter().map(|member| member.user.username));
            query.cursor = page.next_cursor;
            if query.cursor.is_none() {
                break;
            }
        }
        assert_eq!(seen, names(&["ada", "clara", "max", "olga", "vera"]));
    })
    .await;
}

#[tokio::test]
async fn a_cursor_of_another_question_is_refused() {
    let w = World::new().await;
    let scene = Scene::set(&w).await;
    let query = MemberQuery { limit: Some(2), ..MemberQuery::default() };
    let cursor = scene.list(query).await.unwrap().next_cursor;
    let other = MemberQuery { show_all: Some(true), cursor, ..MemberQuery::default() };
    assert_eq!(refused(scene.list(other).await), Kind::Malformed);
    let forged = MemberQuery { cursor: Some("forged".into()), ..MemberQuery::default() };
    assert_eq!(refused(scene.list(forged).await), Kind::Malformed);
    w.end().await;
}

#[tokio::test]
async fn members_are_found_by_what_is_typed() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let search = |text: &str| MemberQuery { search: Some(text.into()), ..Default::default() };
        let found = async |text: &str| scene.names(search(text)).await;
        // The stranger is found nowhere: they are no member.
        assert_eq!(found("people.example").await.1, Some(5));
        assert_eq!(found("LGA@peo").await, (names(&["olga"]), Some(1)));
        assert_eq!(found("a").await, (names(&["ada"]), Some(1)));
        assert_eq!(found("sten").await, (names(&[]), Some(0)));
        assert_eq!(found("100%_").await, (names(&[]), Some(0)));
        scene.switch(&scene.owner, &scene.member, false).await.unwrap();
        assert_eq!(found("max").await, (names(&[]), Some(0)));
        let all = MemberQuery { show_all: Some(true), ..search("max") };
        assert_eq!(scene.names(all).await, (names(&["max"]), Some(1)));
    })
    .await;
}

#[tokio::test]
async fn a_new_name_sorts_the_list_anew() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let (root, full_name) = (scene.ask(&scene.root).await, Some("Ödön the First".into()));
        let edit = EditUser { full_name, ..EditUser::default() };
        users::edit(&w.s, &root, scene.admin.id, edit, None).await.unwrap();
        let (order, _) = scene.names(MemberQuery::default()).await;
        assert_eq!(order, names(&["clara", "max", "ada", "olga", "vera"]));
        let search = MemberQuery { search: Some("odon".into()), ..MemberQuery::default() };
        assert_eq!(scene.names(search).await, (names(&["ada"]), Some(1)));
    })
    .await;
}

#[tokio::test]
async fn candidates_are_found_by_administrators_and_named_in_full_by_others() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let away = w.person("stella").await;
        scene.deactivate(&away).await;
        let found = async |by: &Person, search: &str| {
            let asking = scene.ask(by).await;
            let people = members::candidates(&w.s, &asking, SLUG, search).await.unwrap();
            people.into_iter().map(|user| user.username).collect::<Vec<_>>()
        };
        let (root, clerk) = (&scene.root, &scene.clerk);
        assert_eq!(found(root, "ste").await, ["sten"]);
        assert_eq!(found(root, "st").await, ["sten"]);
        assert!(found(root, " ").await.is_empty());
        assert!(found(root, "max").await.is_empty(), "a member already");
        assert!(found(clerk, "ste").await.is_empty());
        assert!(found(clerk, "").await.is_empty());
        assert_eq!(found(clerk, "Sten").await, ["sten"]);
        assert_eq!(found(clerk, " STEN@people.example ").await, ["sten"]);
        assert!(found(clerk, "stella").await.is_empty());
        assert!(found(clerk, "max@people.example").await.is_empty());
    })
    .await;
}
