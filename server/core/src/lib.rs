//! What the browser may not see: the use cases of Fluxward, their storage and their REST doors.
//!
//! One folder a feature: `mod.rs` holds the use cases, `store.rs` the SQL, `api.rs` the REST
//! door. Every use case takes the [`Services`] and the [`Caller`]; every write goes through one
//! [`changes::Change`], which authorizes inside the very transaction that it commits. This crate
//! refuses to know pages, command lines and configuration files.

pub mod access;
pub mod activations;
pub mod activity;
#[cfg(test)]
mod attack;
pub mod authzen;
pub mod bulk;
pub mod changes;
pub mod database;
pub mod demo;
pub mod emails;
pub mod error;
pub mod exports;
pub mod factors;
pub mod grants;
pub mod idempotency;
pub mod imports;
#[cfg(test)]
mod invariants;
pub mod invitations;
pub mod jobs;
pub mod keys;
pub mod links;
pub mod lists;
pub mod live;
pub mod mail;
pub mod matrix;
pub mod members;
pub mod organizations;
pub mod passwords;
pub mod plans;
pub mod previews;
pub mod projects;
pub mod registrations;
pub mod requests;
pub mod resets;
pub mod rest;
pub mod roles;
mod scopes;
pub mod seeing;
pub mod services;
pub mod sessions;
pub mod settings;
pub mod setup;
pub mod teams;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod text;
pub mod tokens;
pub mod users;
pub mod workspaces;

pub use error::{Error, Result};
pub use services::{Caller, Clock, RequestInfo, Rng, Services};
