//! The pages of the links: confirming the new address, and taking it back from the old one.
//! Opening them does neither.

use super::calls::{ConfirmEmail, UndoEmail, show};
use crate::markup::view;
use crate::navigation::{Entrance, go};
use crate::prelude::*;
use crate::resets::dead::DeadLink;
use crate::resets::page::token;
use crate::ui::{Button, Form, Look, Submission};
use fluxward_domain::emails::EmailChange;
use leptos::server_fn::ServerFn;

/// Confirms the new address.
#[component]
pub fn ConfirmEmailPage() -> AnyView {
    page(false)
}

/// Takes the new address back.
#[component]
pub fn UndoEmailPage() -> AnyView {
    page(true)
}

fn page(undo: bool) -> AnyView {
    let token = token();
    let what = Resource::new_blocking(|| (), move |()| show(token.get_value(), undo));
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                match what.await {
                    Ok(what) if undo => take_back(token.get_value(), &what),
                    Ok(what) => confirm(token.get_value(), &what),
                    Err(failure) => view! { <DeadLink failure=failure again=("/account", "Go to your account")/> }.into_any(),
                }
            })}
        </Suspense>
    }
    .into_any()
}

fn confirm(token: String, what: &EmailChange) -> AnyView {
    let submission = Submission::of(ConfirmEmail::PATH);
    view! {
        <Entrance title="Confirm your new address" lead=format!("From then on {} is the address of your account, and no longer {}.", what.email, what.before)>
            <Form action=ConfirmEmail::PATH submission=submission hidden=vec![("token", token)] on_done=Callback::new(|_| go("/login?email&next=/account"))>
                <Button look=Look::Primary submit=true busy=submission.pending>"Confirm the new address"</Button>
            </Form>
        </Entrance>
    }
    .into_any()
}

fn take_back(token: String, what: &EmailChange) -> AnyView {
    let submission = Submission::of(UndoEmail::PATH);
    view! {
        <Entrance title="Take the new address back" lead=format!("{} stays the address of your account, or is it again, and not {}.", what.before, what.email)>
            <p>"All sessions end, and the present password is no longer good: whoever entered the new address may know it. A mail with a link to choose another one goes to the old address."</p>
            <Form action=UndoEmail::PATH submission=submission hidden=vec![("token", token)] on_done=Callback::new(|_| go("/login?undone"))>
                <Button look=Look::Primary submit=true busy=submission.pending>"Take it back"</Button>
            </Form>
        </Entrance>
    }
    .into_any()
}
