//! Changing details.

use super::*;
use fluxward_domain::users::{EditUser, UserQuery};

#[tokio::test]
async fn what_is_not_given_stays_and_what_changed_is_recorded() {
    World::each(async |w| {
        let root = w.administrator("root").await;
        let ada = w.person("ada").await;
        let caller = w.caller(&root).await;
        let edit = EditUser {
            email: Some("Ada.New@people.example".into()),
            first_name: Some("Ada".into()),
            last_name: Some("Abe".into()),
            reason: Some("Married".into()),
            ..EditUser::default()
        };
        let edited = users::edit(&w.s, &caller, ada.id, edit, None).await.unwrap();
        assert_eq!(edited.user.username, "ada");
        assert_eq!(edited.user.full_name, "Ada Abe");
        let entry = w.last_entry().await;
        for part in ["user.edited", "Married", "ada@people.example", "Ada.New@people.example"] {
            assert!(entry.contains(part), "{part} is not in {entry}");
        }
        let name = EditUser { full_name: Some("Ada Abe-Lopes".into()), ..EditUser::default() };
        let edited = users::edit(&w.s, &caller, ada.id, name, None).await.unwrap();
        assert_eq!((edited.first_name, edited.last_name), (None, None));
    })
    .await;
}

#[tokio::test]
async fn an_edit_that_changes_nothing_leaves_no_entry() {
    let w = World::new().await;
    let root = w.administrator("root").await;
    let ada = w.person("ada").await;
    let caller = w.caller(&root).await;
    let before = (w.log().await, show(&w, &root, ada.id).await.unwrap());
    for edit in [
        EditUser::default(),
        EditUser { email: Some(" ada@people.example ".into()), ..EditUser::default() },
        EditUser { full_name: Some("ada  of the test".into()), ..EditUser::default() },
    ] {
        users::edit(&w.s, &caller, ada.id, edit, None).await.unwrap();
    }
    assert_eq!((w.log().await, show(&w, &root, ada.id).await.unwrap()), before);
    w.end().await;
}

#[tokio::test]
async fn an_edit_of_another_version_is_refused() {
    let w = World::new().await;
    let root = w.administrator("root").await;
    let ada = w.person("ada").await;
    let caller = w.caller(&root).await;
    let seen = show(&w, &root, ada.id).await.unwrap().user.version;
    let name = |name: &str| EditUser { full_name: Some(name.into()), ..EditUser::default() };
    let edited = users::edit(&w.s, &caller, ada.id, name("Ada One"), Some(seen)).await.unwrap();
    assert!(edited.user.version > seen);
    let late = users::edit(&w.s, &caller, ada.id, name("Ada Two"), Some(seen)).await;
    assert_eq!(refused(late).kind, Kind::ChangedSince);
    let undone = users::edit(&w.s, &caller, ada.id, name("Ada"), Some(edited.user.version)).await;
    assert_eq!(undone.unwrap().user.full_name, "Ada");
    w.end().await;
}

#[tokio::test]
async fn another_address_needs_a_recent_sign_in() {
    let w = World::new().await;
    let root = w.administrator("root").await;
    let ada = w.person("ada").await;
    let caller = w.caller(&root).await;
    w.time.pass(11 * 60);
    let address = EditUser { email: Some("new@people.example".into()), ..EditUser::default() };
    let edited = users::edit(&w.s, &caller, ada.id, address, None).await;
    assert_eq!(refused(edited).kind, Kind::StepUpRequired);
    let case = EditUser { email: Some("Ada@people.example".into()), ..EditUser::default() };
    let edited = users::edit(&w.s, &caller, ada.id, case, None).await.unwrap();
    assert_eq!(edited.user.email, "Ada@people.example");
    w.end().await;
}

#[tokio::test]
async fn a_renamed_person_is_found_under_the_new_name_and_not_under_the_old() {
    World::each(async |w| {
        let root = w.administrator("root").await;
        let ada = w.person("ada").await;
        let caller = w.caller(&root).await;
        let edit = EditUser {
            full_name: Some("Žofie Dvořák".into()),
            username: Some("zofie".into()),
            email: Some("zofie@people.example".into()),
            reason: None,
            ..EditUser::default()
        };
        users::edit(&w.s, &caller, ada.id, edit, None).await.unwrap();
        for (search, found) in [("dvorak", 1), ("DVOŘÁK", 1), ("ofi", 1), ("zo", 1), ("ada", 0_u8)]
        {
            let query = UserQuery { search: Some(search.into()), ..UserQuery::default() };
            let page = users::list(&w.s, &caller, &query).await.unwrap();
            assert_eq!(
                (page.items.len(), page.total),
                (usize::from(found), Some(i64::from(found))),
                "{search}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn an_address_of_somebody_else_is_taken() {
    let w = World::new().await;
    let root = w.administrator("root").await;
    let ada = w.person("ada").await;
    w.person("ben").await;
    let caller = w.caller(&root).await;
    let email = EditUser { email: Some("BEN@people.example".into()), ..EditUser::default() };
    let taken = users::edit(&w.s, &caller, ada.id, email, None).await;
    assert_eq!(refused_for(taken), (Kind::Taken, "email".into()));
    let username = EditUser { username: Some("Ben".into()), ..EditUser::default() };
    let taken = users::edit(&w.s, &caller, ada.id, username, None).await;
    assert_eq!(refused_for(taken), (Kind::Taken, "username".into()));
    w.end().await;
}

#[tokio::test]
async fn everyone_changes_their_own_name_and_username_and_nobody_elses() {
    World::each(async |w| {
        let root = w.administrator("root").await;
        let ada = w.person("ada").await;
        let caller = w.caller(&ada).await;
        let edit = |full_name: &str, username: &str| fluxward_domain::sessions::EditMe {
            full_name: Some(full_name.into()),
            username: Some(username.into()),
        };
        users::edit_own(&w.s, &caller, edit("Ada King", "ada.king")).await.unwrap();
        let now = show(w, &root, ada.id).await.unwrap().user;
        assert_eq!((now.full_name.as_str(), now.username.as_str()), ("Ada King", "ada.king"));
        let told = w.last_entry().await;
        assert!(told.starts_with("user.edited") && told.contains("Ada King"), "{told}");
        let log = w.log().await;
        users::edit_own(&w.s, &caller, edit("Ada King", "ada.king")).await.unwrap();
        assert_eq!(w.log().await, log, "nothing has changed");
        let taken = users::edit_own(&w.s, &caller, edit("Ada King", "ROOT")).await;
        assert_eq!(refused_for(taken), (Kind::Taken, "username".into()));
        let by_token = crate::services::Caller { by_token: true, ..caller };
        let refusal = users::edit_own(&w.s, &by_token, edit("Eve", "eve")).await;
        assert_eq!(refused(refusal).kind, Kind::StepUpRequired);
    })
    .await;
}
