//! A new project, in a workspace or directly under the organization.

use super::calls::Create;
use super::path;
use crate::markup::view;
use crate::prelude::*;
use crate::router::{NavigateOptions, use_navigate};
use crate::ui::{Button, Card, Choice, Form, Look, Select, Submission};
use crate::wire::json;
use crate::workspaces::{list_path, name_and_slug};
use fluxward_domain::projects::Project;
use leptos::server_fn::ServerFn;

/// The card that creates one: `choices` are the places where it may hang, `inside` the one that
/// is chosen.
pub(crate) fn new_project(slug: &str, choices: Vec<Choice>, inside: &str) -> AnyView {
    let submission = Submission::of(Create::PATH);
    let (navigate, here) = (use_navigate(), slug.to_owned());
    let done = Callback::new(move |answer: String| {
        if let Some(created) = json::read::<Project>(&answer) {
            navigate(&path(&here, &created.slug), NavigateOptions::default());
        }
    });
    let (hidden, cancel) = (vec![("slug", slug.to_owned())], list_path(slug));
    let chosen = submission.entered("form[workspace]").unwrap_or_else(|| inside.to_owned());
    view! {
        <Card id="new-project" title="New project">
            <Form action=Create::PATH submission=submission on_done=done hidden=hidden>
                <p class="soft">"Only whoever is added to a project sees it, besides Owners and Admins. You are its first Manager, unless you reach into every project anyway."</p>
                {name_and_slug(submission)}
                <Select name="form[workspace]" label="Where" choices=choices value=Signal::stored(chosen) submission=submission hint="Roles in a workspace give nothing in its projects."/>
                <div class="actions">
                    <a class="button" href=cancel>"Cancel"</a>
                    <Button look=Look::Primary submit=true busy=submission.pending>"Create project"</Button>
                </div>
            </Form>
        </Card>
    }
    .into_any()
}
