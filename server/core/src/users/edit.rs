//! Changing an account's details.

use super::Opened;
use super::accounts::Identity;
use super::create::Name;
use super::mail::address_changed::AddressChanged;
use super::recipients::recipient;
use super::store::{self, Account};
use crate::changes::{Change, Entry, Target};
use crate::database::values;
use crate::error::Result;
use crate::lists::ranks::Ranks;
use crate::services::{Caller, Services};
use crate::{activations, emails, links, mail, members, sessions};
use fluxward_domain::errors::check;
use fluxward_domain::ids::AccountId;
use fluxward_domain::sessions::EditMe;
use fluxward_domain::users::{EditUser, Status, UserDetail};
use fluxward_domain::{AppError, Kind};

/// Changes names and addresses. Another address needs a recent sign-in.
pub async fn edit(
    s: &Services,
    c: &Caller,
    id: AccountId,
    edit: EditUser,
    expected: Option<i64>,
) -> Result<UserDetail> {
    super::manages(s, c)?;
    check(&edit)?;
    let name =
        Name::of(edit.full_name.as_deref(), edit.first_name.as_deref(), edit.last_name.as_deref())?;
    let Opened { mut change, account } = super::open(s, c, id, expected).await?;
    let after = edited(&account, &edit, name)?;
    let moves = account.email_key != after.email_key;
    if moves {
        sessions::step_up(s, c)?;
    }
    if !apply(&mut change, &account, &after, edit.reason.as_deref()).await? {
        return super::detail_in(&mut change, id).await;
    }
    if moves {
        links::void_all(&mut change, id.0).await?;
        emails::settle(&mut change, id).await?;
        announce(&mut change, &account, &after).await?;
    }
    let detail = super::detail_in(&mut change, id).await?;
    change.commit().await?;
    Ok(detail)
}

/// Changes one's own full name and username; never through a token.
pub async fn edit_own(s: &Services, c: &Caller, edit: EditMe) -> Result<()> {
    sessions::in_person(c)?;
    check(&edit)?;
    let name = Name::of(edit.full_name.as_deref(), None, None)?;
    let mut change = s.change(c).await?;
    let account = store::account(&mut change, c.account).await?;
    let account = account.ok_or(Kind::Unauthenticated)?;
    let edit = EditUser { username: edit.username, ..EditUser::default() };
    let after = edited(&account, &edit, name)?;
    if apply(&mut change, &account, &after, None).await? {
        // One's own pages ask again who one is.
        change.touch_access(c.account);
        change.commit().await?;
    }
    Ok(())
}

/// Stores, tells and records what is different, if anything is.
async fn apply(
    change: &mut Change,
    account: &Account,
    after: &Identity,
    reason: Option<&str>,
) -> Result<bool> {
    let (id, before) = (AccountId(account.id), account.identity());
    if before == *after {
        return Ok(false);
    }
    after.is_free(change, Some(id)).await?;
    store_as(change, account, after).await?;
    if before.name_key != after.name_key {
        members::rename(change, id, &after.name_key).await?;
    }
    change.tell_user(id);
    let entry = Entry::new("user.edited", Target::User(id)).because(reason);
    change.record(with_changes(entry, &before, after)).await?;
    Ok(true)
}

/// Gives the account of `id` another address inside `change`, and records it. Links that were mailed
/// to the address before are void. The address that it has already changes nothing but that.
pub(crate) async fn set_email(change: &mut Change, id: AccountId, email: &str) -> Result<()> {
    let account = store::account(change, id).await?.ok_or_else(AppError::not_found)?;
    let edit = EditUser { email: Some(email.to_owned()), ..EditUser::default() };
    let after = edited(&account, &edit, None)?;
    links::void_all(change, id.0).await?;
    apply(change, &account, &after, None).await?;
    Ok(())
}

/// Tells the old address that the account has another one. An account that waits for its
/// activation is sent the mail anew, to where it should have gone.
async fn announce(change: &mut Change, account: &Account, after: &Identity) -> Result<()> {
    if account.status()? == Status::Pending {
        if let Some(to) = recipient(change, AccountId(account.id)).await? {
            activations::send(change, &to).await?;
        }
        return Ok(());
    }
    let to = mail::To {
        address: &account.email,
        name: &account.full_name,
        account: Some(AccountId(account.id)),
        organization: None,
    };
    mail::send(change, to, &AddressChanged { email: after.email.clone() }, None).await?;
    Ok(())
}

fn edited(account: &Account, edit: &EditUser, name: Option<Name>) -> Result<Identity> {
    let name = name.unwrap_or_else(|| Name {
        full: account.full_name.clone(),
        parts: account.first_name.clone().zip(account.last_name.clone()),
    });
    let parts = name.parts.as_ref();
    let parts = parts
        .map(|(first, last)| (first.as_str(), last.as_str()))
        // The same name once more says nothing about its parts.
        .or_else(|| {
            (crate::text::kept(&name.full) == account.full_name)
                .then(|| account.first_name.as_deref().zip(account.last_name.as_deref()))
                .flatten()
        });
    Ok(Identity::new(
        edit.email.as_deref().unwrap_or(&account.email),
        edit.username.as_deref().unwrap_or(&account.username),
        &name.full,
        parts,
    )?)
}

async fn store_as(change: &mut Change, account: &Account, after: &Identity) -> Result<()> {
    let sql = "update accounts set email = $2, email_key = $3, username = $4, username_key = $5,
        full_name = $6, first_name = $7, last_name = $8, name_key = $9, search_text = $10,
        version = $11, rank = $12 where id = $1";
    let search_text = after.search_text();
    let rank = if account.name_key == after.name_key {
        account.rank
    } else {
        Ranks::default().next(change, &after.name_key).await?
    };
    let row = values![
        AccountId(account.id),
        &after.email,
        &after.email_key,
        &after.username,
        &after.username_key,
        &after.full_name,
        after.first_name.clone(),
        after.last_name.clone(),
        &after.name_key,
        &search_text,
        change.seq(),
        rank
    ];
    change.run(sql, row).await?;
    change.unindex_account(account.rank).await?;
    change.index_account(rank, &search_text).await?;
    Ok(())
}

fn with_changes(entry: Entry, before: &Identity, after: &Identity) -> Entry {
    let fields = [
        ("full_name", Some(&before.full_name), Some(&after.full_name)),
        ("first_name", before.first_name.as_ref(), after.first_name.as_ref()),
        ("last_name", before.last_name.as_ref(), after.last_name.as_ref()),
        ("email", Some(&before.email), Some(&after.email)),
        ("username", Some(&before.username), Some(&after.username)),
    ];
    fields.into_iter().filter(|(_, before, after)| before != after).fold(
        entry,
        |entry, (field, before, after)| {
            entry.with(field, before.map(String::as_str), after.map(String::as_str))
        },
    )
}
