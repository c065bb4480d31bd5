//! The matrix, where a page has to look at many people for few.

use crate::matrix;
use crate::testing::{Person, World};
use crate::{members, organizations};
use fluxward_domain::matrix::MatrixQuery;
use fluxward_domain::members::NewMember;
use fluxward_domain::organizations::NewOrganization;
use fluxward_domain::permissions::Permission;
use fluxward_domain::roles::BaseRole;

/// An organization whose Owner comes last by name, behind eight others.
async fn set(w: &World) -> Person {
    let root = w.administrator("root").await;
    let owner = w.person("zora").await;
    let new = NewOrganization {
        name: "Harbour".into(),
        slug: "harbour".into(),
        owner: Some(owner.id),
        reason: None,
    };
    let asking = w.caller(&root).await;
    organizations::create(&w.s, &asking, new).await.unwrap();
    for name in ["ada", "bea", "cay", "dan", "eve", "fay", "gus", "hal"] {
        let user_id = w.person(name).await.id;
        let new = NewMember { user_id, role: BaseRole::Viewer, expires_at: None, reason: None };
        members::add(&w.s, &asking, "harbour", new).await.unwrap();
    }
    owner
}

/// The names on every page that follows.
async fn pages(w: &World, who: &Person, mut query: MatrixQuery) -> Vec<Vec<String>> {
    let asking = w.caller(who).await;
    let mut all = Vec::new();
    loop {
        let page = matrix::list(&w.s, &asking, "harbour", &query).await.unwrap();
        all.push(page.items.into_iter().map(|row| row.user.username).collect());
        query.cursor = page.next_cursor;
        if query.cursor.is_none() {
            return all;
        }
    }
}

#[tokio::test]
async fn a_page_looks_at_so_many_people_and_the_next_one_goes_on() {
    World::each(async |w| {
        let owner = set(w).await;
        let rare = MatrixQuery {
            permission: Some(Permission::OrganizationDelete),
            ..MatrixQuery::default()
        };
        assert_eq!(pages(w, &owner, rare).await, [vec![], vec!["zora".to_owned()]]);
    })
    .await;
}

#[tokio::test]
async fn pages_of_the_matrix_follow_one_another_without_gaps() {
    World::each(async |w| {
        let owner = set(w).await;
        for limit in [1, 2, 3, 4, 9] {
            let query = MatrixQuery { limit: Some(limit), ..MatrixQuery::default() };
            let names = pages(w, &owner, query).await.concat();
            let everyone = ["ada", "bea", "cay", "dan", "eve", "fay", "gus", "hal", "zora"];
            assert_eq!(names, everyone, "by {limit}");
        }
    })
    .await;
}
