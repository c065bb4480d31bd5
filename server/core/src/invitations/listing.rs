//! Looking at invitations: the list, one of them, and the rows among the members.

use super::store::{self, Filter, WaitingFilter, WaitingRow};
use super::{place, store::Stored};
use crate::database::Connection;
use crate::database::search::Needle;
use crate::error::Result;
use crate::links::{self, Purpose};
use crate::lists::cursor::Asked;
use crate::lists::keyset::{Key, Mark};
use crate::lists::selection::TOLD;
use crate::services::{Caller, Services};
use crate::{lists, mail};
use fluxward_domain::ids::{AccountId, InvitationId, OrganizationId};
use fluxward_domain::invitations::{Invitation, InvitationQuery};
use fluxward_domain::members::{Member, MemberUser, MembershipStatus};
use fluxward_domain::pages::Page;
use fluxward_domain::roles::BaseRole;
use fluxward_domain::users::Status;
use fluxward_domain::{AppError, Moment};
use std::collections::HashMap;

/// One page of the invitations of an organization, the newest first.
pub async fn list(
    s: &Services,
    c: &Caller,
    slug: &str,
    query: &InvitationQuery,
) -> Result<Page<Invitation>> {
    let mut on = s.read().await?;
    let place = place(s, c, &mut on, slug).await?;
    let question = InvitationQuery { limit: None, cursor: None, ..query.clone() };
    let (question, cursor) = ((place.id, question), query.cursor.as_deref());
    let asked = Asked::new(&s.keys, "invitations", &question, query.limit, cursor)?;
    let now = s.clock.now();
    let filter = Filter {
        organization: place.id,
        status: query.status,
        show_all: query.show_all.unwrap_or_default(),
        now,
    };
    let rows = filter.page(&mut on, &asked).await?;
    let counted = filter.count(&mut on, TOLD + 1).await?;
    let total = (counted <= TOLD).then_some(counted);
    let item = |stored: Stored| stored.invitation(now);
    lists::whole(asked.page(&s.keys, rows, total, Stored::mark, item))
}

/// One invitation. Whoever has just sent it sees its link, too, while no mail server is
/// configured.
pub async fn show(s: &Services, c: &Caller, slug: &str, id: InvitationId) -> Result<Invitation> {
    let mut on = s.read().await?;
    let place = place(s, c, &mut on, slug).await?;
    let stored = store::of(&mut on, place.id, id).await?.ok_or_else(AppError::not_found)?;
    let now = s.clock.now();
    let by_hand = is_fresh(&stored, c, now) && !stored.goes_by_mail();
    let shows_link = by_hand && !mail::is_configured(s, &mut on).await?;
    let mut shown = stored.invitation(now)?;
    if shows_link {
        let link = links::live(&mut on, Purpose::Invitation, id.0, now).await?;
        shown.link = link.map(|link| links::url(s, &link));
        let key = crate::text::email_key(&shown.email)?;
        shown.hints = super::inviting::hints_in(&mut on, place.id, &key).await?;
    }
    Ok(shown)
}

/// Whether the caller has sent it themselves, a moment ago.
fn is_fresh(stored: &Stored, c: &Caller, now: Moment) -> bool {
    stored.invited_by() == c.account && stored.is_open(now) && now < stored.fresh_until()
}

/// The open invitations to those canonical addresses, by address.
pub(crate) async fn open_to(
    on: &mut Connection,
    organization: OrganizationId,
    email_keys: &[&str],
    now: Moment,
) -> Result<HashMap<String, Invitation>> {
    let found = store::to_addresses(on, organization, email_keys).await?.into_iter();
    let open = found.filter(|stored| stored.is_open(now));
    open.map(|stored| Ok((stored.email_key.clone(), stored.invitation(now)?))).collect()
}

/// Open invitations as a list of members shows them.
pub(crate) struct Waiting {
    /// A page of them, by name; one more than the page when another follows.
    pub(crate) rows: Vec<WaitingMember>,
    /// How many there are; `None` beyond a thousand.
    pub(crate) total: Option<i64>,
}

/// A row that stands among the members.
pub(crate) struct WaitingMember(WaitingRow);

impl WaitingMember {
    /// Its place among the members.
    pub(crate) fn mark(&self) -> Mark {
        Mark { key: Key::Text(self.0.name_key.clone()), id: self.0.id }
    }

    /// The row.
    pub(crate) fn member(self) -> Result<Member> {
        let row = self.0;
        Ok(Member {
            role: row.role()?,
            privileges: row.privileges()?,
            user: MemberUser {
                id: AccountId(row.id),
                email: row.email,
                username: String::new(),
                full_name: row.full_name,
                status: Status::Pending,
                suspended_until: None,
            },
            status: MembershipStatus::Active,
            roles: Vec::new(),
            workspaces: Vec::new(),
            projects: Vec::new(),
            expires_at: None,
            joined_at: Moment(row.created_at),
            last_sign_in_at: None,
            invitation: Some(InvitationId(row.id)),
            version: row.version,
        })
    }
}

/// The open invitations that pass the filters of a list of members.
pub(crate) async fn waiting(
    on: &mut Connection,
    organization: OrganizationId,
    (role, needle): (Option<BaseRole>, Option<&Needle>),
    asked: &Asked,
    now: Moment,
) -> Result<Waiting> {
    let filter = WaitingFilter { organization, role, needle, now };
    let rows = filter.page(on, asked).await?;
    let counted = filter.count(on, TOLD + 1).await?;
    let total = (counted <= TOLD).then_some(counted);
    Ok(Waiting { rows: rows.into_iter().map(WaitingMember).collect(), total })
}
