//! Whether a person can sign in, and whether they administer the platform.

use super::calls::{Demote, Promote, SetActive, Unlock, set_active};
use super::factors::factors_part;
use super::resetting::PasswordPart;
use super::suspending::{OPENS as SUSPENDING, suspending};
use crate::access::Preview;
use crate::access::planned::Planned;
use crate::markup::view;
use crate::prelude::*;
use crate::sessions::viewing;
use crate::ui::{
    Button, Card, ConfirmDialog, Form, Look, Submission, Switch, Toasts, dialog, toasts,
};
use crate::wire::json;
use fluxward_domain::ids::AccountId;
use fluxward_domain::users::{Status, UserDetail};
use leptos::server_fn::ServerFn;

const DEACTIVATING: &str = "deactivating";
const PROMOTING: &str = "promoting";
const DEMOTING: &str = "demoting";

/// Sign-in and platform role of a person.
#[component]
pub fn AccessCard(
    /// The person as they are now.
    detail: RwSignal<UserDetail>,
) -> AnyView {
    let is_blocked = Memo::new(move |_| detail.with(|detail| detail.sign_in_blocked));
    view! {
        <Card id="access" title="Access">
            {active_part(detail)}
            {move || is_blocked.get().then(|| unlock(detail))}
            <PasswordPart detail/>
            {factors_part(detail)}
            {administrator_part(detail)}
        </Card>
    }
    .into_any()
}

/// What an answer means for the page: the person as they are now, and a notice.
pub(super) fn taken_over(
    detail: RwSignal<UserDetail>,
    say: fn(&str) -> String,
    undo: Option<Undo>,
) -> Callback<String> {
    let toasts = toasts();
    Callback::new(move |answer: String| {
        let Some(changed) = json::read::<UserDetail>(&answer) else { return };
        let text = say(&changed.user.full_name);
        let version = changed.user.version;
        detail.set(changed);
        match undo {
            Some(undo) => {
                toasts.say_with_undo(text, Callback::new(move |()| undo(detail, toasts, version)));
            }
            None => toasts.say(text),
        }
    })
}

pub(super) type Undo = fn(RwSignal<UserDetail>, Toasts, i64);

fn active_part(detail: RwSignal<UserDetail>) -> AnyView {
    let status = Memo::new(move |_| detail.with(|detail| detail.user.status));
    let is_active = Memo::new(move |_| status.get() == Status::Active);
    let (submission, preview) = (Submission::of(SetActive::PATH), Preview::new());
    let ask = Callback::new(move |()| {
        preview.ask(Planned::Deactivation { id: detail.with_untracked(|detail| detail.user.id) });
    });
    view! {
        <div class="setting">
            <div>{active_switch(detail, is_active, ask)}<small>{move || sentence(status.get())}</small></div>
            <div class="actions">{move || buttons(status.get(), submission, detail, ask)}</div>
        </div>
        {move || deactivating(&detail.get(), submission, detail, preview)}
        {suspending(detail)}
    }
    .into_any()
}

/// What the status means.
const fn sentence(status: Status) -> &'static str {
    match status {
        Status::Active => "Signs in, and holds every role and privilege below.",
        Status::Suspended => {
            "Cannot sign in for now, and is told why after the right password. Roles and privileges are kept."
        }
        Status::Inactive | Status::Pending => {
            "Cannot sign in. Roles and privileges are kept, and take effect again on return."
        }
    }
}

/// What can be done to somebody of that status; `ask` works out what deactivating would do.
fn buttons(
    status: Status,
    submission: Submission,
    detail: RwSignal<UserDetail>,
    ask: Callback<()>,
) -> AnyView {
    let activate = |word: &'static str| {
        let id = detail.with_untracked(|detail| detail.user.id);
        let activated = taken_over(
            detail,
            |name| format!("{name} can sign in again"),
            Some(|detail, toasts, version| set(detail, toasts, false, version)),
        );
        let hidden = vec![("id", id.to_string()), ("active", "true".to_owned())];
        view! {
            <Form action=SetActive::PATH submission=submission on_done=activated hidden=hidden>
                <Button submit=true look=Look::Primary busy=submission.pending>{word}</Button>
            </Form>
        }
    };
    match status {
        Status::Active => view! {
            <Button opens=SUSPENDING>"Suspend"</Button>
            <Button opens=DEACTIVATING look=Look::Danger on_click=ask>"Deactivate"</Button>
        }
        .into_any(),
        Status::Suspended => view! {
            <Button opens=SUSPENDING>"Change"</Button>
            <Button opens=DEACTIVATING look=Look::Danger on_click=ask>"Deactivate"</Button>
            {activate("Lift suspension")}
        }
        .into_any(),
        Status::Inactive | Status::Pending => activate("Activate").into_any(),
    }
}

/// The switch: on at once, off after its consequences have been read.
fn active_switch(
    detail: RwSignal<UserDetail>,
    is_active: Memo<bool>,
    ask: Callback<()>,
) -> AnyView {
    let toasts = toasts();
    let switch = Callback::new(move |on: bool| {
        if on {
            set(detail, toasts, true, detail.with_untracked(|detail| detail.user.version));
        } else {
            ask.run(());
            dialog::open(DEACTIVATING);
        }
    });
    view! {
        <span class="scripted"><Switch label=Signal::stored("Active".to_owned()) on=is_active on_change=switch/></span>
        <b class="unscripted">{move || if is_active.get() { "Active" } else { "Not active" }}</b>
    }
    .into_any()
}

/// Switches without a dialog: back on, or as an undo.
pub(super) fn set(detail: RwSignal<UserDetail>, toasts: Toasts, active: bool, expected: i64) {
    let id = detail.with_untracked(|detail| detail.user.id);
    leptos::task::spawn_local(async move {
        match set_active(id, active, None, Some(expected)).await {
            Ok(changed) => {
                let state = if active { "can sign in again" } else { "is switched off" };
                toasts.say(format!("{} {state}", changed.user.full_name));
                detail.try_set(changed);
            }
            Err(failure) => toasts.say(format!("Not saved: {failure}")),
        }
    });
}

fn deactivating(
    person: &UserDetail,
    submission: Submission,
    detail: RwSignal<UserDetail>,
    preview: Preview,
) -> AnyView {
    let name = &person.user.full_name;
    let mut consequences = vec![
        format!(
            "{name} is signed out everywhere at once, open pages included, and cannot sign in."
        ),
        "Requests under way with the old rights are not carried out any more.".to_owned(),
        "Roles, privileges and everything done so far stay, and take effect again on return."
            .to_owned(),
    ];
    if is_oneself(person.user.id) {
        consequences.insert(
            0,
            "This is you: you will be signed out, and somebody else has to let you in again."
                .to_owned(),
        );
    }
    let done = taken_over(
        detail,
        |name| format!("{name} is switched off"),
        Some(|detail, toasts, version| set(detail, toasts, true, version)),
    );
    view! {
        <ConfirmDialog
            id=DEACTIVATING
            title=format!("Deactivate {name}?")
            consequences=consequences
            confirm="Deactivate"
            danger=true
            fields=preview.shown(true)
            reason=true
            action=SetActive::PATH
            hidden=vec![("id", person.user.id.to_string()), ("active", "false".to_owned())]
            submission=submission
            on_done=done
        />
    }
    .into_any()
}

pub(super) fn is_oneself(id: AccountId) -> bool {
    viewing().get().is_some_and(|viewer| viewer.me.id == id)
}

fn unlock(detail: RwSignal<UserDetail>) -> AnyView {
    let submission = Submission::of(Unlock::PATH);
    let id = detail.with_untracked(|detail| detail.user.id);
    let done = taken_over(detail, |name| format!("{name} may try to sign in again"), None);
    view! {
        <div class="setting">
            <div><b>"Sign-in blocked"</b><small>"After too many wrong passwords. The password itself stays as it is."</small></div>
            <Form action=Unlock::PATH submission=submission on_done=done hidden=vec![("id", id.to_string())]>
                <Button submit=true busy=submission.pending>"Unblock sign-in"</Button>
            </Form>
        </div>
    }
    .into_any()
}

fn administrator_part(detail: RwSignal<UserDetail>) -> AnyView {
    let is_administrator =
        Memo::new(move |_| detail.with(|detail| detail.user.platform_administrator));
    let (promote, demote) = (Submission::of(Promote::PATH), Submission::of(Demote::PATH));
    let sentence = move || {
        if is_administrator.get() {
            "May do everything, everywhere on this platform."
        } else {
            "Has what their organizations give, and nothing on the platform itself."
        }
    };
    let button = move || {
        if is_administrator.get() {
            view! { <Button opens=DEMOTING look=Look::Danger>"Revoke platform administrator"</Button> }.into_any()
        } else {
            view! { <Button opens=PROMOTING>"Make platform administrator"</Button> }.into_any()
        }
    };
    view! {
        <div class="setting">
            <div><b>"Platform administrator"</b><small>{sentence}</small></div>
            {button}
        </div>
        {move || promoting(&detail.get(), promote, detail)}
        {move || demoting(&detail.get(), demote, detail)}
    }
    .into_any()
}

fn promoting(person: &UserDetail, submission: Submission, detail: RwSignal<UserDetail>) -> AnyView {
    let name = &person.user.full_name;
    view! {
        <ConfirmDialog
            id=PROMOTING
            title=format!("Make {name} a platform administrator?")
            consequences=vec![
                format!("{name} may do everything, in every organization, whatever its plan and their role there."),
                "That includes disabling people, you among them, and changing the platform's settings.".to_owned(),
            ]
            typed=name.clone()
            confirm="Make platform administrator"
            danger=true
            reason=true
            action=Promote::PATH
            hidden=vec![("id", person.user.id.to_string())]
            submission=submission
            on_done=taken_over(detail, |name| format!("{name} is now a platform administrator"), None)
        />
    }
    .into_any()
}

fn demoting(person: &UserDetail, submission: Submission, detail: RwSignal<UserDetail>) -> AnyView {
    let name = &person.user.full_name;
    view! {
        <ConfirmDialog
            id=DEMOTING
            title=format!("Revoke platform administrator from {name}?")
            consequences=vec![
                format!("{name} keeps only what their organizations give, from the next request on."),
                "Open pages that need more lose access within a second.".to_owned(),
            ]
            typed=name.clone()
            confirm="Revoke platform administrator"
            danger=true
            reason=true
            action=Demote::PATH
            hidden=vec![("id", person.user.id.to_string())]
            submission=submission
            on_done=taken_over(detail, |name| format!("{name} is no longer a platform administrator"), None)
        />
    }
    .into_any()
}
