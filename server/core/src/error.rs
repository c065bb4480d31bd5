//! What can go wrong inside, and the one place where it becomes fit for the outside.

use fluxward_domain::granting::Refusal;
use fluxward_domain::{AppError, Kind};

/// The result of a use case.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What went wrong.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The caller's to mend; shown as it is.
    #[error(transparent)]
    App(#[from] AppError),
    /// The database refused or could not be reached.
    #[error("database: {0}")]
    Database(#[from] sqlx::Error),
    /// A stored value cannot be read; the text says which.
    #[error("stored data: {0}")]
    Stored(String),
    /// Something of ours failed; the text says what.
    #[error("{0}")]
    Internal(String),
}

impl From<Kind> for Error {
    fn from(kind: Kind) -> Self {
        Self::App(AppError::new(kind, kind.title()))
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::App(AppError::new(Kind::Forbidden, refusal.sentence()))
    }
}

impl From<Error> for AppError {
    /// Logs the cause, once, inside the request's span, and says only what may be said.
    fn from(error: Error) -> Self {
        match error {
            Error::App(error) => error,
            Error::Database(cause) if is_outage(&cause) => {
                tracing::error!(%cause, "the database cannot be reached or written");
                let detail = "The database cannot be reached or written at the moment. Nothing was changed; try again shortly.";
                Self { retry_after: Some(5), ..Self::new(Kind::Unavailable, detail) }
            }
            cause => {
                tracing::error!(%cause, "a request failed");
                let detail = "Something went wrong on our side. Nothing was changed. Try again, and quote the request id if it happens again.";
                Self::new(Kind::Internal, detail)
            }
        }
    }
}

/// Whether waiting may help: the connection, the disk or a lock, not the statement.
fn is_outage(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::WorkerCrashed => true,
        // SQLite: busy, locked, read-only, I/O, full, cannot open (primary result codes).
        // PostgreSQL: classes 08 (connection), 53 (resources), 57 (operator intervention).
        sqlx::Error::Database(cause) => cause.code().is_some_and(|code| {
            let primary =
                code.parse::<i64>().ok().filter(|_| code.len() < 5).map(|code| code & 0xff);
            matches!(primary, Some(5 | 6 | 8 | 10 | 13 | 14))
                || (code.len() == 5
                    && ["08", "53", "57"].iter().any(|class| code.starts_with(class)))
        }),
        _ => false,
    }
}
