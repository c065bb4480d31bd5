//! The mails about forgotten passwords.

mod password_reset;

pub(crate) use password_reset::PasswordReset;
