//! A deterministic example to try things on: organizations, members of all roles, disabled
//! people, ticked boxes and the activity that made them.
//!
//! It is written in large changes through the same log as everything else, so its chain verifies;
//! only the rows are inserted many at a time. Nobody in it can sign in unless a password is given.

mod people;
mod rows;

use crate::changes::{Change, Entry, Target};
use crate::database::values;
use crate::error::{Error, Result};
use crate::lists::counters::{self, Bin};
use crate::services::Services;
use fluxward_domain::ids::OrganizationId;
use fluxward_domain::{AppError, Kind};
use rows::Batch;

/// How many people one change brings.
const AT_ONCE: u32 = 5_000;

/// What the example consists of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Filled {
    /// People.
    pub users: u32,
    /// Organizations.
    pub organizations: u32,
}

/// Fills the database with `users` people. With `password` all of them can sign in with it, for
/// good; it is hashed once.
pub async fn fill(s: &Services, users: u32, password: Option<&str>) -> Result<Filled> {
    let users = users.max(6);
    refuse_twice(s).await?;
    let hash = match password {
        Some(password) => Some(s.hasher.hash(&s.rng, password).await?),
        None => None,
    };
    let organizations = organizations(s, people::organizations(users)).await?;
    for first in (0..users).step_by(AT_ONCE as usize) {
        let mut change = s.change_unasked(None).await?;
        change.make_room().await?;
        let mut batch = Batch::new(&change, &organizations, users, hash.as_deref());
        (first..users.min(first + AT_ONCE)).for_each(|i| batch.add(i));
        batch.insert(&mut change).await?;
        change.touch_definitions();
        change.commit().await?;
    }
    let organizations = u32::try_from(organizations.len()).unwrap_or(u32::MAX);
    Ok(Filled { users, organizations })
}

async fn refuse_twice(s: &Services) -> Result<()> {
    let sql = "select n from accounts where email_key = $1";
    let first = people::person(0).email;
    if s.read().await?.number(sql, values![first]).await?.is_some() {
        let detail = "The example is in this database already. Use a fresh one for another size.";
        return Err(AppError::new(Kind::Conflict, detail).into());
    }
    Ok(())
}

async fn organizations(s: &Services, count: u32) -> Result<Vec<OrganizationId>> {
    let mut change = s.change_unasked(None).await?;
    let mut ids = Vec::new();
    for o in 0..count {
        ids.push(organization(&mut change, o).await?);
    }
    let bin = Bin { status: "", role: "" };
    change.counters().add(counters::ORGANIZATIONS, bin, i64::from(count));
    change.commit().await?;
    Ok(ids)
}

async fn organization(change: &mut Change, o: u32) -> Result<OrganizationId> {
    let (name, slug) = people::organization(o);
    let id = OrganizationId(change.services().rng.uuid(change.now()));
    let sql = "insert into organizations
        (id, slug, name, name_key, created_at, since_seq, chain_seq, chain_hash, version)
        values ($1, $2, $3, $4, $5, $6, 0, $7, $6)";
    let (seq, now, key) = (change.seq(), change.now(), crate::text::folded(&name));
    let row = values![id, &slug, &name, key, now, seq, [0; 32]];
    change.run(sql, row).await.map_err(|error| taken(&slug, error))?;
    let entry = Entry::new("organization.created", Target::Organization(id))
        .in_organization(id)
        .with("name", None, Some(&name));
    change.record(entry).await?;
    Ok(id)
}

fn taken(slug: &str, error: sqlx::Error) -> Error {
    let unique =
        error.as_database_error().is_some_and(sqlx::error::DatabaseError::is_unique_violation);
    if !unique {
        return error.into();
    }
    let detail =
        format!("An organization “{slug}” exists already. Use a fresh database for the example.");
    AppError::new(Kind::Conflict, detail).into()
}

#[cfg(test)]
mod tests;
