//! One's own e-mail address: entering another one, confirming it, taking it back.

pub mod calls;
pub mod card;
pub mod pages;

pub use card::EmailCard;
pub use pages::{ConfirmEmailPage, UndoEmailPage};
