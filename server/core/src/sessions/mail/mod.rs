//! The mails that tell people what happened to their sign-in.

mod new_device;
mod password_changed;

pub(crate) use new_device::NewDevice;
pub(crate) use password_changed::PasswordChanged;
