//! Inviting somebody, and looking beforehand at what would be sent.

use super::mail::invitation::Invitation as InvitationMail;
use super::renewing::take_back;
use super::store::{self, New, Outcome, Sent};
use super::{all_that_comes, entry, in_the_way, may_give, place, place_in, tell};
use crate::changes::Change;
use crate::database::Connection;
use crate::error::Result;
use crate::grants::{self, Promised};
use crate::links::{self, NewLink, Purpose};
use crate::organizations::{self, Resolved};
use crate::services::{Caller, Services};
use crate::{mail, plans, settings, text};
use fluxward_domain::errors::check;
use fluxward_domain::ids::{InvitationId, OrganizationId};
use fluxward_domain::invitations::{Invitation, NewInvitation, Review, halfway, hints};
use fluxward_domain::privileges::Privilege;
use fluxward_domain::roles::BaseRole;
use fluxward_domain::users::Status;
use fluxward_domain::{AppError, FieldError, Kind, Moment};

/// So many invitations are written to one address in an hour.
const AN_HOUR: i64 = 6;
/// So many members are looked at for the domains of an organization.
const LOOKED_AT: i64 = 500;

/// Invites somebody to an organization.
pub async fn invite(
    s: &Services,
    c: &Caller,
    slug: &str,
    new: NewInvitation,
) -> Result<Invitation> {
    check(&new)?;
    let hints = hints(s, c, slug, &new.email).await?;
    Ok(Invitation { hints, ..invite_unseen(s, c, slug, new).await? })
}

/// The same without a look at what may be wrong with the address.
pub(crate) async fn invite_unseen(
    s: &Services,
    c: &Caller,
    slug: &str,
    new: NewInvitation,
) -> Result<Invitation> {
    check(&new)?;
    let mut change = s.change(c).await?;
    let place = place_in(&mut change, slug).await?;
    let id = invite_in(&mut change, &place, &new).await?;
    let made = answered(&mut change, &place, id).await?;
    change.commit().await?;
    Ok(made)
}

/// What [`invite`] would do, without doing it; refused as that would be.
pub async fn review(s: &Services, c: &Caller, slug: &str, new: NewInvitation) -> Result<Review> {
    check(&new)?;
    let hints = hints(s, c, slug, &new.email).await?;
    // A change that is dropped: it looks at what the real one will look at.
    let mut change = s.change(c).await?;
    let place = place_in(&mut change, slug).await?;
    let id = invite_in(&mut change, &place, &new).await?;
    let made = store::any(&mut change, id).await?.ok_or_else(AppError::not_found)?;
    let by_mail = mail::is_configured(s, &mut change).await?;
    let hours = settings::seen_by(s, &mut change).await?.invitation_hours;
    let defaults = organizations::default_privileges(&mut change, place.id).await?;
    let privileges = new.boxes(&defaults);
    Ok(Review {
        entails: all_that_comes(new.role, &privileges, &made.promised()?),
        email: new.email.trim().to_owned(),
        full_name: text::kept(&new.full_name),
        role: new.role,
        privileges,
        hours,
        by_mail,
        hints,
    })
}

/// What may be wrong with the address.
async fn hints(s: &Services, c: &Caller, slug: &str, email: &str) -> Result<Vec<FieldError>> {
    let mut on = s.read().await?;
    let place = place(s, c, &mut on, slug).await?;
    hints_in(&mut on, place.id, &text::email_key(email)?).await
}

/// The same for a canonical address.
pub(super) async fn hints_in(
    on: &mut Connection,
    organization: OrganizationId,
    email_key: &str,
) -> Result<Vec<FieldError>> {
    let domain = email_key.rsplit_once('@').map_or("", |(_, domain)| domain);
    if store::has_domain(on, organization, domain).await? {
        return Ok(Vec::new());
    }
    let addresses = store::some_addresses(on, organization, LOOKED_AT).await?;
    let domain_of = |key: &String| key.rsplit_once('@').map(|(_, domain)| domain.to_owned());
    let mut domains: Vec<_> = addresses.iter().filter_map(domain_of).collect();
    domains.sort_unstable();
    domains.dedup();
    Ok(hints::of_address(email_key, &domains))
}

/// Makes the invitation inside `change`, with its link, its mail and its entry.
pub(super) async fn invite_in(
    change: &mut Change,
    place: &Resolved,
    new: &NewInvitation,
) -> Result<InvitationId> {
    let boxes = new.boxes(&organizations::default_privileges(change, place.id).await?);
    may_give(change, place, (new.role, &boxes))?;
    let promised = grants::promise(change, place, &new.workspaces).await?;
    let email_key = text::email_key(&new.email)?;
    is_no_member(change, place, &email_key).await?;
    if let Some(other) = new.replaces {
        take_back(change, place, other, new.reason.as_deref()).await?;
    }
    is_not_invited(change, place, &email_key).await?;
    let waiting = store::waiting(change, place.id).await?;
    plans::take_seat(change, place.id, None, Status::Pending, waiting).await?;
    let id = InvitationId(change.services().rng.uuid(change.now()));
    let wanted = Wanted {
        id,
        email: new.email.trim(),
        email_key: &email_key,
        full_name: &text::kept(&new.full_name),
        gives: (new.role, &boxes),
        promised: &promised,
        message: new.message.as_deref().map(str::trim).filter(|message| !message.is_empty()),
    };
    let sent = send(change, place, &wanted).await?;
    let row = New {
        id,
        organization: place.id,
        email: wanted.email,
        email_key: &email_key,
        full_name: wanted.full_name,
        name_key: &text::folded(wanted.full_name),
        search_text: &text::search_text(wanted.full_name, wanted.email, ""),
        role: new.role,
        privileges: &boxes,
        promised: &promised,
        message: wanted.message,
        sent,
    };
    store::insert(change, row).await?;
    record(change, place, new, &wanted).await?;
    tell(change, place, id);
    Ok(id)
}

async fn record(
    change: &mut Change,
    place: &Resolved,
    new: &NewInvitation,
    wanted: &Wanted<'_>,
) -> Result<()> {
    let (role, boxes) = wanted.gives;
    let mut entry = entry("invitation.created", place, wanted.id)
        .because(new.reason.as_deref())
        .with("role", None, Some(role.name()))
        .with("email", None, Some(wanted.email));
    for privilege in boxes {
        entry = entry.with("privilege", None, Some(privilege.label()));
    }
    for promised in wanted.promised {
        entry = entry.with("workspace", None, Some(&promised.sentence()));
    }
    change.record(entry).await
}

async fn is_no_member(change: &mut Change, place: &Resolved, email_key: &str) -> Result<()> {
    let known = store::known(change, place.id, email_key).await?;
    let Some(known) = known.filter(|known| known.is_member) else { return Ok(()) };
    let detail = format!("{} is a member of {} already.", known.full_name, place.name);
    Err(in_the_way(detail).into())
}

/// Passes when the address has no open invitation; one that is expired ends here.
async fn is_not_invited(change: &mut Change, place: &Resolved, email_key: &str) -> Result<()> {
    let Some(before) = store::to_address(change, place.id, email_key).await? else {
        return Ok(());
    };
    if !before.is_open(change.now()) {
        return store::end(change, before.id(), Outcome::Expired).await;
    }
    let detail = format!(
        "{} is invited already and has not answered yet. Send that invitation again instead.",
        before.full_name
    );
    Err(in_the_way(detail).into())
}

/// An invitation that is to be sent, in the spellings that are kept.
pub(super) struct Wanted<'a> {
    pub(super) id: InvitationId,
    pub(super) email: &'a str,
    pub(super) email_key: &'a str,
    pub(super) full_name: &'a str,
    pub(super) gives: (BaseRole, &'a [Privilege]),
    pub(super) promised: &'a [Promised],
    pub(super) message: Option<&'a str>,
}

/// Issues a link, which voids the one before, and writes the mail.
pub(super) async fn send(
    change: &mut Change,
    place: &Resolved,
    wanted: &Wanted<'_>,
) -> Result<Sent> {
    is_not_flooded(change, wanted.email_key).await?;
    let s = change.services().clone();
    let hours = settings::seen_by(&s, change).await?.invitation_hours;
    let expires_at = change.now().plus_seconds(hours * 3600);
    let new = NewLink {
        purpose: Purpose::Invitation,
        subject: wanted.id.0,
        address: wanted.email_key,
        expires_at,
    };
    let link = links::issue(change, new).await?;
    let (role, boxes) = wanted.gives;
    let actor = change.actor();
    let message = InvitationMail {
        organization: place.name.clone(),
        inviter: store::name_of(change, actor).await?,
        role: role.name().to_owned(),
        purpose: role.sentence().to_owned(),
        entails: all_that_comes(role, boxes, wanted.promised),
        message: wanted.message.map(str::to_owned),
    };
    let to = mail::To {
        address: wanted.email,
        name: wanted.full_name,
        account: None,
        organization: Some(place.id),
    };
    let mail = mail::send(change, to, &message, Some(&link)).await?;
    let remind_at = halfway(change.now(), expires_at);
    Ok(Sent { link: link.id, mail, expires_at, remind_at })
}

/// Passes while the address was not written to too often, by whatever organization.
async fn is_not_flooded(change: &mut Change, email_key: &str) -> Result<()> {
    let since = change.now().plus_seconds(-3600);
    if mail::count_since::<InvitationMail>(change, email_key, since).await? < AN_HOUR {
        return Ok(());
    }
    let detail = "This address was sent enough invitations for now. Wait an hour before the next.";
    let error = AppError::new(Kind::TooManyAttempts, detail);
    Err(AppError { retry_after: Some(3600), ..error }.into())
}

/// The invitation as whoever has just sent it is told: with the link, while no mail server is
/// configured.
pub(super) async fn answered(
    change: &mut Change,
    place: &Resolved,
    id: InvitationId,
) -> Result<Invitation> {
    let now: Moment = change.now();
    let stored = store::of(change, place.id, id).await?.ok_or_else(AppError::not_found)?;
    let mut answer = stored.invitation(now)?;
    let s = change.services().clone();
    if !mail::is_configured(&s, change).await? {
        let link = links::live(change, Purpose::Invitation, id.0, now).await?;
        answer.link = link.map(|link| links::url(&s, &link));
    }
    Ok(answer)
}
