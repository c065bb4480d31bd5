//! The second step of signing in: the code, after the password was right.
//!
//! The token of the refused sign-in is held in memory or, without scripts, in a hidden field of
//! the form. It is never part of an address, and the password is not needed again.

use super::calls::{EnterCode, ReplacePassword, SignIn};
use super::login::enter;
use crate::factors::PasskeyButton;
use crate::markup::view;
use crate::navigation::Entrance;
use crate::prelude::*;
use crate::ui::{Button, Form, Look, Submission, TextField};
use crate::wire::flash::flash;
use fluxward_domain::{AppError, Kind};
use leptos::server_fn::ServerFn;

/// A sign-in that waits for its code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Waiting {
    pub(super) token: String,
    pub(super) next: Option<String>,
}

#[derive(Clone, Copy)]
struct Held(StoredValue<Option<Waiting>>);

/// Makes room for a sign-in that waits for its code after a new password was chosen; at the root,
/// because it outlives the page of the password.
pub(super) fn provide() {
    provide_context(Held(StoredValue::new(None)));
}

/// Goes to the sign-in page, which asks for the code.
pub(super) fn remember(waiting: Waiting) {
    if let Some(Held(held)) = use_context() {
        held.set_value(Some(waiting));
        crate::router::use_navigate()("/login", crate::router::NavigateOptions::default());
    }
}

/// The waiting sign-in: from memory, or left behind by a form without scripts.
pub(super) fn waiting() -> Option<Waiting> {
    let held = use_context::<Held>().and_then(|Held(held)| {
        let waiting = held.get_value();
        held.set_value(None);
        waiting
    });
    // Whatever is wrong with a code, its form keeps the token while that is good.
    let refused_code = || left_behind(EnterCode::PATH, |_| true);
    let password_was_right = |action| left_behind(action, |error| error.factor_token().is_some());
    let before = || [SignIn::PATH, ReplacePassword::PATH].into_iter().find_map(password_was_right);
    held.or_else(refused_code).or_else(before)
}

fn left_behind(action: &str, counts: impl Fn(&AppError) -> bool) -> Option<Waiting> {
    let left = flash(action)?;
    let token = left.refused.filter(counts)?.change_token?;
    let next = left.entered.into_iter().find(|(field, _)| field == "next");
    Some(Waiting { token, next: next.map(|(_, value)| value) })
}

/// Why the sign-in begins anew, when its code came too late without scripts.
pub(super) fn too_late() -> Option<String> {
    let refused = flash(EnterCode::PATH)?.refused?;
    (refused.kind == Kind::Gone).then_some(refused.detail)
}

/// The form for the code.
pub(super) fn form(now: Waiting, waiting: RwSignal<Option<Waiting>>) -> AnyView {
    let submission = Submission::of(EnterCode::PATH);
    let goes_on = now.next.clone();
    let mut hidden = vec![("factor_token", now.token)];
    hidden.extend(now.next.map(|next| ("next", next)));
    focus();
    view! {
        <Entrance title="Enter your code" lead="Your password is right. Enter the code from your authenticator app, or one of your recovery codes.">
            <Form action=EnterCode::PATH submission=submission hidden=hidden on_done=Callback::new(|answer: String| enter(&answer))>
                <TextField name="code" label="Code" submission=submission required=true autofocus=true autocomplete="one-time-code" literal=true/>
                <Button look=Look::Primary submit=true busy=submission.pending>"Sign in"</Button>
            </Form>
            <PasskeyButton next=goes_on/>
            <a href="/login" on:click=move |_| waiting.set(None)>"Sign in as somebody else"</a>
        </Entrance>
    }
    .into_any()
}

/// A field that comes later is not begun with by itself.
fn focus() {
    #[cfg(feature = "hydrate")]
    request_animation_frame(|| {
        use wasm_bindgen::JsCast;
        let field = document().get_element_by_id("field-code");
        if let Some(field) = field.and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok()) {
            // Refused only while it is not in the document.
            let _ = field.focus();
        }
    });
}
