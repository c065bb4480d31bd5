//! The page that asks for a link to choose a new password.

use super::calls::Forgot;
use crate::markup::view;
use crate::navigation::Entrance;
use crate::prelude::*;
use crate::registrations::calls::entrances;
use crate::ui::{Button, Form, Look, Submission, TextField};
use leptos::server_fn::ServerFn;

/// Said to everybody, whether there is such an account or not.
const SAID: &str = "If there is an account with this address, a mail with a link is on its way. Look into the mailbox, and into the folder for spam.";

/// Asks for a link.
#[component]
pub fn ForgotPage() -> AnyView {
    let entrances = Resource::new_blocking(|| (), |()| entrances());
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                if entrances.await.is_ok_and(|entrances| !entrances.mail) { without_mail() } else { form() }
            })}
        </Suspense>
    }
    .into_any()
}

fn form() -> AnyView {
    let submission = Submission::of(Forgot::PATH);
    view! {
        <Entrance title="Forgotten password" lead="Enter the e-mail address of your account. You are mailed a link to choose a new password.">
            <Form action=Forgot::PATH submission=submission on_done=Callback::new(|_| ()) done=SAID>
                <TextField name="email" label="E-mail" kind="email" submission=submission required=true autofocus=true autocomplete="email"/>
                <Button look=Look::Primary submit=true busy=submission.pending>"Send the link"</Button>
            </Form>
            <p><a href="/login">"Back to sign-in"</a></p>
        </Entrance>
    }
    .into_any()
}

fn without_mail() -> AnyView {
    view! {
        <Entrance title="Forgotten password" lead="No mails are sent from here. Ask an administrator for a new password.">
            <a class="button primary" href="/login">"Back to sign-in"</a>
        </Entrance>
    }
    .into_any()
}
