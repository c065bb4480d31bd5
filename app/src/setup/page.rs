//! The page of the first run, and the hint that leads to it.

use super::calls::{RunSetup, is_open};
use crate::Failure;
use crate::markup::view;
use crate::navigation::{Entrance, go};
use crate::prelude::*;
use crate::router::use_query_map;
use crate::settings::calls::password_policy;
use crate::ui::{Button, ErrorState, Form, Look, PasswordField, Submission, TextField};
use crate::wire::json;
use fluxward_domain::passwords::{Chooser, PasswordPolicy};
use fluxward_domain::{AppError, Kind};
use leptos::server_fn::ServerFn;

/// Makes the first platform administrator, once.
#[component]
pub fn SetupPage() -> AnyView {
    let open = Resource::new_blocking(|| (), |()| is_open());
    let policy = Resource::new_blocking(|| (), |()| password_policy(Chooser::Anybody));
    let token = StoredValue::new(use_query_map().with_untracked(|query| query.get("token")));
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                match (open.await, token.get_value()) {
                    (Ok(true), Some(token)) => form(token, policy.await.unwrap_or_default()),
                    (Ok(true), None) => view! { <SetupHint/> }.into_any(),
                    (Ok(false), _) => used_up(),
                    (Err(failure), _) => view! { <ErrorState failure=failure whole_page=true/> }.into_any(),
                }
            })}
        </Suspense>
    }
    .into_any()
}

fn form(token: String, policy: PasswordPolicy) -> AnyView {
    let submission = Submission::of(RunSetup::PATH);
    let done = Callback::new(|answer: String| {
        go(&json::read::<String>(&answer).unwrap_or_else(|| "/".into()));
    });
    view! {
        <Entrance title="Set up Fluxward" lead="You will be the first platform administrator. You can make others later.">
            <Form action=RunSetup::PATH submission=submission hidden=vec![("setup_token", token)] on_done=done>
                <TextField name="full_name" label="Full name" submission=submission required=true autofocus=true autocomplete="name"/>
                <TextField name="email" label="E-mail" kind="email" submission=submission required=true autocomplete="email"/>
                <TextField name="username" label="Username" submission=submission required=true autocomplete="username" literal=true/>
                <PasswordField name="password" label="Password" submission=submission policy=policy required=true/>
                <Button look=Look::Primary submit=true busy=submission.pending>"Create administrator"</Button>
            </Form>
        </Entrance>
    }
    .into_any()
}

fn used_up() -> AnyView {
    let failure = Failure(AppError::new(
        Kind::Gone,
        "Fluxward is set up already. Sign in, or ask a platform administrator for an account.",
    ));
    view! { <ErrorState failure=failure whole_page=true/> <p><a href="/login">"Go to sign-in"</a></p> }.into_any()
}

/// What stands on the start page until Fluxward is set up.
#[component]
pub fn SetupHint() -> AnyView {
    view! {
        <Entrance title="Set up Fluxward" lead="Nobody has an account yet.">
            <p>"The server has printed a link with a one-time token when it started. Open it to make the first platform administrator."</p>
            <p>"Or run " <code>"fluxward admin create"</code> " on the server itself."</p>
        </Entrance>
    }
    .into_any()
}
