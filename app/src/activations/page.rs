//! The page of the link: the first password.

use super::calls::{Activate, show};
use crate::markup::view;
use crate::navigation::Entrance;
use crate::prelude::*;
use crate::resets::dead::DeadLink;
use crate::resets::page::{token, username};
use crate::sessions::login::enter;
use crate::settings::calls::password_policy;
use crate::ui::{Button, Form, Look, PasswordField, Submission};
use fluxward_domain::passwords::{Chooser, PasswordPolicy};
use fluxward_domain::resets::Addressee;
use leptos::server_fn::ServerFn;

/// Activates an account by the link of the address.
#[component]
pub fn ActivatePage() -> AnyView {
    let token = token();
    let whom = Resource::new_blocking(|| (), move |()| show(token.get_value()));
    let policy = Resource::new_blocking(|| (), |()| password_policy(Chooser::Anybody));
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                let policy = policy.await.unwrap_or_default();
                match whom.await {
                    Ok(whom) => form(token.get_value(), &whom, policy),
                    Err(failure) => view! { <DeadLink failure=failure again=("/login", "Go to sign-in")/> }.into_any(),
                }
            })}
        </Suspense>
    }
    .into_any()
}

fn form(token: String, whom: &Addressee, policy: PasswordPolicy) -> AnyView {
    let (full_name, email) = (whom.full_name.clone(), whom.email.clone());
    let submission = Submission::of(Activate::PATH);
    view! {
        <Entrance title="Activate your account" lead=format!("Welcome, {full_name}. Choose the password for {email}.")>
            <Form action=Activate::PATH submission=submission hidden=vec![("token", token)] on_done=Callback::new(|answer: String| enter(&answer))>
                {username(email)}
                <PasswordField name="password" label="Password" submission=submission policy=policy required=true/>
                <Button look=Look::Primary submit=true busy=submission.pending>"Activate and sign in"</Button>
            </Form>
        </Entrance>
    }
    .into_any()
}
