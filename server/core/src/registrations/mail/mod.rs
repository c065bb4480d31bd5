//! The mails about registering oneself.

mod confirmation;
mod known;

pub(crate) use confirmation::Confirmation;
pub(crate) use known::Known;
