//! The settings of a project, the way to another workspace, and its end.

use super::calls::{Delete, Edit};
use super::path;
use crate::grants::{Parts, danger};
use crate::markup::view;
use crate::prelude::*;
use crate::router::{NavigateOptions, use_navigate};
use crate::ui::{
    Button, Card, Choice, ConfirmDialog, Form, Look, Select, Submission, TextField, toasts,
};
use crate::wire::json;
use crate::workspaces::list_path;
use fluxward_domain::projects::Project;
use leptos::server_fn::ServerFn;

const MOVING: &str = "No right moves along: whoever holds a role in the project keeps it, and whoever holds one in a workspace gains nothing here.";

/// Name, address and workspace; `version` is what was seen, `choices` the places it can hang in.
pub(crate) fn naming(
    parts: Parts,
    project: Project,
    choices: Vec<Choice>,
    version: Signal<i64>,
) -> AnyView {
    let submission = Submission::of(Edit::PATH);
    let done = parts.saved(path, |answer| json::read::<Project>(answer).map(|edited| edited.slug));
    let chosen = submission.entered("form[workspace]").or(project.workspace).unwrap_or_default();
    view! {
        <Card id="naming" title="Settings">
            <Form action=Edit::PATH submission=submission on_done=done hidden=vec![("slug", parts.slug.get_value()), ("project", project.slug.clone())]>
                <input type="hidden" name="expected" value=move || version.get().to_string()/>
                <TextField name="form[name]" label="Name" submission=submission value=project.name required=true autocomplete="off"/>
                <TextField name="form[slug]" label="Slug" hint="The word in its address. Links to the old address stop working." submission=submission value=project.slug required=true autocomplete="off" literal=true/>
                <Select name="form[workspace]" label="Workspace" choices=choices value=Signal::stored(chosen) submission=submission hint=MOVING/>
                <TextField name="form[reason]" label="Reason" hint="Recorded in the activity log, beside the change." submission=submission/>
                <div class="actions"><Button look=Look::Primary submit=true busy=submission.pending>"Save"</Button></div>
            </Form>
        </Card>
    }
    .into_any()
}

/// The end of a project.
pub(crate) fn deletion(parts: Parts, project: &Project) -> AnyView {
    let submission = Submission::of(Delete::PATH);
    let (navigate, toasts) = (use_navigate(), toasts());
    let name = project.name.clone();
    let said = name.clone();
    let done = Callback::new(move |_: String| {
        toasts.say(format!("{said} is deleted"));
        navigate(&list_path(&parts.slug.get_value()), NavigateOptions::default());
    });
    view! {
        {danger("Delete this project", "Delete project", None)}
        <ConfirmDialog
            id=crate::grants::DELETING
            title=format!("Delete {name}?")
            consequences=vec![
                "Whoever is in it loses it at once, open pages included.".to_owned(),
                "Every role in it ends, for people and for teams.".to_owned(),
                "Its address becomes free; what takes it begins without any of the old roles.".to_owned(),
                "The activity log keeps what happened.".to_owned(),
            ]
            typed=name
            confirm="Delete project"
            danger=true
            reason=true
            action=Delete::PATH
            hidden=vec![("slug", parts.slug.get_value()), ("project", project.slug.clone())]
            submission=submission
            on_done=done
        />
    }
    .into_any()
}
