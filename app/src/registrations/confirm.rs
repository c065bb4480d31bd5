//! The page of the link: confirming the address. Opening it confirms nothing.

use super::calls::{Confirm, show};
use crate::markup::view;
use crate::navigation::{Entrance, go};
use crate::prelude::*;
use crate::resets::dead::DeadLink;
use crate::resets::page::token;
use crate::ui::{Button, Form, Look, Submission};
use fluxward_domain::resets::Addressee;
use leptos::server_fn::ServerFn;

/// Confirms the address of somebody who registered.
#[component]
pub fn ConfirmPage() -> AnyView {
    let token = token();
    let whom = Resource::new_blocking(|| (), move |()| show(token.get_value()));
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                match whom.await {
                    Ok(whom) => form(token.get_value(), &whom),
                    Err(failure) => view! { <DeadLink failure=failure again=("/register", "Register again")/> }.into_any(),
                }
            })}
        </Suspense>
    }
    .into_any()
}

fn form(token: String, whom: &Addressee) -> AnyView {
    let submission = Submission::of(Confirm::PATH);
    view! {
        <Entrance title="Confirm your address" lead=format!("{} registered with {}. Is that you?", whom.full_name, whom.email)>
            <Form action=Confirm::PATH submission=submission hidden=vec![("token", token)] on_done=Callback::new(|_| go("/login?confirmed"))>
                <Button look=Look::Primary submit=true busy=submission.pending>"Confirm the address"</Button>
            </Form>
        </Entrance>
    }
    .into_any()
}
