//! The people of the attack, the two organizations that they are in, and what everybody may do.

use super::acts::{Act, Guest, Hours, PEOPLE, Place, SLUGS, Step, Whoever, Word};
use crate::access::facts_of;
use crate::database::values;
use crate::organizations;
use crate::scopes;
use crate::services::Caller;
use crate::testing::{Person, World};
use crate::{sessions, tokens};
use fluxward_domain::Moment;
use fluxward_domain::access::Facts;
use fluxward_domain::granting::{Rank, rank};
use fluxward_domain::ids::{AccountId, OrganizationId, RequestId, SessionId};
use fluxward_domain::members::MembershipStatus;
use fluxward_domain::permissions::{Permission, PermissionSet};
use fluxward_domain::plans::DEFAULT_PLAN;
use fluxward_domain::privileges::Privilege;
use fluxward_domain::roles::{BaseRole, RoleScope};
use fluxward_domain::scopes::Scope;
use fluxward_domain::tokens::NewToken;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

pub(crate) struct Scene<'w> {
    pub(crate) w: &'w World,
    pub(crate) people: Vec<Person>,
    /// The invitations that can be accepted perhaps, the oldest first.
    pub(super) sent: Vec<Sent>,
    /// The requests that were made, each with its organization.
    pub(super) asked: Vec<(Word, RequestId)>,
}

/// An invitation, as whoever is invited has it.
pub(super) struct Sent {
    pub(super) slug: Word,
    pub(super) email: String,
    pub(super) token: String,
    /// What the token that it was made with includes, when it was made with one.
    pub(super) limit: Option<PermissionSet>,
}

/// Permissions at places, each of somebody.
pub(crate) type Differences = BTreeSet<(AccountId, String, Permission)>;

/// What everybody is, and where something can be held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shot {
    pub(crate) facts: BTreeMap<AccountId, Facts>,
    pub(super) places: BTreeMap<String, There>,
}

/// An organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct There {
    pub(super) id: OrganizationId,
    /// It, its workspaces and its projects, by the text that names each.
    pub(super) scopes: BTreeMap<String, Scope>,
    /// The boxes that Members begin with.
    pub(super) defaults: Vec<Privilege>,
}

/// What is in either organization before anything is given.
fn furniture() -> [Act; 13] {
    use Permission::{
        ActivityView, FeaturesView, ProjectsManage, RolesManage, TeamsManage, UsersManage, WorkView,
    };
    let role =
        |kind, key, permissions: &[Permission]| Act::CreateRole(kind, key, permissions.to_vec());
    [
        Act::Plan(DEFAULT_PLAN),
        Act::CreateWorkspace("design"),
        Act::CreateWorkspace("lab"),
        Act::CreateProject("site", None),
        Act::CreateProject("shop", Some("design")),
        Act::CreateTeam("crew"),
        Act::CreateTeam("ops"),
        role(RoleScope::Organization, "auditor", &[ActivityView]),
        role(RoleScope::Organization, "keeper", &[UsersManage, RolesManage, TeamsManage]),
        role(RoleScope::Workspace, "tester", &[FeaturesView]),
        role(RoleScope::Workspace, "lead", &[UsersManage, RolesManage]),
        role(RoleScope::Project, "helper", &[WorkView]),
        role(RoleScope::Project, "boss", &[ProjectsManage]),
    ]
}

/// Who is what at first, beside the Owners.
const MEMBERS: [(Word, usize, BaseRole); 8] = [
    ("acme", 3, BaseRole::Admin),
    ("acme", 4, BaseRole::Member),
    ("acme", 5, BaseRole::Viewer),
    ("acme", 6, BaseRole::Member),
    ("acme", 7, BaseRole::Viewer),
    ("bolt", 3, BaseRole::Viewer),
    ("bolt", 4, BaseRole::Admin),
    ("bolt", 6, BaseRole::Member),
];

impl<'w> Scene<'w> {
    /// Eight people, the first of whom administers the platform, the second and the third the
    /// Owners of the organizations, and the last ones strangers to one of them.
    pub(crate) async fn set(w: &'w World) -> Self {
        let mut people = vec![w.administrator("p0").await];
        for n in 1..PEOPLE {
            people.push(w.person(&format!("p{n}")).await);
        }
        let mut scene = Self { w, people, sent: Vec::new(), asked: Vec::new() };
        let root = scene.root().await;
        for (slug, owner) in SLUGS.into_iter().zip(1..) {
            scene.found(&root, slug, owner).await;
        }
        scene.renew().await;
        scene
    }

    /// Everybody is back where they belong, and everything is there again.
    pub(crate) async fn renew(&mut self) {
        for slug in SLUGS {
            self.furnish(&furniture().map(|act| (slug, act))).await;
        }
        for (slug, who, role) in MEMBERS {
            let on = Act::Switch(who, MembershipStatus::Active);
            let acts = [Act::Add(who, role, None), on, Act::Expire(who, None)];
            self.furnish(&acts.map(|act| (slug, act))).await;
        }
    }

    /// Gives what can be given; what cannot is left out.
    pub(crate) async fn furnish(&mut self, gifts: &[(Word, Act)]) {
        let root = self.root().await;
        for (slug, act) in gifts {
            drop(self.make(&root, slug, act).await);
        }
    }

    pub(crate) async fn root(&self) -> Caller {
        self.w.caller(&self.people[0]).await
    }

    /// Who tries the step.
    pub(super) fn whoever(&self, step: &Step, now: &Shot) -> usize {
        match step.by {
            Whoever::Person(who) => who,
            Whoever::Able(n) => self.able(step.slug, &step.act, n, now),
        }
    }

    /// One of those who are let in at the door, Owners and Admins only when nobody else is.
    pub(crate) fn able(&self, slug: &str, act: &Act, n: usize, now: &Shot) -> usize {
        let (place, one_of) = act.needs();
        let there = &now.places[slug];
        let scope = there.scopes.get(&place.path(slug));
        let may = |facts: &Facts| {
            let held = scope.map(|scope| facts.permissions(*scope, self.w.time.now()));
            held.is_some_and(|held| !held.only(one_of).is_empty())
        };
        let facts = |who: usize| &now.facts[&self.people[who].id];
        let able: Vec<_> = (1..PEOPLE).filter(|who| may(facts(*who))).collect();
        let low = able.iter().copied();
        let low: Vec<_> = low.filter(|who| rank(facts(*who), there.id) < Rank::Admin).collect();
        let able = if low.is_empty() { able } else { low };
        if able.is_empty() { n.max(1) } else { able[n % able.len()] }
    }

    /// Comes to try the step; nobody when they can make no such token.
    pub(super) async fn caller(&self, who: usize, step: &Step) -> Option<Caller> {
        let c = self.w.caller(&self.people[who]).await;
        let Some(left_out) = &step.left_out else {
            return Some(c);
        };
        let held = c.facts.held_anywhere(self.w.time.now()).without(PermissionSet::of(left_out));
        let permissions = Some(held.iter().collect());
        let new = NewToken { name: "Program".into(), permissions, expires_at: None };
        let made = tokens::create(&self.w.s, &c, new).await.ok()?;
        Some(self.by_token(SessionId(made.about.id.0)).await)
    }

    pub(super) async fn by_token(&self, token: SessionId) -> Caller {
        let mut on = self.w.s.read().await.unwrap();
        sessions::behind(&self.w.s, &mut on, token).await.unwrap().expect("the token is good")
    }

    /// What everybody is now.
    pub(crate) async fn look(&self) -> Shot {
        let mut on = self.w.s.read().await.unwrap();
        let accounts: Vec<(Uuid,)> =
            on.rows("select id from accounts order by id", values![]).await.unwrap();
        let accounts: Vec<_> = accounts.into_iter().map(|(id,)| AccountId(id)).collect();
        let read = facts_of(&mut on, &accounts).await.unwrap();
        let facts = read.into_iter().map(|(_, facts)| (facts.account, facts)).collect();
        let mut places = BTreeMap::new();
        for slug in SLUGS {
            let id = organizations::resolve(&mut on, slug).await.unwrap().unwrap().id;
            let defaults = organizations::default_privileges(&mut on, id).await.unwrap();
            let mut scopes = BTreeMap::from([(slug.to_owned(), Scope::Organization(id))]);
            for inside in scopes::all(&mut on, id).await.unwrap() {
                scopes.insert(format!("{slug}/{}", inside.slug), inside.scope(id));
            }
            places.insert(slug.to_owned(), There { id, scopes, defaults });
        }
        Shot { facts, places }
    }

    /// The account of an address, and who answers for the open invitation to it.
    pub(super) async fn of_invitation(
        &self,
        sent: &Sent,
    ) -> (Option<AccountId>, Option<AccountId>) {
        let mut on = self.w.s.read().await.unwrap();
        let sql = "select id from accounts where email_key = $1";
        let account: Option<(Uuid,)> = on.row(sql, values![&sent.email]).await.unwrap();
        let sql = "select i.invited_by from invitations i
            join organizations o on o.id = i.organization_id
            where i.email_key = $1 and o.slug = $2 and i.until_seq is null";
        let inviter: Option<(Uuid,)> = on.row(sql, values![&sent.email, sent.slug]).await.unwrap();
        (account.map(|(id,)| AccountId(id)), inviter.map(|(id,)| AccountId(id)))
    }

    pub(super) fn email(guest: Guest) -> String {
        match guest {
            Guest::Known(who) => format!("p{who}@people.example"),
            Guest::New(n) => format!("new{n}@people.example"),
        }
    }

    /// The moment so many hours from now.
    pub(crate) fn after(&self, hours: Hours) -> Option<Moment> {
        hours.map(|hours| self.w.time.now().plus_seconds(i64::from(hours) * 3600))
    }
}

impl Shot {
    /// What somebody may do at `now` as they are `after` and could not here, and the other way
    /// round. Of organizations that somebody does not belong to nothing is told, though whoever
    /// administers the platform may do everything there, too.
    pub(crate) fn difference(&self, after: &Self, now: Moment) -> [Differences; 2] {
        let [mut gained, mut lost] = [Differences::new(), Differences::new()];
        let changed = |(id, has)| Some((self.facts.get(id)?, has)).filter(|(had, has)| had != has);
        for (had, has) in after.facts.iter().filter_map(changed) {
            let is_own = |scope: Scope| {
                let own = |id| had.membership(id).or(has.membership(id)).is_some();
                scope.organization().is_none_or(own)
            };
            for (path, scope) in self.scopes(after).into_iter().filter(|(_, it)| is_own(*it)) {
                let (could, can) = (had.permissions(scope, now), has.permissions(scope, now));
                let each = |it| (has.account, path.to_owned(), it);
                gained.extend(can.without(could).iter().map(each));
                lost.extend(could.without(can).iter().map(each));
            }
        }
        [gained, lost]
    }

    /// Every place that is in either, and the platform.
    pub(super) fn scopes<'a>(&'a self, other: &'a Self) -> BTreeMap<&'a str, Scope> {
        let places = [self, other].into_iter().flat_map(|shot| shot.places.values());
        let scopes = places.flat_map(|there| &there.scopes);
        let platform = [("platform", Scope::Platform)];
        scopes.map(|(path, scope)| (path.as_str(), *scope)).chain(platform).collect()
    }
}

impl Place {
    /// The text that names it.
    pub(super) fn path(self, slug: &str) -> String {
        match self {
            Self::Organization => slug.to_owned(),
            Self::Workspace(inside) | Self::Project(inside) => format!("{slug}/{inside}"),
        }
    }
}
