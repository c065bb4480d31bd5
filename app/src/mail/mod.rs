//! Mail: where it is sent through, what became of each one, and how each will look.

pub mod calls;
pub mod outbox;
pub mod page;
pub mod previews;
pub mod server;

pub use page::MailPage;
