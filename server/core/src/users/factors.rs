//! Taking somebody's second factors away, for whoever has lost them all.

use super::{Opened, store};
use crate::changes::{Entry, Target};
use crate::error::Result;
use crate::services::{Caller, Services};
use crate::{factors, sessions};
use fluxward_domain::errors::check;
use fluxward_domain::ids::AccountId;
use fluxward_domain::pages::Because;
use fluxward_domain::users::UserDetail;

/// Removes all second factors of an account and ends its sessions: the next sign-in asks for the
/// password alone. Needs a recent sign-in.
pub async fn reset_second_factor(
    s: &Services,
    c: &Caller,
    id: AccountId,
    because: Because,
    expected: Option<i64>,
) -> Result<UserDetail> {
    check(&because)?;
    super::manages(s, c)?;
    sessions::step_up(s, c)?;
    let Opened { mut change, .. } = super::open(s, c, id, expected).await?;
    if !factors::remove_all(&mut change, id).await? {
        return super::detail_in(&mut change, id).await;
    }
    factors::tell_all_removed(&mut change, id).await?;
    sessions::end_all(&mut change, id).await?;
    let seq = change.seq();
    store::set_version(&mut change, id, seq).await?;
    let entry =
        Entry::new("user.factors_reset", Target::User(id)).because(because.reason.as_deref());
    change.record(entry).await?;
    let detail = super::detail_in(&mut change, id).await?;
    change.commit().await?;
    Ok(detail)
}
