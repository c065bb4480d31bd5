//! Tokens: what they include, what they never do, when they end.

use super::*;
use crate::error::Result;
use crate::services::RequestInfo;
use crate::sessions::{self, authenticate};
use crate::testing::{PASSWORD, Person, World};
use crate::{activity, members, organizations, users};
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use fluxward_domain::members::{EditMember, NewMember};
use fluxward_domain::organizations::{NewOrganization, OrganizationQuery};
use fluxward_domain::pages::Because;
use fluxward_domain::permissions::Permission::{
    AssetsPreview, OrganizationManage, OrganizationView, UsersManage, UsersView,
};
use fluxward_domain::privileges::Privilege;
use fluxward_domain::roles::BaseRole;
use fluxward_domain::scopes::Scope;
use fluxward_domain::sessions::ChangePassword;
use fluxward_domain::users::{NewUser, Suspend, UserQuery};

fn refused<T>(result: Result<T>) -> AppError {
    result.map(drop).map_err(AppError::from).expect_err("this should have been refused")
}

fn named_so(permissions: Option<&[Permission]>) -> NewToken {
    let permissions = permissions.map(<[_]>::to_vec);
    NewToken { name: "Backup".into(), permissions, expires_at: None }
}

async fn made(w: &World, c: &Caller, permissions: Option<&[Permission]>) -> MadeToken {
    create(&w.s, c, named_so(permissions)).await.unwrap()
}

/// Whoever comes with that token now.
async fn comes(w: &World, token: &MadeToken) -> Option<Caller> {
    let mut headers = HeaderMap::new();
    headers.insert(AUTHORIZATION, format!("Bearer {}", token.token).parse().unwrap());
    authenticate(&w.s, &headers, RequestInfo::default()).await.unwrap()
}

/// An organization with an Owner.
async fn acme(w: &World) -> (Person, OrganizationOf) {
    let root = w.administrator("root").await;
    let olga = w.person("olga").await;
    let caller = w.caller(&root).await;
    let new = NewOrganization {
        name: "Acme".into(),
        slug: "acme".into(),
        owner: Some(olga.id),
        reason: None,
    };
    organizations::create(&w.s, &caller, new).await.unwrap();
    let id =
        organizations::resolve(&mut w.s.read().await.unwrap(), "acme").await.unwrap().unwrap().id;
    (olga, OrganizationOf { root, scope: Scope::Organization(id) })
}

struct OrganizationOf {
    root: Person,
    scope: Scope,
}

#[tokio::test]
async fn a_token_is_its_owner_and_only_its_digest_is_stored() {
    World::each(async |w| {
        let ada = w.person("ada").await;
        let token = made(w, &w.caller(&ada).await, None).await;
        assert!(token.token.starts_with("flx_") && token.token.len() == 47, "{}", token.token);
        let caller = comes(w, &token).await.unwrap();
        assert_eq!(
            (caller.account, caller.by_token, caller.facts.limited_to),
            (ada.id, true, None)
        );
        let told = w.last_entry().await;
        assert!(told.starts_with("token.created") && told.contains("everything"), "{told}");
        let sql = "select cast(count(*) as bigint) from sessions where secret_hash = $1";
        let mut on = w.s.read().await.unwrap();
        let stored = on.number(sql, crate::database::values![hash(&token.token)]).await.unwrap();
        assert_eq!(stored, Some(1));
        let listed = list(&w.s, &w.caller(&ada).await).await.unwrap();
        let text = serde_json::to_string(&listed).unwrap();
        assert!(!text.contains(&token.token) && text.contains("Backup"), "{text}");
        let forged = MadeToken { token: format!("flx_{}", "A".repeat(43)), ..token };
        assert!(comes(w, &forged).await.is_none());
    })
    .await;
}

#[tokio::test]
async fn rights_are_what_it_names_cut_to_what_its_owner_may_do_now() {
    World::each(async |w| {
        let (olga, place) = acme(w).await;
        let otto = w.person("otto").await;
        let joins =
            NewMember { user_id: otto.id, role: BaseRole::Admin, expires_at: None, reason: None };
        members::add(&w.s, &w.caller(&olga).await, "acme", joins).await.unwrap();
        let token = made(w, &w.caller(&otto).await, Some(&[OrganizationView, UsersManage])).await;
        let everything = made(w, &w.caller(&otto).await, None).await;
        let may = async |token, permission| {
            let caller: Caller = comes(w, token).await.unwrap();
            caller.authorize(&w.s, permission, place.scope).is_ok()
        };
        assert!(may(&token, UsersManage).await);
        assert!(!may(&token, UsersView).await && may(&everything, UsersView).await);
        let limited = comes(w, &token).await.unwrap();
        let left_out = refused(limited.authorize(&w.s, UsersView, place.scope));
        assert_eq!(left_out.kind, Kind::Forbidden);
        assert!(left_out.detail.contains("users.view"), "{}", left_out.detail);
        let down = EditMember { role: Some(BaseRole::Viewer), ..EditMember::default() };
        members::edit(&w.s, &w.caller(&olga).await, "acme", otto.id, down, None).await.unwrap();
        assert!(!may(&token, UsersManage).await, "a demotion shrinks it");
        assert!(!may(&everything, UsersView).await && may(&everything, AssetsPreview).await);
    })
    .await;
}

#[tokio::test]
async fn a_token_in_flight_does_not_commit_with_what_it_does_not_include() {
    World::each(async |w| {
        let root = w.administrator("root").await;
        let ada = w.person("ada").await;
        let token = made(w, &w.caller(&root).await, Some(&[UsersView])).await;
        let caller = comes(w, &token).await.unwrap();
        users::list(&w.s, &caller, &UserQuery::default()).await.unwrap();
        let off = users::deactivate(&w.s, &caller, ada.id, Because::default(), None).await;
        assert!(matches!(refused(off).kind, Kind::Forbidden | Kind::NotFound));
        let change = w.s.change(&caller).await.unwrap();
        assert!(change.authorize(UsersManage, Scope::Platform).is_err());
        assert!(change.authorize(UsersView, Scope::Platform).is_ok());
    })
    .await;
}

#[tokio::test]
async fn nobody_names_more_than_they_hold_and_a_token_makes_nothing_greater() {
    World::each(async |w| {
        let (olga, place) = acme(w).await;
        let vera = w.person("vera").await;
        let joins =
            NewMember { user_id: vera.id, role: BaseRole::Viewer, expires_at: None, reason: None };
        members::add(&w.s, &w.caller(&olga).await, "acme", joins).await.unwrap();
        let caller = w.caller(&vera).await;
        let beyond = create(&w.s, &caller, named_so(Some(&[AssetsPreview, UsersManage]))).await;
        let beyond = refused(beyond);
        assert_eq!(
            (beyond.kind, beyond.errors[0].field.as_str()),
            (Kind::Forbidden, "permissions")
        );
        made(w, &caller, Some(&[AssetsPreview])).await;
        let none = refused(create(&w.s, &caller, named_so(Some(&[]))).await);
        assert_eq!(none.kind, Kind::Invalid);
        let limited =
            made(w, &w.caller(&olga).await, Some(&[OrganizationView, AssetsPreview])).await;
        let limited = comes(w, &limited).await.unwrap();
        let greater = create(&w.s, &limited, named_so(Some(&[UsersManage]))).await;
        assert_eq!(refused(greater).kind, Kind::Forbidden);
        let same = made(w, &limited, None).await;
        let same = comes(w, &same).await.unwrap();
        assert_eq!(
            same.facts.limited_to, limited.facts.limited_to,
            "everything is what it includes"
        );
        assert!(same.authorize(&w.s, UsersManage, place.scope).is_err());
    })
    .await;
}

#[tokio::test]
async fn a_token_hands_out_nothing_that_it_does_not_include() {
    World::each(async |w| {
        let (olga, place) = acme(w).await;
        let vera = w.person("vera").await;
        let manages = [OrganizationView, UsersView, UsersManage];
        let token = made(w, &w.caller(&olga).await, Some(&manages)).await;
        let by_token = comes(w, &token).await.unwrap();
        for role in BaseRole::ALL {
            let joins = NewMember { user_id: vera.id, role, expires_at: None, reason: None };
            let refusal = refused(members::add(&w.s, &by_token, "acme", joins).await);
            assert_eq!(refusal.kind, Kind::Forbidden, "{role:?}");
        }
        let joins =
            NewMember { user_id: vera.id, role: BaseRole::Viewer, expires_at: None, reason: None };
        members::add(&w.s, &w.caller(&olga).await, "acme", joins).await.unwrap();
        let tick = fluxward_domain::members::Tick { granted: true, reason: None };
        let ticked = members::tick(&w.s, &by_token, "acme", vera.id, Privilege::Assets, tick, None);
        assert_eq!(refused(ticked.await).kind, Kind::Forbidden);
        let root = w.caller(&place.root).await;
        let token = made(w, &root, Some(&[UsersManage, UsersView])).await;
        let by_token = comes(w, &token).await.unwrap();
        let new = |organization: Option<&str>| NewUser {
            email: "x@people.example".into(),
            full_name: Some("Xen X".into()),
            password: Some(PASSWORD.into()),
            organization: organization.map(Into::into),
            role: organization.map(|_| BaseRole::Owner),
            ..NewUser::default()
        };
        let owner = users::create(&w.s, &by_token, new(Some("acme"))).await;
        assert_eq!(refused(owner).kind, Kind::Forbidden);
        users::create(&w.s, &by_token, new(None)).await.unwrap();
        let found =
            NewOrganization { name: "B".into(), slug: "bolt".into(), owner: None, reason: None };
        assert_eq!(
            refused(organizations::create(&w.s, &by_token, found).await).kind,
            Kind::Forbidden
        );
        let seen =
            organizations::list(&w.s, &by_token, &OrganizationQuery::default()).await.unwrap();
        assert!(seen.items.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_token_is_never_a_fresh_sign_in() {
    World::each(async |w| {
        let root = w.administrator("root").await;
        let ada = w.person("ada").await;
        let token = made(w, &w.caller(&root).await, None).await;
        let by_token = comes(w, &token).await.unwrap();
        let promote = users::promote(&w.s, &by_token, ada.id, Because::default(), None).await;
        assert_eq!(refused(promote).kind, Kind::StepUpRequired);
        let change = ChangePassword {
            current_password: Some(PASSWORD.into()),
            password: "Another-Harbour-8".into(),
            ..ChangePassword::default()
        };
        let changed = sessions::change_password(&w.s, Some(&by_token), change, &w.request()).await;
        assert_eq!(refused(changed).kind, Kind::StepUpRequired);
    })
    .await;
}

#[tokio::test]
async fn a_token_that_names_what_it_is_for_does_not_open_its_owners_account() {
    let w = World::new().await;
    let root = w.administrator("root").await;
    let caller = w.caller(&root).await;
    let token = made(&w, &caller, Some(&[OrganizationManage])).await;
    let by_token = comes(&w, &token).await.unwrap();
    sessions::me(&w.s, &by_token).await.unwrap();
    let kinds = [
        refused(sessions::mine(&w.s, &by_token).await).kind,
        refused(sessions::revoke(&w.s, &by_token, caller.session, Because::default()).await).kind,
        refused(list(&w.s, &by_token).await).kind,
        refused(revoke(&w.s, &by_token, token.about.id, Because::default()).await).kind,
        refused(activity::mine(&w.s, &by_token, None, None).await).kind,
    ];
    assert_eq!(kinds, [Kind::Forbidden; 5]);
    w.end().await;
}

#[tokio::test]
async fn a_token_ends_to_the_second_and_not_before() {
    World::each(async |w| {
        let ada = w.person("ada").await;
        let caller = w.caller(&ada).await;
        let end = w.time.now().plus_seconds(60);
        for late in [w.time.now(), w.time.now().plus_seconds(-1)] {
            let new = NewToken { expires_at: Some(late), ..named_so(None) };
            assert_eq!(refused(create(&w.s, &caller, new).await).errors[0].field, "expires_at");
        }
        let new = NewToken { expires_at: Some(end), ..named_so(None) };
        let token = create(&w.s, &caller, new).await.unwrap();
        w.time.pass(59);
        let by_token = comes(w, &token).await.expect("one second is left");
        w.time.pass(1);
        assert!(comes(w, &token).await.is_none());
        assert_eq!(refused(w.s.change(&by_token).await).kind, Kind::Unauthenticated, "in flight");
    })
    .await;
}

#[tokio::test]
async fn revoking_and_disabling_kill_it_and_nothing_revives_it() {
    World::each(async |w| {
        let root = w.administrator("root").await;
        let (ada, bea) = (w.person("ada").await, w.person("bea").await);
        let caller = w.caller(&root).await;
        let theirs = w.caller(&ada).await;
        let (one, two) = (made(w, &theirs, None).await, made(w, &theirs, None).await);
        let strange = revoke(&w.s, &w.caller(&bea).await, one.about.id, Because::default()).await;
        assert_eq!(refused(strange).kind, Kind::NotFound);
        revoke(&w.s, &theirs, one.about.id, Because::default()).await.unwrap();
        assert!(comes(w, &one).await.is_none() && comes(w, &two).await.is_some());
        assert_eq!(
            refused(revoke(&w.s, &theirs, one.about.id, Because::default()).await).kind,
            Kind::NotFound
        );
        users::suspend(&w.s, &caller, ada.id, Suspend::default(), None).await.unwrap();
        assert!(comes(w, &two).await.is_none());
        users::activate(&w.s, &caller, ada.id, Because::default(), None).await.unwrap();
        assert!(comes(w, &two).await.is_none(), "it stays dead");
        let three = made(w, &w.caller(&ada).await, None).await;
        users::deactivate(&w.s, &caller, ada.id, Because::default(), None).await.unwrap();
        assert!(comes(w, &three).await.is_none());
    })
    .await;
}

#[tokio::test]
async fn its_use_is_written_down_and_the_list_of_sessions_has_none() {
    let w = World::new().await;
    let ada = w.person("ada").await;
    let caller = w.caller(&ada).await;
    let token = made(&w, &caller, None).await;
    assert_eq!(list(&w.s, &caller).await.unwrap()[0].last_used_at, None);
    comes(&w, &token).await.unwrap();
    let is_written = async || list(&w.s, &caller).await.unwrap()[0].last_used_at.is_some();
    crate::testing::until(is_written).await;
    let sessions = sessions::mine(&w.s, &caller).await.unwrap();
    assert_eq!(sessions.len(), 1, "the one that asks");
    w.end().await;
}

#[tokio::test]
async fn there_are_not_too_many() {
    let w = World::new().await;
    let ada = w.person("ada").await;
    let caller = w.caller(&ada).await;
    for _ in 0..MOST {
        made(&w, &caller, None).await;
    }
    assert_eq!(refused(create(&w.s, &caller, named_so(None)).await).kind, Kind::Conflict);
    w.end().await;
}
