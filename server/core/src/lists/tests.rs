//! Limits, cursors and counters. How rows are found is tested where there are rows: with people,
//! members and organizations.

use super::counters::{self, Bin, Counts};
use super::cursor::Asked;
use super::keyset::{Key, Mark};
use crate::changes::{Entry, Target};
use crate::keys::Keys;
use crate::testing::{World, seeded};
use fluxward_domain::Kind;
use proptest::prelude::*;
use uuid::Uuid;

fn keys() -> Keys {
    Keys::ephemeral(&seeded(1))
}

fn mark(name: &str) -> Mark {
    Mark { key: Key::Text(name.into()), id: Uuid::from_u128(7) }
}

/// The cursor of a list `list`, asked `question`, that goes on after `name`.
fn cursor(list: &str, question: &str, name: &str) -> String {
    let asked = Asked::new(&keys(), list, &question, Some(1), None).unwrap();
    let page = asked.page(&keys(), vec![name, "more"], Some(2), |row| mark(row), |row| row);
    page.next_cursor.unwrap()
}

#[test]
fn limits_are_capped_and_never_refused() {
    let limits = [None, Some(0), Some(1), Some(200), Some(201), Some(u32::MAX)];
    assert_eq!(limits.map(super::limit), [50, 1, 1, 200, 200, 200]);
}

#[test]
fn a_cursor_says_where_to_go_on_and_how_many_there_are() {
    let cursor = cursor("people", "all", "ada");
    let asked = Asked::new(&keys(), "people", &"all", Some(50), Some(&cursor)).unwrap();
    assert_eq!((asked.after, asked.total), (Some(mark("ada")), Some(Some(2))));
}

#[test]
fn the_last_page_has_no_cursor() {
    let asked = Asked::new(&keys(), "people", &"all", Some(2), None).unwrap();
    let page = asked.page(&keys(), vec!["ada", "ben"], None, |row| mark(row), |row| row);
    assert_eq!((page.items, page.next_cursor), (vec!["ada", "ben"], None));
}

#[test]
fn a_cursor_of_another_list_question_or_installation_is_refused() {
    let cursor = cursor("people", "all", "ada");
    let other = Keys::ephemeral(&seeded(2));
    let own = keys();
    for (keys, list, question) in
        [(&own, "members", "all"), (&own, "people", "some"), (&other, "people", "all")]
    {
        let refused = Asked::new(keys, list, &question, None, Some(&cursor)).unwrap_err();
        assert_eq!(refused.kind, Kind::Malformed);
    }
}

proptest! {
    #[test]
    fn a_forged_cursor_is_refused(at in 0_usize..200, to in "[A-Za-z0-9_-]") {
        let cursor = cursor("people", "all", "ada");
        let mut forged = cursor.clone();
        let at = at % cursor.len();
        forged.replace_range(at..=at, &to);
        let asked = Asked::new(&keys(), "people", &"all", None, Some(&forged));
        prop_assert_eq!(asked.is_ok(), forged == cursor);
    }

    #[test]
    fn no_text_can_stand_for_a_cursor(text in "\\PC{0,60}") {
        prop_assert!(Asked::new(&keys(), "people", &"all", None, Some(&text)).is_err());
    }
}

#[tokio::test]
async fn counters_follow_their_rows() {
    World::each(async |w| {
        let (list, active) = (Uuid::from_u128(9), Bin { status: "active", role: "owner" });
        let off = Bin { status: "inactive", ..active };
        let mut change = w.s.change_unasked(None).await.unwrap();
        change.counters().add(list, active, 3);
        change.counters().shift(list, active, off);
        change.counters().shift(list, off, off);
        let during = counters::during(&mut change, list, |_| true).await.unwrap();
        assert_eq!((during, Counts::of(&mut change, list).await.unwrap().all()), (3, 0));
        change.write_ledger().await.unwrap();
        assert_eq!(counters::during(&mut change, list, |_| true).await.unwrap(), 3);
        let counts = Counts::of(&mut change, list).await.unwrap();
        assert_eq!((counts.all(), counts.sum(|bin| bin == active)), (3, 2));
        counters::forget(&mut change, list).await.unwrap();
        assert_eq!(Counts::of(&mut change, list).await.unwrap().all(), 0);
        change.record(Entry::new("test.counted", Target::Settings)).await.unwrap();
        change.commit().await.unwrap();
    })
    .await;
}
