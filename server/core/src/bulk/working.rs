//! Working through what was begun, a hundred people in one transaction.

use super::one::{Doing, Outcome};
use super::store::{self, Reached, Stored};
use super::{authorize, entry};
use crate::changes::Batch;
use crate::error::{Error, Result};
use crate::organizations::Resolved;
use crate::services::{Caller, Services};
use crate::sessions;
use fluxward_domain::Moment;
use fluxward_domain::ids::OrganizationId;

/// How many people are changed in one transaction; tests have fewer people.
pub(super) const AT_ONCE: i64 = if cfg!(test) { 5 } else { 100 };
/// How many transactions make a turn; other background work has its turn then.
const TURN: usize = 10;

const SESSION_OVER: &str = "Whoever began this has signed out, was signed out, or is not active any more. Somebody who may do it can take it up again.";
const ORGANIZATION_GONE: &str = "The organization is no more.";

/// Goes on with what was begun, for one turn; answers that there is more to do, if there is.
pub async fn due(s: &Services) -> Result<Option<Moment>> {
    for _ in 0..TURN {
        if !hundred(s).await? {
            return Ok(None);
        }
    }
    Ok(Some(s.clock.now()))
}

/// Whether a run can go on.
enum Standing {
    /// It can, with the rights of this caller.
    Ready(Caller, Resolved),
    /// It cannot, for that reason.
    Over(&'static str),
    /// It must not, for that reason.
    Refused(String),
    /// Not now: the platform is locked for maintenance.
    Later,
}

/// Goes on with the run that has least to do, by one transaction. Answers whether there was one.
pub(super) async fn hundred(s: &Services) -> Result<bool> {
    if store::open(&mut s.read().await?).await?.is_empty() {
        return Ok(false);
    }
    let batch = Batch::begin(s).await?;
    let waiting = store::open(&mut *batch.look().await?).await?;
    for run in waiting {
        let why = match standing(&batch, &run).await? {
            Standing::Later => continue,
            Standing::Ready(caller, place) => {
                work(&batch, &run, &caller, &place).await?;
                batch.commit().await?;
                return Ok(true);
            }
            Standing::Over(why) => why.to_owned(),
            Standing::Refused(why) => why,
        };
        stop(&batch, &run, &why).await?;
        batch.commit().await?;
        return Ok(true);
    }
    Ok(false)
}

async fn standing(batch: &Batch, run: &Stored) -> Result<Standing> {
    let Some(slug) = &run.slug else { return Ok(Standing::Over(ORGANIZATION_GONE)) };
    let s = batch.services();
    let caller = {
        let mut on = batch.look().await?;
        sessions::behind(s, &mut on, run.session()).await?
    };
    let Some(caller) = caller else { return Ok(Standing::Over(SESSION_OVER)) };
    if caller.facts.locked && !caller.facts.platform_administrator {
        return Ok(Standing::Later);
    }
    if caller.facts.must_enrol {
        return Ok(Standing::Refused(sessions::must_enrol().detail));
    }
    let mut change = s.change(&caller).await?;
    match authorize(&mut change, slug, &run.change()?).await {
        Ok(place) => Ok(Standing::Ready(caller, place)),
        Err(Error::App(error)) => Ok(Standing::Refused(error.detail)),
        Err(error) => Err(error),
    }
}

/// The next hundred, and how far the run is then.
async fn work(batch: &Batch, run: &Stored, caller: &Caller, place: &Resolved) -> Result<()> {
    let what = run.change()?;
    let doing = Doing { caller, place, what: &what, reason: run.reason.as_deref() };
    let targets = store::targets(&mut *batch.look().await?, run, AT_ONCE).await?;
    let mut done = Reached::from(run);
    for (position, account) in targets {
        match doing.to(batch, account).await? {
            Outcome::Out => break,
            Outcome::Changed => done.changed += 1,
            Outcome::Unchanged => done.unchanged += 1,
            Outcome::Refused(why) => {
                done.refused += 1;
                done.refusals.push((position, why.detail));
            }
        }
        done.done = position;
    }
    if done.done >= run.total {
        finish(batch, run, place, &done).await?;
    }
    let now = batch.services().clock.now();
    store::advance(&mut *batch.look().await?, run, &done, now).await?;
    batch.tell_organization(place.id, &place.slug)
}

async fn finish(batch: &Batch, run: &Stored, place: &Resolved, done: &Reached) -> Result<()> {
    let mut change = batch.services().change_unasked(Some(run.account())).await?;
    let mut entry = entry("bulk.finished", place, &run.change()?).because(run.reason.as_deref());
    let counted =
        [("changed", done.changed), ("unchanged", done.unchanged), ("refused", done.refused)];
    for (field, count) in counted {
        entry = entry.with(field, None, Some(&count.to_string()));
    }
    change.record(entry).await?;
    change.commit().await?;
    Ok(())
}

async fn stop(batch: &Batch, run: &Stored, why: &str) -> Result<()> {
    let mut change = batch.services().change_unasked(None).await?;
    store::stop(&mut change, run.id(), why).await?;
    let id = OrganizationId(run.organization_id);
    let slug = run.slug.clone().unwrap_or_default();
    let place = Resolved { id, slug, name: String::new() };
    change.record(entry("bulk.stopped", &place, &run.change()?).because(Some(why))).await?;
    change.tell_organization(place.id, &place.slug);
    change.commit().await?;
    Ok(())
}
