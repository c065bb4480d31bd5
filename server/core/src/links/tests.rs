//! What a link is good for, and for how long.

use super::{Link, NewLink, Purpose, find, issue, token, use_up, void};
use crate::error::Error;
use crate::testing::World;
use fluxward_domain::Kind;
use uuid::Uuid;

const SUBJECT: Uuid = Uuid::from_u128(7);

async fn issued(world: &World, purpose: Purpose, address: &str, seconds: i64) -> Link {
    let mut change = world.s.change_unasked(None).await.unwrap();
    let expires_at = change.now().plus_seconds(seconds);
    let new = NewLink { purpose, subject: SUBJECT, address, expires_at };
    let link = issue(&mut change, new).await.unwrap();
    change.commit().await.unwrap();
    link
}

async fn found(world: &World, purpose: Purpose, token: &str) -> Option<Link> {
    find(&world.s, &mut world.s.read().await.unwrap(), purpose, token).await.unwrap()
}

async fn used(world: &World, link: &Link) -> Result<(), Error> {
    let mut change = world.s.change_unasked(None).await?;
    use_up(&mut change, link).await?;
    change.commit().await?;
    Ok(())
}

fn is_gone(result: &Result<(), Error>) -> bool {
    matches!(result, Err(Error::App(error)) if error.kind == Kind::Gone)
}

#[tokio::test]
async fn a_link_opens_what_it_was_made_for_and_nothing_else() {
    World::each(async |world| {
        let link = issued(world, Purpose::Reset, "ada@people.example", 60).await;
        let text = token(&world.s, &link);
        assert_eq!(found(world, Purpose::Reset, &text).await, Some(link.clone()));
        assert_eq!(found(world, Purpose::Activation, &text).await, None);
        for forged in ["", "x", &text[1..], &text.to_uppercase()] {
            assert_eq!(found(world, Purpose::Reset, forged).await, None, "{forged}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_link_ends_at_its_moment_to_the_second() {
    World::each(async |world| {
        let link = issued(world, Purpose::Reset, "ada@people.example", 1800).await;
        world.time.pass(1799);
        assert!(link.is_live(world.time.now()));
        world.time.pass(1);
        assert!(!link.is_live(world.time.now()));
        assert!(is_gone(&used(world, &link).await));
    })
    .await;
}

#[tokio::test]
async fn a_newer_link_voids_the_older_one() {
    World::each(async |world| {
        let older = issued(world, Purpose::Reset, "ada@people.example", 1800).await;
        let newer = issued(world, Purpose::Reset, "ada@people.example", 1800).await;
        assert!(is_gone(&used(world, &older).await));
        assert!(used(world, &newer).await.is_ok());
    })
    .await;
}

#[tokio::test]
async fn a_link_taken_back_is_dead() {
    World::each(async |world| {
        let link = issued(world, Purpose::Invitation, "ada@people.example", 1800).await;
        let mut change = world.s.change_unasked(None).await.unwrap();
        void(&mut change, Purpose::Invitation, SUBJECT).await.unwrap();
        change.commit().await.unwrap();
        assert!(is_gone(&used(world, &link).await));
    })
    .await;
}

#[tokio::test]
async fn of_twenty_that_use_a_link_at_once_one_gets_through() {
    World::each(async |world| {
        let link = issued(world, Purpose::Activation, "ada@people.example", 1800).await;
        let all = futures::future::join_all((0..20).map(|_| used(world, &link))).await;
        assert_eq!(all.iter().filter(|result| result.is_ok()).count(), 1);
        assert_eq!(all.iter().filter(|result| is_gone(result)).count(), 19);
    })
    .await;
}
