//! What every use case is handed: the services of this process, and who is asking.
//!
//! Time and chance are services too, so that everything that depends on them can be tested.

use crate::access::FactsCache;
use crate::changes::{Change, Slot};
use crate::database::{Connection, Database};
use crate::error::Result;
use crate::keys::Keys;
use crate::live::Live;
use crate::passwords::Hasher;
use crate::sessions::Throttle;
use crate::settings::SettingsCache;
use fluxward_domain::Moment;
use fluxward_domain::access::{Decision, Facts, Missing, decide};
use fluxward_domain::ids::{AccountId, SessionId};
use fluxward_domain::mail::MailSettings;
use fluxward_domain::permissions::Permission;
use fluxward_domain::scopes::Scope;
use fluxward_domain::seeing::SeenAs;
use fluxward_domain::{AppError, Kind};
use std::ops::Deref;
use std::sync::Arc;
use tokio::sync::Notify;
use uuid::Uuid;

/// The present moment, as this process sees it.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Moment + Send + Sync>);

impl Clock {
    /// A clock that answers what `now` answers.
    pub fn new(now: impl Fn() -> Moment + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// The system's clock.
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the ambient time")]
    pub fn system() -> Self {
        Self::new(|| Moment(jiff::Timestamp::now().as_microsecond()))
    }

    /// The present moment.
    pub fn now(&self) -> Moment {
        (self.0)()
    }
}

/// Chance: fills a buffer with bytes that nobody can foresee.
#[derive(Clone)]
pub struct Rng(Arc<Fill>);

type Fill = dyn Fn(&mut [u8]) + Send + Sync;

impl Rng {
    /// A source that fills buffers by `fill`; for tests, a seeded one.
    pub fn new(fill: impl Fn(&mut [u8]) + Send + Sync + 'static) -> Self {
        Self(Arc::new(fill))
    }

    /// The system's generator.
    #[expect(clippy::disallowed_methods, reason = "the one place that reads ambient randomness")]
    pub fn system() -> Self {
        use rand::Rng as _;
        Self::new(|buffer| rand::rng().fill_bytes(buffer))
    }

    /// `N` fresh bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        (self.0)(&mut bytes);
        bytes
    }

    /// A fresh UUID v7 of the moment `now` (RFC 9562 §5.7).
    pub fn uuid(&self, now: Moment) -> Uuid {
        let millis = u64::try_from(now.0 / 1000).unwrap_or_default();
        uuid::Builder::from_unix_timestamp_millis(millis, &self.bytes()).into_uuid()
    }
}

/// What this process is told about its surroundings.
#[derive(Clone, Debug)]
pub struct Surroundings {
    /// Scheme, host and port under which people reach it, without a slash at the end. Links in
    /// mails, and the origin check, come from it alone.
    pub public_url: String,
    /// The mail server of the environment, which wins over the one of the settings.
    pub mail: MailSettings,
}

impl Surroundings {
    /// Whether people come by https: decides the cookie's name and attributes.
    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}

/// The services of this process; cheap to clone.
#[derive(Clone)]
pub struct Services {
    inner: Arc<Inner>,
    /// The transaction that changes join, if they join one.
    slot: Option<Arc<Slot>>,
}

struct Inner {
    parts: Parts,
    settings: SettingsCache,
    throttle: Throttle,
    work: Notify,
}

/// The parts of [`Services`].
pub struct Parts {
    /// Storage.
    pub database: Database,
    /// Time.
    pub clock: Clock,
    /// Chance.
    pub rng: Rng,
    /// The key file.
    pub keys: Keys,
    /// The bounded pool that hashes passwords.
    pub hasher: Hasher,
    /// Access facts in memory.
    pub facts: FactsCache,
    /// The signals for open pages.
    pub live: Live,
    /// What is outside.
    pub surroundings: Surroundings,
}

impl Services {
    /// The services made of these parts.
    pub fn new(parts: Parts) -> Self {
        let inner = Inner {
            settings: SettingsCache::default(),
            throttle: Throttle::new(parts.clock.clone()),
            work: Notify::new(),
            parts,
        };
        Self { inner: Arc::new(inner), slot: None }
    }

    /// The same services, whose changes join the transaction of `slot`.
    pub(crate) fn joining(&self, slot: Arc<Slot>) -> Self {
        Self { inner: Arc::clone(&self.inner), slot: Some(slot) }
    }

    /// The transaction that changes join, if they join one.
    pub(crate) const fn slot(&self) -> Option<&Arc<Slot>> {
        self.slot.as_ref()
    }

    /// The settings in memory.
    pub(crate) fn settings(&self) -> &SettingsCache {
        &self.inner.settings
    }

    /// What slows guessing down in this process.
    pub(crate) fn throttle(&self) -> &Throttle {
        &self.inner.throttle
    }

    /// What wakes the background work of this process.
    pub(crate) fn work(&self) -> &Notify {
        &self.inner.work
    }

    /// A connection to read from.
    pub async fn read(&self) -> Result<Connection> {
        Ok(self.database.read().await?)
    }

    /// Begins a change by `caller`: locks the head of the log, then reads the caller's session
    /// and rights again, so that nothing commits with rights that are gone.
    pub async fn change(&self, caller: &Caller) -> Result<Change> {
        Change::begin(self, caller).await
    }

    /// Begins a change that nobody signed in for asks: set-up, sign-in, the command line. `actor`
    /// is the account that it is recorded under, if there is one.
    pub async fn change_unasked(&self, actor: Option<AccountId>) -> Result<Change> {
        Change::begin_unasked(self, actor).await
    }
}

impl Deref for Services {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.inner.parts
    }
}

/// Where a request comes from.
#[derive(Clone, Debug, Default)]
pub struct RequestInfo {
    /// The request's id, as in the answer's `X-Request-ID`.
    pub id: String,
    /// The client's address, as far as trusted proxies tell it.
    pub address: String,
    /// The `User-Agent`.
    pub user_agent: String,
}

/// Who is asking: a live session of an active account.
#[derive(Clone)]
pub struct Caller {
    /// The account whose session it is.
    pub account: AccountId,
    /// The session.
    pub session: SessionId,
    /// The facts that are decided by, as of when the request began: the account's own, or those
    /// of whom it sees as.
    pub facts: Arc<Facts>,
    /// When the person last proved who they are; long ago for a token.
    pub authenticated_at: Moment,
    /// Whether it is a program with a token of the person's.
    pub by_token: bool,
    /// As whom the session sees, when it is somebody else: the facts are theirs then.
    pub seen_as: Option<SeenAs>,
    /// Where the request comes from.
    pub request: RequestInfo,
}

impl Caller {
    /// Whether `id` is the caller, who sees as nobody else: what is one's own is open without
    /// further rights.
    pub fn is_oneself(&self, id: AccountId) -> bool {
        self.seen_as.is_none() && id == self.account
    }

    /// Passes when the caller may do `permission` at `scope`; see [`authorize`].
    pub fn authorize(&self, s: &Services, permission: Permission, scope: Scope) -> Result<()> {
        authorize(&self.facts, permission, scope, s.clock.now())
    }
}

/// Passes when the account of `facts` may do `permission` at `scope`. Who may see the place is
/// refused with 403; for everyone else there is nothing there (404).
pub fn authorize(facts: &Facts, permission: Permission, scope: Scope, now: Moment) -> Result<()> {
    let missing = match decide(facts, permission, scope, now) {
        Decision::Allowed(_) => return Ok(()),
        Decision::Denied(missing) => missing,
    };
    let sees = |scope| decide(facts, Permission::OrganizationView, scope, now).allowed();
    let error = match missing {
        Missing::AccountActive(_) => Kind::Unauthenticated.into(),
        Missing::Unlocked => Kind::Maintenance.into(),
        Missing::PlatformAdministrator => AppError::new(
            Kind::Forbidden,
            "Only platform administrators may do this. Ask one of them.",
        )
        .into(),
        Missing::Token if scope.organization().is_none_or(|id| sees(Scope::Organization(id))) => {
            let detail = format!(
                "This token does not include “{permission}”. Use one that does, or one that includes everything."
            );
            AppError::new(Kind::Forbidden, detail).into()
        }
        Missing::Plan => AppError::new(
            Kind::Forbidden,
            "The plan of this organization does not include this. Ask an Owner to change the plan.",
        )
        .into(),
        _ if scope.organization().is_some_and(|id| sees(Scope::Organization(id))) => AppError::new(
            Kind::Forbidden,
            format!(
                "You need a role or privilege here that lets you {}. Ask an Owner or Admin.",
                permission.sentence()
            ),
        )
        .into(),
        _ => AppError::not_found().into(),
    };
    Err(error)
}
