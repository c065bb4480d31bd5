//! What a bulk change would do, by the first of whom it is about: the change, rolled back.

use super::one::{Doing, Outcome};
use super::working::AT_ONCE;
use super::{authorize, whom};
use crate::changes::Batch;
use crate::error::Result;
use crate::previews;
use crate::services::{Caller, Services};
use fluxward_domain::bulk::{BulkObstacle, BulkPreview, NewBulk};
use fluxward_domain::errors::check;
use std::collections::BTreeMap;

/// Looks at the first hundred, by name, exactly; says of how many.
pub async fn preview(s: &Services, c: &Caller, slug: &str, new: &NewBulk) -> Result<BulkPreview> {
    check(new)?;
    let batch = Batch::begin_undoable(s).await?;
    let place = authorize(&mut batch.services().change(c).await?, slug, &new.change).await?;
    let whom = new.whom()?;
    let (total, first) = whom::first(&mut *batch.look().await?, place.id, whom, AT_ONCE).await?;
    let doing =
        Doing { caller: c, place: &place, what: &new.change, reason: new.reason.as_deref() };
    let mut found = BulkPreview { total, ..BulkPreview::default() };
    let mut obstacles: BTreeMap<String, i64> = BTreeMap::new();
    for account in first {
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
    }
    let obstacle = |(reason, count)| BulkObstacle { reason, count };
    found.refusals = obstacles.into_iter().map(obstacle).collect();
    let done = previews::done_by(s, &batch).await?;
    (found.gained, found.lost, found.complete) = (done.gained, done.lost, done.complete);
    Ok(found)
}
