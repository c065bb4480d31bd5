//! The list against a model of it: every sort, filter and search, page by page.

use super::*;
use crate::database::values;
use crate::lists::selection::TOLD;
use crate::services::Rng;
use crate::testing::seeded;
use crate::users::accounts::{NewAccount, create_account};
use fluxward_domain::users::{Status, User, UserQuery, UserSort};

const FIRST: [&str; 8] = ["Ada", "Anna", "Hannah", "Žofie", "Zoë", "Олег", "Jo", "Ann-Kathrin"];
const LAST: [&str; 7] = ["Abe", "Lindqvist", "Müller", "O’Hara", "Zeller", "anna", "Ito"];
const PEOPLE: usize = 110;

/// Many people, made by chance; some of them belong to the organization `acme`.
async fn crowd(w: &World, root: &Person) {
    organization(w, root, "acme", root).await;
    let dice = seeded(42);
    let mut change = w.s.change_unasked(None).await.unwrap();
    for n in 0..PEOPLE {
        let status = Status::ALL[usize::from(dice.bytes::<1>()[0]) % 6 % 4];
        let full_name = name(&dice);
        let new = NewAccount {
            email: format!("{}{n}@people.example", letters(&full_name)),
            username: format!("u{n}.{}", letters(&full_name)),
            full_name,
            first_name: None,
            last_name: None,
            password_hash: None,
            temporary: false,
            status,
        };
        let id = create_account(&mut change, new).await.unwrap();
        let seen = [0, 0, i64::from(dice.bytes::<1>()[0])][n % 3];
        let sql = "update accounts set last_sign_in_at = $2 where id = $1";
        change.run(sql, values![id, seen]).await.unwrap();
        if n % 3 == 1 {
            join(&mut change, id).await;
        }
    }
    change
        .record(crate::changes::Entry::new("test.filled", crate::changes::Target::Settings))
        .await
        .unwrap();
    change.commit().await.unwrap();
}

fn name(dice: &Rng) -> String {
    let [first, last] = dice.bytes::<2>().map(usize::from);
    format!("{} {}", FIRST[first % FIRST.len()], LAST[last % LAST.len()])
}

fn letters(name: &str) -> String {
    crate::text::folded(name).chars().filter(char::is_ascii_alphabetic).collect()
}

async fn join(change: &mut crate::changes::Change, id: AccountId) {
    let acme = organizations::resolve(change, "acme").await.unwrap().unwrap();
    let role = fluxward_domain::roles::BaseRole::Member;
    crate::members::join(change, acme.id, &acme.slug, id, role, None).await.unwrap();
}

/// Every account with what it is sorted and found by.
struct Model(Vec<(User, String, bool)>);

impl Model {
    async fn of(w: &World) -> Self {
        let sql = "select a.id, a.search_text, exists (select 1 from memberships m
            where m.account_id = a.id and m.until_seq is null) from accounts a";
        let mut on = w.s.read().await.unwrap();
        let rows: Vec<(uuid::Uuid, String, bool)> = on.rows(sql, values![]).await.unwrap();
        let mut people = Vec::new();
        for (id, text, member) in rows {
            let account = users::store::account(&mut on, AccountId(id)).await.unwrap().unwrap();
            people.push((account.user(w.time.now()).unwrap(), text, member));
        }
        Self(people)
    }

    /// The ids that the list must have, in order.
    fn list(&self, query: &UserQuery) -> Vec<AccountId> {
        let needle = query.search.as_deref().map(crate::text::folded).unwrap_or_default();
        let found = |text: &str| {
            let mut lines = text.lines().filter(|line| !line.is_empty());
            if needle.chars().count() < 3 {
                lines.any(|line| line.starts_with(&needle))
            } else {
                lines.any(|line| line.contains(&needle))
            }
        };
        let shown = |user: &User| match query.status {
            Some(status) => user.status == status,
            None => query.show_all == Some(true) || user.status != Status::Inactive,
        };
        let mut people: Vec<_> = self
            .0
            .iter()
            .filter(|(user, text, member)| {
                shown(user) && found(text) && (query.organization.is_none() || *member)
            })
            .map(|(user, ..)| user)
            .collect();
        let sort = query.sort.unwrap_or_default();
        people.sort_by_key(|user| (key(user, sort), user.id));
        if sort.is_descending() {
            people.reverse();
        }
        people.into_iter().map(|user| user.id).collect()
    }
}

/// What somebody is sorted by.
fn key(user: &User, sort: UserSort) -> (String, i64) {
    match sort {
        UserSort::Name | UserSort::NameDescending => (crate::text::folded(&user.full_name), 0),
        UserSort::Email | UserSort::EmailDescending => {
            (crate::text::email_key(&user.email).unwrap(), 0)
        }
        UserSort::Created | UserSort::CreatedDescending => (String::new(), user.created_at.0),
        UserSort::LastSignIn | UserSort::LastSignInDescending => {
            (String::new(), user.last_sign_in_at.map_or(0, |at| at.0))
        }
    }
}

/// All pages of the list, and the total that every one of them says.
async fn pages(w: &World, by: &Person, query: &UserQuery) -> (Vec<AccountId>, Option<i64>) {
    let caller = w.caller(by).await;
    let mut query = query.clone();
    let (mut ids, mut total) = (Vec::new(), None);
    loop {
        let page = users::list(&w.s, &caller, &query).await.unwrap();
        assert!(page.items.len() <= 7);
        assert!(ids.is_empty() || total == page.total, "{query:?}");
        total = page.total;
        ids.extend(page.items.iter().map(|user| user.id));
        let Some(cursor) = page.next_cursor else { return (ids, total) };
        query.cursor = Some(cursor);
    }
}

async fn assert_like_the_model(w: &World, root: &Person, model: &Model, query: UserQuery) {
    let query = UserQuery { limit: Some(7), ..query };
    let expected = model.list(&query);
    let (found, total) = pages(w, root, &query).await;
    assert_eq!(found, expected, "{query:?}");
    let size = i64::try_from(expected.len()).unwrap();
    let counted = query.search.is_some() || query.organization.is_some();
    assert!(
        total == Some(size) || (counted && size > TOLD && total.is_none()),
        "{total:?} instead of {size} of {query:?}"
    );
}

#[tokio::test]
async fn every_sort_and_filter_is_as_the_model_says() {
    World::each(async |w| {
        let root = w.administrator("root").await;
        crowd(w, &root).await;
        let model = Model::of(w).await;
        let filters = [
            (None, false),
            (None, true),
            (Some(Status::Inactive), false),
            (Some(Status::Pending), true),
        ];
        for sort in UserSort::ALL {
            for (status, show_all) in filters {
                for organization in [None, Some("acme".to_owned())] {
                    let (sort, show_all) = (Some(sort), Some(show_all));
                    let query =
                        UserQuery { sort, status, show_all, organization, ..UserQuery::default() };
                    assert_like_the_model(w, &root, &model, query).await;
                }
            }
        }
    })
    .await;
}

#[tokio::test]
async fn every_search_is_as_the_model_says() {
    World::each(async |w| {
        let root = w.administrator("root").await;
        crowd(w, &root).await;
        let model = Model::of(w).await;
        let searches = [
            "a",
            "z",
            "u1",
            "jo",
            "ann",
            "ANNA",
            "zoë",
            "abe",
            "a a",
            "example",
            "ler",
            "оле",
            "ол",
            "1@p",
            "%",
            "_",
            "\\",
            "\"",
            "nobody at all",
            "o’h",
            "*",
            "a\u{0}b",
            "u100",
        ];
        for search in searches {
            for sort in UserSort::ALL {
                let search = Some(search.to_owned());
                for (status, organization) in
                    [(None, None), (Some(Status::Active), None), (None, Some("acme".to_owned()))]
                {
                    let query = UserQuery {
                        search: search.clone(),
                        sort: Some(sort),
                        status,
                        organization,
                        ..UserQuery::default()
                    };
                    assert_like_the_model(w, &root, &model, query).await;
                }
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_cursor_is_good_for_its_own_question_only() {
    let w = World::new().await;
    let root = w.administrator("root").await;
    crowd(&w, &root).await;
    let caller = w.caller(&root).await;
    let query = UserQuery { limit: Some(2), ..UserQuery::default() };
    let page = users::list(&w.s, &caller, &query).await.unwrap();
    let cursor = page.next_cursor.unwrap();
    let more = UserQuery { limit: Some(9), cursor: Some(cursor.clone()), ..UserQuery::default() };
    assert_eq!(users::list(&w.s, &caller, &more).await.unwrap().items.len(), 9);
    let forged = format!("{cursor}A");
    for (cursor, sort) in
        [(cursor.as_str(), UserSort::Email), (&forged, UserSort::Name), ("", UserSort::Name)]
    {
        let query =
            UserQuery { cursor: Some(cursor.into()), sort: Some(sort), ..UserQuery::default() };
        assert_eq!(refused(users::list(&w.s, &caller, &query).await).kind, Kind::Malformed);
    }
    w.end().await;
}

#[tokio::test]
async fn odd_questions_are_answered_politely() {
    let w = World::new().await;
    let root = w.administrator("root").await;
    crowd(&w, &root).await;
    let caller = w.caller(&root).await;
    for (limit, rows) in [(0, 1), (u32::MAX, 200), (3, 3)] {
        let query = UserQuery { limit: Some(limit), show_all: Some(true), ..UserQuery::default() };
        let page = users::list(&w.s, &caller, &query).await.unwrap();
        assert_eq!(page.items.len(), rows.min(PEOPLE + 1));
    }
    let long = UserQuery { search: Some("x".repeat(201)), ..UserQuery::default() };
    assert_eq!(refused_for(users::list(&w.s, &caller, &long).await).1, "search");
    let nowhere = UserQuery { organization: Some("no\0where".into()), ..UserQuery::default() };
    assert_eq!(refused(users::list(&w.s, &caller, &nowhere).await).kind, Kind::NotFound);
    w.end().await;
}
