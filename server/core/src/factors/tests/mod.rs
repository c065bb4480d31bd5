//! Second factors on a real database, on both engines.

mod authenticator;
mod enrolling;
mod passkeys;
mod passwords;
mod setting_up;
mod signing_in;

use super::*;
use crate::error::Result;
use crate::testing::{PASSWORD, Person, World};
use crate::{sessions, settings};
use fluxward_domain::sessions::{Login, SessionKind};
use serde_json::json;
use sessions::SignedIn;
use totp_rs::{Builder, Secret};

/// An authenticator app.
struct App(totp_rs::Totp);

impl App {
    fn with(secret: &str) -> Self {
        let secret = Secret::try_from_base32(secret).unwrap();
        Self(Builder::new().with_secret(secret).with_account_name("x").build().unwrap())
    }

    /// What it shows at the world's time and so many seconds later.
    fn shows(&self, world: &World, later: i64) -> String {
        let seconds = world.time.now().unix_seconds() + later;
        self.0.generate(seconds.try_into().unwrap()).to_string()
    }
}

/// Somebody with an app that is set up, at the beginning of a step after the one it was set up in.
async fn with_app(world: &World, name: &str) -> (Person, App, Vec<String>) {
    let person = world.person(name).await;
    let (app, codes) = set_up(world, &person).await;
    (person, app, codes)
}

async fn set_up(world: &World, person: &Person) -> (App, Vec<String>) {
    let caller = world.caller(person).await;
    let app = App::with(&begin_totp(&world.s, &caller).await.unwrap().secret);
    let code = Code { code: app.shows(world, 0) };
    let codes = confirm_totp(&world.s, &caller, &code).await.unwrap().recovery_codes;
    world.time.pass(30);
    (app, codes)
}

async fn enter(world: &World, login: &str, code: Option<&str>) -> Result<SignedIn> {
    let code = code.map(str::to_owned);
    let login = Login { login: login.into(), password: PASSWORD.into(), code };
    sessions::sign_in(&world.s, login, &world.request(), SessionKind::Api).await
}

fn refusal<T: std::fmt::Debug>(result: Result<T>) -> AppError {
    AppError::from(result.unwrap_err())
}

async fn require(world: &World, root: &Person, of: &str) {
    let patch = json!({ "second_factor_required": of });
    settings::edit(&world.s, &world.caller(root).await, patch, None).await.unwrap();
}
