//! Signing in and out, one's own sessions and password, and who looks at the page.

mod account;
pub mod calls;
mod home;
mod login;
mod password;
mod viewing;

pub use account::AccountPage;
pub use home::HomePage;
pub use login::LoginPage;
pub use password::ChangePasswordPage;
pub use viewing::{Viewing, provide_viewing, viewing};
