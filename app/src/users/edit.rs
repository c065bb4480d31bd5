//! The form of a person's details.

use super::calls::Edit;
use crate::markup::view;
use crate::prelude::*;
use crate::router::NavigateOptions;
use crate::router::use_navigate;
use crate::ui::{Button, Form, Look, Submission, TextField, toasts};
use crate::wire::json;
use fluxward_domain::users::UserDetail;
use leptos::server_fn::ServerFn;

/// The details as fields; only what the person was given in parts is shown in parts.
#[component]
pub fn EditForm(
    /// The person as they are now.
    detail: RwSignal<UserDetail>,
) -> AnyView {
    let submission = Submission::of(Edit::PATH);
    let before = detail.get_untracked();
    let (id, toasts) = (before.user.id, toasts());
    let navigate = use_navigate();
    let done = Callback::new(move |answer: String| {
        if let Some(edited) = json::read::<UserDetail>(&answer) {
            detail.set(edited);
            toasts.say("Details saved");
            let quietly = NavigateOptions { scroll: false, replace: true };
            navigate(&format!("/users/{id}"), quietly);
        }
    });
    let hidden = vec![("id", id.to_string()), ("expected", before.user.version.to_string())];
    view! {
        <Form action=Edit::PATH submission=submission on_done=done hidden=hidden label="Edit details">
            {names(&before, submission)}
            <TextField name="form[email]" label="E-mail" kind="email" autocomplete="off" submission=submission value=before.user.email required=true/>
            <TextField name="form[username]" label="Username" autocomplete="off" submission=submission value=before.user.username required=true/>
            <TextField name="form[reason]" label="Reason" hint="Recorded in the activity log, beside the change." autocomplete="off" submission=submission/>
            <div class="actions">
                <a class="button" href=format!("/users/{id}")>"Cancel"</a>
                <Button look=Look::Primary submit=true busy=submission.pending>"Save"</Button>
            </div>
        </Form>
    }
    .into_any()
}

fn names(before: &UserDetail, submission: Submission) -> AnyView {
    if let (Some(first), Some(last)) = (before.first_name.clone(), before.last_name.clone()) {
        return view! {
            <div class="pair">
                <TextField name="form[first_name]" label="First name" submission=submission value=first required=true/>
                <TextField name="form[last_name]" label="Last name" submission=submission value=last required=true/>
            </div>
        }
        .into_any();
    }
    let full = before.user.full_name.clone();
    view! { <TextField name="form[full_name]" label="Full name" submission=submission value=full required=true autofocus=true/> }
        .into_any()
}
