//! The server: configuration, command line, wiring and middleware.
//!
//! [`command`] is the command line with one module a command below [`commands`]; [`serve`] runs
//! the server; [`http`] holds every door and everything that each request passes on its way. What
//! is behind the doors is `fluxward-core`; how pages look is `fluxward-app`. This crate refuses to
//! know SQL and to decide about access.

pub mod command;
mod commands;
pub mod config;
pub mod error;
pub mod http;
mod lock;
mod logging;
mod opening;
mod output;
pub mod serve;
