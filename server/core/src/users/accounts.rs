//! How an account begins, whoever creates it: an administrator, the set-up, the command line.

use super::store::{self, StatusPeriod};
use crate::changes::Change;
use crate::database::{Connection, Value, placeholders, values};
use crate::error::Result;
use crate::lists::counters::{self, Bin};
use crate::lists::ranks::Ranks;
use crate::text;
use fluxward_domain::AppError;
use fluxward_domain::ids::AccountId;
use fluxward_domain::users::Status;
use sqlx::AssertSqlSafe;
use std::collections::HashMap;
use unicode_normalization::UnicodeNormalization as _;
use uuid::Uuid;

/// How many numbered usernames are tried before chance decides.
const NUMBERED: u32 = 9;
/// How much of an address' local part a username is made of, in characters.
const USERNAME_FROM_ADDRESS: usize = 48;

/// What an account begins with. Addresses and names are as the person writes them.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// The e-mail address.
    pub email: String,
    /// The username.
    pub username: String,
    /// The full name.
    pub full_name: String,
    /// The first name, when the name was entered in two parts.
    pub first_name: Option<String>,
    /// The last name, when the name was entered in two parts.
    pub last_name: Option<String>,
    /// The hashed password; `None`: nobody can sign in yet.
    pub password_hash: Option<String>,
    /// Whether the password must be changed at the first sign-in.
    pub temporary: bool,
    /// The status to begin with.
    pub status: Status,
}

/// The accounts of those canonical addresses, with the status of each.
pub(crate) async fn at_addresses(
    connection: &mut Connection,
    email_keys: &[&str],
) -> Result<HashMap<String, (AccountId, Status)>> {
    let values: Vec<_> = email_keys.iter().map(|key| Value::from(*key)).collect();
    let places = placeholders(1, &values);
    if places.is_empty() {
        return Ok(HashMap::new());
    }
    let sql = format!(
        "select email_key, id, status from accounts
        where deleted_at is null and email_key in ({places})"
    );
    let rows: Vec<(String, Uuid, String)> = connection.rows(AssertSqlSafe(sql), values).await?;
    let account = |(key, id, status): (String, Uuid, String)| {
        Ok((key, (AccountId(id), store::status(&status)?)))
    };
    rows.into_iter().map(account).collect()
}

/// Who somebody is, in the spellings that are kept and in those that are compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Identity {
    pub(super) email: String,
    pub(super) email_key: String,
    pub(super) username: String,
    pub(super) username_key: String,
    pub(super) full_name: String,
    pub(super) first_name: Option<String>,
    pub(super) last_name: Option<String>,
    pub(super) name_key: String,
}

impl Identity {
    /// The spellings of what was written.
    pub(super) fn new(
        email: &str,
        username: &str,
        full_name: &str,
        parts: Option<(&str, &str)>,
    ) -> Result<Self, AppError> {
        let full_name = text::kept(full_name);
        Ok(Self {
            email: email.trim().nfc().collect(),
            email_key: text::email_key(email)?,
            username: username.trim().nfc().collect(),
            username_key: text::username_key(username),
            name_key: text::folded(&full_name),
            full_name,
            first_name: parts.map(|(first, _)| text::kept(first)),
            last_name: parts.map(|(_, last)| text::kept(last)),
        })
    }

    /// What the person is found by.
    pub(super) fn search_text(&self) -> String {
        text::search_text(&self.full_name, &self.email, &self.username)
    }

    /// Passes when nobody but `oneself` has the address or the username.
    pub(super) async fn is_free(
        &self,
        change: &mut Change,
        oneself: Option<AccountId>,
    ) -> Result<()> {
        if store::email_is_taken(change, &self.email_key, oneself).await? {
            let sentence = "This e-mail address belongs to another account.";
            return Err(AppError::taken("email", sentence).into());
        }
        if store::username_is_taken(change, &self.username_key, oneself).await? {
            let sentence = "This username belongs to another account. Choose another one.";
            return Err(AppError::taken("username", sentence).into());
        }
        Ok(())
    }
}

/// Creates an account inside `change`, with its status period, its place in the text index and
/// in the counters. The event is the caller's to record. A taken address or username is
/// [`fluxward_domain::Kind::Taken`] with the field.
pub async fn create_account(change: &mut Change, new: NewAccount) -> Result<AccountId> {
    let parts = new.first_name.as_deref().zip(new.last_name.as_deref());
    let identity = Identity::new(&new.email, &new.username, &new.full_name, parts)?;
    identity.is_free(change, None).await?;
    let id = AccountId(change.services().rng.uuid(change.now()));
    insert(change, id, &identity, &new).await?;
    let period = StatusPeriod {
        account: id,
        status: new.status,
        ends_at: None,
        seq: change.seq(),
        at: change.now(),
        by: change.actor(),
        reason: None,
    };
    period.begin(change).await?;
    let bin = Bin { status: new.status.key(), role: "" };
    change.counters().add(counters::PEOPLE, bin, 1);
    change.tell_user(id);
    Ok(id)
}

async fn insert(
    change: &mut Change,
    id: AccountId,
    identity: &Identity,
    new: &NewAccount,
) -> Result<()> {
    let sql = "insert into accounts
        (id, email, email_key, username, username_key, full_name, first_name, last_name, name_key,
         search_text, status, password_hash, password_temporary, created_at, version, access_version,
         rank)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $15, $16)";
    let search_text = identity.search_text();
    let rank = Ranks::default().next(change, &identity.name_key).await?;
    let row = values![
        id,
        &identity.email,
        &identity.email_key,
        &identity.username,
        &identity.username_key,
        &identity.full_name,
        identity.first_name.clone(),
        identity.last_name.clone(),
        &identity.name_key,
        &search_text,
        new.status.key(),
        new.password_hash.clone(),
        new.temporary,
        change.now(),
        change.seq(),
        rank
    ];
    change.run(sql, row).await?;
    change.index_account(rank, &search_text).await?;
    Ok(())
}

/// A username for somebody who gave none: the local part of the address, with a number or, in
/// the end, chance behind it while somebody else has it.
pub(crate) async fn free_username(change: &mut Change, email: &str) -> Result<String> {
    let base = username_from(email);
    let numbered = (2..=NUMBERED).map(|number| format!("{base}{number}"));
    for candidate in std::iter::once(base.clone()).chain(numbered) {
        if !store::username_is_taken(change, &text::username_key(&candidate), None).await? {
            return Ok(candidate);
        }
    }
    let random = u32::from_be_bytes(change.services().rng.bytes());
    Ok(format!("{base}-{random:08x}"))
}

/// The username that somebody wanted, while nobody else has it; otherwise one made from the
/// address.
pub(crate) async fn free_or(
    change: &mut Change,
    wanted: Option<&str>,
    email: &str,
) -> Result<String> {
    if let Some(wanted) = wanted
        && !store::username_is_taken(change, &text::username_key(wanted), None).await?
    {
        return Ok(wanted.to_owned());
    }
    free_username(change, email).await
}

/// What of the address can stand in a username.
fn username_from(email: &str) -> String {
    let local = email.trim().rsplit_once('@').map_or(email, |(local, _)| local);
    let usable: String = local
        .nfkc()
        .filter(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_'))
        .take(USERNAME_FROM_ADDRESS)
        .collect();
    let usable = usable.trim_matches(['.', '-', '_']);
    if usable.chars().count() < 2 {
        return format!("user{usable}");
    }
    usable.to_owned()
}
