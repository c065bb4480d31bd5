//! The page of the link: a new password.

use super::calls::{Reset, show};
use super::dead::DeadLink;
use crate::markup::view;
use crate::navigation::{Entrance, go};
use crate::prelude::*;
use crate::router::use_params_map;
use crate::settings::calls::password_policy;
use crate::ui::{Button, Form, Look, PasswordField, Submission};
use fluxward_domain::passwords::{Chooser, PasswordPolicy};
use fluxward_domain::resets::Addressee;
use leptos::server_fn::ServerFn;

/// Chooses a new password by the link of the address.
#[component]
pub fn ResetPage() -> AnyView {
    let token = token();
    let whom = Resource::new_blocking(|| (), move |()| show(token.get_value()));
    let policy =
        Resource::new_blocking(|| (), move |()| password_policy(Chooser::Token(token.get_value())));
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                let policy = policy.await.unwrap_or_default();
                match whom.await {
                    Ok(whom) => form(token.get_value(), &whom, policy),
                    Err(failure) => view! { <DeadLink failure=failure again=("/forgot", "Ask for another link")/> }.into_any(),
                }
            })}
        </Suspense>
    }
    .into_any()
}

/// The token in the page's address.
pub(crate) fn token() -> StoredValue<String> {
    let params = use_params_map();
    StoredValue::new(params.with_untracked(|params| params.get("token").unwrap_or_default()))
}

fn form(token: String, whom: &Addressee, policy: PasswordPolicy) -> AnyView {
    let email = whom.email.clone();
    let submission = Submission::of(Reset::PATH);
    view! {
        <Entrance title="Choose a new password" lead=format!("For {email}. All your sessions end; then sign in with the new password.")>
            <Form action=Reset::PATH submission=submission hidden=vec![("token", token)] on_done=Callback::new(|_| go("/login?changed"))>
                {username(email)}
                <PasswordField name="password" label="New password" submission=submission policy=policy required=true/>
                <Button look=Look::Primary submit=true busy=submission.pending>"Change password"</Button>
            </Form>
        </Entrance>
    }
    .into_any()
}

/// Whose password it is, for the browser's own list of passwords.
pub(crate) fn username(email: String) -> AnyView {
    view! { <input type="text" class="unseen" aria-hidden="true" tabindex="-1" readonly=true autocomplete="username" value=email/> }.into_any()
}
