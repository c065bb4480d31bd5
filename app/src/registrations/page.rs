//! The page where somebody registers.

use super::calls::{Register, entrances};
use crate::markup::view;
use crate::navigation::Entrance;
use crate::prelude::*;
use crate::settings::calls::password_policy;
use crate::ui::{Button, Form, Look, PasswordField, Submission, TextField};
use fluxward_domain::passwords::{Chooser, PasswordPolicy};
use leptos::server_fn::ServerFn;

/// Said to everybody, whether there is such an account or not.
const SAID: &str =
    "A mail is on its way. Open the link in it to confirm your address; then you can sign in.";

/// Registers somebody, where that is switched on.
#[component]
pub fn RegisterPage() -> AnyView {
    let entrances = Resource::new_blocking(|| (), |()| entrances());
    let policy = Resource::new_blocking(|| (), |()| password_policy(Chooser::Anybody));
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                let policy = policy.await.unwrap_or_default();
                if entrances.await.is_ok_and(|entrances| entrances.registration) { form(policy) } else { closed() }
            })}
        </Suspense>
    }
    .into_any()
}

fn form(policy: PasswordPolicy) -> AnyView {
    let submission = Submission::of(Register::PATH);
    view! {
        <Entrance title="Register" lead="Make an account for yourself. You confirm your address by a link in a mail.">
            <Form action=Register::PATH submission=submission on_done=Callback::new(|_| ()) done=SAID>
                <TextField name="full_name" label="Full name" submission=submission required=true autofocus=true autocomplete="name"/>
                <TextField name="email" label="E-mail" kind="email" submission=submission required=true autocomplete="email"/>
                <TextField name="username" label="Username" hint="Made from the address when left empty, or when somebody else has it." submission=submission autocomplete="username" literal=true/>
                <PasswordField name="password" label="Password" submission=submission policy=policy required=true/>
                <Button look=Look::Primary submit=true busy=submission.pending>"Register"</Button>
            </Form>
            <p><a href="/login">"I have an account already"</a></p>
        </Entrance>
    }
    .into_any()
}

fn closed() -> AnyView {
    view! {
        <Entrance title="Register" lead="People cannot register themselves here. Ask an administrator for an account.">
            <a class="button primary" href="/login">"Go to sign-in"</a>
        </Entrance>
    }
    .into_any()
}
