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
    exists (select 1 from grants g where g.account_id = a.id and g.place_kind = 'platform'
        and g.key = 'administrator' and g.until_seq is null) as platform_administrator";

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

    /// The row as it travels.
    pub(super) fn user(self) -> Result<User> {
        Ok(User {
            id: AccountId(self.id),
            status: status(&self.status)?,
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
        let mut sources: Vec<_> = self.needle.iter().map(Source::Text).collect();
        let members = match self.organization {
            Some(organization) => {
                let size = Counts::of(connection, organization.0).await?.all();
                sources.push(Source::Members(organization, size));
                Some(size)
            }
            None => None,
        };
        let selection = Selection {
            columns: COLUMNS,
            spine: "accounts a",
            walked: "accounts a",
            gathered: "accounts a",
            joined: "",
            order: order(self.sort),
            base: &|clauses| self.base(clauses),
            size: Some(self.count(&Counts::of(connection, PEOPLE).await?)),
            sources,
        };
        let found = selection.find(connection, asked).await?;
        let total = match (&self.needle, members) {
            (None, Some(size)) if self.takes_every_status() => Some(size),
            _ => found.total,
        };
        Ok(Found { total, ..found })
    }

    /// The conditions are written out where an index is made for them.
    fn base(&self, clauses: &mut Clauses) {
        if let Some(status) = self.status {
            let status = clauses.bind(status.key());
            clauses.also(format!("a.status = {status}"));
        } else if !self.show_all {
            clauses.also("a.status <> 'inactive'");
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
