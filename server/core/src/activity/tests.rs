use super::*;
use crate::changes::{Entry, Target};
use crate::database::values;
use crate::testing::{Person, World};
use crate::{organizations, users};
use fluxward_domain::organizations::NewOrganization;
use fluxward_domain::pages::Because;

async fn organization(world: &World, c: &Caller, slug: &str) {
    let new =
        NewOrganization { name: slug.to_uppercase(), slug: slug.into(), ..Default::default() };
    organizations::create(&world.s, c, new).await.unwrap();
}

fn actions(page: &Page<Event>) -> Vec<&str> {
    page.items.iter().map(|event| event.action.as_str()).collect()
}

async fn deactivated(world: &World, c: &Caller, person: &Person, reason: &str) {
    let because = Because { reason: Some(reason.into()) };
    users::deactivate(&world.s, c, person.id, because, None).await.unwrap();
}

#[tokio::test]
async fn an_entry_names_who_did_what_to_whom_and_why() {
    World::each(async |world| {
        let root = world.administrator("root").await;
        let person = world.person("noor").await;
        let c = world.caller(&root).await;
        deactivated(world, &c, &person, "on leave").await;
        let page = of_user(&world.s, &c, person.id, None, None).await.unwrap();
        let event = &page.items[0];
        assert_eq!(event.action, "user.deactivated");
        assert_eq!(event.actor.as_ref().unwrap().name, "root of the test");
        assert_eq!(event.target.as_ref().unwrap().name, "noor of the test");
        assert_eq!(event.reason.as_deref(), Some("on leave"));
    })
    .await;
}

#[tokio::test]
async fn the_log_goes_on_where_the_page_before_ended_and_a_forged_cursor_is_refused() {
    World::each(async |world| {
        let root = world.administrator("root").await;
        let c = world.caller(&root).await;
        for slug in ["one", "two", "three"] {
            organization(world, &c, slug).await;
        }
        let mut seen = Vec::new();
        let mut query = ActivityQuery { limit: Some(2), ..ActivityQuery::default() };
        loop {
            let page = list(&world.s, &c, &query).await.unwrap();
            seen.extend(page.items.iter().map(|event| event.seq));
            query.cursor = page.next_cursor;
            if query.cursor.is_none() {
                break;
            }
        }
        let newest = seen[0];
        assert_eq!(seen, (1..=newest).rev().collect::<Vec<_>>());
        query.cursor = Some("AAAA".into());
        let refused = AppError::from(list(&world.s, &c, &query).await.unwrap_err());
        assert_eq!(refused.kind, Kind::Malformed);
    })
    .await;
}

#[tokio::test]
async fn filters_narrow_the_log() {
    World::each(async |world| {
        let root = world.administrator("root").await;
        let person = world.person("noor").await;
        let c = world.caller(&root).await;
        organization(world, &c, "one").await;
        deactivated(world, &c, &person, "gone").await;
        let ask = async |query: ActivityQuery| list(&world.s, &c, &query).await.unwrap();
        let by_action =
            ask(ActivityQuery { action: Some("user.deactivated".into()), ..Default::default() })
                .await;
        assert_eq!(actions(&by_action), ["user.deactivated"]);
        let by_noun =
            ask(ActivityQuery { action: Some("organization".into()), ..Default::default() }).await;
        assert!(actions(&by_noun).iter().all(|action| action.starts_with("organization.")));
        let by_target =
            ask(ActivityQuery { target: Some(person.id.0), ..Default::default() }).await;
        assert_eq!(actions(&by_target), ["user.deactivated", "user.created"]);
        let of_one =
            ask(ActivityQuery { organization: Some("one".into()), ..Default::default() }).await;
        assert!(
            of_one.items.iter().all(|event| event.organization.is_some())
                && !of_one.items.is_empty()
        );
    })
    .await;
}

#[tokio::test]
async fn the_log_is_for_those_who_may_see_it() {
    let world = World::new().await;
    let root = world.administrator("root").await;
    let (person, c) = (world.person("noor").await, world.caller(&root).await);
    organization(&world, &c, "one").await;
    let nobody = world.caller(&person).await;
    let kind = |error: Error| AppError::from(error).kind;
    let platform = list(&world.s, &nobody, &ActivityQuery::default()).await;
    assert_eq!(kind(platform.unwrap_err()), Kind::Forbidden);
    let query = ActivityQuery { organization: Some("one".into()), ..Default::default() };
    assert_eq!(kind(list(&world.s, &nobody, &query).await.unwrap_err()), Kind::NotFound);
    let of_root = of_user(&world.s, &nobody, root.id, None, None).await;
    assert_eq!(kind(of_root.unwrap_err()), Kind::NotFound);
    assert_eq!(actions(&mine(&world.s, &nobody, None, None).await.unwrap()), ["user.created"]);
}

#[tokio::test]
async fn a_chain_that_was_tampered_with_does_not_verify() {
    World::each(async |world| {
        let root = world.administrator("root").await;
        let c = world.caller(&root).await;
        organization(world, &c, "one").await;
        let report = verify(&mut world.s.read().await.unwrap()).await.unwrap();
        assert_eq!(report.problems, Vec::<String>::new());
        for tampering in [
            "update event_details set data = '{\"reason\":\"made up\",\"changes\":[]}' where seq = 1",
            "update events set action = 'user.demoted' where seq = 1",
            "delete from event_details where seq = 2",
            "delete from events where seq = 2",
        ] {
            let mut change = world.s.change_unasked(None).await.unwrap();
            change.run(tampering, values![]).await.unwrap();
            if tampering.starts_with("delete from event_details") {
                change.commit().await.unwrap();
                continue;
            }
            let report = verify(&mut change).await.unwrap();
            assert!(!report.problems.is_empty(), "{tampering}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_change_that_is_dropped_leaves_nothing() {
    World::each(async |world| {
        let root = world.administrator("root").await;
        let before = world.log().await;
        let mut change = world.s.change_unasked(Some(root.id)).await.unwrap();
        change.record(Entry::new("user.edited", Target::User(root.id))).await.unwrap();
        drop(change);
        assert_eq!(world.log().await, before);
    })
    .await;
}
