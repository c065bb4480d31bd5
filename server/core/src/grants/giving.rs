//! Giving roles, and what gives way to them.

use super::naming::{Giving, Subject, Where, Whose};
use super::{entry, is_as_seen, is_to_come, may_hand, store, subject, tell, unknown_role};
use crate::access;
use crate::changes::{Change, Entry};
use crate::error::Result;
use crate::roles::{self, Defined};
use crate::scopes::{self, At};
use crate::services::{Caller, Services};
use fluxward_domain::errors::check;
use fluxward_domain::grants::Assign;
use fluxward_domain::roles::RoleScope;
use fluxward_domain::{AppError, Kind, Moment};

/// Gives `role` at a place; answers the log's newest entry. Holding it already with the same end
/// changes nothing.
pub async fn assign(
    s: &Services,
    c: &Caller,
    place: Where<'_>,
    whose: Whose<'_>,
    (role, giving): (&str, Giving),
    assign: Assign,
) -> Result<i64> {
    let mut change = s.change(c).await?;
    let at = scopes::open(&mut change, place.organization, place.inside, place.needs()).await?;
    check(&assign)?;
    let subject = subject(&mut change, &at, whose).await?;
    let defined = roles::defined(&mut change, &at, role).await?;
    let kind = if giving == Giving::Beside { Kind::NotFound } else { Kind::Invalid };
    let defined = defined.ok_or_else(|| AppError { kind, ..unknown_role(&at, role) })?;
    is_to_come(&change, assign.expires_at)?;
    let of_one = Some(role).filter(|_| giving == Giving::Beside);
    is_as_seen(store::touched(&mut change, &at, subject, of_one).await?, place.seen)?;
    let held = store::held(&mut change, &at, subject).await?;
    let given = (role.to_owned(), assign.expires_at);
    if held.contains(&given) && (giving == Giving::Beside || held.len() == 1) {
        return Ok(change.seen());
    }
    may_hand(&mut change, &at, subject, defined.permissions).await?;
    let ended = give_way(&mut change, &at, subject, held, (&defined, giving)).await?;
    let reason = assign.reason.as_deref();
    give(&mut change, &at, subject, (&defined, assign.expires_at), reason).await?;
    // What is given to a team may come back to whoever gives it.
    if subject == Subject::Account(c.account) || matches!(subject, Subject::Team(_)) {
        access::nobody_gains(&mut change).await?;
    }
    let entry = assigned(&at, subject, &ended, (&defined, assign.expires_at)).because(reason);
    change.record(entry).await?;
    tell(&mut change, &at, subject).await?;
    change.commit().await
}

/// A role that has ended: its name, as far as it is known, and when it would have ended by itself.
type Ended = (Option<String>, Option<Moment>);

/// Ends what is `held` and does not stand beside what is to be given.
async fn give_way(
    change: &mut Change,
    at: &At,
    subject: Subject,
    held: Vec<(String, Option<Moment>)>,
    (given, giving): (&Defined, Giving),
) -> Result<Vec<Ended>> {
    let mut ended = Vec::new();
    for (key, end) in held {
        let name = if key == given.key {
            Some(given.name.clone())
        } else if giving == Giving::Beside {
            continue;
        } else if let Some(present) = roles::defined(change, at, &key).await? {
            may_hand(change, at, subject, present.permissions).await?;
            Some(present.name)
        } else {
            None
        };
        store::end(change, at, subject, &key).await?;
        ended.push((name, end));
    }
    Ok(ended)
}

/// The entry about a role that was given; of one that it has taken the place of, what that was.
fn assigned(
    at: &At,
    subject: Subject,
    ended: &[Ended],
    (given, expires_at): (&Defined, Option<Moment>),
) -> Entry {
    let (name, end) = match ended {
        [(name, end)] => (name.as_deref(), *end),
        _ => (None, None),
    };
    let entry = entry("role.assigned", at, subject).with("role", name, Some(&given.name));
    if (end, expires_at) == (None, None) {
        return entry;
    }
    let [before, after] = [end, expires_at].map(|end| end.map(Moment::to_rfc3339));
    entry.with("expires_at", before.as_deref(), after.as_deref())
}

/// Begins a grant; the entry and the telling are the caller's.
pub(crate) async fn give(
    change: &mut Change,
    at: &At,
    subject: Subject,
    (role, expires_at): (&Defined, Option<Moment>),
    reason: Option<&str>,
) -> Result<()> {
    let reason = reason.map(str::trim).filter(|reason| !reason.is_empty());
    store::begin(change, at, subject, &role.key, expires_at, reason).await
}

/// Whether `subject` holds the role of that key at a place itself.
pub(crate) async fn holds(
    change: &mut Change,
    at: &At,
    subject: Subject,
    role: &str,
) -> Result<bool> {
    let held = store::held(change, at, subject).await?;
    let now = change.now();
    Ok(held.iter().any(|(key, end)| key == role && end.is_none_or(|end| now < end)))
}

/// Gives a role that was asked for: beside others, or instead of the one in a project; but what is
/// given for a time takes the place of nothing that is there when it ends. The entry and the
/// telling are the caller's.
pub(crate) async fn give_for(
    change: &mut Change,
    at: &At,
    subject: Subject,
    given: (&Defined, Option<Moment>),
    reason: Option<&str>,
) -> Result<()> {
    let is_only = at.kind() == RoleScope::Project && given.1.is_none();
    let giving = if is_only { Giving::Instead } else { Giving::Beside };
    let held = store::held(change, at, subject).await?;
    give_way(change, at, subject, held, (given.0, giving)).await?;
    give(change, at, subject, given, reason).await
}
