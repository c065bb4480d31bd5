//! The card that changes one's own e-mail address.

use super::calls::{CancelEmail, ChangeMyEmail, waiting};
use crate::Failure;
use crate::markup::view;
use crate::prelude::*;
use crate::ui::{Button, Card, Form, Look, Submission, TextField, Time};
use fluxward_domain::emails::WaitingEmail;
use leptos::server_fn::ServerFn;

/// What waits to be confirmed.
pub type Waiting = Resource<Result<Option<WaitingEmail>, Failure>>;

/// Asks for what waits, beside the page.
pub fn ask_waiting() -> Waiting {
    Resource::new_blocking(|| (), |()| waiting())
}

/// The card with the form.
#[component]
pub fn EmailCard(
    /// What waits to be confirmed.
    waiting: Waiting,
) -> AnyView {
    let submission = Submission::of(ChangeMyEmail::PATH);
    view! {
        <Card id="email" title="E-mail address">
            <Transition>
                {move || Suspend::new(async move { waiting.await.ok().flatten().map(|email| note(email, waiting)) })}
            </Transition>
            <Form
                action=ChangeMyEmail::PATH
                submission=submission
                done="A mail is on its way to the new address. Until you open the link in it and confirm, the present one stays."
                on_done=Callback::new(move |_| waiting.refetch())
            >
                <TextField name="email" label="New e-mail" kind="email" autocomplete="email" submission=submission required=true/>
                <div class="actions">
                    <Button look=Look::Primary submit=true busy=submission.pending>"Change e-mail"</Button>
                </div>
            </Form>
        </Card>
    }
    .into_any()
}

fn note(email: WaitingEmail, waiting: Waiting) -> AnyView {
    let submission = Submission::of(CancelEmail::PATH);
    view! {
        <div class="note">
            <p>"Waits to be confirmed: " <b>{email.email}</b> ", until " <Time at=email.expires_at/> "."</p>
            <Form action=CancelEmail::PATH submission=submission on_done=Callback::new(move |_| waiting.refetch()) label="Cancel the change">
                <Button submit=true busy=submission.pending>"Cancel this change"</Button>
            </Form>
        </div>
    }
    .into_any()
}
