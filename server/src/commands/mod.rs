//! The commands besides serving, one module each.

pub(crate) mod activity;
pub(crate) mod admin;
pub(crate) mod backup;
pub(crate) mod demo;
pub(crate) mod keys;
pub(crate) mod migrate;
mod password;
