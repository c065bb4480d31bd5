//! The mails about an account.

pub(crate) mod welcome;
