//! One's own API tokens, on the account page: what there is, a new one, its secret shown once.
//!
//! It refuses to know what a token may do; that is decided where everything is.

pub mod calls;
pub mod card;
pub mod forms;
pub mod new;

pub use card::TokensCard;
