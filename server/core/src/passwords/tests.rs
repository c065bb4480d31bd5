//! The pool, the policy and the blocklist.

use super::*;
use crate::error::Error;
use crate::services::Rng;
use fluxward_domain::Kind;
use fluxward_domain::passwords::PasswordPolicy;
use std::time::Duration;

fn refusal(password: &str) -> Option<String> {
    let own = ["Ada Lovelace", "ada.byron@analytical.example", "countess", "Größe & Co"];
    check_new(&PasswordPolicy::standard(), password, &own).err().map(|error| error.detail)
}

#[test]
fn the_four_rules_are_named_together() {
    let said = refusal("zq").unwrap();
    assert_eq!(
        said,
        "This password does not have: at least 8 characters; an uppercase letter; a number."
    );
}

#[test]
fn a_common_password_is_refused_whole_and_dressed_up() {
    for password in ["Password1", "P@ssw0rd", "123Qwerty!", "IloveYou-2", "Пароль123"] {
        let said = refusal(password).unwrap_or_default();
        assert!(said.contains("most common"), "{password}: {said}");
    }
}

#[test]
fn ones_own_words_are_refused_whatever_case_accents_and_digits() {
    for password in [
        "Lovelace1815",
        "!!LOVELACE!1",
        "Ada-Lovelace-1",
        "Analytical#1",
        "Countess99",
        "Größe!1850",
    ] {
        let said = refusal(password).unwrap_or_default();
        assert!(said.contains("of yours"), "{password}: {said}");
    }
    assert_eq!(refusal("Ada-1815-is-short"), None, "three letters are nobody's own");
}

#[test]
fn at_least_64_characters_and_at_most_1024_bytes_are_taken() {
    assert_eq!(refusal(&format!("Aa1{}", "ö ".repeat(100))), None);
    assert_eq!(refusal(&format!("Aa1{}", "x".repeat(1021))), None);
    assert!(refusal(&format!("Aa1{}", "x".repeat(1022))).unwrap().contains("1,024 bytes"));
}

#[test]
fn the_list_is_sorted_and_long_enough() {
    let lines: Vec<_> = include_str!("common.txt").lines().collect();
    assert!(lines.len() > 5_000 && lines.is_sorted());
}

#[tokio::test]
async fn a_password_is_right_in_every_unicode_form() {
    let hasher = Hasher::new(Cost::LEAST);
    let stored = hasher.hash(&Rng::system(), "Zu\u{308}rich 1").await.unwrap();
    assert!(stored.starts_with("$argon2id$v=19$m=8,t=1,p=1$"), "{stored}");
    let right = async |typed: &str| hasher.verify(typed, Some(&stored)).await.unwrap().right;
    assert!(right("Z\u{fc}rich 1").await && right("Zu\u{308}rich 1").await);
    assert!(!right("Zurich 1").await);
}

#[tokio::test]
async fn nobodys_password_is_never_right() {
    let hasher = Hasher::new(Cost::LEAST);
    assert!(!hasher.verify("nobody", None).await.unwrap().right);
}

#[tokio::test]
async fn a_hash_of_a_lower_cost_is_outdated() {
    let cheap = Hasher::new(Cost::LEAST).hash(&Rng::system(), "x").await.unwrap();
    let dear = Hasher::new(Cost { kib: 16, passes: 1 });
    let verdict = dear.verify("x", Some(&cheap)).await.unwrap();
    assert_eq!(verdict, Verdict { right: true, outdated: true });
    let anew = dear.hash(&Rng::system(), "x").await.unwrap();
    assert!(!dear.verify("x", Some(&anew)).await.unwrap().outdated);
}

#[tokio::test]
async fn a_full_queue_answers_busy_and_says_when_to_come_again() {
    let hasher = Hasher::with_places(Cost { kib: 4096, passes: 4 }, 1, 1);
    let rng = Rng::system();
    let (first, second, third) =
        tokio::join!(hasher.hash(&rng, "a"), hasher.hash(&rng, "b"), hasher.hash(&rng, "c"));
    assert!(first.is_ok() && second.is_ok());
    let Err(Error::App(error)) = third else { panic!("{third:?}") };
    assert_eq!((error.kind, error.retry_after), (Kind::Busy, Some(2)));
    assert!(hasher.hash(&rng, "d").await.is_ok());
}

#[tokio::test]
async fn whoever_goes_away_does_not_make_room_before_the_work_is_done() {
    let hasher = Hasher::with_places(Cost { kib: 65_536, passes: 3 }, 1, 0);
    let rng = Rng::system();
    let gone = tokio::time::timeout(Duration::from_millis(1), hasher.hash(&rng, "a")).await;
    assert!(gone.is_err());
    assert!(hasher.hash(&rng, "b").await.is_err(), "the place is still taken");
}
