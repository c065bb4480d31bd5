//! The server from outside: over HTTP and by its command line, on both engines.
//!
//! Every test starts a real server on a free port over a fresh database: SQLite always,
//! PostgreSQL when `FLUXWARD_TEST_POSTGRES_URL` names a server whose database `postgres` may
//! create others.

mod access;
mod authzen;
mod bulk;
mod client;
mod commands;
mod databases;
mod denials;
mod described;
mod doors;
mod factors;
mod home;
mod immediately;
mod imports;
mod invitations;
mod lists;
mod maintenance;
mod matrix;
mod members;
mod passwords;
mod places;
mod requests;
mod seeing;
mod sign_in;
mod tokens;
mod world;

/// Runs each test on both engines: `async fn name(world: World) { … }`.
macro_rules! on_both_engines {
    ($($(#[$doc:meta])* async fn $name:ident($world:ident: $World:ident) $body:block)*) => { $(
        $(#[$doc])*
        mod $name {
            use super::*;

            async fn run($world: &$World) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                let world = $World::on_sqlite().await;
                run(&world).await;
                world.end().await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgresql() {
                if let Some(world) = $World::on_postgresql().await {
                    run(&world).await;
                    world.end().await;
                }
            }
        }
    )* };
}
pub(crate) use on_both_engines;
