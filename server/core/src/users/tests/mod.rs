//! Accounts, on a real database of either engine.

mod administrators;
mod creating;
mod deleting;
mod editing;
mod listing;
mod resetting;
mod status;
mod suspending;

use crate::error::{Error, Result};
use crate::organizations;
use crate::testing::{Person, World};
use crate::users;
use fluxward_domain::ids::AccountId;
use fluxward_domain::organizations::{NewOrganization, Organization};
use fluxward_domain::pages::Because;
use fluxward_domain::users::{NewUser, UserDetail};
use fluxward_domain::{AppError, Kind};

/// How it was refused.
#[track_caller]
fn refused<T>(result: Result<T>) -> AppError {
    match result {
        Ok(_) => panic!("this should have been refused"),
        Err(error) => AppError::from(error),
    }
}

/// Of which kind the refusal is, and the field it is about.
#[track_caller]
fn refused_for<T>(result: Result<T>) -> (Kind, String) {
    let error = refused(result);
    (error.kind, error.errors.first().map(|error| error.field.clone()).unwrap_or_default())
}

fn because(reason: &str) -> Because {
    Because { reason: Some(reason.into()) }
}

/// Somebody to be created.
fn new(email: &str, full_name: &str) -> NewUser {
    NewUser {
        email: email.into(),
        full_name: Some(full_name.into()),
        password: Some(crate::testing::PASSWORD.into()),
        ..NewUser::default()
    }
}

async fn show(w: &World, by: &Person, id: AccountId) -> Result<UserDetail, Error> {
    users::show(&w.s, &w.caller(by).await, id).await
}

async fn organization(w: &World, by: &Person, slug: &str, owner: &Person) -> Organization {
    let new = NewOrganization {
        name: slug.to_uppercase(),
        slug: slug.into(),
        owner: Some(owner.id),
        reason: None,
    };
    organizations::create(&w.s, &w.caller(by).await, new).await.unwrap()
}

#[test]
fn the_routes_can_be_put_together() {
    let (_, api) = users::api::router().split_for_parts();
    assert_eq!(api.paths.paths.len(), 13);
    let (_, api) = organizations::api::router().split_for_parts();
    assert_eq!(api.paths.paths.len(), 2);
}
