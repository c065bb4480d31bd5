//! Checking the chain: every entry follows from the one before it, on the platform and in its
//! organization, and the personal values are those that were committed to.

use crate::changes::{commitment, digest, hex};
use crate::database::{Connection, values};
use crate::error::Result;
use std::collections::HashMap;
use uuid::Uuid;

/// How many entries are read at a time: memory stays the same for any log.
const BATCH: i64 = 2_000;
/// After so many problems the rest is not worth listing.
const ENOUGH: usize = 20;

/// What [`verify`] found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// How many entries were looked at.
    pub events: i64,
    /// The newest entry's place in the log.
    pub seq: i64,
    /// What is wrong, a sentence each; empty when the chain holds.
    pub problems: Vec<String>,
}

#[derive(sqlx::FromRow)]
struct Stored {
    seq: i64,
    at: i64,
    action: String,
    actor_id: Option<Uuid>,
    target_id: Uuid,
    organization_id: Option<Uuid>,
    org_seq: Option<i64>,
    canonical: Vec<u8>,
    hash: Vec<u8>,
    salt: Option<Vec<u8>>,
    data: Option<String>,
}

/// What a stored entry says of itself.
#[derive(serde::Deserialize)]
struct Said {
    seq: i64,
    previous: String,
    at: fluxward_domain::Moment,
    action: String,
    actor: Option<Uuid>,
    target: Uuid,
    organization: Option<Uuid>,
    organization_seq: Option<i64>,
    organization_previous: Option<String>,
    detail: String,
}

#[derive(sqlx::FromRow)]
struct End {
    seq: i64,
    hash: Vec<u8>,
}

#[derive(sqlx::FromRow)]
struct OrganizationEnd {
    id: Uuid,
    chain_seq: i64,
    chain_hash: Vec<u8>,
}

/// Where the walk stands.
struct Walk {
    report: Report,
    previous: Vec<u8>,
    organizations: HashMap<Uuid, (i64, Vec<u8>)>,
}

/// Walks the whole log and checks every link.
pub async fn verify(connection: &mut Connection) -> Result<Report> {
    let mut walk =
        Walk { report: Report::default(), previous: vec![0; 32], organizations: HashMap::new() };
    loop {
        let sql = "select e.seq, e.at, e.action, e.actor_id, e.target_id, e.organization_id,
                e.org_seq, e.canonical, e.hash, d.salt, d.data
            from events e left join event_details d on d.seq = e.seq
            where e.seq > $1 order by e.seq limit $2";
        let batch = connection.rows::<Stored>(sql, values![walk.report.seq, BATCH]).await?;
        if batch.is_empty() || walk.report.problems.len() > ENOUGH {
            break;
        }
        for stored in batch {
            walk.step(stored);
        }
    }
    walk.ends(connection).await?;
    Ok(walk.report)
}

impl Walk {
    fn problem(&mut self, seq: i64, what: &str) {
        self.report.problems.push(format!("Entry {seq}: {what}."));
    }

    fn step(&mut self, stored: Stored) {
        let seq = stored.seq;
        if seq != self.report.seq + 1 {
            self.problem(seq, "the entry before it is missing");
        }
        self.report.seq = seq;
        self.report.events += 1;
        if digest(&stored.canonical)[..] != stored.hash[..] {
            self.problem(seq, "its bytes are not those that were hashed");
        }
        match serde_json::from_slice::<Said>(&stored.canonical) {
            Ok(said) => self.compare(&stored, &said),
            Err(_) => self.problem(seq, "its bytes cannot be read"),
        }
        self.previous = stored.hash;
    }

    fn compare(&mut self, stored: &Stored, said: &Said) {
        let seq = stored.seq;
        if said.previous != hex(&self.previous) {
            self.problem(seq, "it does not follow from the entry before it");
        }
        let columns = (
            stored.seq,
            stored.at,
            &stored.action,
            stored.actor_id,
            stored.target_id,
            stored.organization_id,
            stored.org_seq,
        );
        let bytes = (
            said.seq,
            said.at.0,
            &said.action,
            said.actor,
            said.target,
            said.organization,
            said.organization_seq,
        );
        if columns != bytes {
            self.problem(seq, "its columns are not what its bytes say");
        }
        if let (Some(salt), Some(data)) = (&stored.salt, &stored.data)
            && hex(&commitment(salt, data)) != said.detail
        {
            self.problem(seq, "its details are not those that were recorded");
        }
        if let (Some(id), Some(org_seq)) = (said.organization, said.organization_seq) {
            let (at, hash) = self.organizations.remove(&id).unwrap_or_else(|| (0, vec![0; 32]));
            if org_seq != at + 1
                || said.organization_previous.as_deref() != Some(hex(&hash).as_str())
            {
                self.problem(seq, "it does not follow from the organization's entry before it");
            }
            self.organizations.insert(id, (org_seq, stored.hash.clone()));
        }
    }

    /// The heads must be the ends that the walk came to: else the tail is missing.
    async fn ends(&mut self, connection: &mut Connection) -> Result<()> {
        let head = connection.row::<End>("select seq, hash from log_head", values![]).await?;
        if head.is_none_or(|head| head.seq != self.report.seq || head.hash != self.previous) {
            self.report.problems.push("The log does not end where its head says.".into());
        }
        let sql = "select id, chain_seq, chain_hash from organizations";
        for end in connection.rows::<OrganizationEnd>(sql, values![]).await? {
            let came_to = self.organizations.remove(&end.id).unwrap_or_else(|| (0, vec![0; 32]));
            if came_to != (end.chain_seq, end.chain_hash) {
                let id = end.id;
                self.report.problems.push(format!(
                    "The log of organization {id} does not end where its head says."
                ));
            }
        }
        Ok(())
    }
}
