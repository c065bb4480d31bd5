//! A world to test in: a fresh database of its own on either engine, a clock that stands still
//! until it is told to move, chance that comes out the same every time, people who can act.
//!
//! It is compiled for tests only, and for the server's tests by the feature `testing`.
//!
//! Long, and one file: clock, chance, people and database are the parts of one world.

#![expect(clippy::missing_panics_doc, reason = "a world that cannot be made fails its test")]

pub mod smtp;

use crate::access::{self, FactsCache};
use crate::changes::{Entry, Target};
use crate::database::{Database, values};
use crate::keys::Keys;
use crate::live::Live;
use crate::passwords::{Cost, Hasher};
use crate::services::{Caller, Clock, Parts, RequestInfo, Rng, Services, Surroundings};
use crate::users::accounts::{NewAccount, create_account};
use crate::{jobs, sessions, settings, setup};
use fluxward_domain::Moment;
use fluxward_domain::ids::{AccountId, SessionId};
use fluxward_domain::mail::MailSettings;
use fluxward_domain::sessions::{Login, SessionKind};
use fluxward_domain::users::Status;
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng};
use serde_json::json;
use smtp::{Received, Smtp};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tempfile::TempDir;
use tokio::sync::OnceCell;
use uuid::Uuid;

/// The password of everybody in a world.
pub const PASSWORD: &str = "Quiet-Harbour-7";
/// Cheap, and still more than the least, so that there are hashes below it.
const COST: Cost = Cost { kib: 16, passes: 1 };
/// When a world begins: 2026-01-01T00:00:00Z.
pub const BEGINNING: Moment = Moment(1_767_225_600_000_000);

/// A world with a database of its own.
pub struct World {
    /// Its services.
    pub s: Services,
    /// Its time.
    pub time: Time,
    place: Place,
}

/// Time that moves when it is told to.
#[derive(Clone)]
pub struct Time(Arc<AtomicI64>);

impl Time {
    /// Moves on by so many seconds.
    pub fn pass(&self, seconds: i64) {
        self.0.fetch_add(seconds * 1_000_000, Ordering::SeqCst);
    }

    /// The present moment.
    pub fn now(&self) -> Moment {
        Moment(self.0.load(Ordering::SeqCst))
    }
}

/// Where the database is.
enum Place {
    Folder(TempDir),
    Server { root: String, name: String, url: String },
}

/// Somebody who can act.
#[derive(Clone, Debug)]
pub struct Person {
    /// The account.
    pub id: AccountId,
    /// The username; the address is `{username}@people.example`.
    pub username: String,
}

impl World {
    /// Runs `test` in a world on SQLite and, when `FLUXWARD_TEST_POSTGRES_URL` names a server, in
    /// one on PostgreSQL.
    pub async fn each(test: impl AsyncFn(&Self)) {
        let world = Self::new().await;
        test(&world).await;
        world.end().await;
        if let Ok(root) = std::env::var("FLUXWARD_TEST_POSTGRES_URL") {
            let world = Self::on_postgres(root).await;
            test(&world).await;
            world.end().await;
        }
    }

    /// A world on SQLite.
    pub async fn new() -> Self {
        Self::at(Place::Folder(tempfile::tempdir().expect("a folder for the test"))).await
    }

    async fn on_postgres(root: String) -> Self {
        let (name, url) = fresh_database(&root).await;
        Self::at(Place::Server { root, name, url }).await
    }

    async fn at(place: Place) -> Self {
        let time = Time(Arc::new(AtomicI64::new(BEGINNING.0)));
        let s = services(&place, &time, 7).await;
        Self { s, time, place }
    }

    /// Another process on the same database: with its own memory, sharing only the keys.
    pub async fn another_node(&self) -> Services {
        services(&self.place, &self.time, 8).await
    }

    /// Closes the database and takes it away.
    pub async fn end(self) {
        self.s.database.close().await;
        if let Place::Server { root, name, .. } = self.place {
            on_server(&root, format!("drop database {name} with (force)")).await;
        }
    }

    /// An active account with [`PASSWORD`], without any role.
    pub async fn person(&self, username: &str) -> Person {
        let password_hash = self.s.hasher.hash(&self.s.rng, PASSWORD).await.expect("a hash");
        let new = NewAccount {
            email: format!("{username}@people.example"),
            username: username.to_owned(),
            full_name: format!("{username} of the test"),
            first_name: None,
            last_name: None,
            password_hash: Some(password_hash),
            temporary: false,
            status: Status::Active,
        };
        let mut change = self.s.change_unasked(None).await.expect("a change");
        let id = create_account(&mut change, new).await.expect("an account");
        let entry = Entry::new("user.created", Target::User(id));
        change.record(entry).await.expect("an entry");
        change.commit().await.expect("a commit");
        Person { id, username: username.to_owned() }
    }

    /// An active account that administers the platform.
    pub async fn administrator(&self, username: &str) -> Person {
        let email = format!("{username}@people.example");
        let full_name = format!("{username} of the test");
        let id = setup::admin_create(&self.s, &email, username, &full_name, PASSWORD).await;
        Person { id: id.expect("an administrator"), username: username.to_owned() }
    }

    /// A fresh session of `person`, as who they are now.
    pub async fn caller(&self, person: &Person) -> Caller {
        self.caller_of(person.id).await
    }

    /// The same, for the account of that id.
    pub async fn caller_of(&self, account: AccountId) -> Caller {
        let request = self.request();
        let session = sessions::begin_for_test(&self.s, account, &request).await;
        self.in_session(account, session.expect("a session")).await
    }

    async fn in_session(&self, account: AccountId, session: SessionId) -> Caller {
        let mut connection = self.s.read().await.expect("a connection");
        let facts = access::facts(&mut connection, account).await.expect("facts");
        let (_, facts) = facts.expect("the account exists");
        Caller {
            account,
            session,
            facts: Arc::new(facts),
            authenticated_at: self.time.now(),
            by_token: false,
            seen_as: None,
            request: self.request(),
        }
    }

    /// A mail server that mails of this world go to, as `administrator` enters it in the settings.
    pub async fn mail_server(&self, administrator: &Person) -> Smtp {
        let smtp = Smtp::start().await;
        let caller = self.caller(administrator).await;
        let patch = json!({ "mail": { "smtp_url": smtp.url, "from": "no-reply@mail.example" } });
        settings::edit(&self.s, &caller, patch, None).await.expect("settings");
        smtp
    }

    /// Does the background work; answers the mails that came for `address` so far.
    pub async fn mails_to(&self, smtp: &Smtp, address: &str) -> Vec<Received> {
        // A mail is due at the moment of its change, which may be a little ahead of the clock.
        self.time.pass(1);
        jobs::once(&self.s).await.expect("the background work");
        jobs::once(&self.s).await.expect("the background work");
        smtp.received().into_iter().filter(|mail| mail.to == address).collect()
    }

    /// Whether somebody signs in so.
    pub async fn signs_in(&self, login: &str, password: &str) -> bool {
        let login = Login { login: login.into(), password: password.into(), code: None };
        sessions::sign_in(&self.s, login, &self.request(), SessionKind::Browser).await.is_ok()
    }

    /// Runs one statement beside everything, for states that no use case makes yet.
    pub async fn force(&self, sql: &'static str, person: &Person) {
        let mut transaction = self.s.database.begin().await.expect("a transaction");
        let touched = transaction.run(sql, values![person.id]).await.expect("a statement");
        assert!(touched > 0, "the statement found nobody: {sql}");
        transaction.commit().await.expect("a commit");
    }

    /// Where requests of this world come from.
    pub fn request(&self) -> RequestInfo {
        RequestInfo {
            id: "test".into(),
            address: "192.0.2.1".into(),
            user_agent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
                .into(),
        }
    }

    /// The actions in the log, the oldest first.
    pub async fn log(&self) -> Vec<String> {
        let sql = "select action from events order by seq";
        let mut connection = self.s.read().await.expect("a connection");
        let rows = connection.rows::<(String,)>(sql, values![]).await.expect("the log");
        rows.into_iter().map(|(action,)| action).collect()
    }

    /// What the newest entry of the log says: action, reason and values as one line.
    pub async fn last_entry(&self) -> String {
        let sql = "select e.action, d.data from events e join event_details d on d.seq = e.seq
            order by e.seq desc limit 1";
        let mut connection = self.s.read().await.expect("a connection");
        let row = connection.row::<(String, String)>(sql, values![]).await.expect("the log");
        row.map(|(action, data)| format!("{action} {data}")).unwrap_or_default()
    }
}

async fn services(place: &Place, time: &Time, seed: u64) -> Services {
    let url = match place {
        Place::Folder(folder) => format!("sqlite://{}", folder.path().join("test.db").display()),
        Place::Server { url, .. } => url.clone(),
    };
    let clock = time.clone();
    Services::new(Parts {
        database: Database::open(&url).await.expect("the database opens"),
        clock: Clock::new(move || clock.now()),
        rng: seeded(seed),
        keys: Keys::ephemeral(&seeded(0)),
        hasher: Hasher::new(COST),
        facts: FactsCache::default(),
        live: Live::default(),
        surroundings: Surroundings {
            public_url: "http://localhost:3000".into(),
            mail: MailSettings::default(),
        },
    })
}

/// Chance that is the same for the same seed.
pub fn seeded(seed: u64) -> Rng {
    let dice = Mutex::new(StdRng::seed_from_u64(seed));
    Rng::new(move |buffer| dice.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(buffer))
}

/// A database on the server at `root` that is empty and up to date: its name, and its URL. The
/// first of a process is brought up to date, and all others are copies of it.
pub async fn fresh_database(root: &str) -> (String, String) {
    static TEMPLATE: OnceCell<String> = OnceCell::const_new();
    let template = TEMPLATE.get_or_init(async || {
        let (name, url) = create_database(root, "template1").await;
        Database::open(&url).await.expect("the database opens").close().await;
        name
    });
    create_database(root, template.await).await
}

async fn create_database(root: &str, template: &str) -> (String, String) {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let count = COUNT.fetch_add(1, Ordering::SeqCst);
    let name = format!("fluxward_test_{}_{count}", std::process::id());
    on_server(root, format!("create database {name} template {template}")).await;
    let url = root.replacen("/postgres?", &format!("/{name}?"), 1);
    assert_ne!(url, root, "the test server's URL names the database postgres");
    (name, url)
}

async fn on_server(root: &str, statement: String) {
    let mut server = PgConnection::connect(root).await.expect("the test server is reached");
    server.execute(AssertSqlSafe(statement)).await.expect("the test server does as told");
    server.close().await.expect("the test server lets go");
}

/// Waits until `is_so` is; for what happens beside a request.
pub async fn until(is_so: impl AsyncFn() -> bool) {
    let patience = std::time::Duration::from_secs(20);
    let waited = tokio::time::timeout(patience, async {
        while !is_so().await {
            tokio::task::yield_now().await;
        }
    });
    waited.await.expect("it became so in time");
}

/// An id that nothing has.
pub const NOBODY: Uuid = Uuid::from_u128(0xdead);
