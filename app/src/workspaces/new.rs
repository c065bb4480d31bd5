//! A new workspace.

use super::calls::Create;
use super::{list_path, path};
use crate::markup::view;
use crate::prelude::*;
use crate::router::{NavigateOptions, use_navigate};
use crate::ui::{Button, Card, Form, Look, Submission, TextField};
use crate::wire::json;
use fluxward_domain::text::slug_from;
use fluxward_domain::workspaces::Workspace;
use leptos::server_fn::ServerFn;

/// The card that creates one.
pub(super) fn new_workspace(slug: &str) -> AnyView {
    let submission = Submission::of(Create::PATH);
    let (navigate, here) = (use_navigate(), slug.to_owned());
    let done = Callback::new(move |answer: String| {
        if let Some(created) = json::read::<Workspace>(&answer) {
            navigate(&path(&here, &created.slug), NavigateOptions::default());
        }
    });
    let (hidden, cancel) = (vec![("slug", slug.to_owned())], list_path(slug));
    view! {
        <Card id="new-workspace" title="New workspace">
            <Form action=Create::PATH submission=submission on_done=done hidden=hidden>
                <p class="soft">"A place where people hold roles of their own: several each, and others than elsewhere."</p>
                {name_and_slug(submission)}
                <div class="actions">
                    <a class="button" href=cancel>"Cancel"</a>
                    <Button look=Look::Primary submit=true busy=submission.pending>"Create workspace"</Button>
                </div>
            </Form>
        </Card>
    }
    .into_any()
}

/// The fields that every new place and every new team begins with.
pub(crate) fn name_and_slug(submission: Submission) -> AnyView {
    let name = RwSignal::new(submission.entered("form[name]").unwrap_or_default());
    let suggestion = move || {
        let slug = name.with(|name| slug_from(name));
        (!slug.is_empty()).then(|| format!("When left empty: {slug}"))
    };
    view! {
        <TextField name="form[name]" label="Name" submission=submission required=true autofocus=true autocomplete="off" on_input=Callback::new(move |text| name.set(text))/>
        <TextField name="form[slug]" label="Slug" hint="The word in its address: lower-case letters, digits and dashes." submission=submission autocomplete="off" literal=true/>
        <p class="field-note" role="status">{suggestion}</p>
        <TextField name="form[reason]" label="Reason" hint="Recorded in the activity log, beside the change." submission=submission/>
    }
    .into_any()
}
