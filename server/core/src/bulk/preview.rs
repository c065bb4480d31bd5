//! What a bulk change would do, by a hundred of whom it is about: the change, rolled back.
//!
//! # Decision: of those before, only who decides about the others is changed first
//! What a bulk change does to one person depends on another in two ways only: a seat that is taken
//! is not left, and the last Owner stays. So a hundred is looked at after the Owners before it, or
//! after those before it who take a seat, and nobody else; its preview holds others up as short as
//! the first one.

use super::one::{Doing, Outcome};
use super::working::AT_ONCE;
use super::{authorize, whom};
use crate::changes::Batch;
use crate::error::Result;
use crate::organizations::Resolved;
use crate::services::{Caller, Services};
use crate::{plans, previews};
use fluxward_domain::bulk::{BulkChange, BulkObstacle, BulkPreview, BulkPreviewQuery, NewBulk};
use fluxward_domain::errors::check;
use fluxward_domain::members::MembershipStatus;
use fluxward_domain::roles::BaseRole;
use fluxward_domain::{AppError, Kind};
use std::collections::BTreeMap;

/// How many of those before are changed first at most.
const BEFORE_MOST: i64 = if cfg!(test) { 15 } else { 1000 };

/// Looks at a hundred, by name, exactly; says of how many, and where the next hundred begins.
pub async fn preview(
    s: &Services,
    c: &Caller,
    slug: &str,
    new: &NewBulk,
    query: BulkPreviewQuery,
) -> Result<BulkPreview> {
    check(new)?;
    let batch = Batch::begin_undoable(s).await?;
    let place = authorize(&mut batch.services().change(c).await?, slug, &new.change).await?;
    let whom = new.whom()?;
    let (total, mut some) =
        whom::some(&mut *batch.look().await?, place.id, whom, (query.after, AT_ONCE + 1)).await?;
    let is_end = i64::try_from(some.len()).is_ok_and(|found| found <= AT_ONCE);
    some.truncate(usize::try_from(AT_ONCE).unwrap_or(usize::MAX));
    let doing =
        Doing { caller: c, place: &place, what: &new.change, reason: new.reason.as_deref() };
    let is_exact = go_before(&batch, &doing, new, query).await?;
    let mut found = BulkPreview { total, ..BulkPreview::default() };
    let mut obstacles: BTreeMap<String, i64> = BTreeMap::new();
    for account in &some {
        match doing.to(&batch, *account).await? {
            Outcome::Out => break,
            Outcome::Changed => found.changed += 1,
            Outcome::Unchanged => found.unchanged += 1,
            Outcome::Refused(why) => {
                found.refused += 1;
                *obstacles.entry(why.detail).or_default() += 1;
            }
        }
        found.looked_at += 1;
        found.next = Some(*account).filter(|_| !is_end);
    }
    let obstacle = |(reason, count)| BulkObstacle { reason, count };
    found.refusals = obstacles.into_iter().map(obstacle).collect();
    let done = previews::done_to(s, &batch, &some).await?;
    (found.gained, found.lost) = (done.gained, done.lost);
    found.complete = done.complete && is_exact;
    Ok(found)
}

/// Changes those before the hundred who decide about it; answers whether these were all of them.
async fn go_before(
    batch: &Batch,
    doing: &Doing<'_>,
    new: &NewBulk,
    query: BulkPreviewQuery,
) -> Result<bool> {
    let (Some(until), place) = (query.after, doing.place) else { return Ok(true) };
    let Some(decides) = deciding(batch, place, doing.what).await? else { return Ok(true) };
    let asked = (until, decides, BEFORE_MOST + 1);
    let before = whom::before(&mut *batch.look().await?, place.id, new.whom()?, asked).await?;
    for (count, account) in (0..).zip(&before) {
        if count == BEFORE_MOST {
            return Ok(false);
        }
        if let Outcome::Refused(AppError { kind: Kind::NoSeatLeft, .. }) =
            doing.to(batch, *account).await?
        {
            // Nobody after them takes one.
            break;
        }
    }
    Ok(true)
}

/// What holds of the members, as `m`, whose change decides about the others.
async fn deciding(
    batch: &Batch,
    place: &Resolved,
    what: &BulkChange,
) -> Result<Option<&'static str>> {
    Ok(match what {
        BulkChange::Role(to) => (to.role != BaseRole::Owner).then_some("m.role = 'owner'"),
        BulkChange::Status(to) if to.status == MembershipStatus::Inactive => {
            Some("m.role = 'owner'")
        }
        BulkChange::Status(_) => plans::seats(&mut *batch.look().await?, place.id)
            .await?
            .map(|_| "m.listed_status = 'inactive'"),
        BulkChange::Privilege(_) | BulkChange::Workspace(_) => None,
    })
}
