//! How many decisions the server makes in a second when many ask at once.

use super::client::Client;
use super::figures::Rate;
use super::jobs::EVALUATION;
use anyhow::{Result, anyhow};
use serde_json::Value;
use std::thread;
use std::time::Instant;

/// How many ask at once, each over a connection of its own.
const ASKING: usize = 16;

/// Times `samples` questions of each of the sixteen.
pub(crate) fn rate(address: &str, evaluation: &Value, samples: usize) -> Result<Rate> {
    let clients = (0..ASKING).map(|_| Client::sign_in(address)).collect::<Result<Vec<_>>>()?;
    let started = Instant::now();
    thread::scope(|scope| {
        let asking = clients.iter().map(|client| {
            scope.spawn(move || {
                (0..samples).try_for_each(|_| {
                    client.request("POST", EVALUATION, Some(evaluation)).map(drop)
                })
            })
        });
        let asking: Vec<_> = asking.collect();
        asking.into_iter().try_for_each(|one| {
            one.join().map_err(|_| anyhow!("somebody who asked has panicked"))?
        })
    })?;
    Ok(Rate::since(format!("decide, {ASKING} at once"), ASKING * samples, started))
}
