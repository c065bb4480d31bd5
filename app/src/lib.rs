//! The pages of Fluxward and their typed doors to the server, built twice: once into the server
//! (`ssr`), once for the browser (`hydrate`).
//!
//! A feature is one folder: `calls.rs` holds its server functions, the other files its pages and
//! their parts. [`ui`] is the design system and knows no feature. [`wire`] is how a call travels,
//! [`failure`] how it fails. This crate refuses to know SQL, and decides nothing about access
//! that `fluxward_domain::access` does not say.
#![recursion_limit = "256"]

pub mod access;
pub mod activations;
pub mod activity;
pub mod address;
pub mod bulk;
#[cfg(feature = "ssr")]
pub mod caller;
pub mod emails;
pub mod factors;
pub mod failure;
mod forms;
pub mod grants;
pub mod imports;
pub mod invitations;
mod listing;
pub mod live;
pub mod mail;
pub mod markup;
pub mod matrix;
pub mod members;
pub mod navigation;
pub mod organizations;
pub mod pages;
pub mod palette;
pub mod plans;
pub mod prelude;
pub mod projects;
pub mod reactive;
pub mod registrations;
pub mod requests;
pub mod resets;
pub mod roles;
pub mod router;
pub mod routes;
pub mod seeing;
pub mod sessions;
pub mod settings;
pub mod setup;
pub mod shell;
pub mod teams;
pub mod tokens;
pub mod ui;
pub mod users;
pub mod wire;
pub mod workspaces;

pub use failure::Failure;
pub use routes::App;
#[cfg(feature = "ssr")]
pub use routes::addresses;
pub use shell::SiteFiles;
#[cfg(feature = "ssr")]
pub use shell::shell;
