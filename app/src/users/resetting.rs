//! Another password for a person, and the activation mail once more.

use super::calls::{ResetPassword, SendActivation};
use super::handed_over::handed_over;
use crate::markup::view;
use crate::prelude::*;
use crate::ui::dialog::{CancelButton, close};
use crate::ui::{Ago, Button, Dialog, Form, Look, Submission, TextField};
use crate::wire::flash::Left;
use crate::wire::json;
use fluxward_domain::mail::{Delivery, MailState};
use fluxward_domain::resets::HandedOver;
use fluxward_domain::users::{Status, UserDetail};
use leptos::server_fn::ServerFn;

const RESETTING: &str = "resetting-password";

/// Resets the password; for a person who waits for their activation, sends that mail again.
#[component]
pub fn PasswordPart(
    /// The person as they are now.
    detail: RwSignal<UserDetail>,
) -> AnyView {
    let status = Memo::new(move |_| detail.with(|detail| detail.user.status));
    let (reset, activation) =
        (Submission::of(ResetPassword::PATH), Submission::of(SendActivation::PATH));
    if let Some(left) = Left::of_this_page() {
        left.forget_with_page();
    }
    (move || match status.get() {
        Status::Pending => send_again(detail, activation),
        Status::Active | Status::Suspended => resetting(detail, reset),
        Status::Inactive => ().into_any(),
    })
    .into_any()
}

/// What the last answer handed over.
fn outcome(submission: Submission) -> AnyView {
    (move || {
        let answer = submission.answer.get()?;
        json::read::<HandedOver>(&answer).map(handed_over)
    })
    .into_any()
}

fn send_again(detail: RwSignal<UserDetail>, submission: Submission) -> AnyView {
    let id = detail.with_untracked(|detail| detail.user.id);
    view! {
        <div class="setting">
            <div>
                <b>"Activation"</b>
                <small>"Waits for the person to choose a password by the link in the activation mail. Another mail makes the older link useless."</small>
                <small role="status">{move || detail.with(|detail| detail.activation.as_ref().map(became))}</small>
            </div>
            <Form action=SendActivation::PATH submission=submission on_done=Callback::new(|_| ()) hidden=vec![("id", id.to_string())]>
                <Button submit=true busy=submission.pending>"Send activation again"</Button>
            </Form>
        </div>
        {outcome(submission)}
    }
    .into_any()
}

/// What became of the activation mail.
fn became(mail: &Delivery) -> AnyView {
    let words = mail.error.clone().map(|words| format!(" The mail server said: “{words}”"));
    match mail.state {
        MailState::Queued | MailState::Sending => {
            view! { <span class="badge warn">"Queued"</span> " The mail has not left yet." {words} }.into_any()
        }
        MailState::Sent => {
            let at = mail.finished_at.map(|at| view! { " The mail left " <Ago at=at/> "." });
            view! { <span class="badge">"Sent"</span> {at} }.into_any()
        }
        MailState::Failed => view! { <span class="badge bad">"Failed"</span> {words} }.into_any(),
        MailState::Cancelled => {
            view! { <span class="badge">"Not mailed"</span> " No mail server was configured: the link was handed over by hand." }.into_any()
        }
    }
}

fn resetting(detail: RwSignal<UserDetail>, submission: Submission) -> AnyView {
    view! {
        <div class="setting">
            <div><b>"Password"</b><small>"Known to nobody but the person. Who has forgotten it chooses another one by a link, or is handed a temporary one."</small></div>
            <Button opens=RESETTING>"Reset password"</Button>
        </div>
        {outcome(submission)}
        {move || dialog(&detail.get(), submission)}
    }
    .into_any()
}

fn dialog(person: &UserDetail, submission: Submission) -> AnyView {
    let (id, email) = (person.user.id.to_string(), person.user.email.clone());
    let title = format!("Reset the password of {}?", person.user.full_name);
    let done = Callback::new(|_| close(RESETTING));
    view! {
        <Dialog id=RESETTING title=title>
            <Form action=ResetPassword::PATH submission=submission on_done=done hidden=vec![("id", id)]>
                <fieldset>
                    <legend>"How"</legend>
                    {way("false", true, "Mail a link (recommended)", format!("Goes to {email}. The present password stays until another one is chosen."))}
                    {way("true", false, "Set a temporary password", "Shown to you once, to hand over. All sessions end, and it is changed at the next sign-in.".to_owned())}
                </fieldset>
                <TextField name="reason" label="Reason" hint="Recorded in the activity log, beside the change." autocomplete="off" submission=submission/>
                <div class="actions">
                    <CancelButton id=RESETTING/>
                    <Button look=Look::Primary submit=true busy=submission.pending>"Reset password"</Button>
                </div>
            </Form>
        </Dialog>
    }
    .into_any()
}

fn way(value: &'static str, checked: bool, label: &'static str, sentence: String) -> AnyView {
    view! {
        <label class="check">
            <input type="radio" name="temporary" value=value checked=checked/>
            <span>{label}<small>{sentence}</small></span>
        </label>
    }
    .into_any()
}
