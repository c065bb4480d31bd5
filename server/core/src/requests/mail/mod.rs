//! The mails about requests for access.

pub(crate) mod asked;
pub(crate) mod decided;
