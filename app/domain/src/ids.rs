//! One id type per noun, so that a person can never be passed where a place is meant.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    };
}

id!(
    /// A person, platform-wide.
    AccountId
);
id!(
    /// An organization.
    OrganizationId
);
id!(
    /// A workspace of an organization.
    WorkspaceId
);
id!(
    /// A project of an organization, in one of its workspaces or directly under it.
    ProjectId
);
id!(
    /// One sign-in: a browser's or an API client's.
    SessionId
);
id!(
    /// An invitation: somebody who has no membership yet.
    InvitationId
);
id!(
    /// A way in for a program, made by a person for themselves.
    TokenId
);
id!(
    /// A passkey that somebody signs in with.
    PasskeyId
);
id!(
    /// A team of an organization.
    TeamId
);
id!(
    /// Somebody's request for access.
    RequestId
);
id!(
    /// A bulk change of members.
    BulkId
);
