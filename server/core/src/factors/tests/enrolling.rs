//! Who needs a second factor, and has none.

use super::*;
use crate::services::RequestInfo;
use crate::{members, organizations};
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use fluxward_domain::factors::SecondFactor;
use fluxward_domain::members::NewMember;
use fluxward_domain::organizations::{EditOrganization, NewOrganization};
use fluxward_domain::roles::BaseRole;

/// How a session is answered: by nothing, or by what is missing.
async fn answer(world: &World, person: &Person) -> Option<Kind> {
    let entered = enter(world, &person.username, None).await.unwrap();
    let token = entered.tokens.unwrap().access_token;
    let mut headers = HeaderMap::new();
    headers.insert(AUTHORIZATION, format!("Bearer {token}").parse().unwrap());
    match sessions::authenticate(&world.s, &headers, RequestInfo::default()).await {
        Ok(caller) => {
            assert!(caller.is_some());
            None
        }
        Err(error) => Some(AppError::from(error).kind),
    }
}

const REFUSED: Option<Kind> = Some(Kind::SecondFactorSetupRequired);

/// An organization with an Owner, an Admin and a Member.
async fn acme(world: &World, root: &Person) -> [Person; 3] {
    let people = [world.person("olga").await, world.person("ada").await, world.person("max").await];
    let (s, caller) = (&world.s, world.caller(root).await);
    let owner = Some(people[0].id);
    let new = NewOrganization { name: "Acme".into(), slug: "acme".into(), owner, reason: None };
    organizations::create(s, &caller, new).await.unwrap();
    for (person, role) in [(&people[1], BaseRole::Admin), (&people[2], BaseRole::Member)] {
        let new = NewMember { user_id: person.id, role, expires_at: None, reason: None };
        members::add(s, &caller, "acme", new).await.unwrap();
    }
    people
}

async fn answers(world: &World, people: &[&Person]) -> Vec<bool> {
    let mut refused = Vec::new();
    for person in people {
        let answer = answer(world, person).await;
        assert!(answer.is_none() || answer == REFUSED, "{answer:?}");
        refused.push(answer.is_some());
    }
    refused
}

#[tokio::test]
async fn the_platform_asks_nobody_administrators_or_everyone() {
    World::each(async |world| {
        let root = world.administrator("root").await;
        let [olga, ada, max] = acme(world, &root).await;
        let zoe = world.person("zoe").await;
        let all = [&root, &olga, &ada, &max, &zoe];
        assert_eq!(answers(world, &all).await, [false; 5]);
        require(world, &root, "administrators").await;
        assert_eq!(answers(world, &all).await, [true, true, true, false, false]);
        set_up(world, &root).await;
        require(world, &root, "everyone").await;
        let rest = [&olga, &ada, &max, &zoe];
        assert_eq!(answers(world, &rest).await, [true; 4]);
        require(world, &root, "nobody").await;
        assert_eq!(answers(world, &rest).await, [false; 4]);
    })
    .await;
}

#[tokio::test]
async fn an_organization_asks_its_own_members() {
    World::each(async |world| {
        let root = world.administrator("root").await;
        let [olga, ada, max] = acme(world, &root).await;
        let zoe = world.person("zoe").await;
        let all = [&root, &olga, &ada, &max, &zoe];
        for (of, expected) in [
            (SecondFactor::Administrators, [false, true, true, false, false]),
            (SecondFactor::Everyone, [false, true, true, true, false]),
            (SecondFactor::Nobody, [false; 5]),
        ] {
            let edit = EditOrganization { second_factor_required: Some(of), ..Default::default() };
            let caller = world.caller(&root).await;
            let edited = organizations::edit(&world.s, &caller, "acme", edit, None).await.unwrap();
            assert_eq!(edited.second_factor_required, of);
            assert!(world.last_entry().await.contains(of.key()));
            assert_eq!(answers(world, &all).await, expected, "{of:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn setting_one_up_opens_everything_at_once_and_removing_it_closes_it_again() {
    World::each(async |world| {
        let root = world.administrator("root").await;
        let ada = world.person("ada").await;
        require(world, &root, "everyone").await;
        assert_eq!(answer(world, &ada).await, REFUSED);
        let caller = world.caller(&ada).await;
        assert!(caller.facts.must_enrol && mine(&world.s, &caller).await.unwrap().must_enrol);
        set_up(world, &ada).await;
        let caller = world.caller(&ada).await;
        assert!(!caller.facts.must_enrol);
        remove_totp(&world.s, &caller).await.unwrap();
        assert_eq!(answer(world, &ada).await, REFUSED);
    })
    .await;
}
