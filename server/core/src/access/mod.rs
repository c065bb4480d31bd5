//! The facts that deciding needs: read from the database, kept in memory, dropped by version.
//!
//! A cached entry is good as long as the account's `access_version` and the log head's
//! `definitions` are what they were when it was read; every request reads both with its session,
//! in one indexed read. So a stale entry is never used, on any node.

pub mod api;
mod explaining;
mod gaining;
mod store;

use crate::database::Connection;
use crate::error::Result;
use fluxward_domain::access::Facts;
use fluxward_domain::ids::AccountId;
use std::sync::Arc;

pub(crate) use explaining::{Asked, may_ask, outside_plan};
pub use explaining::{effective, explained};
pub(crate) use gaining::nobody_gains;
pub(crate) use store::{facts, facts_of, permission_set, session_is_live};

/// How many accounts' facts are kept.
const CAPACITY: u64 = 10_000;

/// Facts in memory, bounded.
pub struct FactsCache(moka::sync::Cache<AccountId, (Version, Arc<Facts>)>);

/// What the facts of an account depend on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Version {
    /// The log entry of the last change of the account's own access.
    pub access: i64,
    /// The log entry of the last change that may concern anyone: plans, roles, the lock.
    pub definitions: i64,
}

impl Default for FactsCache {
    fn default() -> Self {
        Self(moka::sync::Cache::new(CAPACITY))
    }
}

impl FactsCache {
    /// The facts of `account` at `version`, from memory or read through `connection`.
    pub async fn at(
        &self,
        connection: &mut Connection,
        account: AccountId,
        version: Version,
    ) -> Result<Option<Arc<Facts>>> {
        if let Some((cached, facts)) = self.0.get(&account)
            && cached == version
        {
            return Ok(Some(facts));
        }
        let Some((read, facts)) = store::facts(connection, account).await? else {
            return Ok(None);
        };
        let facts = Arc::new(facts);
        self.0.insert(account, (read, Arc::clone(&facts)));
        Ok(Some(facts))
    }
}
