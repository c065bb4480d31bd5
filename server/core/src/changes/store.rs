//! The log's head and its events.

use super::{Entry, chain};
use crate::database::{Connection, values};
use crate::error::{Error, Result};
use crate::services::Rng;
use fluxward_domain::Moment;
use fluxward_domain::ids::{AccountId, OrganizationId};
use std::collections::BTreeMap;

/// The end of the log.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Head {
    pub(super) seq: i64,
    pub(super) at: i64,
    pub(super) hash: Vec<u8>,
    pub(super) definitions: i64,
}

/// The end of one organization's log.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct OrganizationHead {
    pub(super) chain_seq: i64,
    pub(super) chain_hash: Vec<u8>,
}

/// Locks the head until the transaction ends.
pub(super) async fn lock(connection: &mut Connection) -> Result<Head> {
    let sql = "update log_head set seq = seq where one = 1 returning seq, at, hash, definitions";
    let head = connection.row(sql, values![]).await?;
    head.ok_or_else(|| Error::Stored("the log has no head".into()))
}

pub(super) async fn unlock(connection: &mut Connection, head: &Head, at: Moment) -> Result<()> {
    let sql = "update log_head set seq = $1, at = $2, hash = $3, definitions = $4 where one = 1";
    connection.run(sql, values![head.seq, at, head.hash.as_slice(), head.definitions]).await?;
    Ok(())
}

/// Appends events in their order and moves the heads of the platform and of their organizations.
pub(super) async fn append(
    connection: &mut Connection,
    head: &mut Head,
    at: Moment,
    actor: Option<AccountId>,
    entries: &[Entry],
    rng: &Rng,
) -> Result<()> {
    let mut organizations = organization_heads(connection, entries).await?;
    let mut events = Vec::with_capacity(entries.len());
    let mut details = Vec::with_capacity(entries.len());
    for entry in entries {
        let (seq, salt) = (head.seq + 1, rng.bytes::<32>());
        let organization = entry.organization.and_then(|id| organizations.get_mut(&id));
        let sealed = chain::seal(seq, &head.hash, at, actor, entry, &salt, organization.as_deref())
            .map_err(|error| Error::Internal(format!("an event cannot be written: {error}")))?;
        let org_seq = organization.map(|organization| {
            organization.chain_seq += 1;
            organization.chain_hash = sealed.hash.to_vec();
            organization.chain_seq
        });
        head.seq = seq;
        head.hash = sealed.hash.to_vec();
        events.push(values![
            seq,
            at,
            entry.action,
            actor,
            entry.target.kind(),
            entry.target.id(),
            entry.organization,
            org_seq,
            sealed.canonical,
            sealed.hash
        ]);
        details.push(values![seq, salt, sealed.detail]);
    }
    let insert = "insert into events (seq, at, action, actor_id, target_kind, target_id,
        organization_id, org_seq, canonical, hash)";
    connection.insert_all(insert, events).await?;
    connection.insert_all("insert into event_details (seq, salt, data)", details).await?;
    for (id, end) in organizations {
        let sql = "update organizations set chain_seq = $2, chain_hash = $3 where id = $1";
        connection.run(sql, values![id, end.chain_seq, end.chain_hash]).await?;
    }
    Ok(())
}

/// The ends of the logs of all organizations that `entries` belong to.
async fn organization_heads(
    connection: &mut Connection,
    entries: &[Entry],
) -> Result<BTreeMap<OrganizationId, OrganizationHead>> {
    let mut heads = BTreeMap::new();
    for id in entries.iter().filter_map(|entry| entry.organization) {
        if !heads.contains_key(&id)
            && let Some(head) = organization_head(connection, id).await?
        {
            heads.insert(id, head);
        }
    }
    Ok(heads)
}

async fn organization_head(
    connection: &mut Connection,
    id: OrganizationId,
) -> Result<Option<OrganizationHead>> {
    let sql = "select chain_seq, chain_hash from organizations where id = $1";
    Ok(connection.row(sql, values![id]).await?)
}

pub(super) async fn touch_access(
    connection: &mut Connection,
    account: AccountId,
    seq: i64,
) -> Result<()> {
    connection
        .run("update accounts set access_version = $2 where id = $1", values![account, seq])
        .await?;
    Ok(())
}
