//! Setting an authenticator app up: its key as a picture and as text, and its first code.

use super::calls::{BeginTotp, ConfirmTotp, RemoveTotp};
use super::card::Asked;
use super::codes::list;
use crate::markup::view;
use crate::prelude::*;
use crate::ui::{Button, ConfirmDialog, Form, Look, Submission, TextField, toasts};
use crate::wire::json;
use fluxward_domain::factors::{Mine, RecoveryCodes, Waiting};
use leptos::server_fn::ServerFn;

const REMOVING: &str = "removing-app";

/// Where one's authenticator app stands: none, being set up, or in use.
pub(super) fn part(mine: &Mine, asked: Asked) -> AnyView {
    if mine.held.totp {
        return in_use(asked);
    }
    match &mine.waiting {
        Some(waiting) => setting_up(waiting.clone(), asked),
        None => none(asked),
    }
}

fn none(asked: Asked) -> AnyView {
    let submission = Submission::of(BeginTotp::PATH);
    let begun = Callback::new(move |_: String| asked.again());
    view! {
        <div class="setting">
            <div><b>"Authenticator app"</b><small>"An app on your phone shows a code that changes every thirty seconds."</small></div>
            <Form action=BeginTotp::PATH submission=submission on_done=begun>
                <Button submit=true look=Look::Primary busy=submission.pending>"Set up authenticator app"</Button>
            </Form>
        </div>
    }
    .into_any()
}

fn setting_up(waiting: Waiting, asked: Asked) -> AnyView {
    let (confirm, cancel) = (Submission::of(ConfirmTotp::PATH), Submission::of(RemoveTotp::PATH));
    let confirmed = Callback::new(move |answer: String| {
        if let Some(fresh) = json::read::<RecoveryCodes>(&answer) {
            asked.fresh.set(fresh.recovery_codes);
        }
        asked.again();
    });
    let cancelled = Callback::new(move |_: String| asked.again());
    view! {
        <div class="enrolment">
            <img src=waiting.picture width="200" height="200" alt="QR code for your authenticator app; the same key stands beside it as text"/>
            <div class="stack">
                <p>"Scan this with your authenticator app, or enter the key by hand:"</p>
                <p><code class="key">{grouped(&waiting.totp.secret)}</code></p>
                <p><a href=waiting.totp.otpauth_uri rel="external">"Open in an app on this device"</a></p>
            </div>
        </div>
        <div class="note warn unscripted">
            <p>"Keep these recovery codes. Each lets you sign in once without the app, from its confirmation on. They are not shown again."</p>
            {list(&waiting.recovery_codes)}
        </div>
        <Form action=ConfirmTotp::PATH submission=confirm on_done=confirmed>
            <TextField name="code" label="Code that the app shows" submission=confirm required=true autocomplete="one-time-code" literal=true/>
            <div class="actions"><Button look=Look::Primary submit=true busy=confirm.pending>"Confirm"</Button></div>
        </Form>
        <Form action=RemoveTotp::PATH submission=cancel on_done=cancelled>
            <Button look=Look::Quiet submit=true busy=cancel.pending>"Cancel set-up"</Button>
        </Form>
    }
    .into_any()
}

fn in_use(asked: Asked) -> AnyView {
    let submission = Submission::of(RemoveTotp::PATH);
    let toasts = toasts();
    let removed = Callback::new(move |_: String| {
        toasts.say("Authenticator app removed");
        asked.again();
    });
    view! {
        <div class="setting">
            <div><b>"Authenticator app"</b><small>"On. Signing in asks for the code that it shows."</small></div>
            <Button opens=REMOVING look=Look::Danger>"Remove authenticator app"</Button>
        </div>
        <ConfirmDialog
            id=REMOVING
            title="Remove your authenticator app?"
            consequences=vec![
                "Signing in does not ask for its code any more.".to_owned(),
                "When nothing else is left as a second factor, your recovery codes are gone, too.".to_owned(),
                "Where a second factor is required, you have to set one up again before anything else.".to_owned(),
            ]
            confirm="Remove authenticator app"
            danger=true
            action=RemoveTotp::PATH
            hidden=Vec::new()
            submission=submission
            on_done=removed
        />
    }
    .into_any()
}

/// In groups of four, to be read off.
fn grouped(secret: &str) -> String {
    let letters = secret.chars().collect::<Vec<_>>();
    letters.chunks(4).map(|group| group.iter().collect()).collect::<Vec<String>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_off_in_groups() {
        assert_eq!(grouped("ABCDEFGHIJ"), "ABCD EFGH IJ");
    }
}
