//! Doors that let others in, or many at once: invitations, requests, imports, bulk changes; and
//! those that only look: tokens, previews, seeing as somebody else.

use super::acts::{Act, Guest, Place, Row, Step, Word};
use super::scene::{Scene, Sent};
use crate::database::values;
use crate::error::Result;
use crate::services::Caller;
use crate::{bulk, imports, invitations, previews, requests, seeing, sessions, tokens};
use fluxward_domain::AppError;
use fluxward_domain::bulk::{BulkChange, MemberFilter, NewBulk};
use fluxward_domain::ids::{InvitationId, RequestId, SessionId};
use fluxward_domain::imports::ImportQuery;
use fluxward_domain::invitations::{Accept, NewInvitation};
use fluxward_domain::members::WorkspaceRoles;
use fluxward_domain::pages::Because;
use fluxward_domain::permissions::{Permission, PermissionSet};
use fluxward_domain::privileges::Privilege;
use fluxward_domain::requests::{Decide, NewRequest};
use fluxward_domain::roles::BaseRole;
use fluxward_domain::seeing::SeeAs;
use fluxward_domain::tokens::NewToken;
use uuid::Uuid;

impl Scene<'_> {
    pub(super) async fn invite(
        &mut self,
        c: &Caller,
        slug: Word,
        guest: Guest,
        (role, privileges, promised): (BaseRole, Option<Vec<Privilege>>, Option<(Word, Word)>),
    ) -> Result<()> {
        let workspaces = promised
            .map(|(at, role)| WorkspaceRoles { slug: at.to_owned(), roles: vec![role.to_owned()] });
        let new = NewInvitation {
            email: Self::email(guest),
            full_name: "Somebody new".into(),
            role,
            privileges,
            workspaces: workspaces.into_iter().collect(),
            message: None,
            replaces: None,
            reason: None,
        };
        let made = invitations::invite(&self.w.s, c, slug, new).await?;
        self.keep(c, slug, &made.email, made.link.as_deref());
        Ok(())
    }

    /// Whoever is invited has the newest link.
    fn keep(&mut self, c: &Caller, slug: Word, email: &str, link: Option<&str>) {
        let Some((_, token)) = link.and_then(|link| link.rsplit_once('/')) else {
            return;
        };
        self.sent.retain(|sent| sent.slug != slug || sent.email != email);
        let (email, token) = (email.to_owned(), token.to_owned());
        self.sent.push(Sent { slug, email, token, limit: c.facts.limited_to });
    }

    /// One of the invitations, the newest for zero.
    pub(super) fn sent(&self, n: usize) -> Option<&Sent> {
        self.sent.iter().rev().cycle().nth(n)
    }

    /// One of the requests.
    fn asked(&self, n: usize) -> Result<RequestId> {
        let (_, id) = self.asked.iter().rev().cycle().nth(n).ok_or_else(AppError::not_found)?;
        Ok(*id)
    }

    /// Where it is done: what is about an invitation or a request, where those are.
    pub(super) fn slug_of(&self, step: &Step) -> Word {
        match &step.act {
            Act::Accept(n) | Act::Resend(n) => self.sent(*n).map_or(step.slug, |sent| sent.slug),
            Act::Grant(n, _) | Act::Decline(n) => {
                self.asked.iter().rev().cycle().nth(*n).map_or(step.slug, |(slug, _)| slug)
            }
            _ => step.slug,
        }
    }

    pub(super) async fn resend(&mut self, c: &Caller, slug: Word, n: usize) -> Result<()> {
        let email = self.sent(n).ok_or_else(AppError::not_found)?.email.clone();
        let sql =
            "select id from invitations where email_key = $1 order by created_at desc limit 1";
        let row: Option<(Uuid,)> = self.w.s.read().await?.row(sql, values![&email]).await?;
        let id = InvitationId(row.ok_or_else(AppError::not_found)?.0);
        let made = invitations::resend(&self.w.s, c, slug, id, Because::default()).await?;
        self.keep(c, slug, &email, made.link.as_deref());
        Ok(())
    }

    pub(super) async fn accept(&self, n: usize) -> Result<()> {
        let sent = self.sent(n).ok_or_else(AppError::not_found)?;
        let (account, _) = self.of_invitation(sent).await;
        let (s, request) = (&self.w.s, self.w.request());
        let accepted = if let Some(account) = account {
            let c = self.w.caller_of(account).await;
            invitations::accept(s, Some(&c), &sent.token, Accept::default(), &request).await
        } else {
            let password = Some(crate::testing::PASSWORD.to_owned());
            let with = Accept { password, username: None };
            invitations::accept(s, None, &sent.token, with, &request).await
        };
        accepted.map(drop)
    }

    pub(super) async fn request(&mut self, c: &Caller, slug: Word, act: &Act) -> Result<()> {
        let s = &self.w.s;
        match act {
            Act::Ask(at, role, end) => {
                let new = NewRequest {
                    scope: at.path(slug),
                    role: (*role).to_owned(),
                    expires_at: self.after(*end),
                    reason: "It is needed".into(),
                };
                let made = requests::ask(s, c, slug, new).await?;
                self.asked.push((slug, made.id));
                Ok(())
            }
            Act::Grant(n, end) => {
                let id = self.asked(*n)?;
                let decide = Decide { expires_at: self.after(*end), reason: None };
                requests::grant(s, c, slug, id, decide).await.map(drop)
            }
            Act::Decline(n) => {
                let id = self.asked(*n)?;
                requests::decline(s, c, slug, id, Because::default()).await.map(drop)
            }
            other => unreachable!("{other:?} is about no request"),
        }
    }

    /// Everybody whom the list shows, in the background.
    pub(super) async fn bulk(&self, c: &Caller, slug: Word, change: &BulkChange) -> Result<()> {
        let filter = Some(MemberFilter::default());
        let new = NewBulk { users: None, filter, change: change.clone(), reason: None };
        bulk::begin(&self.w.s, c, slug, new).await?;
        while bulk::due(&self.w.s).await?.is_some() {}
        Ok(())
    }

    pub(super) async fn import(&mut self, c: &Caller, slug: Word, rows: &[Row]) -> Result<()> {
        let mut table =
            "email,role,privileges,roles,workspaces,projects,teams,expires_at\n".to_owned();
        for row in rows {
            table += &self.line(row);
        }
        let asked = ImportQuery::default();
        let report = imports::import(&self.w.s, c, slug, table.as_bytes(), &asked).await?;
        for told in report.lines {
            self.keep(c, slug, &told.email, told.link.as_deref());
        }
        Ok(())
    }

    fn line(&self, row: &Row) -> String {
        let at = |kind: fn(Place) -> Option<Word>| match row.held {
            Some((place, role)) => kind(place).map(|slug| format!("{slug}:{role}")),
            None => None,
        };
        let workspace =
            at(|place| if let Place::Workspace(slug) = place { Some(slug) } else { None });
        let project = at(|place| if let Place::Project(slug) = place { Some(slug) } else { None });
        let of_all = row.held.filter(|(place, _)| *place == Place::Organization);
        let cells = [
            Some(Self::email(row.who)),
            row.role.map(|role| role.key().to_owned()),
            row.boxes.map(|privilege| privilege.key().to_owned()),
            of_all.map(|(_, role)| role.to_owned()),
            workspace,
            project,
            row.team.map(str::to_owned),
            self.after(row.ends).map(fluxward_domain::Moment::to_rfc3339),
        ];
        format!("{}\n", cells.map(Option::unwrap_or_default).join(","))
    }

    /// Looks at what it would do, which leaves no entry.
    pub(super) async fn preview(&self, c: &Caller, slug: Word, act: &Act) -> Result<()> {
        let Some(change) = self.call(slug, act) else {
            return Ok(());
        };
        let entries = self.w.log().await.len();
        let looked = previews::preview(&self.w.s, c, &[change]).await;
        assert_eq!(self.w.log().await.len(), entries, "a preview of {act:?} was recorded");
        looked.map(drop)
    }

    /// Sees as somebody: what one may do oneself, at most, and nothing is changed meanwhile.
    pub(super) async fn see(&self, c: &Caller, slug: Word, act: &Act) -> Result<()> {
        let s = &self.w.s;
        let asked = match act {
            Act::SeeAs(who) => SeeAs { user_id: Some(self.people[*who].id), ..SeeAs::default() },
            Act::SeeRole(at, role) => {
                let (role, scope) = (Some((*role).to_owned()), Some(at.path(slug)));
                SeeAs { role, scope, ..SeeAs::default() }
            }
            other => unreachable!("{other:?} sees as nobody"),
        };
        seeing::begin(s, c, slug, asked).await?;
        let through = sessions::still(s, c).await?.expect("the session is good");
        assert!(through.seen_as.is_some(), "{act:?} was begun");
        assert!(s.change(&through).await.is_err(), "{act:?} changes something");
        let now = self.w.time.now();
        for (path, scope) in self.look().await.places.values().flat_map(|there| &there.scopes) {
            let own = c.facts.permissions(*scope, now);
            let seen = through.facts.permissions(*scope, now);
            assert!(seen.is_subset_of(own), "{act:?} sees more than its own at {path}");
        }
        Ok(())
    }

    /// Makes a token: it includes nothing that whoever makes it does not hold somewhere.
    pub(super) async fn token(&self, c: &Caller, asked: Option<&[Permission]>) -> Result<()> {
        let permissions = asked.map(<[_]>::to_vec);
        let new = NewToken { name: "Program".into(), permissions, expires_at: None };
        let made = tokens::create(&self.w.s, c, new).await?;
        let by = self.by_token(SessionId(made.about.id.0)).await;
        let now = self.w.time.now();
        let own = c.facts.held_anywhere(now);
        assert!(by.facts.held_anywhere(now).is_subset_of(own), "{asked:?} is a greater token");
        let listed = PermissionSet::of(made.about.permissions.as_deref().unwrap_or_default());
        assert!(listed.is_subset_of(own), "{asked:?} is not held anywhere");
        let is_limited = by.facts.limited_to.is_some();
        assert!(is_limited || c.facts.limited_to.is_none(), "a token made one without limits");
        Ok(())
    }
}
