//! One's passkeys: what there is, adding one by name, removing.

use super::calls::{BeginPasskey, RemovePasskey, begin_passkey, finish_passkey};
use super::card::Asked;
use crate::markup::view;
use crate::prelude::*;
use crate::ui::{Ago, Button, ConfirmDialog, Look, Submission, Time, toasts};
use fluxward_domain::factors::{Mine, Passkey};
use leptos::server_fn::ServerFn;

/// The `id` of the field for a name.
const NAME: &str = "passkey-name";

/// The part of the card about passkeys.
pub(super) fn part(mine: &Mine, asked: Asked) -> AnyView {
    let items = mine.passkeys.iter().map(|passkey| item(passkey, asked)).collect::<Vec<_>>();
    let list =
        (!items.is_empty()).then(|| view! { <ul class="items" aria-label="Passkeys">{items}</ul> });
    let add = match &mine.no_passkeys {
        Some(why) => view! { <p class="soft">{why.clone()}</p> }.into_any(),
        None => adding(asked),
    };
    view! {
        <div class="setting">
            <div><b>"Passkeys"</b><small>"Sign in with your finger, your face or the PIN of your device: without a password, or beside it."</small></div>
        </div>
        {list}
        {add}
    }
    .into_any()
}

fn item(passkey: &Passkey, asked: Asked) -> AnyView {
    let (id, name) = (passkey.id, passkey.name.clone());
    let dialog = format!("removing-{id}");
    let (what, title) = (name.clone(), format!("Remove the passkey “{name}”?"));
    let used = match passkey.last_used_at {
        Some(at) => view! { " · last used " <Ago at=at/> }.into_any(),
        None => " · not used yet".into_any(),
    };
    let submission = Submission::of(RemovePasskey::PATH);
    let toasts = toasts();
    let removed = Callback::new(move |_: String| {
        toasts.say("Passkey removed");
        asked.again();
    });
    view! {
        <li>
            <div><b>{name}</b><small>"Added " <Time at=passkey.created_at/> {used}</small></div>
            <Button opens=dialog.clone() look=Look::Quiet>"Remove" <span class="unseen">" passkey "{what}</span></Button>
            <ConfirmDialog
                id=dialog
                title=title
                consequences=vec![
                    "It does not sign you in any more. Remove it from your device, too.".to_owned(),
                    "When nothing else is left as a second factor, your recovery codes are gone, too.".to_owned(),
                ]
                confirm="Remove passkey"
                danger=true
                action=RemovePasskey::PATH
                hidden=vec![("id", id.to_string())]
                submission=submission
                on_done=removed
            />
        </li>
    }
    .into_any()
}

/// The name and the button; only a script can ask the device.
fn adding(asked: Asked) -> AnyView {
    let submission = Submission::of(BeginPasskey::PATH);
    let node = NodeRef::<leptos::html::Input>::new();
    let add = Callback::new(move |()| {
        let name = node.get_untracked().map(|input| input.value()).unwrap_or_default();
        add(name, node, submission, asked);
    });
    let said =
        move || submission.refused.with(|error| error.as_ref().map(|error| error.detail.clone()));
    let again = move || {
        let kind = submission.refused.with(|error| error.as_ref().map(|error| error.kind));
        kind.map(|kind| view! { <crate::ui::SignInAgain kind/> })
    };
    view! {
        <div class="form scripted">
            <div class="form-error" role="alert">{said}{again}</div>
            <div class="field">
                <label for=NAME>"Name of the new passkey"</label>
                <small id="passkey-name-hint">"So that you recognise it later, e.g. “Work laptop”."</small>
                <input id=NAME node_ref=node type="text" maxlength="100" autocomplete="off" aria-describedby="passkey-name-hint"/>
            </div>
            <div class="actions"><Button busy=submission.pending on_click=add>"Add a passkey"</Button></div>
        </div>
        <p class="soft unscripted">"Adding a passkey needs scripts."</p>
    }
    .into_any()
}

fn add(name: String, node: NodeRef<leptos::html::Input>, submission: Submission, asked: Asked) {
    let toasts = toasts();
    submission.pending.set(true);
    leptos::task::spawn_local(async move {
        let name = if name.trim().is_empty() { "Passkey".to_owned() } else { name };
        let made = async {
            let begun = begin_passkey().await?;
            let credential = super::device::create(begun.options).await?;
            finish_passkey(begun.ceremony, name, credential).await
        };
        let made = made.await;
        submission.pending.try_set(false);
        let refused = made.as_ref().err().map(|failure| failure.0.clone());
        if let Ok(added) = made {
            toasts.say("Passkey added");
            if !added.recovery_codes.is_empty() {
                asked.fresh.try_set(added.recovery_codes);
            }
            if let Some(input) = node.try_get_untracked().flatten() {
                input.set_value("");
            }
            asked.again();
        }
        submission.refused.try_set(refused);
    });
}
