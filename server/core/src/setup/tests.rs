//! The first run and the way back in, on a real database, on both engines.

use super::*;
use crate::sessions::sign_in;
use crate::testing::{PASSWORD, Person, World};
use crate::{members, organizations};
use fluxward_domain::members::NewMember;
use fluxward_domain::organizations::{EditOrganization, NewOrganization};
use fluxward_domain::pages::Because;
use fluxward_domain::roles::BaseRole;
use fluxward_domain::sessions::{Login, SessionKind};
use futures::future::join_all;

fn wanted(world: &World, username: &str) -> Setup {
    Setup {
        setup_token: token(&world.s),
        email: format!("{username}@people.example"),
        username: username.into(),
        full_name: "Ada Lovelace".into(),
        password: PASSWORD.into(),
    }
}

async fn set_up(world: &World, setup: Setup) -> Result<User, AppError> {
    run(&world.s, setup, &world.request()).await.map_err(AppError::from)
}

async fn enter(world: &World, login: &str, password: &str) -> Result<AccountId, AppError> {
    let login = Login { login: login.into(), password: password.into(), code: None };
    let entered = sign_in(&world.s, login, &world.request(), SessionKind::Api).await;
    Ok(entered.map_err(AppError::from)?.account)
}

#[tokio::test]
async fn the_first_administrator_is_made_once() {
    World::each(async |world| {
        assert!(is_open(&world.s).await.unwrap());
        let user = set_up(world, wanted(world, "ada")).await.unwrap();
        assert!(user.platform_administrator && !is_open(&world.s).await.unwrap());
        assert_eq!(world.log().await, ["user.created", "user.promoted", "platform.set_up"]);
        assert_eq!(enter(world, "ada", PASSWORD).await, Ok(user.id));
        let wrong = Setup { setup_token: "wrong".into(), ..wanted(world, "eve") };
        for again in [wanted(world, "eve"), wrong] {
            assert_eq!(set_up(world, again).await.unwrap_err().kind, Kind::Gone);
        }
    })
    .await;
}

#[tokio::test]
async fn of_many_first_administrators_at_once_one_is_made() {
    World::each(async |world| {
        let all = (0..6).map(|at| set_up(world, wanted(world, &format!("person{at}"))));
        let made = join_all(all).await;
        assert_eq!(made.iter().filter(|it| it.is_ok()).count(), 1);
        let others = made.into_iter().filter_map(Result::err);
        assert!(others.map(|it| it.kind).all(|kind| kind == Kind::Gone));
    })
    .await;
}

#[tokio::test]
async fn a_wrong_token_and_bad_fields_make_nobody() {
    let world = World::new().await;
    let refusal = async |change: fn(&mut Setup)| {
        let mut setup = wanted(&world, "ada");
        change(&mut setup);
        let error = set_up(&world, setup).await.unwrap_err();
        (error.kind, error.errors.first().map(|error| error.field.clone()))
    };
    let invalid = |field: &str| (Kind::Invalid, Some(field.to_owned()));
    assert_eq!(refusal(|it| it.setup_token.push('x')).await, (Kind::Forbidden, None));
    assert_eq!(refusal(|it| it.setup_token.clear()).await, (Kind::Forbidden, None));
    assert_eq!(refusal(|it| it.email = "nobody".into()).await, invalid("email"));
    assert_eq!(refusal(|it| it.username = "a@b".into()).await, invalid("username"));
    assert_eq!(refusal(|it| it.full_name = "\u{202e}".into()).await, invalid("full_name"));
    assert_eq!(refusal(|it| it.password = "Lovelace1".into()).await, invalid("password"));
    assert!(is_open(&world.s).await.unwrap() && world.log().await.is_empty());
}

#[tokio::test]
async fn the_command_line_makes_administrators_but_not_twice_the_same() {
    World::each(async |world| {
        let create = async |email: &str, username: &str| {
            let made = admin_create(&world.s, email, username, "Grace", PASSWORD).await;
            made.map_err(|error| AppError::from(error).kind)
        };
        create("grace@people.example", "grace").await.unwrap();
        create("g@people.example", "gh").await.unwrap();
        assert_eq!(create("Grace@People.example", "other").await, Err(Kind::Taken));
        assert_eq!(create("other@people.example", "GRACE").await, Err(Kind::Taken));
    })
    .await;
}

#[tokio::test]
async fn no_plan_keeps_out_who_has_to_get_in_again() {
    World::each(async |world| {
        let root = world.caller(&world.administrator("root").await).await;
        let (olga, bea) = (world.person("olga").await, world.person("bea").await);
        let (name, slug) = ("Blue".to_owned(), "blue".to_owned());
        let new = NewOrganization { name, slug, owner: Some(olga.id), reason: None };
        organizations::create(&world.s, &root, new).await.unwrap();
        let add = |person: &Person, role| NewMember {
            user_id: person.id,
            role,
            expires_at: None,
            reason: None,
        };
        members::add(&world.s, &root, "blue", add(&bea, BaseRole::Owner)).await.unwrap();
        users::deactivate(&world.s, &root, bea.id, Because::default(), None).await.unwrap();
        let one = EditOrganization { seats: Some(Some(1)), ..EditOrganization::default() };
        organizations::edit(&world.s, &root, "blue", one, None).await.unwrap();
        let refused = users::activate(&world.s, &root, bea.id, Because::default(), None).await;
        assert_eq!(AppError::from(refused.unwrap_err()).kind, Kind::NoSeatLeft);
        assert!(recover(&world.s, "bea").await.unwrap().reactivated);
    })
    .await;
}

#[tokio::test]
async fn whoever_lost_everything_comes_back_with_a_temporary_password() {
    World::each(async |world| {
        let (root, ada) = (world.administrator("root").await, world.person("ada").await);
        let root = world.caller(&root).await;
        users::deactivate(&world.s, &root, ada.id, Because::default(), None).await.unwrap();
        let recovered = recover(&world.s, "Ada@people.example").await.unwrap();
        assert!(recovered.reactivated && recovered.account == ada.id);
        assert!(world.last_entry().await.starts_with("user.recovered"));
        assert_eq!(enter(world, "ada", PASSWORD).await.unwrap_err().kind, Kind::BadCredentials);
        let temporary = enter(world, "ada", &recovered.temporary_password).await.unwrap_err();
        assert_eq!(temporary.kind, Kind::PasswordChangeRequired);
        let again = recover(&world.s, "root").await.unwrap();
        assert!(!again.reactivated);
        assert!(world.s.change(&root).await.is_err(), "no session is left");
        let nobody = AppError::from(recover(&world.s, "nobody").await.unwrap_err());
        assert_eq!(nobody.kind, Kind::NotFound);
    })
    .await;
}
