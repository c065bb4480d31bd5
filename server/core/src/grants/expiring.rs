//! Writing down what has ended by itself: roles, boxes, and seats in teams. Nothing was in force
//! any more when this runs; it is recorded, open pages are told, and the row becomes a period of
//! the past.

use super::{Subject, tell};
use crate::changes::{Change, Entry, Target};
use crate::database::values;
use crate::error::Result;
use crate::organizations::Resolved;
use crate::scopes::At;
use crate::services::Services;
use fluxward_domain::Moment;
use fluxward_domain::ids::{AccountId, OrganizationId, TeamId};
use fluxward_domain::privileges::Privilege;
use uuid::Uuid;

/// How many are written down at once.
const BATCH: i64 = 100;

#[derive(sqlx::FromRow)]
struct Over {
    subject_id: Uuid,
    subject_kind: String,
    organization_id: Uuid,
    slug: String,
    name: String,
    place_kind: String,
    place_id: Uuid,
    kind: String,
    key: String,
    role_name: Option<String>,
    expires_at: i64,
}

impl Over {
    fn subject(&self) -> Subject {
        match self.subject_kind.as_str() {
            "team" => Subject::Team(TeamId(self.subject_id)),
            _ => Subject::Account(AccountId(self.subject_id)),
        }
    }

    fn organization(&self) -> At {
        let id = OrganizationId(self.organization_id);
        let (slug, name) = (self.slug.clone(), self.name.clone());
        At { organization: Resolved { id, slug, name }, inside: None }
    }

    fn entry(&self) -> Entry {
        let privilege = Privilege::parse(&self.key).filter(|_| self.kind == "privilege");
        let name = privilege.map(|privilege| privilege.label().to_owned());
        let name = name.or_else(|| self.role_name.clone()).unwrap_or_else(|| self.key.clone());
        let field = if privilege.is_some() { "privilege" } else { "role" };
        let entry = Entry::new("role.expired", self.subject().target());
        let entry = entry.in_organization(OrganizationId(self.organization_id));
        let ended = Moment(self.expires_at).to_rfc3339();
        entry.with(field, Some(&name), None).with("expires_at", Some(&ended), None)
    }
}

/// Writes down every grant and every seat in a team that has ended by itself; answers when the
/// next one does.
pub async fn end_due(s: &Services) -> Result<Option<Moment>> {
    let now = s.clock.now();
    let sql = "select min(e) from (select min(expires_at) as e from grants
        where until_seq is null and expires_at is not null
        union all select min(expires_at) from team_members
        where until_seq is null and expires_at is not null) x";
    let next: Option<(Option<i64>,)> = s.read().await?.row(sql, values![]).await?;
    let next = next.and_then(|(next,)| next).map(Moment);
    if next.is_none_or(|next| next > now) {
        return Ok(next);
    }
    let mut change = s.change_unasked(None).await?;
    end_grants(&mut change).await?;
    end_seats(&mut change).await?;
    change.commit().await?;
    // More may be due: look again at once.
    Ok(Some(now))
}

async fn end_grants(change: &mut Change) -> Result<()> {
    let sql = "select g.subject_id, g.subject_kind, g.organization_id, o.slug, o.name,
        g.place_kind, g.place_id, g.kind, g.key, r.name as role_name, g.expires_at
        from grants g join organizations o on o.id = g.organization_id
        left join roles r on r.organization_id = g.organization_id and r.key = g.key
            and r.until_seq is null
        where g.until_seq is null and g.expires_at <= $1 order by g.expires_at limit $2";
    let row = values![change.now(), BATCH];
    let over: Vec<Over> = change.rows(sql, row).await?;
    for over in over {
        let sql = "update grants set until_seq = $6 where subject_id = $1 and place_kind = $2
            and place_id = $3 and kind = $4 and key = $5 and until_seq is null";
        let row = values![
            over.subject_id,
            &over.place_kind,
            over.place_id,
            &over.kind,
            &over.key,
            change.seq()
        ];
        change.run(sql, row).await?;
        change.record(over.entry()).await?;
        tell(change, &over.organization(), over.subject()).await?;
    }
    Ok(())
}

async fn end_seats(change: &mut Change) -> Result<()> {
    #[derive(sqlx::FromRow)]
    struct Seat {
        team_id: Uuid,
        team: String,
        account_id: Uuid,
        organization_id: Uuid,
        slug: String,
        name: String,
        expires_at: i64,
    }
    let sql = "select m.team_id, t.name as team, m.account_id, m.organization_id, o.slug, o.name,
        m.expires_at
        from team_members m join organizations o on o.id = m.organization_id
        join teams t on t.id = m.team_id and t.until_seq is null
        where m.until_seq is null and m.expires_at <= $1 order by m.expires_at limit $2";
    let row = values![change.now(), BATCH];
    let over: Vec<Seat> = change.rows(sql, row).await?;
    for seat in over {
        let sql = "update team_members set until_seq = $3
            where team_id = $1 and account_id = $2 and until_seq is null";
        let row = values![seat.team_id, seat.account_id, change.seq()];
        change.run(sql, row).await?;
        let (id, account) = (OrganizationId(seat.organization_id), AccountId(seat.account_id));
        let entry = Entry::new("team.left", Target::User(account)).in_organization(id);
        let ended = Moment(seat.expires_at).to_rfc3339();
        let entry = entry.with("team", Some(&seat.team), None);
        change.record(entry.with("expires_at", Some(&ended), None)).await?;
        let organization = Resolved { id, slug: seat.slug, name: seat.name };
        let at = At { organization, inside: None };
        tell(change, &at, Subject::Account(account)).await?;
    }
    Ok(())
}
