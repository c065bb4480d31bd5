//! The mails about another address: to the new one, and to the old one.

mod announcement;
mod confirmation;

pub(crate) use announcement::Announcement;
pub(crate) use confirmation::Confirmation;
