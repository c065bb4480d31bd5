//! Why a command could not do what it was asked: one line each, saying what to do.

use fluxward_core::database::OpenError;
use fluxward_core::keys::KeyError;
use fluxward_domain::AppError;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

/// The result of a command.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The address to listen at cannot be read.
    #[error("“{0}” is not an address to listen at; give one like 127.0.0.1:3000 with --listen")]
    Listen(String),
    /// The address to listen at cannot be had.
    #[error(
        "cannot listen at {0}: {1}; stop whatever listens there or choose another with --listen"
    )]
    Bind(SocketAddr, io::Error),
    /// The public address cannot be read.
    #[error(
        "“{0}” is not a public address; give scheme, host and port only, like https://console.example.org, with --public-url"
    )]
    PublicUrl(String),
    /// The address of the mail server cannot be read. It may hold a password: it is not repeated.
    #[error("the address of the mail server (--smtp-url, FLUXWARD_SMTP_URL) cannot be read: {0}")]
    SmtpUrl(String),
    /// The sender of mails cannot be read.
    #[error("the sender of mails (--mail-from, FLUXWARD_MAIL_FROM) cannot be read: {0}")]
    MailFrom(String),
    /// The filter of the log cannot be read.
    #[error(
        "“{0}” is not a filter for the log; use info, or filters such as info,fluxward_core=debug"
    )]
    LogFilter(String),
    /// The folder of the site is not one.
    #[error("there is no built site in {0}; build it, or leave --site-dir out")]
    Site(PathBuf),
    /// Another process serves the database.
    #[error(
        "another fluxward serves this database already (it holds {0}); stop it first, or give this one its own --database-url"
    )]
    AlreadyServed(PathBuf),
    /// The lock file cannot be made.
    #[error("cannot lock {0}: {1}; the folder of the database must be writable")]
    Lock(PathBuf, io::Error),
    /// The database cannot be opened.
    #[error(transparent)]
    Database(#[from] OpenError),
    /// The key file cannot be used.
    #[error(transparent)]
    Keys(#[from] KeyError),
    /// A use case refused or failed.
    #[error("{0}")]
    Refused(#[from] AppError),
    /// What was typed or piped in is not as it must be.
    #[error("{0}")]
    Input(String),
    /// Something outside failed.
    #[error("{0}: {1}")]
    Io(String, io::Error),
}

impl From<fluxward_core::Error> for Error {
    fn from(error: fluxward_core::Error) -> Self {
        match error {
            // A command has no log that somebody reads: the cause itself is the help.
            fluxward_core::Error::App(refused) => Self::Refused(refused),
            cause => Self::Input(cause.to_string()),
        }
    }
}
