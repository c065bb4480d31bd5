//! Signing in and out, one's own sessions and password, and who looks at the page.

pub mod account;
pub mod calls;
pub mod change;
pub mod code;
pub mod home;
pub mod list;
pub mod login;
pub mod password;
pub mod profile;
pub mod viewing;

pub use account::AccountPage;
pub use home::HomePage;
pub use login::LoginPage;
pub use password::{ChangePasswordPage, provide_waiting};
pub use viewing::{Viewing, organization_of, present, provide_viewing, viewing};
