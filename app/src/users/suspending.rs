//! The dialog that suspends a person, or says anew until when and why.

use super::access::{is_oneself, set, taken_over};
use super::calls::Suspend;
use crate::markup::view;
use crate::prelude::*;
use crate::ui::dialog::open;
use crate::ui::{ConfirmDialog, MomentField, Submission, toasts};
use crate::wire::json;
use fluxward_domain::ids::AccountId;
use fluxward_domain::users::{Status, User, UserDetail};
use leptos::server_fn::ServerFn;
use std::sync::Arc;

/// The `id` of the dialog.
pub(super) const OPENS: &str = "suspending";

/// The dialog for the person in `detail`, where the answer goes, too. It is made anew only when
/// it has to say something else: what was chosen in it survives news about the person.
pub(super) fn suspending(detail: RwSignal<UserDetail>) -> AnyView {
    let submission = Submission::of(Suspend::PATH);
    let whom = Memo::new(move |_| {
        detail.with(|detail| {
            let is_suspended = detail.user.status == Status::Suspended;
            (detail.user.id, detail.user.full_name.clone(), is_suspended)
        })
    });
    let done = taken_over(
        detail,
        |name| format!("{name} is suspended"),
        Some(|detail, toasts, version| set(detail, toasts, true, version)),
    );
    (move || whom.with(|(id, name, again)| asking(*id, name, *again, submission, done))).into_any()
}

/// The dialog of a list; it opens when somebody is asked about.
pub(super) fn suspending_from_list(whom: RwSignal<Option<Arc<User>>>) -> AnyView {
    let submission = Submission::of(Suspend::PATH);
    let toasts = toasts();
    Effect::new(move |_| {
        if whom.with(Option::is_some) {
            // The dialog is in the document from the next frame on.
            request_animation_frame(|| open(OPENS));
        }
    });
    let done = Callback::new(move |answer: String| {
        if let Some(changed) = json::read::<UserDetail>(&answer) {
            toasts.say(format!("{} is suspended", changed.user.full_name));
        }
        whom.set(None);
    });
    let dialog = move || {
        whom.get().map(|user| {
            let again = user.status == Status::Suspended;
            submission.refused.set(None);
            asking(user.id, &user.full_name, again, submission, done)
        })
    };
    dialog.into_any()
}

fn asking(
    id: AccountId,
    name: &str,
    again: bool,
    submission: Submission,
    done: Callback<String>,
) -> AnyView {
    let title = if again {
        format!("Change the suspension of {name}?")
    } else {
        format!("Suspend {name}?")
    };
    let until = view! {
        <MomentField
            name="until"
            plain="until_plain"
            label="Until"
            hint="From then on active again by itself. Empty: until somebody lifts it."
            submission=submission
        />
    };
    view! {
        <ConfirmDialog
            id=OPENS
            title=title
            consequences=consequences(id, name)
            confirm=if again { "Change suspension" } else { "Suspend" }
            danger=true
            fields=until.into_any()
            reason=true
            action=Suspend::PATH
            hidden=vec![("id", id.to_string())]
            submission=submission
            on_done=done
        />
    }
    .into_any()
}

fn consequences(id: AccountId, name: &str) -> Vec<String> {
    let mut all = vec![
        format!("{name} is signed out everywhere at once, open pages included, and cannot sign in."),
        "After the right password they are told the reason, and until when.".to_owned(),
        "Roles, privileges and everything done so far stay. Coming back needs a new sign-in, and nobody's doing."
            .to_owned(),
    ];
    if is_oneself(id) {
        all.insert(0, "This is you: you will be signed out.".to_owned());
    }
    all
}
