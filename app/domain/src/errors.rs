//! The one error that leaves Fluxward, through a page, a server function or the REST interface.
//!
//! Its texts are fixed and say what to do. It never carries an internal cause: those are logged
//! once, at the edge, beside the request id.

use serde::{Deserialize, Serialize};

macro_rules! kinds {
    ($( $(#[$doc:meta])* $variant:ident $slug:literal $status:literal $title:literal )*) => {
        /// What went wrong: a stable slug, an HTTP status and a title (RFC 9457).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Kind { $( $(#[$doc])* $variant ),* }

        impl Kind {
            /// Every kind there is.
            pub const ALL: &[Self] = &[ $( Self::$variant ),* ];

            /// The last part of the `type`, e.g. `last-owner`.
            pub const fn slug(self) -> &'static str { match self { $( Self::$variant => $slug ),* } }

            /// The HTTP status.
            pub const fn status(self) -> u16 { match self { $( Self::$variant => $status ),* } }

            /// A short sentence that is the same for every occurrence.
            pub const fn title(self) -> &'static str { match self { $( Self::$variant => $title ),* } }
        }
    };
}

kinds! {
    /// The request could not be read at all.
    Malformed "malformed" 400 "The request could not be read"
    /// No valid sign-in.
    Unauthenticated "unauthenticated" 401 "Sign in to go on"
    /// Unknown login, wrong password or an account that cannot sign in: deliberately one answer.
    BadCredentials "bad-credentials" 401 "These sign-in details are not right"
    /// The password was right; a one-time code is missing or wrong.
    SecondFactorRequired "second-factor-required" 401 "A one-time code is needed"
    /// Visible, but not allowed.
    Forbidden "forbidden" 403 "You may not do this"
    /// The request came from another site.
    CrossOrigin "cross-origin" 403 "This request came from another site"
    /// The password is temporary.
    PasswordChangeRequired "password-change-required" 403 "Choose a new password first"
    /// The last sign-in is too long ago for this change.
    StepUpRequired "step-up-required" 403 "Sign in again for this change"
    /// A second factor is required and there is none: nothing but setting one up is possible.
    SecondFactorSetupRequired "second-factor-setup-required" 403 "Set up a second factor first"
    /// The account is suspended; told only after the right password.
    Suspended "suspended" 403 "This account is suspended"
    /// Not there, or not visible.
    NotFound "not-found" 404 "Not found"
    /// The path exists, the method does not.
    MethodNotAllowed "method-not-allowed" 405 "This method is not allowed here"
    /// The state of things forbids it.
    Conflict "conflict" 409 "This is not possible now"
    /// Somebody else has that name already.
    Taken "taken" 409 "This is taken already"
    /// Something else changed in between; an undo would overwrite it.
    ChangedSince "changed-since" 409 "This has changed in the meantime"
    /// An organization keeps an active Owner.
    LastOwner "last-owner" 409 "An organization keeps at least one active Owner"
    /// The platform keeps an active administrator.
    LastAdministrator "last-administrator" 409 "The platform keeps at least one active administrator"
    /// Every seat of the organization's plan is taken.
    NoSeatLeft "no-seat-left" 409 "Every seat of the plan is taken"
    /// It was there once and is used up.
    Gone "gone" 410 "This is no longer available"
    /// The mail server refused a test mail, or could not be reached.
    MailNotDelivered "mail-not-delivered" 409 "The mail was not delivered"
    /// `If-Match` does not match.
    PreconditionFailed "precondition-failed" 412 "This has changed in the meantime"
    /// The body is too large.
    PayloadTooLarge "payload-too-large" 413 "The request is too large"
    /// The content type is not understood.
    UnsupportedMediaType "unsupported-media-type" 415 "This content type is not understood"
    /// Fields are not as they must be.
    Invalid "invalid" 422 "Some fields need another look"
    /// Too many attempts; see Retry-After.
    TooManyAttempts "too-many-attempts" 429 "Too many attempts"
    /// Something on our side failed.
    Internal "internal" 500 "Something went wrong on our side"
    /// The hashing queue is full; see Retry-After.
    Busy "busy" 503 "The server is busy"
    /// The platform is locked for maintenance.
    Maintenance "maintenance" 503 "The platform is locked for maintenance"
    /// The database cannot be reached or written.
    Unavailable "unavailable" 503 "The database cannot be reached"
}

/// One field that needs another look.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// The field's name as in the request.
    pub field: String,
    /// What is wrong and what to do, as one sentence.
    pub message: String,
}

/// What went wrong, fit to be shown to anybody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppError {
    /// The kind.
    pub kind: Kind,
    /// What happened and what to do.
    pub detail: String,
    /// For [`Kind::Invalid`] and [`Kind::Taken`]: the fields.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// Seconds to wait, where waiting helps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u32>,
    /// For [`Kind::PasswordChangeRequired`]: good for one change of the password. For
    /// [`Kind::SecondFactorRequired`], at the page: the sign-in that waits for its code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change_token: Option<String>,
    /// The request's id, to be quoted when asking for help.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
}

impl AppError {
    /// An error of that kind with what happened and what to do.
    pub fn new(kind: Kind, detail: impl Into<String>) -> Self {
        Self {
            kind,
            detail: detail.into(),
            errors: Vec::new(),
            retry_after: None,
            change_token: None,
            request_id: None,
        }
    }

    /// Nothing is there, or nothing that the caller may see: deliberately one answer.
    pub fn not_found() -> Self {
        Self::new(Kind::NotFound, "There is nothing here that you can see.")
    }

    /// One field that needs another look.
    pub fn field(field: &str, message: impl Into<String>) -> Self {
        let message = message.into();
        Self::invalid(vec![FieldError { field: field.into(), message }])
    }

    /// Fields that need another look.
    pub fn invalid(errors: Vec<FieldError>) -> Self {
        let detail =
            errors.iter().map(|error| error.message.as_str()).collect::<Vec<_>>().join(" ");
        Self { errors, ..Self::new(Kind::Invalid, detail) }
    }

    /// A name that somebody else has.
    pub fn taken(field: &str, message: impl Into<String>) -> Self {
        Self { kind: Kind::Taken, ..Self::field(field, message) }
    }

    /// For [`Kind::SecondFactorRequired`]: the sign-in that waits for its code.
    pub fn factor_token(&self) -> Option<&str> {
        let is_it = self.kind == Kind::SecondFactorRequired;
        self.change_token.as_deref().filter(|_| is_it)
    }

    /// The message for `field`, if it is among the errors.
    pub fn message_for(&self, field: &str) -> Option<&str> {
        self.errors.iter().find(|error| error.field == field).map(|error| error.message.as_str())
    }
}

impl From<Kind> for AppError {
    fn from(kind: Kind) -> Self {
        Self::new(kind, kind.title())
    }
}

impl std::fmt::Display for AppError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.detail)
    }
}

impl std::error::Error for AppError {}

/// Checks a request's fields; every problem is named, not only the first.
pub fn check<T: garde::Validate<Context = ()>>(request: &T) -> Result<(), AppError> {
    request.validate().map_err(|report| {
        let errors = report.iter().map(|(path, error)| FieldError {
            field: path.to_string(),
            message: error.message().to_owned(),
        });
        AppError::invalid(errors.collect())
    })
}
