//! Many changes in one transaction: what they move together is written once, and is right.

use super::Batch;
use crate::activity::verify;
use crate::database::values;
use crate::services::Caller;
use crate::testing::{Person, World};
use crate::{members, organizations};
use fluxward_domain::members::NewMember;
use fluxward_domain::organizations::NewOrganization;
use fluxward_domain::roles::BaseRole;

/// Two organizations and three people who belong to none.
async fn scene(w: &World) -> (Caller, [Person; 3]) {
    let root = w.caller(&w.administrator("root").await).await;
    for slug in ["first", "second"] {
        let (name, slug) = (slug.to_owned(), slug.to_owned());
        let new = NewOrganization { name, slug, ..NewOrganization::default() };
        organizations::create(&w.s, &root, new).await.unwrap();
    }
    let people = [w.person("ada").await, w.person("bea").await, w.person("cem").await];
    (root, people)
}

async fn join(batch: &Batch, root: &Caller, slug: &str, who: &Person) -> bool {
    let role = BaseRole::Member;
    let new = NewMember { user_id: who.id, role, expires_at: None, reason: None };
    members::add(batch.services(), root, slug, new).await.is_ok()
}

/// How many members each organization is said to have, by its counters and by its rows.
async fn sizes(w: &World) -> Vec<(i64, i64)> {
    let sql = "select (select cast(sum(n) as bigint) from counters c where c.list_id = o.id),
        (select cast(count(*) as bigint) from memberships m where m.organization_id = o.id
            and m.until_seq is null)
        from organizations o order by o.slug";
    w.s.read().await.unwrap().rows(sql, values![]).await.unwrap()
}

async fn assert_the_chain_holds(w: &World) {
    let report = verify(&mut w.s.read().await.unwrap()).await.unwrap();
    assert_eq!(report.problems, Vec::<String>::new());
}

#[tokio::test]
async fn what_a_batch_moves_is_right_whatever_was_refused_or_looked_at_between() {
    World::each(async |w| {
        let (root, [ada, bea, cem]) = scene(w).await;
        let before = w.log().await.len();
        let batch = Batch::begin(&w.s).await.unwrap();
        assert!(join(&batch, &root, "first", &ada).await);
        assert!(!join(&batch, &root, "first", &ada).await);
        assert!(join(&batch, &root, "second", &ada).await);
        drop(batch.look().await.unwrap());
        assert!(!join(&batch, &root, "nowhere", &bea).await);
        assert!(join(&batch, &root, "first", &bea).await);
        assert!(join(&batch, &root, "second", &cem).await);
        batch.commit().await.unwrap();
        assert_eq!(w.log().await.len(), before + 4);
        assert_eq!(sizes(w).await, [(3, 3), (3, 3)]);
        assert_the_chain_holds(w).await;
    })
    .await;
}

#[tokio::test]
async fn what_was_undone_is_not_counted_and_the_log_goes_on_where_it_was() {
    World::each(async |w| {
        let (root, [ada, bea, _]) = scene(w).await;
        let before = w.log().await.len();
        let batch = Batch::begin_undoable(&w.s).await.unwrap();
        assert!(join(&batch, &root, "first", &ada).await);
        drop(batch.look().await.unwrap());
        assert!(!join(&batch, &root, "first", &ada).await);
        batch.undo().await.unwrap();
        assert!(join(&batch, &root, "second", &bea).await);
        batch.commit().await.unwrap();
        assert_eq!(w.log().await.len(), before + 1);
        assert_eq!(sizes(w).await, [(1, 1), (2, 2)]);
        assert_the_chain_holds(w).await;
    })
    .await;
}

#[tokio::test]
async fn a_batch_that_is_dropped_leaves_nothing() {
    World::each(async |w| {
        let (root, [ada, ..]) = scene(w).await;
        let before = w.log().await;
        let batch = Batch::begin(&w.s).await.unwrap();
        assert!(join(&batch, &root, "first", &ada).await);
        drop(batch.look().await.unwrap());
        drop(batch);
        assert_eq!(w.log().await, before);
        assert_eq!(sizes(w).await, [(1, 1), (1, 1)]);
        assert_the_chain_holds(w).await;
    })
    .await;
}
