//! The mails about an invitation: that there is one, and that it waits.

pub(crate) mod invitation;
pub(crate) mod reminder;
