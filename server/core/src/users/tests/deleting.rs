//! Deleting accounts: what goes, what stays, and what must be so before.

use super::*;
use crate::database::values;
use crate::users::{deleting, store};
use crate::{activity, members, sessions, settings};
use fluxward_domain::activity::ActivityQuery;
use fluxward_domain::members::NewMember;
use fluxward_domain::roles::BaseRole;
use fluxward_domain::settings::Settings;
use fluxward_domain::users::{EditUser, UserQuery};
use serde_json::json;

/// Everything that is stored, as text; names and addresses would show in it.
async fn everything(w: &World) -> String {
    let mut on = w.s.read().await.unwrap();
    let mut all = String::new();
    for sql in [
        "select email || email_key || username || username_key || full_name || name_key
            || search_text || coalesce(first_name, '') || coalesce(password_hash, '') from accounts",
        "select data from event_details",
        "select coalesce(reason, '') from account_statuses",
        "select coalesce(reason, '') || name_key from memberships",
        "select coalesce(reason, '') from grants",
        "select address || device from sessions",
    ] {
        let rows: Vec<(String,)> = on.rows(sql, values![]).await.unwrap();
        all.extend(rows.into_iter().map(|(text,)| text + "\n"));
    }
    all
}

/// Somebody called Zelda who did something and to whom something was done, switched off.
async fn departed(w: &World, root: &Person) -> Person {
    let zelda = w.person("zelda").await;
    let caller = w.caller(root).await;
    organization(w, root, "acme", root).await;
    let joins = NewMember {
        user_id: zelda.id,
        role: BaseRole::Admin,
        expires_at: None,
        reason: Some("Zelda leads".into()),
    };
    members::add(&w.s, &caller, "acme", joins).await.unwrap();
    let other = w.person("otto").await;
    let joins = NewMember {
        user_id: other.id,
        role: BaseRole::Viewer,
        expires_at: None,
        reason: Some("by Zed".into()),
    };
    members::add(&w.s, &w.caller(&zelda).await, "acme", joins).await.unwrap();
    users::deactivate(&w.s, &caller, zelda.id, because("Zelda left"), None).await.unwrap();
    zelda
}

#[tokio::test]
async fn who_the_person_was_is_erased_and_what_was_done_stays() {
    World::each(async |w| {
        let root = w.administrator("root").await;
        let zelda = departed(w, &root).await;
        let caller = w.caller(&root).await;
        assert!(everything(w).await.to_lowercase().contains("zelda"));
        users::delete(&w.s, &caller, zelda.id, because("Asked for it"), None).await.unwrap();
        let all = everything(w).await;
        assert!(!all.to_lowercase().contains("zelda"), "{all}");
        assert!(all.contains("by Zed"), "what they recorded about others stays");
        let did = ActivityQuery { actor: Some(zelda.id.0), ..ActivityQuery::default() };
        let did = activity::list(&w.s, &caller, &did).await.unwrap().items;
        assert!(did.iter().any(|event| event.action == "member.added"));
        assert!(did.iter().all(|event| event.actor.as_ref().unwrap().name == "Deleted user"));
        let happened = ActivityQuery { target: Some(zelda.id.0), ..ActivityQuery::default() };
        let happened = activity::list(&w.s, &caller, &happened).await.unwrap().items;
        let actions: Vec<_> = happened.iter().map(|event| event.action.as_str()).collect();
        for action in
            ["member.removed", "user.deleted", "user.deactivated", "member.added", "user.created"]
        {
            assert!(actions.contains(&action), "{action} in {actions:?}");
        }
        assert!(happened.iter().all(|event| event.target.as_ref().unwrap().name == "Deleted user"));
        let report = activity::verify(&mut w.s.read().await.unwrap()).await.unwrap();
        assert_eq!(report.problems, Vec::<String>::new());
    })
    .await;
}

#[tokio::test]
async fn a_deleted_account_is_in_no_list_and_cannot_be_reached() {
    World::each(async |w| {
        let root = w.administrator("root").await;
        let zelda = departed(w, &root).await;
        let caller = w.caller(&root).await;
        let all = UserQuery { show_all: Some(true), ..UserQuery::default() };
        let before = users::list(&w.s, &caller, &all).await.unwrap().total;
        users::delete(&w.s, &caller, zelda.id, Because::default(), None).await.unwrap();
        for query in [
            all,
            UserQuery::default(),
            UserQuery {
                status: Some(fluxward_domain::users::Status::Inactive),
                ..UserQuery::default()
            },
            UserQuery {
                search: Some("zelda".into()),
                show_all: Some(true),
                ..UserQuery::default()
            },
            UserQuery {
                search: Some("deleted".into()),
                show_all: Some(true),
                ..UserQuery::default()
            },
            UserQuery {
                organization: Some("acme".into()),
                show_all: Some(true),
                ..UserQuery::default()
            },
        ] {
            let page = users::list(&w.s, &caller, &query).await.unwrap();
            assert!(page.items.iter().all(|user| user.id != zelda.id), "{query:?}");
            let total = page.total.map(|total| usize::try_from(total).unwrap());
            assert_eq!(total, Some(page.items.len()), "{query:?}");
        }
        let all = UserQuery { show_all: Some(true), ..UserQuery::default() };
        let after = users::list(&w.s, &caller, &all).await.unwrap().total;
        assert_eq!(after, before.map(|before| before - 1));
        let s = &w.s;
        let none = Because::default;
        assert_eq!(refused(users::show(s, &caller, zelda.id).await).kind, Kind::NotFound);
        let edit = EditUser { full_name: Some("Back".into()), ..EditUser::default() };
        assert_eq!(
            refused(users::edit(s, &caller, zelda.id, edit, None).await).kind,
            Kind::NotFound
        );
        let again = users::activate(s, &caller, zelda.id, none(), None).await;
        assert_eq!(refused(again).kind, Kind::NotFound);
        let promoted = users::promote(s, &caller, zelda.id, none(), None).await;
        assert_eq!(refused(promoted).kind, Kind::NotFound);
        let twice = users::delete(s, &caller, zelda.id, none(), None).await;
        assert_eq!(refused(twice).kind, Kind::NotFound);
        let joins =
            NewMember { user_id: zelda.id, role: BaseRole::Viewer, expires_at: None, reason: None };
        assert!(members::add(s, &caller, "acme", joins).await.is_err());
        let login = format!("deleted:{}", zelda.id);
        let mut on = s.read().await.unwrap();
        assert_eq!(sessions::account_of(&mut on, &login).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn address_and_username_are_free_again() {
    World::each(async |w| {
        let root = w.administrator("root").await;
        let caller = w.caller(&root).await;
        let zelda = departed(w, &root).await;
        users::delete(&w.s, &caller, zelda.id, Because::default(), None).await.unwrap();
        let again = w.person("zelda").await;
        assert_ne!(again.id, zelda.id);
        users::deactivate(&w.s, &caller, again.id, Because::default(), None).await.unwrap();
        users::delete(&w.s, &caller, again.id, Because::default(), None).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn only_a_deactivated_account_is_deleted_and_never_where_that_is_forbidden() {
    World::each(async |w| {
        let root = w.administrator("root").await;
        let ada = w.person("ada").await;
        let (s, caller) = (&w.s, w.caller(&root).await);
        let active = users::delete(s, &caller, ada.id, Because::default(), None).await;
        assert_eq!(refused(active).kind, Kind::Conflict);
        let suspend = fluxward_domain::users::Suspend::default();
        users::suspend(s, &caller, ada.id, suspend, None).await.unwrap();
        let suspended = users::delete(s, &caller, ada.id, Because::default(), None).await;
        assert_eq!(refused(suspended).kind, Kind::Conflict);
        users::deactivate(s, &caller, ada.id, Because::default(), None).await.unwrap();
        settings::edit(s, &caller, json!({"deletion": "forbidden"}), None).await.unwrap();
        let forbidden = refused(users::delete(s, &caller, ada.id, Because::default(), None).await);
        assert_eq!(forbidden.kind, Kind::Conflict);
        assert!(forbidden.detail.contains("never deletes"), "{}", forbidden.detail);
        show(w, &root, ada.id).await.unwrap();
        settings::edit(s, &caller, json!({"deletion": "allowed"}), None).await.unwrap();
        users::delete(s, &caller, ada.id, Because::default(), None).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn what_is_open_is_named_and_keeps_the_account() {
    let w = World::new().await;
    let root = w.administrator("root").await;
    let zelda = departed(&w, &root).await;
    let mut change = w.s.change_unasked(None).await.unwrap();
    let account = store::account(&mut change, zelda.id).await.unwrap().unwrap();
    let open = [
        (
            "memberships",
            "select count(*) from memberships where account_id = $1 and until_seq is null",
        ),
        ("sessions", "select count(*) from sessions where account_id = $1 and ended_at is null"),
    ];
    let refusal = refused(deleting::nothing_open(&mut change, &account, &open).await);
    assert_eq!(refusal.kind, Kind::Conflict);
    let named: Vec<_> = refusal.errors.iter().map(|error| error.message.as_str()).collect();
    assert_eq!(named, ["memberships: 1"]);
    drop(change);
    w.end().await;
}

#[tokio::test]
async fn a_deleted_administrator_administers_nothing() {
    let w = World::new().await;
    let root = w.administrator("root").await;
    let ruth = w.administrator("ruth").await;
    let caller = w.caller(&root).await;
    users::deactivate(&w.s, &caller, ruth.id, Because::default(), None).await.unwrap();
    users::delete(&w.s, &caller, ruth.id, Because::default(), None).await.unwrap();
    let sql = "select count(*) from grants where subject_id = $1 and until_seq is null";
    let left = w.s.read().await.unwrap().number(sql, values![ruth.id]).await.unwrap();
    assert_eq!(left, Some(0));
    w.end().await;
}

#[tokio::test]
async fn what_deleted_people_recorded_is_erased_when_the_retention_is_over() {
    World::each(async |w| {
        let root = w.administrator("root").await;
        let zelda = departed(w, &root).await;
        let caller = w.caller(&root).await;
        users::delete(&w.s, &caller, zelda.id, Because::default(), None).await.unwrap();
        assert_eq!(Settings::default().retention_days, None);
        w.time.pass(400 * 86_400);
        assert_eq!(users::forget_due(&w.s).await.unwrap(), None);
        assert!(everything(w).await.contains("by Zed"), "kept forever");
        let caller = w.caller(&root).await;
        settings::edit(&w.s, &caller, json!({"retention_days": 401}), None).await.unwrap();
        assert!(users::forget_due(&w.s).await.unwrap().is_some(), "when to look again");
        w.time.pass(86_400 - 60);
        users::forget_due(&w.s).await.unwrap();
        assert!(everything(w).await.contains("by Zed"), "not before");
        w.time.pass(61);
        assert_eq!(users::forget_due(&w.s).await.unwrap(), None);
        assert!(!everything(w).await.contains("by Zed"));
        assert_eq!(w.log().await.last().map(String::as_str), Some("user.forgotten"));
        let log = w.log().await.len();
        users::forget_due(&w.s).await.unwrap();
        assert_eq!(w.log().await.len(), log, "once");
        let report = activity::verify(&mut w.s.read().await.unwrap()).await.unwrap();
        assert_eq!(report.problems, Vec::<String>::new());
    })
    .await;
}
