//! Creating accounts.

use super::*;
use crate::testing::smtp::Smtp;
use crate::{jobs, settings};
use fluxward_domain::roles::BaseRole;
use fluxward_domain::users::{EditUser, Status, UserQuery};
use serde_json::json;

#[tokio::test]
async fn an_administrator_creates_an_account_with_an_initial_password() {
    World::each(async |w| {
        let root = w.administrator("root").await;
        let caller = w.caller(&root).await;
        let new = NewUser {
            reason: Some("New in support".into()),
            ..new(" Ünal@BÜCHER.example ", "  Ünal   Demir ")
        };
        let made = users::create(&w.s, &caller, new).await.unwrap();
        assert_eq!(made.user.status, Status::Active);
        assert_eq!(made.user.email, "Ünal@BÜCHER.example");
        assert_eq!(made.user.full_name, "Ünal Demir");
        assert_eq!(made.user.username, "Ünal");
        assert!(made.password_change_required && !made.sign_in_blocked);
        assert_eq!(made.user.last_sign_in_at, None);
        let entry = w.last_entry().await;
        assert!(entry.starts_with("user.created") && entry.contains("New in support"), "{entry}");
        assert_eq!(show(w, &root, made.user.id).await.unwrap(), made.detail);
    })
    .await;
}

#[tokio::test]
async fn first_and_last_name_make_the_full_name() {
    let w = World::new().await;
    let root = w.administrator("root").await;
    let caller = w.caller(&root).await;
    let parts = |first: &str, last: Option<&str>, full: Option<&str>| NewUser {
        first_name: Some(first.into()),
        last_name: last.map(str::to_owned),
        full_name: full.map(str::to_owned),
        ..new("ada@people.example", "")
    };
    let last = users::create(&w.s, &caller, parts("Ada", None, None)).await;
    assert_eq!(refused_for(last), (Kind::Invalid, "last_name".into()));
    let both = users::create(&w.s, &caller, parts("Ada", Some("Abe"), Some("Somebody"))).await;
    assert_eq!(refused_for(both), (Kind::Invalid, "full_name".into()));
    let none = NewUser { full_name: None, ..new("ada@people.example", "") };
    assert_eq!(refused_for(users::create(&w.s, &caller, none).await).1, "full_name");
    let made = users::create(&w.s, &caller, parts("Ada", Some("Abe"), None)).await.unwrap();
    assert_eq!(made.user.full_name, "Ada Abe");
    assert_eq!(made.first_name.as_deref().zip(made.last_name.as_deref()), Some(("Ada", "Abe")));
    w.end().await;
}

#[tokio::test]
async fn a_taken_address_or_username_is_named_whatever_its_spelling() {
    World::each(async |w| {
        let root = w.administrator("root").await;
        let caller = w.caller(&root).await;
        users::create(&w.s, &caller, new("Ada@People.example", "Ada Abe")).await.unwrap();
        let before = w.log().await;
        let again = users::create(&w.s, &caller, new("ADA@people.EXAMPLE", "Another")).await;
        assert_eq!(refused_for(again), (Kind::Taken, "email".into()));
        let username =
            NewUser { username: Some("ＡＤＡ".into()), ..new("b@people.example", "B") };
        let again = users::create(&w.s, &caller, username).await;
        assert_eq!(refused_for(again), (Kind::Taken, "username".into()));
        assert_eq!(w.log().await, before);
    })
    .await;
}

#[tokio::test]
async fn a_username_is_made_from_the_address_and_is_nobody_elses() {
    let w = World::new().await;
    let root = w.administrator("root").await;
    let caller = w.caller(&root).await;
    let mut names = Vec::new();
    for n in 0..12 {
        let made = users::create(&w.s, &caller, new(&format!("info@{n}.example"), "Info")).await;
        names.push(made.unwrap().detail.user.username);
    }
    assert_eq!(names[..3], ["info", "info2", "info3"]);
    assert!(names[11].starts_with("info-"), "{names:?}");
    let odd = users::create(&w.s, &caller, new("+@odd.example", "Odd")).await.unwrap();
    assert_eq!(odd.user.username, "user");
    w.end().await;
}

#[tokio::test]
async fn an_initial_password_is_checked() {
    let w = World::new().await;
    let root = w.administrator("root").await;
    let caller = w.caller(&root).await;
    let password = |password: Option<&str>| NewUser {
        password: password.map(str::to_owned),
        ..new("ada@people.example", "Ada Abe")
    };
    for bad in [Some(""), Some("short"), Some("Password1"), Some("alllowercase1")] {
        let refusal = refused_for(users::create(&w.s, &caller, password(bad)).await);
        assert_eq!(refusal, (Kind::Invalid, "password".into()), "{bad:?}");
    }
    assert_eq!(w.log().await.iter().filter(|action| *action == "user.created").count(), 1);
    w.end().await;
}

#[tokio::test]
async fn a_new_person_joins_an_organization_in_the_same_change() {
    World::each(async |w| {
        let root = w.administrator("root").await;
        organization(w, &root, "acme", &root).await;
        let caller = w.caller(&root).await;
        let joining = |slug: &str, role| NewUser {
            organization: Some(slug.into()),
            role,
            ..new("ada@people.example", "Ada Abe")
        };
        let missing = users::create(&w.s, &caller, joining("none", None)).await;
        assert_eq!(refused_for(missing), (Kind::NotFound, "organization".into()));
        let alone = NewUser { organization: None, ..joining("", Some(BaseRole::Viewer)) };
        let alone = users::create(&w.s, &caller, alone).await;
        assert_eq!(refused_for(alone), (Kind::Invalid, "organization".into()));
        let made = users::create(&w.s, &caller, joining("acme", None)).await.unwrap();
        assert_eq!(made.organizations.len(), 1);
        assert_eq!(made.organizations[0].role, BaseRole::Member);
    })
    .await;
}

#[tokio::test]
async fn a_new_person_is_welcomed_by_mail_without_the_password() {
    World::each(async |w| {
        let root = w.administrator("root").await;
        let caller = w.caller(&root).await;
        let smtp = Smtp::start().await;
        let patch = json!({"mail": {"smtp_url": smtp.url, "from": "no-reply@mail.example"}});
        settings::edit(&w.s, &caller, patch, None).await.unwrap();
        let new = new("ada@people.example", "Ada Abe");
        let password = new.password.clone().unwrap();
        users::create(&w.s, &caller, new).await.unwrap();
        w.time.pass(1);
        jobs::once(&w.s).await.unwrap();
        let received = smtp.received();
        assert_eq!(received[0].to, "ada@people.example");
        assert_eq!(received[0].header("Subject"), "Your account is ready");
        let text = received[0].text();
        assert!(text.contains("Your initial password") && !text.contains(&password), "{text}");
    })
    .await;
}

#[tokio::test]
async fn only_administrators_see_or_change_anything_here() {
    World::each(async |w| {
        let root = w.administrator("root").await;
        let owner = w.person("olga").await;
        organization(w, &root, "acme", &owner).await;
        let (s, c) = (&w.s, &w.caller(&owner).await);
        let before = w.log().await;
        let list = users::list(s, c, &UserQuery::default()).await;
        assert_eq!(refused(list).kind, Kind::Forbidden);
        assert_eq!(
            refused(users::create(s, c, new("a@b.example", "A")).await).kind,
            Kind::Forbidden
        );
        for id in [owner.id, root.id, AccountId(crate::testing::NOBODY)] {
            assert_eq!(refused(users::show(s, c, id).await).kind, Kind::NotFound);
            assert_eq!(refused(users::sessions(s, c, id).await).kind, Kind::NotFound);
            let edit = EditUser::default();
            assert_eq!(refused(users::edit(s, c, id, edit, None).await).kind, Kind::NotFound);
            let session = users::end_session(s, c, id, c.session, Because::default()).await;
            assert_eq!(refused(session).kind, Kind::NotFound);
            for outcome in [
                users::deactivate(s, c, id, Because::default(), None).await,
                users::activate(s, c, id, Because::default(), None).await,
                users::promote(s, c, id, Because::default(), None).await,
                users::demote(s, c, id, Because::default(), None).await,
                users::unlock(s, c, id, Because::default(), None).await,
            ] {
                assert_eq!(refused(outcome).kind, Kind::NotFound);
            }
        }
        assert_eq!(w.log().await, before);
    })
    .await;
}
