//! Pages of the list of people.

use super::store::{signed_in_at, status};
use crate::database::Connection;
use crate::database::search::Needle;
use crate::error::Result;
use crate::lists::counters::{Counts, PEOPLE};
use crate::lists::cursor::Asked;
use crate::lists::keyset::{Clauses, Key, Mark, Order};
use crate::lists::selection::{Found, Gathered, Selection, Source};
use fluxward_domain::Moment;
use fluxward_domain::ids::{AccountId, OrganizationId};
use fluxward_domain::users::{Status, User, UserSort};
use uuid::Uuid;

const COLUMNS: &str = "a.id, a.email, a.username, a.full_name, a.status, a.created_at,
    a.last_sign_in_at, a.version, a.name_key, a.email_key,
    exists (select 1 from grants g where g.subject_id = a.id and g.place_kind = 'platform'
        and g.key = 'administrator' and g.until_seq is null) as platform_administrator,
    (select p.ends_at from account_statuses p where p.account_id = a.id and p.until_seq is null
        and a.status = 'suspended') as ends_at";

/// Which people are listed, in which order.
#[derive(Clone, Debug)]
pub(super) struct Filter {
    pub(super) needle: Option<Needle>,
    pub(super) organization: Option<OrganizationId>,
    pub(super) status: Option<Status>,
    pub(super) show_all: bool,
    pub(super) sort: UserSort,
}

/// A row of the list.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Listed {
    id: Uuid,
    email: String,
    username: String,
    full_name: String,
    status: String,
    created_at: i64,
    last_sign_in_at: i64,
    version: i64,
    name_key: String,
    email_key: String,
    platform_administrator: bool,
    ends_at: Option<i64>,
    total: Option<i64>,
}

impl Gathered for Listed {
    fn total(&self) -> Option<i64> {
        self.total
    }
}

impl Listed {
    /// Its place in the order.
    pub(super) fn mark(&self, sort: UserSort) -> Mark {
        let key = match sort {
            UserSort::Name | UserSort::NameDescending => Key::Text(self.name_key.clone()),
            UserSort::Email | UserSort::EmailDescending => Key::Text(self.email_key.clone()),
            UserSort::Created | UserSort::CreatedDescending => Key::Number(self.created_at),
            UserSort::LastSignIn | UserSort::LastSignInDescending => {
                Key::Number(self.last_sign_in_at)
            }
        };
        Mark { key, id: self.id }
    }

    /// The row as it travels, as it is at `now`.
    pub(super) fn user(self, now: Moment) -> Result<User> {
        let (status, suspended_until) = status(&self.status)?.at(self.ends_at.map(Moment), now);
        Ok(User {
            id: AccountId(self.id),
            status,
            suspended_until,
            email: self.email,
            username: self.username,
            full_name: self.full_name,
            platform_administrator: self.platform_administrator,
            created_at: Moment(self.created_at),
            last_sign_in_at: signed_in_at(self.last_sign_in_at),
            version: self.version,
        })
    }
}

impl Filter {
    /// Finds a page.
    pub(super) async fn find(
        &self,
        connection: &mut Connection,
        asked: &Asked,
    ) -> Result<Found<Listed>> {
        let people = self.count(&Counts::of(connection, PEOPLE).await?);
        let Some(organization) = self.organization else {
            return self.find_people(connection, asked, people, None).await;
        };
        let members = Counts::of(connection, organization.0).await?.all();
        let by_name = matches!(self.sort, UserSort::Name | UserSort::NameDescending);
        let found = if by_name && members < people {
            self.find_members(connection, asked, organization).await?
        } else {
            let source = Source::Members(organization, members);
            self.find_people(connection, asked, people, Some(source)).await?
        };
        let total = if self.takes_every_status() && self.needle.is_none() {
            Some(members)
        } else {
            found.total
        };
        Ok(Found { total, ..found })
    }

    /// Finds a page in the order of accounts. So many `people` have a status that is asked for.
    async fn find_people(
        &self,
        connection: &mut Connection,
        asked: &Asked,
        people: i64,
        members: Option<Source<'_>>,
    ) -> Result<Found<Listed>> {
        let selection = Selection {
            columns: COLUMNS,
            spine: "accounts a",
            walked: "accounts a",
            also: "",
            joined: "",
            order: order(self.sort),
            base: &|clauses| self.base(clauses),
            size: Some(people),
            sources: self.needle.iter().map(Source::Text).chain(members).collect(),
        };
        selection.find(connection, asked).await
    }

    /// Finds a page in the order by name that the members of an organization have.
    async fn find_members(
        &self,
        connection: &mut Connection,
        asked: &Asked,
        organization: OrganizationId,
    ) -> Result<Found<Listed>> {
        let status = self.condition();
        let joined = ["m.account_id = a.id", &status].into_iter().filter(|text| !text.is_empty());
        let selection = Selection {
            columns: COLUMNS,
            spine: "memberships m",
            walked: "memberships m cross join accounts a",
            also: "cross join memberships m",
            joined: &joined.collect::<Vec<_>>().join(" and "),
            order: Order {
                key: "m.name_key",
                id: "m.account_id",
                numeric: false,
                descending: self.sort.is_descending(),
            },
            base: &|clauses| {
                let organization = clauses.bind(organization);
                clauses.also(format!("m.organization_id = {organization} and m.until_seq is null"));
            },
            size: None,
            sources: self.needle.iter().map(Source::Text).collect(),
        };
        selection.find(connection, asked).await
    }

    fn base(&self, clauses: &mut Clauses) {
        let condition = self.condition();
        if !condition.is_empty() {
            clauses.also(condition);
        }
    }

    /// The condition on the status, written out so that the indexes made for it are found. A
    /// deleted account is an inactive one that no list shows.
    fn condition(&self) -> String {
        match self.status {
            Some(Status::Inactive) => "a.status = 'inactive' and a.deleted_at is null".into(),
            Some(status) => format!("a.status = '{}'", status.key()),
            None if !self.show_all => "a.status <> 'inactive'".into(),
            None => "a.deleted_at is null".into(),
        }
    }

    const fn takes_every_status(&self) -> bool {
        self.status.is_none() && self.show_all
    }

    fn count(&self, counts: &Counts) -> i64 {
        counts.sum(|bin| match self.status {
            Some(status) => bin.status == status.key(),
            None => self.show_all || bin.status != Status::Inactive.key(),
        })
    }
}

fn order(sort: UserSort) -> Order {
    let (key, numeric) = match sort {
        UserSort::Name | UserSort::NameDescending => ("a.name_key", false),
        UserSort::Email | UserSort::EmailDescending => ("a.email_key", false),
        UserSort::Created | UserSort::CreatedDescending => ("a.created_at", true),
        UserSort::LastSignIn | UserSort::LastSignInDescending => ("a.last_sign_in_at", true),
    };
    Order { key, id: "a.id", numeric, descending: sort.is_descending() }
}
