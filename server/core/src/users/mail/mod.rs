//! The mails about an account.

pub(crate) mod address_changed;
pub(crate) mod welcome;
