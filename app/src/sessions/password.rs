//! Replacing a temporary password, before one is let in.
//!
//! The token of the refused sign-in is held in memory or, without scripts, in a hidden field of
//! the form. It is never part of an address.

use super::calls::{ReplacePassword, SignIn};
use super::change::ChangePasswordCard;
use super::code;
use super::login::enter;
use super::viewing;
use crate::markup::view;
use crate::navigation::Entrance;
use crate::prelude::*;
use crate::settings::calls::password_policy;
use crate::ui::{Button, Form, Look, PageHeader, PasswordField, Submission};
use crate::wire::flash::flash;
use fluxward_domain::passwords::{Chooser, PasswordPolicy};
use leptos::server_fn::ServerFn;

/// A sign-in that waits for a new password.
#[derive(Clone)]
struct Waiting {
    token: String,
    login: String,
    next: Option<String>,
}

#[derive(Clone, Copy)]
struct Held(StoredValue<Option<Waiting>>);

/// Makes room for a sign-in that waits for a new password; at the root, because it outlives the
/// sign-in page.
pub fn provide_waiting() {
    provide_context(Held(StoredValue::new(None)));
    code::provide();
}

/// Goes to the page that replaces the temporary password.
pub(super) fn remember_change(token: String, login: String, next: Option<String>) {
    if let Some(Held(held)) = use_context() {
        held.set_value(Some(Waiting { token, login, next }));
        crate::router::use_navigate()("/password", crate::router::NavigateOptions::default());
    }
}

/// The waiting sign-in: from memory, or left behind by a form without scripts.
fn waiting() -> Option<Waiting> {
    let held = use_context::<Held>().and_then(|Held(held)| held.get_value());
    held.or_else(|| left_behind(ReplacePassword::PATH)).or_else(|| left_behind(SignIn::PATH))
}

fn left_behind(action: &str) -> Option<Waiting> {
    let left = flash(action)?;
    let refused = left.refused.filter(|error| error.factor_token().is_none())?;
    let token = refused.change_token?;
    let field = |name: &str| {
        left.entered.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone())
    };
    Some(Waiting { token, login: field("login").unwrap_or_default(), next: field("next") })
}

/// A new password, for whoever has a temporary one or is signed in.
#[component]
pub fn ChangePasswordPage() -> AnyView {
    let viewing = viewing();
    let waiting = StoredValue::new(waiting());
    let chooser = move || {
        waiting.with_value(|it| {
            it.as_ref().map_or(Chooser::Caller, |it| Chooser::Token(it.token.clone()))
        })
    };
    let policy = Resource::new_blocking(|| (), move |()| password_policy(chooser()));
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                let signed_in = viewing.ready().await.is_some();
                let policy = policy.await.unwrap_or_default();
                match waiting.get_value() {
                    Some(waiting) => replace(policy, waiting),
                    None if signed_in => view! { <PageHeader title="Password"/> <ChangePasswordCard policy/> }.into_any(),
                    None => nobody(),
                }
            })}
        </Suspense>
    }
    .into_any()
}

fn replace(policy: PasswordPolicy, Waiting { token, login, next }: Waiting) -> AnyView {
    let submission = Submission::of(ReplacePassword::PATH);
    code_next(submission, next.clone());
    let mut hidden = vec![("change_token", token), ("login", login)];
    hidden.extend(next.map(|next| ("next", next)));
    view! {
        <Entrance title="Choose a new password" lead="Your password is temporary. Choose one that only you know, then go on.">
            <Form action=ReplacePassword::PATH submission=submission hidden=hidden on_done=Callback::new(|answer: String| enter(&answer))>
                <PasswordField name="password" label="New password" submission=submission policy=policy required=true/>
                <Button look=Look::Primary submit=true busy=submission.pending>"Change password and sign in"</Button>
            </Form>
        </Entrance>
    }
    .into_any()
}

/// The new password is in force, and not enough: the code is asked for next.
fn code_next(submission: Submission, next: Option<String>) {
    Effect::new(move |_| {
        let token =
            submission.refused.with(|error| error.as_ref()?.factor_token().map(str::to_owned));
        if let Some(token) = token {
            code::remember(code::Waiting { token, next: next.clone() });
        }
    });
}

fn nobody() -> AnyView {
    view! {
        <Entrance title="Choose a new password" lead="Sign in with your temporary password first; this page follows by itself.">
            <a class="button primary" href="/login">"Go to sign-in"</a>
        </Entrance>
    }
    .into_any()
}
