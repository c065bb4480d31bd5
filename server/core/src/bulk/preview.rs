//! What a bulk change would do, by a hundred of whom it is about: the change, rolled back. What it
//! does to one of them does not depend on the others, unless they are the last who can do
//! something; so every hundred may be looked at by itself, and none of them holds others up long.

use super::one::{Doing, Outcome};
use super::working::AT_ONCE;
use super::{authorize, whom};
use crate::changes::Batch;
use crate::error::Result;
use crate::previews;
use crate::services::{Caller, Services};
use fluxward_domain::bulk::{BulkObstacle, BulkPreview, BulkPreviewQuery, NewBulk};
use fluxward_domain::errors::check;
use std::collections::BTreeMap;

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
    let mut found = BulkPreview { total, ..BulkPreview::default() };
    let mut obstacles: BTreeMap<String, i64> = BTreeMap::new();
    for account in some {
        match doing.to(&batch, account).await? {
            Outcome::Out => break,
            Outcome::Changed => found.changed += 1,
            Outcome::Unchanged => found.unchanged += 1,
            Outcome::Refused(why) => {
                found.refused += 1;
                *obstacles.entry(why).or_default() += 1;
            }
        }
        found.looked_at += 1;
        found.next = Some(account).filter(|_| !is_end);
    }
    let obstacle = |(reason, count)| BulkObstacle { reason, count };
    found.refusals = obstacles.into_iter().map(obstacle).collect();
    let done = previews::done_by(s, &batch).await?;
    (found.gained, found.lost, found.complete) = (done.gained, done.lost, done.complete);
    Ok(found)
}
