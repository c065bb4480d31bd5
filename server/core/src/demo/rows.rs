//! The rows of many people at once.

use super::people::{self, Person, Place};
use crate::changes::{Change, Entry, Target};
use crate::database::{Value, values};
use crate::error::Result;
use crate::lists::counters::{self, Bin};
use crate::lists::ranks::Ranks;
use crate::text;
use fluxward_domain::Moment;
use fluxward_domain::ids::{AccountId, OrganizationId};
use fluxward_domain::members::MembershipStatus;
use fluxward_domain::privileges::Privilege;
use fluxward_domain::roles::BaseRole;
use fluxward_domain::users::Status;
use std::collections::BTreeMap;
use uuid::Uuid;

/// What every list row is counted under.
type Counted = (Uuid, &'static str, &'static str);

/// Rows that wait to be inserted, by table.
pub(super) struct Batch<'a> {
    organizations: &'a [OrganizationId],
    users: u32,
    hash: Option<&'a str>,
    seq: i64,
    now: Moment,
    accounts: Vec<Vec<Value>>,
    name_keys: Vec<String>,
    statuses: Vec<Vec<Value>>,
    memberships: Vec<Vec<Value>>,
    grants: Vec<Vec<Value>>,
    counted: BTreeMap<Counted, i64>,
    entries: Vec<Entry>,
}

impl<'a> Batch<'a> {
    pub(super) fn new(
        change: &Change,
        organizations: &'a [OrganizationId],
        users: u32,
        hash: Option<&'a str>,
    ) -> Self {
        Self {
            organizations,
            users,
            hash,
            seq: change.seq(),
            now: change.now(),
            accounts: Vec::new(),
            name_keys: Vec::new(),
            statuses: Vec::new(),
            memberships: Vec::new(),
            grants: Vec::new(),
            counted: BTreeMap::new(),
            entries: Vec::new(),
        }
    }

    /// The person of number `i`, with all that belongs to them.
    pub(super) fn add(&mut self, i: u32) {
        let person = people::person(i);
        let began = self.now.plus_seconds(-people::age(i, self.users));
        let id = AccountId(id(i, began));
        let full_name = format!("{} {}", person.first_name, person.last_name);
        let key = text::folded(&full_name);
        self.account(id, i, &person, &full_name, &key, began);
        let places = people::places(i, u32::try_from(self.organizations.len()).unwrap_or(1));
        for place in &places {
            self.membership(id, &person, &key, began, place);
        }
        if person.status == Status::Inactive {
            let entry = Entry::new("user.deactivated", Target::User(id))
                .because(Some("Left the company"))
                .with("status", Some("Active"), Some("Inactive"));
            self.entries.push(entry);
        }
    }

    fn account(
        &mut self,
        id: AccountId,
        i: u32,
        person: &Person,
        full_name: &str,
        key: &str,
        began: Moment,
    ) {
        let last_sign_in = if person.has_signed_in {
            self.now.plus_seconds(-people::last_seen(i)).max(began)
        } else {
            Moment(0)
        };
        self.name_keys.push(key.to_owned());
        self.accounts.push(values![
            id,
            &person.email,
            &person.email,
            &person.username,
            &person.username,
            full_name,
            person.first_name,
            person.last_name,
            key,
            text::search_text(full_name, &person.email, &person.username),
            person.status.key(),
            self.hash,
            began,
            last_sign_in,
            self.seq,
            self.seq
        ]);
        self.statuses.push(values![id, person.status.key(), self.seq, self.now]);
        *self.counted.entry((counters::PEOPLE, person.status.key(), "")).or_default() += 1;
        self.entries.push(Entry::new("user.created", Target::User(id)).with(
            "full_name",
            None,
            Some(full_name),
        ));
    }

    fn membership(
        &mut self,
        id: AccountId,
        person: &Person,
        key: &str,
        began: Moment,
        place: &Place,
    ) {
        let organization = self.organizations[place.organization as usize];
        let listed = match (person.status, place.status) {
            (Status::Active, MembershipStatus::Inactive) => Status::Inactive,
            (status, _) => status,
        };
        self.memberships.push(values![
            organization,
            id,
            place.role.key(),
            place.status.key(),
            self.seq,
            self.now,
            began,
            listed.key(),
            key,
            self.seq
        ]);
        *self.counted.entry((organization.0, listed.key(), place.role.key())).or_default() += 1;
        let entry = Entry::new("member.added", Target::User(id)).in_organization(organization);
        self.entries.push(entry.with("role", None, Some(place.role.name())));
        for privilege in &place.boxes {
            self.grant(id, organization, *privilege, place.role);
        }
    }

    fn grant(
        &mut self,
        id: AccountId,
        organization: OrganizationId,
        privilege: Privilege,
        role: BaseRole,
    ) {
        self.grants.push(values![
            id,
            organization,
            "organization",
            organization,
            "privilege",
            privilege.key(),
            self.seq,
            self.now
        ]);
        // The box that everybody begins with is part of joining.
        if privilege != Privilege::Assets || role == BaseRole::Viewer {
            let entry = Entry::new("member.privilege_granted", Target::User(id))
                .in_organization(organization);
            self.entries.push(entry.with("privilege", None, Some(privilege.label())));
        }
    }

    /// Inserts everything and records it.
    pub(super) async fn insert(mut self, change: &mut Change) -> Result<()> {
        let mut ranks = Ranks::default();
        for (account, name_key) in self.accounts.iter_mut().zip(&self.name_keys) {
            account.push(ranks.next(change, name_key).await?.into());
        }
        let last = change.number("select coalesce(max(n), 0) from accounts", values![]).await?;
        let insert =
            "insert into accounts (id, email, email_key, username, username_key, full_name,
            first_name, last_name, name_key, search_text, status, password_hash, created_at,
            last_sign_in_at, version, access_version, rank)";
        change.insert_all(insert, self.accounts).await?;
        change.index_accounts_after(last.unwrap_or_default()).await?;
        let insert = "insert into account_statuses (account_id, status, since_seq, since_at)";
        change.insert_all(insert, self.statuses).await?;
        let insert =
            "insert into memberships (organization_id, account_id, role, status, since_seq,
            since_at, joined_at, listed_status, name_key, version)";
        change.insert_all(insert, self.memberships).await?;
        let insert =
            "insert into grants (subject_id, organization_id, place_kind, place_id, kind, key,
            since_seq, since_at)";
        change.insert_all(insert, self.grants).await?;
        for ((list, status, role), n) in self.counted {
            change.counters().add(list, Bin { status, role }, n);
        }
        change.record_all(&self.entries).await
    }
}

/// A UUID v7 that is the same for the same person and beginning.
fn id(i: u32, began: Moment) -> Uuid {
    let digest = crate::changes::digest(format!("fluxward example {i}").as_bytes());
    let mut chance = [0; 10];
    chance.copy_from_slice(&digest[..10]);
    let millis = u64::try_from(began.0 / 1000).unwrap_or_default();
    uuid::Builder::from_unix_timestamp_millis(millis, &chance).into_uuid()
}
