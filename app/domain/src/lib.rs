//! The words and rules of Fluxward: who is who, what may be done where, and why.
//!
//! Everything here is pure and compiles for the server and for the browser alike, so that a
//! page and the server behind it cannot disagree about a rule or about the shape of an answer.
//! It refuses to know databases, networks, clocks and pages: time comes in as a [`Moment`].
//!
//! Start with [`access`], which decides everything; [`permissions`], [`roles`] and
//! [`privileges`] are its vocabulary, [`granting`] says who may hand them out, [`explanations`] why
//! somebody may, and what would let them. The modules named
//! like features (`users`, `organizations`, …) hold the shapes that travel over the wire.

pub mod access;
pub mod activity;
pub mod bulk;
pub mod emails;
pub mod errors;
pub mod explanations;
pub mod exports;
pub mod factors;
pub mod granting;
pub mod grants;
pub mod ids;
pub mod imports;
pub mod invitations;
pub mod live;
pub mod mail;
pub mod matrix;
pub mod members;
pub mod moments;
pub mod organizations;
pub mod pages;
pub mod passwords;
pub mod permissions;
pub mod plans;
pub mod previews;
pub mod privileges;
pub mod projects;
pub mod registrations;
pub mod requests;
pub mod resets;
pub mod roles;
pub mod scopes;
pub mod seeing;
pub mod sessions;
pub mod settings;
pub mod teams;
pub mod text;
pub mod tokens;
pub mod users;
pub mod workspaces;

pub use errors::{AppError, FieldError, Kind};
pub use moments::Moment;
