//! The second factor: setting one up, recovery codes, and the page where nothing else is possible
//! until that is done.
//!
//! It refuses to know how a sign-in asks for a code: that is the sessions' page.

#[cfg(feature = "hydrate")]
mod browser;
pub mod calls;
pub mod card;
pub mod codes;
mod device;
pub mod enrol;
pub mod entrance;
pub mod passkeys;
pub mod totp;

pub use card::FactorsCard;
pub use enrol::EnrolPage;
pub use entrance::PasskeyButton;
