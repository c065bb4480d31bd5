//! The command line: what it does, and what it says when it cannot.

use crate::client::Client;
use crate::home::Home;
use crate::on_both_engines;
use crate::world::{PASSWORD, text, within};
use fluxward_core::testing::smtp::{Manner, Smtp};
use serde_json::{Value, json};
use std::time::Duration;

const ADMIN: [&str; 8] = [
    "admin",
    "create",
    "--email",
    "ada@example.test",
    "--username",
    "ada",
    "--full-name",
    "Ada Admin",
];

fn create_administrator(home: &Home) {
    home.run(&[&ADMIN[..], &["--password-stdin"]].concat(), PASSWORD).done();
}

async fn sign_in(client: &crate::client::Client) -> crate::client::Client {
    let login = json!({ "login": "ada", "password": PASSWORD });
    let tokens = client.post("/api/v1/auth/login", login).await.expect(200).json();
    client.bearer(&text(&tokens, "access_token"))
}

/// The outbox, once the mails to these people are in these states.
async fn states(client: &Client, wanted: &[(&str, &str)]) -> Value {
    within("the mails are as they should be", async {
        loop {
            let listed = client.get("/api/v1/mails").await.expect(200).json();
            let is_in = |name: &str, state: &str| {
                let mut mails = listed["items"].as_array().expect("mails").iter();
                mails.any(|mail| mail["name"] == format!("{name} Nord") && state_of(mail) == state)
            };
            if wanted.iter().all(|(name, state)| is_in(name, state)) {
                return listed;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    })
    .await
}

fn state_of(mail: &Value) -> &str {
    mail["state"].as_str().unwrap_or_default()
}

on_both_engines! {
    async fn an_administrator_is_made_by_command_and_signs_in(home: Home) {
        create_administrator(home);
        let serving = home.serve();
        let me = sign_in(&serving.client).await.get("/api/v1/me").await.expect(200).json();
        assert_eq!(me["platform_administrator"], true);
        assert!(serving.signal("TERM"), "{}", home.log());
    }

    async fn what_a_command_changes_is_seen_at_once_by_a_running_server(home: Home) {
        let mut serving = home.serve();
        let token = serving.setup_token();
        create_administrator(home);
        let client = sign_in(&serving.client).await;
        let setup = json!({
            "setup_token": token, "email": "bea@example.test", "username": "bea", "full_name": "Bea B",
            "password": PASSWORD,
        });
        serving.client.post("/api/v1/setup", setup).await.refused(410, "gone");
        home.run(&["admin", "recover", "ada"], "").done();
        client.get("/api/v1/me").await.refused(401, "unauthenticated");
    }

    async fn who_lost_everything_is_let_in_again_by_command(home: Home) {
        create_administrator(home);
        let said = home.run(&["admin", "recover", "ada@example.test"], "").done();
        let password = said.lines().find_map(|line| line.strip_prefix("Temporary password of Ada Admin: "));
        let serving = home.serve();
        let login = json!({ "login": "ada", "password": password.expect("a password") });
        serving.client.post("/api/v1/auth/login", login).await.refused(403, "password-change-required");
        let login = json!({ "login": "ada", "password": PASSWORD });
        serving.client.post("/api/v1/auth/login", login).await.refused(401, "bad-credentials");
        home.run(&["admin", "recover", "nobody"], "").failed("nobody");
    }

    async fn an_example_is_filled_signs_in_with_its_one_password_and_verifies(home: Home) {
        home.run(&["demo", "--users", "300", "--password-stdin"], PASSWORD).done();
        assert!(home.run(&["activity", "verify"], "").done().contains("is whole"));
        create_administrator(home);
        let serving = home.serve();
        let client = sign_in(&serving.client).await;
        let page = client.get("/api/v1/users?show_all=true&limit=200").await.expect(200).json();
        assert_eq!(page["total"], 301);
        let people = page["items"].as_array().expect("people");
        let somebody = people.iter().find(|user| user["status"] == "active" && user["username"] != "ada");
        let login = json!({ "login": somebody.expect("somebody")["email"], "password": PASSWORD });
        serving.client.post("/api/v1/auth/login", login).await.expect(200);
        for slug in ["root", "acme"] {
            client.get(&format!("/api/v1/organizations/{slug}")).await.refused(404, "not-found");
        }
    }

    async fn a_database_that_was_tampered_with_does_not_verify(home: Home) {
        create_administrator(home);
        home.storage.tamper("update events set action = 'user.edited' where seq = 1").await;
        let ended = home.run(&["activity", "verify"], "");
        assert!(!ended.success && ended.trouble.contains("does not hold"), "{ended:?}");
    }

    async fn an_older_binary_refuses_a_newer_schema(home: Home) {
        home.run(&["migrate"], "").done();
        let newer = "insert into _sqlx_migrations (version, description, success, checksum, execution_time)
            select 999999, 'newer', success, checksum, 1 from _sqlx_migrations where version = 1";
        home.storage.tamper(newer).await;
        home.run(&["serve"], "").failed("newer Fluxward");
        home.run(&["migrate"], "").failed("newer Fluxward");
    }

    async fn a_kill_at_any_moment_loses_nothing_that_was_acknowledged(home: Home) {
        create_administrator(home);
        let mut acknowledged = Vec::new();
        for round in 0..4_u64 {
            let serving = home.serve();
            let client = sign_in(&serving.client).await;
            let (acknowledge, mut seen) = tokio::sync::watch::channel(0);
            let writing = tokio::spawn(async move {
                let mut made = Vec::new();
                for n in 0.. {
                    let slug = format!("round-{round}-{n}");
                    let wanted = json!({ "name": slug, "slug": slug });
                    match client.try_post("/api/v1/organizations", wanted).await {
                        Some(201) => {
                            made.push(slug);
                            acknowledge.send_replace(made.len());
                        }
                        Some(status) => panic!("{slug}: {status}"),
                        None => break,
                    }
                }
                made
            });
            // In the middle of the writes that follow, whichever they are.
            let enough = usize::try_from(1 + 3 * round).expect("few rounds");
            within("writes are acknowledged", seen.wait_for(|made| *made >= enough))
                .await
                .expect("the writer writes");
            assert!(!serving.signal("KILL"));
            acknowledged.extend(within("the writer notices", writing).await.expect("a list"));
        }
        assert!(home.run(&["activity", "verify"], "").done().contains("is whole"));
        assert!(!acknowledged.is_empty());
        let serving = home.serve();
        let client = sign_in(&serving.client).await;
        for slug in acknowledged {
            client.get(&format!("/api/v1/organizations/{slug}")).await.expect(200);
        }
    }

    async fn a_kill_between_a_change_and_its_mail_sends_it_once_or_says_so(home: Home) {
        create_administrator(home);
        let smtp = Smtp::start().await;
        let serving = home.serve();
        let client = sign_in(&serving.client).await;
        let mail = json!({ "mail": { "smtp_url": smtp.url, "from": "no-reply@example.test" } });
        client.patch("/api/v1/settings", mail).await.expect(200);
        // The first mail is stuck in its conversation, so the second is written and not begun.
        smtp.behave(Manner::Stalls);
        let person = |name: &str| json!({ "email": format!("{name}@example.test"), "full_name": format!("{name} Nord") });
        client.post("/api/v1/users", person("nia")).await.expect(201);
        states(&client, &[("nia", "sending")]).await;
        client.post("/api/v1/users", person("noa")).await.expect(201);
        states(&client, &[("nia", "sending"), ("noa", "queued")]).await;
        assert!(!serving.signal("KILL"));

        smtp.behave(Manner::Takes);
        let serving = home.serve();
        let client = sign_in(&serving.client).await;
        states(&client, &[("nia", "sending"), ("noa", "sent")]).await;
        assert!(!serving.signal("KILL"));

        // Nobody else has the mail any more once its claim has run out.
        home.storage.tamper("update outbox set due_at = 0 where state = 'sending'").await;
        let serving = home.serve();
        let client = sign_in(&serving.client).await;
        let listed = states(&client, &[("nia", "sent"), ("noa", "sent")]).await;
        let nia = listed["items"].as_array().expect("mails").iter().find(|mail| mail["name"] == "nia Nord");
        assert!(text(nia.expect("the mail"), "error").contains("may arrive twice"), "{listed}");
        let to: Vec<_> = smtp.received().into_iter().map(|mail| mail.to).collect();
        assert_eq!(to, ["noa@example.test", "nia@example.test"], "each once");
    }

    async fn stopping_closes_streams_and_ends_cleanly(home: Home) {
        create_administrator(home);
        let serving = home.serve();
        let form = json!({ "login": "ada", "password": PASSWORD });
        let ours = serving.client.with("sec-fetch-site", "same-origin");
        let entered = ours.post("/_fn/sessions/sign-in", form).await.expect(200);
        let browser = serving.client.browser(&entered.session_cookie().expect("a cookie"));
        let mut stream = browser.listen().await;
        stream.until("hello").await;
        let stopped = tokio::task::spawn_blocking(move || serving.signal("TERM"));
        within("the stream ends", stream.end()).await;
        assert!(within("the server stops", stopped).await.expect("an end"), "{}", home.log());
    }

    async fn secrets_never_reach_the_log(home: Home) {
        let mut serving = home.serve();
        let token = serving.setup_token();
        let page = format!("/setup?token={token}");
        serving.client.get(&page).await;
        serving.client.get(&format!("/reset/{token}")).await;
        serving.client.get(&format!("/nothing/{token}?access_token={token}")).await;
        let login = json!({ "login": "ada", "password": "Never-Logged-27" });
        serving.client.post("/api/v1/auth/login", login).await;
        assert!(serving.signal("TERM"));
        let log = home.log();
        assert!(log.contains("\"status\":401"), "{log}");
        assert!(!log.contains(&token) && !log.contains("Never-Logged-27"), "{log}");
    }
}

#[tokio::test]
async fn a_wrong_word_on_the_command_line_is_one_helpful_line() {
    let home = Home::on_sqlite().await;
    for (arguments, word) in [
        (&["serve", "--lisen", "x"][..], "--listen"),
        (&["serv"], "serve"),
        (&["admin"], "--help"),
        (&["demo"], "--users"),
        (&["demo", "--users", "many"], "many"),
        (&["serve", "--listen", "nowhere"], "127.0.0.1:3000"),
        (&["serve", "--public-url", "console.example"], "https://console.example.org"),
        (&["serve", "--database-url", "mysql://x"], "sqlite://"),
        (&["serve", "--trusted-proxies", "proxy"], "127.0.0.1"),
        (&["serve", "--log", "=="], "filter"),
        (&["serve", "--site-dir", "/nowhere"], "/nowhere"),
        (&["migrate", "--database-url", "postgres://127.0.0.1:1/none"], "database"),
    ] {
        home.run(arguments, "").failed(word);
    }
    assert!(home.run(&["--help"], "").done().contains("FLUXWARD_TRUSTED_PROXIES"));
}

#[tokio::test]
async fn a_place_that_cannot_be_written_is_one_helpful_line() {
    let home = Home::on_sqlite().await;
    std::fs::write(home.path("file"), "").expect("a file");
    let below = format!("sqlite://{}", home.path("file/fluxward.db"));
    home.run(&["migrate", "--database-url", &below], "").failed("--database-url");
    home.run(&["serve", "--database-url", &below], "").failed("cannot lock");
    let folder = home.path("");
    home.run(&["serve", "--key-file", &folder], "").failed("key file");
}

#[tokio::test]
async fn a_port_that_is_taken_is_one_helpful_line() {
    let home = Home::on_sqlite().await;
    let serving = home.serve();
    let other = Home::on_sqlite().await;
    let taken = serving.client.address.to_string();
    other.run(&["serve", "--listen", &taken], "").failed("--listen");
}

#[tokio::test]
async fn a_second_server_on_one_file_is_refused_and_commands_are_not() {
    let home = Home::on_sqlite().await;
    let serving = home.serve();
    home.run(&["serve"], "").failed("another fluxward serves this database");
    create_administrator(&home);
    assert!(serving.signal("TERM"));
    assert!(home.serve().signal("INT"), "the lock ends with the process");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_under_load_restores_to_a_log_that_verifies() {
    let home = Home::on_sqlite().await;
    create_administrator(&home);
    let serving = home.serve();
    let client = sign_in(&serving.client).await;
    let writing = tokio::spawn(async move {
        for n in 0..60 {
            let slug = format!("org-{n}");
            client
                .post("/api/v1/organizations", json!({ "name": slug, "slug": slug }))
                .await
                .expect(201);
        }
    });
    let copy = home.path("copy.db");
    let said = tokio::task::block_in_place(|| home.run(&["backup", &copy], "").done());
    assert!(said.contains("fluxward.key"), "it says what must be kept: {said}");
    home.run(&["backup", &copy], "").failed("exists already");
    within("all is written", writing).await.expect("a writer");
    let url = format!("sqlite://{copy}");
    assert!(
        home.run(&["activity", "verify", "--database-url", &url], "").done().contains("is whole")
    );
    assert!(serving.signal("TERM"));
}

#[tokio::test]
async fn postgresql_is_told_how_to_make_its_own_backup() {
    let home = Home::on_sqlite().await;
    let url = "postgres://somebody@db.example/fluxward";
    home.run(&["backup", "copy.dump", "--database-url", url], "").failed("pg_dump");
}

#[tokio::test]
async fn a_new_key_signs_and_the_old_one_still_counts() {
    let home = Home::on_sqlite().await;
    create_administrator(&home);
    let serving = home.serve();
    let client = sign_in(&serving.client).await;
    home.run(&["keys", "rotate"], "").done();
    assert!(serving.signal("TERM"));
    // Tokens name the address that people use.
    let serving = home.serve_at(&client.address.to_string());
    client.get("/api/v1/me").await.expect(200);
    sign_in(&serving.client).await.get("/api/v1/me").await.expect(200);
}
