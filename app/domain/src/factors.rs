//! The second factor, as it travels: authenticator apps, recovery codes and passkeys, and who
//! needs one.

use crate::access::{Facts, Membership};
use crate::ids::PasskeyId;
use crate::moments::Moment;
use crate::roles::BaseRole;
use crate::text;
use serde::{Deserialize, Serialize};

/// How many recovery codes there are at a time.
pub const RECOVERY_CODES: usize = 10;

/// Who needs a second factor, on the platform or in an organization.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SecondFactor {
    /// Nobody.
    #[default]
    Nobody,
    /// On the platform: platform administrators, and Owners and Admins of any organization. In an
    /// organization: its Owners and Admins.
    Administrators,
    /// Everyone.
    Everyone,
}

impl SecondFactor {
    /// All of them, from none to all.
    pub const ALL: [Self; 3] = [Self::Nobody, Self::Administrators, Self::Everyone];

    /// The key on the wire and in the database.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Nobody => "nobody",
            Self::Administrators => "administrators",
            Self::Everyone => "everyone",
        }
    }

    /// The one of that key.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.key() == key)
    }

    /// Whether the platform asks the account of `facts` for one.
    pub fn asks_account(self, facts: &Facts) -> bool {
        match self {
            Self::Nobody => false,
            Self::Administrators => {
                facts.platform_administrator || facts.memberships.iter().any(administers)
            }
            Self::Everyone => true,
        }
    }

    /// Whether the organization of `membership` asks its member for one.
    pub fn asks_member(self, membership: &Membership) -> bool {
        match self {
            Self::Nobody => false,
            Self::Administrators => administers(membership),
            Self::Everyone => membership.active,
        }
    }
}

fn administers(membership: &Membership) -> bool {
    membership.active && matches!(membership.role, BaseRole::Owner | BaseRole::Admin)
}

/// Which second factors somebody has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Held {
    /// Whether an authenticator app is set up.
    pub totp: bool,
    /// How many passkeys there are.
    pub passkeys: i64,
    /// How many recovery codes are left.
    pub recovery_codes: i64,
}

impl Held {
    /// Whether there is anything that a sign-in asks for.
    pub const fn any(self) -> bool {
        self.totp || self.passkeys > 0
    }
}

/// An authenticator app that waits for its first code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewTotp {
    /// The secret in Base32, to be typed into an app.
    pub secret: String,
    /// The same as an address that apps read (Key URI format), usually as a QR code.
    pub otpauth_uri: String,
}

/// A one-time code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, garde::Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Code {
    /// The six digits that the app shows.
    #[garde(length(bytes, min = 1, max = CODE_MAX))]
    pub code: String,
}

/// Longest code that is looked at, in bytes.
pub const CODE_MAX: usize = 64;

/// Fresh recovery codes: shown once, each good for one sign-in. The earlier ones are no more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecoveryCodes {
    /// The codes.
    pub recovery_codes: Vec<String>,
}

/// A passkey of one's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Passkey {
    /// Its id here.
    pub id: PasskeyId,
    /// What its owner calls it.
    pub name: String,
    /// When it was added.
    pub created_at: Moment,
    /// When it was last used to sign in.
    pub last_used_at: Option<Moment>,
}

/// A passkey that was just added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AddedPasskey {
    /// The passkey.
    #[serde(flatten)]
    pub passkey: Passkey,
    /// Recovery codes, shown this once, when it is the first second factor; none otherwise.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recovery_codes: Vec<String>,
}

/// A registration of a passkey, or a sign-in with one, that has begun.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Ceremony {
    /// To be given back at its end; good once, for five minutes.
    pub ceremony: String,
    /// For `PublicKeyCredential.parseCreationOptionsFromJSON` or `parseRequestOptionsFromJSON`.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub options: serde_json::Value,
}

/// The end of a registration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, garde::Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewPasskey {
    /// The ceremony.
    #[garde(skip)]
    pub ceremony: String,
    /// What its owner calls it.
    #[garde(custom(text::name))]
    pub name: String,
    /// `PublicKeyCredential.toJSON()` of the new credential.
    #[garde(skip)]
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub credential: serde_json::Value,
}

/// The end of a sign-in with a passkey.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PasskeyLogin {
    /// The ceremony.
    pub ceremony: String,
    /// `PublicKeyCredential.toJSON()` of the assertion.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub credential: serde_json::Value,
}

/// What one's own account page shows of the second factor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mine {
    /// What one has.
    pub held: Held,
    /// One's passkeys, the oldest first.
    pub passkeys: Vec<Passkey>,
    /// An authenticator app that waits for its first code, while the sign-in is recent.
    pub waiting: Option<Waiting>,
    /// Why there are no passkeys here; `None` where there can be.
    pub no_passkeys: Option<String>,
    /// Whether one has to set up a factor before anything else.
    pub must_enrol: bool,
}

/// An authenticator app that waits for its first code, as the page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// The secret and its address.
    pub totp: NewTotp,
    /// The address as a QR code: an SVG file in a `data:` address.
    pub picture: String,
    /// The recovery codes that count from the confirmation on: for a page without scripts, which
    /// cannot show the answer of the confirmation.
    pub recovery_codes: Vec<String>,
}
