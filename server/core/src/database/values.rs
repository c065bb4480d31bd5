//! Values bound to a statement, the same for both engines.

use fluxward_domain::Moment;
use fluxward_domain::ids::{
    AccountId, BulkId, InvitationId, OrganizationId, PasskeyId, ProjectId, RequestId, SessionId,
    TeamId, WorkspaceId,
};
use uuid::Uuid;

/// One bound value.
#[derive(Clone, Debug)]
pub enum Value {
    /// An id.
    Id(Option<Uuid>),
    /// A number, or a moment in microseconds.
    Int(Option<i64>),
    /// Text.
    Text(Option<String>),
    /// Bytes.
    Bytes(Vec<u8>),
    /// A claim.
    Bool(bool),
}

/// `$3, $4, …` for those of `values` from number `first` on.
pub(crate) fn placeholders(first: usize, values: &[Value]) -> String {
    let places: Vec<_> = (first..=values.len()).map(|n| format!("${n}")).collect();
    places.join(", ")
}

macro_rules! from {
    ($($type:ty => $variant:ident($convert:expr)),* $(,)?) => { $(
        impl From<$type> for Value {
            fn from(value: $type) -> Self {
                let convert: fn($type) -> _ = $convert;
                Self::$variant(convert(value))
            }
        }
    )* };
}

from! {
    Uuid => Id(Some),
    Option<Uuid> => Id(|id| id),
    AccountId => Id(|id| Some(id.0)),
    Option<AccountId> => Id(|id| id.map(|id| id.0)),
    OrganizationId => Id(|id| Some(id.0)),
    Option<OrganizationId> => Id(|id| id.map(|id| id.0)),
    WorkspaceId => Id(|id| Some(id.0)),
    Option<WorkspaceId> => Id(|id| id.map(|id| id.0)),
    ProjectId => Id(|id| Some(id.0)),
    TeamId => Id(|id| Some(id.0)),
    RequestId => Id(|id| Some(id.0)),
    BulkId => Id(|id| Some(id.0)),
    SessionId => Id(|id| Some(id.0)),
    InvitationId => Id(|id| Some(id.0)),
    PasskeyId => Id(|id| Some(id.0)),
    i64 => Int(Some),
    Option<i64> => Int(|number| number),
    Moment => Int(|moment| Some(moment.0)),
    Option<Moment> => Int(|moment| moment.map(|moment| moment.0)),
    String => Text(Some),
    &String => Text(|text| Some(text.clone())),
    &str => Text(|text| Some(text.to_owned())),
    Option<String> => Text(|text| text),
    Option<&str> => Text(|text| text.map(str::to_owned)),
    Vec<u8> => Bytes(|bytes| bytes),
    &[u8] => Bytes(<[u8]>::to_vec),
    [u8; 32] => Bytes(|bytes| bytes.to_vec()),
    bool => Bool(|claim| claim),
}

/// The values of a statement in order: `values![organization, slug, now]`.
macro_rules! values {
    ($($value:expr),* $(,)?) => { vec![$($crate::database::Value::from($value)),*] };
}
pub(crate) use values;
