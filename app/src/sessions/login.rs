//! The sign-in page.

use super::calls::SignIn;
use super::code::{self, Waiting};
use super::password::remember_change;
use super::viewing;
use crate::factors::PasskeyButton;
use crate::markup::view;
use crate::navigation::paths::{home_of, is_local};
use crate::navigation::{Entrance, go};
use crate::prelude::*;
use crate::registrations::calls::entrances;
use crate::router::use_query_map;
use crate::setup::SetupHint;
use crate::setup::calls::is_open;
use crate::ui::{Button, Form, Look, PasswordField, Submission, TextField};
use crate::wire::json;
use fluxward_domain::Kind;
use leptos::server_fn::ServerFn;

/// Sign-in by e-mail address or username.
#[component]
pub fn LoginPage() -> AnyView {
    let open = Resource::new_blocking(|| (), |()| is_open());
    let entrances = Resource::new_blocking(|| (), |()| entrances());
    let viewing = viewing();
    let query = use_query_map();
    let asked = move |word: &str| query.with_untracked(|query| query.get(word));
    let next = StoredValue::new(asked("next").filter(|path| is_local(path)));
    let again = asked("again").is_some();
    let notice = StoredValue::new(notice(&asked));
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                let next = next.get_value();
                match viewing.ready().await {
                    Some(viewer) if !again => {
                        go(&next.unwrap_or_else(|| home_of(&viewer)));
                        ().into_any()
                    }
                    _ if matches!(open.await, Ok(true)) => view! { <SetupHint/> }.into_any(),
                    _ => {
                        let registers = entrances.await.is_ok_and(|entrances| entrances.registration);
                        steps(next, notice.get_value(), registers)
                    }
                }
            })}
        </Suspense>
    }
    .into_any()
}

/// Why one is here, when the address says it.
fn notice(asked: &impl Fn(&str) -> Option<String>) -> Option<&'static str> {
    let reasons = [
        ("ended", "You have been signed out. Sign in to go on."),
        ("left", "You are signed out."),
        ("changed", "Your password is changed. Sign in with the new one."),
        ("activated", "Your account is active. Sign in with the password that you chose."),
        ("confirmed", "Your address is confirmed. Sign in with the password that you chose."),
        ("email", "Your new e-mail address is confirmed. Sign in with it from now on."),
        (
            "undone",
            "The new address is taken back. A link to choose a new password is on its way to the old one.",
        ),
        ("again", "This change needs a fresh sign-in. Sign in again, then repeat it."),
    ];
    reasons.into_iter().find(|(word, _)| asked(word).is_some()).map(|(_, text)| text)
}

/// The password first; the code after it, where one is needed.
fn steps(next: Option<String>, notice: Option<&'static str>, registers: bool) -> AnyView {
    let waiting = RwSignal::new(code::waiting());
    (move || match waiting.get() {
        Some(now) => code::form(now, waiting),
        None => sign_in(next.clone(), notice, registers, waiting),
    })
    .into_any()
}

fn sign_in(
    next: Option<String>,
    notice: Option<&'static str>,
    registers: bool,
    waiting: RwSignal<Option<Waiting>>,
) -> AnyView {
    let submission = Submission::of(SignIn::PATH);
    change_first(submission, next.clone());
    code_next(submission, next.clone(), waiting);
    let notice = code::too_late().or_else(|| notice.map(str::to_owned));
    let goes_on = next.clone();
    let hidden = next.into_iter().map(|next| ("next", next)).collect::<Vec<_>>();
    view! {
        <Entrance title="Sign in">
            {notice.map(|text| view! { <p class="notice" role="status">{text}</p> })}
            <Form action=SignIn::PATH submission=submission hidden=hidden on_done=Callback::new(|answer: String| enter(&answer))>
                <TextField name="login" label="E-mail or username" submission=submission required=true autofocus=true autocomplete="username" literal=true/>
                <PasswordField name="password" label="Password" submission=submission required=true/>
                <Button look=Look::Primary submit=true busy=submission.pending>"Sign in"</Button>
            </Form>
            <PasskeyButton next=goes_on/>
            <p><a href="/forgot">"Forgot your password?"</a></p>
            {registers.then(|| view! { <p>"No account yet? " <a href="/register">"Register"</a></p> })}
        </Entrance>
    }
    .into_any()
}

/// Loads the page to go on to anew: a new session begins with a clean slate.
pub(crate) fn enter(answer: &str) {
    let next = json::read(answer).unwrap_or_else(|| "/".to_owned());
    go(&next);
}

/// A temporary password leads to the page that replaces it.
fn change_first(submission: Submission, next: Option<String>) {
    Effect::new(move |_| {
        let token = submission.refused.with(|error| {
            let error =
                error.as_ref().filter(|error| error.kind == Kind::PasswordChangeRequired)?;
            error.change_token.clone()
        });
        if let Some(token) = token {
            remember_change(token, submission.sent("login"), next.clone());
        }
    });
}

/// A password that is not enough leads to the code.
fn code_next(submission: Submission, next: Option<String>, waiting: RwSignal<Option<Waiting>>) {
    Effect::new(move |_| {
        let token =
            submission.refused.with(|error| error.as_ref()?.factor_token().map(str::to_owned));
        if let Some(token) = token {
            waiting.set(Some(Waiting { token, next: next.clone() }));
        }
    });
}
