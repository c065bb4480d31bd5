//! Previews: what changes of access would do, without making them; and making what was looked at.
//!
//! # Decision: a preview is the change, rolled back
//! The changes are made by the very use cases, in one transaction, and looked at before it is
//! rolled back. So a preview authorizes, guards and computes like the change itself, and equals
//! its result; there is no second model of what a change does that could differ.

pub mod api;
mod calls;
#[cfg(test)]
mod tests;

use crate::access::{Version, facts_of};
use crate::changes::Batch;
use crate::database::{Connection, Value, placeholders, values};
use crate::error::Result;
use crate::scopes;
use crate::services::{Caller, Services};
use calls::Call;
use fluxward_domain::access::Facts;
use fluxward_domain::explanations::AccessChange;
use fluxward_domain::ids::{AccountId, OrganizationId};
use fluxward_domain::members::MemberUser;
use fluxward_domain::permissions::PermissionSet;
use fluxward_domain::previews::{Difference, Preview};
use fluxward_domain::scopes::Scope;
use fluxward_domain::users::Status;
use fluxward_domain::{AppError, Moment};
use sqlx::AssertSqlSafe;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// How many changes are looked at together at most.
const CHANGES_MAX: usize = 100;
/// How many differences are listed at most, of what is gained and of what is lost.
const LISTED_MAX: usize = 10_000;
/// How many people are compared at once.
const AT_ONCE: usize = if cfg!(test) { 3 } else { 400 };

/// What `changes` would do, made one after the other. The first one that is refused refuses them
/// all, with its reason.
pub async fn preview(s: &Services, c: &Caller, changes: &[AccessChange]) -> Result<Preview> {
    if changes.is_empty() || changes.len() > CHANGES_MAX {
        let sentence = format!("Send 1 to {CHANGES_MAX} changes.");
        return Err(AppError::field("changes", sentence).into());
    }
    let calls = changes.iter().enumerate().map(|(n, change)| Call::read(n, change));
    let calls = calls.collect::<Result<Vec<_>, AppError>>()?;
    let batch = Batch::begin_undoable(s).await?;
    for call in &calls {
        call.make(batch.services(), c).await?;
    }
    difference(s, &batch, &calls).await
}

/// Makes `changes`, one after the other: all of them or, where one is refused, none.
pub async fn carry_out(s: &Services, c: &Caller, changes: &[AccessChange]) -> Result<()> {
    let calls = changes.iter().enumerate().map(|(n, change)| Call::read(n, change));
    let calls = calls.collect::<Result<Vec<_>, AppError>>()?;
    let batch = Batch::begin(s).await?;
    for call in &calls {
        call.make(batch.services(), c).await?;
    }
    batch.commit().await
}

/// What the changes of `batch` have done, which is undone then.
async fn difference(s: &Services, batch: &Batch, calls: &[Call]) -> Result<Preview> {
    let notice = batch.notice()?;
    let touched: BTreeSet<_> = notice.access.iter().copied().collect();
    let mut accounts: Vec<_> = touched.iter().copied().collect();
    if notice.everyone {
        let all = concerned(&mut *batch.look().await?, calls).await?;
        let others: BTreeSet<_> = all.into_iter().filter(|it| !touched.contains(it)).collect();
        accounts.extend(others);
    }
    done_to(s, batch, &accounts).await
}

/// What the changes of `batch` have done to these, all of which is undone then. Once more differs
/// than is listed, nobody else is looked at.
pub(crate) async fn done_to(
    s: &Services,
    batch: &Batch,
    accounts: &[AccountId],
) -> Result<Preview> {
    let (mut after, mut known) = (Vec::new(), Places::new());
    let mut on = batch.look().await?;
    for some in accounts.chunks(AT_ONCE) {
        let read = facts_of(&mut on, some).await?;
        learn(&mut on, &read, &mut known).await?;
        after.push(read);
    }
    drop(on);
    batch.undo().await?;
    let mut on = batch.look().await?;
    let mut preview = Preview { complete: true, ..Preview::default() };
    for (some, after) in accounts.chunks(AT_ONCE).zip(after) {
        let before = facts_of(&mut on, some).await?;
        learn(&mut on, &before, &mut known).await?;
        let differ = before.iter().zip(&after).filter(|(before, after)| before != after);
        let differ: Vec<_> = differ.map(|((_, facts), _)| facts.account).collect();
        let people = people(&mut on, &differ).await?;
        compare(&mut preview, (&before, &after), (&known, &people), s.clock.now());
        if [&preview.gained, &preview.lost].iter().any(|it| it.len() > LISTED_MAX) {
            preview.complete = false;
            preview.gained.truncate(LISTED_MAX);
            preview.lost.truncate(LISTED_MAX);
            break;
        }
    }
    Ok(preview)
}

type Read = Vec<(Version, Facts)>;
/// The places of the organizations concerned, with the text that names each.
type Places = BTreeMap<OrganizationId, BTreeMap<String, Scope>>;

fn compare(
    preview: &mut Preview,
    (before, after): (&Read, &Read),
    (places, people): (&Places, &BTreeMap<AccountId, MemberUser>),
    now: Moment,
) {
    for ((_, before), (_, after)) in before.iter().zip(after) {
        if before == after {
            continue;
        }
        let Some(user) = people.get(&before.account) else { continue };
        let own =
            |facts: &Facts| facts.memberships.iter().map(|it| it.organization).collect::<Vec<_>>();
        let organizations: BTreeSet<_> = own(before).into_iter().chain(own(after)).collect();
        let here = organizations.iter().filter_map(|id| places.get(id)).flatten();
        let platform = ("platform".to_owned(), Scope::Platform);
        let all = here.map(|(text, scope)| (text.clone(), *scope)).chain([platform]);
        for (text, scope) in all {
            let (had, has) = (before.permissions(scope, now), after.permissions(scope, now));
            note(&mut preview.gained, user, &text, has.without(had));
            note(&mut preview.lost, user, &text, had.without(has));
        }
    }
}

/// Notes differences as long as they are listed, and one more.
fn note(list: &mut Vec<Difference>, user: &MemberUser, scope: &str, permissions: PermissionSet) {
    let left = (LISTED_MAX + 1).saturating_sub(list.len());
    let difference =
        |permission| Difference { user: user.clone(), permission, scope: scope.to_owned() };
    list.extend(permissions.iter().take(left).map(difference));
}

/// Everybody whose access a change of definitions may concern: the members of the organizations
/// that the calls name.
async fn concerned(on: &mut Connection, calls: &[Call]) -> Result<Vec<AccountId>> {
    let mut accounts = Vec::new();
    for slug in calls.iter().filter_map(Call::organization).collect::<BTreeSet<_>>() {
        let sql = "select m.account_id from memberships m join organizations o
            on o.id = m.organization_id and o.until_seq is null
            where o.slug = $1 and m.until_seq is null";
        let rows: Vec<(Uuid,)> = on.rows(sql, values![slug]).await?;
        accounts.extend(rows.into_iter().map(|(id,)| AccountId(id)));
    }
    for key in calls.iter().filter_map(Call::plan).collect::<BTreeSet<_>>() {
        let sql = "select m.account_id from memberships m
            join organizations o on o.id = m.organization_id and o.until_seq is null
            left join organization_plans p on p.organization_id = o.id and p.until_seq is null
            where m.until_seq is null and coalesce(p.plan, 'enterprise') = $1";
        let rows: Vec<(Uuid,)> = on.rows(sql, values![key]).await?;
        accounts.extend(rows.into_iter().map(|(id,)| AccountId(id)));
    }
    Ok(accounts)
}

/// Adds every place of every organization that the accounts belong to and that is not known yet.
async fn learn(on: &mut Connection, read: &Read, places: &mut Places) -> Result<()> {
    for (_, facts) in read {
        for membership in &facts.memberships {
            let id = membership.organization;
            if places.contains_key(&id) {
                continue;
            }
            let sql = "select slug from organizations where id = $1 and until_seq is null";
            let row: Option<(String,)> = on.row(sql, values![id]).await?;
            let Some((slug,)) = row else { continue };
            let mut all = BTreeMap::from([(slug.clone(), Scope::Organization(id))]);
            for inside in scopes::all(on, id).await? {
                all.insert(format!("{slug}/{}", inside.slug), inside.scope(id));
            }
            places.insert(id, all);
        }
    }
    Ok(())
}

/// The accounts as they are shown.
async fn people(
    on: &mut Connection,
    accounts: &[AccountId],
) -> Result<BTreeMap<AccountId, MemberUser>> {
    if accounts.is_empty() {
        return Ok(BTreeMap::new());
    }
    let ids: Vec<_> = accounts.iter().map(|account| Value::from(*account)).collect();
    let sql = format!(
        "select id, email, username, full_name, status from accounts where id in ({})",
        placeholders(1, &ids)
    );
    let rows: Vec<(Uuid, String, String, String, String)> =
        on.rows(AssertSqlSafe(sql), ids).await?;
    let person =
        |(id, email, username, full_name, status): (Uuid, String, String, String, String)| {
            let (id, suspended_until) = (AccountId(id), None);
            let status = Status::parse(&status).unwrap_or(Status::Inactive);
            (id, MemberUser { id, email, username, full_name, status, suspended_until })
        };
    Ok(rows.into_iter().map(person).collect())
}
