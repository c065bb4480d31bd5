//! From the configuration to the services: the database, migrated, and the key file.

use crate::config::Config;
use crate::error::Result;
use fluxward_core::access::FactsCache;
use fluxward_core::database::Database;
use fluxward_core::keys::Keys;
use fluxward_core::live::Live;
use fluxward_core::passwords::{Cost, Hasher};
use fluxward_core::services::{Parts, Surroundings};
use fluxward_core::{Clock, Rng, Services};

/// The services that `config` describes. Creates what is missing: folder, database, key file.
pub(crate) async fn services(config: &Config, public_url: String) -> Result<Services> {
    let (clock, rng) = (Clock::system(), Rng::system());
    let database = Database::open(&config.database_url).await?;
    let keys = Keys::load_or_create(&config.key_file(), &rng, clock.now())?;
    Ok(Services::new(Parts {
        database,
        clock,
        rng,
        keys,
        hasher: Hasher::new(Cost::RECOMMENDED),
        facts: FactsCache::default(),
        live: Live::default(),
        surroundings: Surroundings { public_url, mail: config.mail()? },
    }))
}

/// The services of a command, which nobody reaches over HTTP.
pub(crate) async fn for_command(config: &Config) -> Result<Services> {
    let public_url = config.public_url(config.listen()?)?;
    services(config, public_url).await
}
