//! What is known of the people of some lines before any of them is carried out. A line concerns
//! its own person alone, so what the lines before it did changes nothing of this.

use crate::database::Connection;
use crate::error::Result;
use crate::{invitations, members, teams, users};
use fluxward_domain::Moment;
use fluxward_domain::access::Facts;
use fluxward_domain::ids::{AccountId, OrganizationId};
use fluxward_domain::invitations::Invitation;
use fluxward_domain::members::Member;
use fluxward_domain::users::Status;
use std::collections::HashMap;
use uuid::Uuid;

/// Accounts, members and invitations by the canonical form of the address.
pub(super) struct Known {
    accounts: HashMap<String, (AccountId, Status)>,
    invited: HashMap<String, Invitation>,
    members: HashMap<Uuid, Member>,
    teams: HashMap<Uuid, Vec<String>>,
}

impl Known {
    pub(super) async fn of(
        on: &mut Connection,
        organization: OrganizationId,
        keys: impl Iterator<Item = &str>,
        (viewer, now): (&Facts, Moment),
    ) -> Result<Self> {
        let keys: Vec<_> = keys.collect();
        let accounts = users::accounts::at_addresses(on, &keys).await?;
        let ids: Vec<_> = accounts.values().map(|(id, _)| id.0).collect();
        Ok(Self {
            invited: invitations::open_to(on, organization, &keys, now).await?,
            members: members::of_accounts(on, organization, &ids, (viewer, now)).await?,
            teams: teams::of_accounts(on, organization, &ids, now).await?,
            accounts,
        })
    }

    /// The account of that address, with its status.
    pub(super) fn account(&self, key: &str) -> Option<(AccountId, Status)> {
        self.accounts.get(key).copied()
    }

    /// The membership of the account of that address, with the teams that it is in.
    pub(super) fn member(&self, key: &str) -> Option<(&Member, &[String])> {
        let id = self.account(key)?.0.0;
        let teams = self.teams.get(&id).map_or(&[][..], Vec::as_slice);
        self.members.get(&id).map(|member| (member, teams))
    }

    /// The open invitation to that address.
    pub(super) fn invited(&self, key: &str) -> Option<&Invitation> {
        self.invited.get(key)
    }
}
