//! One reminder for whoever has not answered when half of the time is over.

use super::accepting::is_vouched_for;
use super::mail::reminder::Reminder;
use super::store::{self, Stored};
use super::{all_that_comes, entry, tell};
use crate::changes::Change;
use crate::error::Result;
use crate::links::{self, Purpose};
use crate::mail;
use crate::services::Services;
use fluxward_domain::Moment;
use fluxward_domain::ids::InvitationId;

/// Writes every reminder that is due; answers when the next one will be.
pub async fn remind_due(s: &Services) -> Result<Option<Moment>> {
    loop {
        let mut on = s.read().await?;
        if !mail::is_configured(s, &mut on).await? {
            return Ok(None);
        }
        let now = s.clock.now();
        let Some(due) = store::to_remind(&mut on, now).await? else {
            return store::next_reminder(&mut on, now).await;
        };
        let is_of_use = is_vouched_for(&mut on, &due, now).await?;
        drop(on);
        if is_of_use {
            remind_one(s, due.id()).await?;
        } else {
            put_off(s, due.id()).await?;
        }
    }
}

/// Looks again inside a change: another node may have been quicker.
async fn remind_one(s: &Services, id: InvitationId) -> Result<()> {
    let mut change = s.change_unasked(None).await?;
    let now = change.now();
    let due = store::to_remind(&mut change, now).await?;
    let Some(due) = due.filter(|due| due.id() == id) else { return Ok(()) };
    remind(&mut change, &due).await?;
    change.commit().await?;
    Ok(())
}

/// Bookkeeping beside the log: nobody is told anything.
async fn put_off(s: &Services, id: InvitationId) -> Result<()> {
    let mut transaction = s.database.begin().await?;
    store::put_off(&mut transaction, id).await?;
    Ok(transaction.commit().await?)
}

async fn remind(change: &mut Change, stored: &Stored) -> Result<()> {
    let now = change.now();
    let link = links::live(change, Purpose::Invitation, stored.id().0, now).await?;
    let (Some(link), Some(place)) = (link, stored.place()) else { return Ok(()) };
    let role = stored.role()?;
    let message = Reminder {
        organization: place.name.clone(),
        inviter: stored.inviter().to_owned(),
        role: role.name().to_owned(),
        purpose: role.sentence().to_owned(),
        entails: all_that_comes(role, &stored.privileges()?, &stored.promised()?),
        message: stored.message.clone(),
    };
    let to = mail::To {
        address: &stored.email,
        name: &stored.full_name,
        account: None,
        organization: Some(place.id),
    };
    mail::send(change, to, &message, Some(&link)).await?;
    store::reminded(change, stored.id()).await?;
    change.record(entry("invitation.reminded", &place, stored.id())).await?;
    tell(change, &place, stored.id());
    Ok(())
}
