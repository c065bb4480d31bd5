//! A world of its own for each test: a fresh database, a running server, a clock that can be set.

use crate::client::Client;
use crate::databases::Storage;
use fluxward::http::{Limits, Site, Wiring};
use fluxward::serve::{Server, bind};
use fluxward_core::access::FactsCache;
use fluxward_core::database::Database;
use fluxward_core::keys::Keys;
use fluxward_core::live::Live;
use fluxward_core::passwords::{Cost, Hasher};
use fluxward_core::services::{Parts, Surroundings};
use fluxward_core::{Clock, Rng, Services, setup};
use fluxward_domain::Moment;
use fluxward_domain::mail::MailSettings;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

/// Everybody's password, unless a test says otherwise.
pub(crate) const PASSWORD: &str = "Quiet-Harbour-27";

/// A running server over a fresh database.
pub(crate) struct World {
    pub(crate) services: Services,
    pub(crate) address: SocketAddr,
    server: Server,
    later: Arc<AtomicI64>,
    storage: Storage,
}

/// Somebody with an account.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub(crate) id: String,
    pub(crate) email: String,
}

impl World {
    pub(crate) async fn on_sqlite() -> Self {
        Self::start(Storage::sqlite(), Limits::default()).await
    }

    /// `None` when there is no server to make a database on.
    pub(crate) async fn on_postgresql() -> Option<Self> {
        Some(Self::start(Storage::postgresql().await?, Limits::default()).await)
    }

    /// With other sizes and deadlines.
    pub(crate) async fn with_limits(limits: Limits) -> Self {
        Self::start(Storage::sqlite(), limits).await
    }

    async fn start(storage: Storage, limits: Limits) -> Self {
        let listener = bind("127.0.0.1:0".parse().expect("an address")).await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let later = Arc::new(AtomicI64::new(0));
        let services = services(&storage.url, address, Arc::clone(&later)).await;
        let site = Site::find(None).expect("a site");
        let wiring = Wiring::new(services.clone(), site, Vec::new(), limits);
        let server = Server::start(listener, wiring);
        Self { services, address, server, later, storage }
    }

    pub(crate) async fn end(self) {
        self.server.stop().await;
        self.services.database.close().await;
        self.storage.remove().await;
    }

    /// Lets so many seconds pass.
    pub(crate) fn later(&self, seconds: i64) {
        self.later.fetch_add(seconds * 1_000_000, Ordering::SeqCst);
    }

    /// A client that is not signed in.
    pub(crate) fn client(&self) -> Client {
        Client::new(self.address)
    }

    /// Where pages come from.
    pub(crate) fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The first administrator, made through the set-up, and a client signed in as them.
    pub(crate) async fn administrator(&self) -> (Person, Client) {
        let wanted = json!({
            "setup_token": setup::token(&self.services), "email": "ada@example.test", "username": "ada",
            "full_name": "Ada Admin", "password": PASSWORD,
        });
        let made = self.client().post("/api/v1/setup", wanted).await.expect(201).json();
        let person = Person { id: text(&made, "id"), email: "ada@example.test".into() };
        let client = self.signed_in(&person).await;
        (person, client)
    }

    /// Somebody who has already replaced the initial password.
    pub(crate) async fn person(&self, administrator: &Client, name: &str) -> Person {
        let email = format!("{name}@example.test");
        let initial = format!("Initial-{PASSWORD}");
        let wanted = json!({
            "email": email, "username": name, "full_name": format!("{name} Person"), "password": initial,
        });
        let made = administrator.post("/api/v1/users", wanted).await.expect(201).json();
        let login = json!({ "login": email, "password": initial });
        let refused = self.client().post("/api/v1/auth/login", login).await.expect(403).json();
        let change = json!({ "change_token": refused["change_token"], "password": PASSWORD });
        self.client().post("/api/v1/auth/password/change", change).await.expect(204);
        Person { id: text(&made, "id"), email }
    }

    /// Tokens of a new API session.
    pub(crate) async fn tokens(&self, person: &Person) -> Value {
        let login = json!({ "login": person.email, "password": PASSWORD });
        self.client().post("/api/v1/auth/login", login).await.expect(200).json()
    }

    /// A client with the access token of a new API session.
    pub(crate) async fn signed_in(&self, person: &Person) -> Client {
        let tokens = self.tokens(person).await;
        self.client().bearer(&text(&tokens, "access_token"))
    }

    /// The cookie of a new browser session.
    pub(crate) async fn cookie(&self, person: &Person) -> String {
        let form = json!({ "login": person.email, "password": PASSWORD });
        let ours = self.client().with("sec-fetch-site", "same-origin");
        let entered = ours.post("/_fn/sessions/sign-in", form).await.expect(200);
        entered.session_cookie().expect("a cookie")
    }

    /// A browser with a new session.
    pub(crate) async fn browser(&self, person: &Person) -> Client {
        self.client().browser(&self.cookie(person).await)
    }

    /// How many stand in PostgreSQL's own queue: a change waits from before its statement is
    /// there, and who comes first there is first. SQLite's queue is this process's.
    async fn queued(&self) -> Option<usize> {
        if !self.storage.url.starts_with("postgres") {
            return None;
        }
        let sql = "select count(distinct l.pid) from pg_locks l
            join pg_stat_activity a on a.pid = l.pid
            where not l.granted and a.datname = current_database()";
        let mut connection = self.services.read().await.expect("a connection");
        let queued = connection.number(sql, Vec::new()).await.expect("a number");
        queued.and_then(|queued| usize::try_from(queued).ok())
    }

    /// Waits until `count` changes wait for the head of the log.
    pub(crate) async fn waiting(&self, count: usize) {
        within("changes wait", async {
            while self.services.database.changes_waiting() < count
                || self.queued().await.is_some_and(|queued| queued < count)
            {
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
        })
        .await;
    }
}

/// Passes when `event` comes within a minute: patience with a busy machine, no promise of speed.
pub(crate) async fn within<T>(what: &str, event: impl Future<Output = T>) -> T {
    let event = tokio::time::timeout(Duration::from_mins(1), event).await;
    event.unwrap_or_else(|_| panic!("never came to pass: {what}"))
}

pub(crate) fn text(value: &Value, name: &str) -> String {
    value[name].as_str().unwrap_or_else(|| panic!("no {name} in {value}")).to_owned()
}

async fn services(url: &str, address: SocketAddr, later: Arc<AtomicI64>) -> Services {
    let (system, rng) = (Clock::system(), Rng::system());
    let clock = Clock::new(move || Moment(system.now().0 + later.load(Ordering::SeqCst)));
    Services::new(Parts {
        database: Database::open(url).await.expect("a database"),
        clock,
        keys: Keys::ephemeral(&rng),
        rng,
        hasher: Hasher::new(Cost::LEAST),
        facts: FactsCache::default(),
        live: Live::default(),
        surroundings: Surroundings {
            public_url: format!("http://{address}"),
            mail: MailSettings::default(),
        },
    })
}
