//! The maintenance lock: everyone but platform administrators is kept out, and nothing else
//! changes.

use super::calls::SaveMaintenance;
use crate::markup::view;
use crate::prelude::*;
use crate::sessions::viewing;
use crate::ui::{Button, Card, ConfirmDialog, Form, Look, Submission, TextField, toasts};
use crate::wire::json;
use fluxward_domain::settings::{Maintenance, Settings};
use leptos::server_fn::ServerFn;

const LOCKING: &str = "locking";
/// What is typed to confirm.
const WORDS: &str = "lock everyone out";
const CONSEQUENCES: [&str; 4] = [
    "Open pages are closed within a second, sign-in and the REST interface answer 503 with your message.",
    "Platform administrators are still let in: they alone can work, and unlock again.",
    "Nobody's roles, privileges or statuses change.",
    "Sessions stay as they are: whoever is signed in goes on where they were once you unlock.",
];

#[component]
pub(super) fn MaintenanceCard(maintenance: Maintenance) -> AnyView {
    let submission = Submission::of(SaveMaintenance::PATH);
    let (now, toasts) = (RwSignal::new(maintenance), toasts());
    // Somebody else may have turned it over.
    let locked_for_viewer = move || viewing().get().map(|viewer| viewer.facts.locked);
    Effect::new(move |before: Option<Option<bool>>| {
        let locked = locked_for_viewer();
        if let (Some(locked), Some(before)) = (locked, before)
            && before != Some(locked)
        {
            now.update(|now| now.locked = locked);
        }
        locked
    });
    let saved = Callback::new(move |answer: String| {
        let Some(settings) = json::read::<Settings>(&answer) else { return };
        let text = if settings.maintenance.locked {
            "Everyone but platform administrators is locked out"
        } else {
            "Everyone is let in again"
        };
        now.set(settings.maintenance);
        toasts.say(text);
    });
    let is_locked = Memo::new(move |_| now.with(|now| now.locked));
    view! {
        <Card id="maintenance" title="Maintenance">
            <p class="card-lead">"Keeps everyone out while you work on the platform, without altering anybody's privileges."</p>
            {move || if is_locked.get() { locked(now, submission, saved) } else { open(now, submission, saved) }}
        </Card>
    }
    .into_any()
}

fn open(now: RwSignal<Maintenance>, submission: Submission, saved: Callback<String>) -> AnyView {
    let message = now.with_untracked(|now| now.message.clone());
    let field = view! {
        <TextField
            name="form[message]"
            label="Message"
            hint="What everyone else sees: why, and until when."
            submission=submission
            value=message
            autocomplete="off"
        />
    };
    view! {
        <div class="setting">
            <div><b>"Everyone is let in"</b><small>"Whoever has an active account can sign in."</small></div>
            <Button opens=LOCKING look=Look::Danger>"Lock everyone out"</Button>
        </div>
        <ConfirmDialog
            id=LOCKING
            title="Lock everyone out?"
            consequences=CONSEQUENCES.map(str::to_owned).to_vec()
            fields=field.into_any()
            typed=WORDS
            confirm="Lock everyone out"
            danger=true
            reason=true
            action=SaveMaintenance::PATH
            hidden=vec![("form[locked]", "true".to_owned())]
            submission=submission
            on_done=saved
        />
    }
    .into_any()
}

fn locked(now: RwSignal<Maintenance>, submission: Submission, saved: Callback<String>) -> AnyView {
    let message = move || {
        let message = now.with(|now| now.message.clone());
        if message.is_empty() {
            "that the platform is locked for maintenance".to_owned()
        } else {
            format!("“{message}”")
        }
    };
    view! {
        <div class="setting">
            <div>
                <b>"Everyone is locked out"</b>
                <small>"Only platform administrators are let in. Everyone else is told "{message}"."</small>
            </div>
            <Form action=SaveMaintenance::PATH submission=submission on_done=saved hidden=vec![("form[locked]", "false".to_owned())]>
                <Button submit=true look=Look::Primary busy=submission.pending>"Unlock"</Button>
            </Form>
        </div>
    }
    .into_any()
}
