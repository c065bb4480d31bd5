//! One SQL text for two engines: every statement written in the sources is prepared on both, and
//! both have the same migrations.

use fluxward_core::database::Database;
use sqlx::{
    AssertSqlSafe, Connection as _, Executor as _, PgConnection, SqlSafeStr as _, SqliteConnection,
};
use std::path::Path;

/// The SQL literals of every source file of this crate. Statements put together at run time
/// (they hold a `{`) are the integration tests' to run.
fn statements() -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder of sources") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs")
                && !path.ends_with("database/engine.rs")
                && !path.ends_with("database/search.rs")
                && !path.ends_with("tests.rs")
            {
                let name = path.file_name().expect("a name").to_string_lossy().into_owned();
                let source = std::fs::read_to_string(&path).expect("a source");
                found.extend(literals(&source).into_iter().map(|sql| (name.clone(), sql)));
            }
        }
    }
    found
}

fn literals(source: &str) -> Vec<String> {
    let verbs = ["select ", "insert into ", "update ", "delete from ", "with "];
    source
        .split('"')
        .skip(1)
        .map(|text| text.split_whitespace().collect::<Vec<_>>().join(" ").replace("\\ ", ""))
        .filter(|text| {
            verbs.iter().any(|verb| text.starts_with(verb)) && text.split(' ').count() > 3
        })
        .filter(|text| !text.contains('{') && is_sql(text))
        .collect()
}

/// Whether it reads like a statement and not like a sentence.
fn is_sql(text: &str) -> bool {
    [" from ", " set ", " values "].iter().any(|word| text.contains(word))
        && !text.contains(';')
        && !text.ends_with('.')
}

#[test]
fn both_engines_have_the_same_migrations() {
    let names = |engine: &str| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../migrations").join(engine);
        let mut names: Vec<_> =
            std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    assert_eq!(names("sqlite"), names("postgres"));
}

#[tokio::test]
async fn every_statement_is_prepared_by_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("statements.db").display());
    Database::open(&url).await.unwrap().close().await;
    let mut connection = SqliteConnection::connect(&url).await.unwrap();
    let statements = statements();
    assert!(statements.len() > 10, "the sources are read");
    for (file, sql) in statements {
        let prepared = connection.prepare(AssertSqlSafe(sql.clone()).into_sql_str()).await;
        assert!(prepared.is_ok(), "{file}: {sql}\n{:?}", prepared.err());
    }
}

#[tokio::test]
async fn every_statement_is_prepared_by_postgresql() {
    let Ok(server) = std::env::var("FLUXWARD_TEST_POSTGRES_URL") else {
        return;
    };
    let mut root = PgConnection::connect(&server).await.unwrap();
    let name = format!("statements_{}", std::process::id());
    root.execute(AssertSqlSafe(format!("create database {name}")).into_sql_str()).await.unwrap();
    let url = server.replacen("/postgres?", &format!("/{name}?"), 1);
    assert_ne!(url, server, "the test server's URL names the database postgres");
    Database::open(&url).await.unwrap().close().await;
    let mut connection = PgConnection::connect(&url).await.unwrap();
    for (file, sql) in statements() {
        let prepared = connection.prepare(AssertSqlSafe(sql.clone()).into_sql_str()).await;
        assert!(prepared.is_ok(), "{file}: {sql}\n{:?}", prepared.err());
    }
    connection.close().await.unwrap();
    root.execute(AssertSqlSafe(format!("drop database {name}")).into_sql_str()).await.unwrap();
}
