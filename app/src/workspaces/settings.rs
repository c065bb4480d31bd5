//! The settings of a workspace, and its end.

use super::calls::{Delete, Edit};
use super::{list_path, path};
use crate::grants::{Parts, danger};
use crate::markup::view;
use crate::prelude::*;
use crate::router::{NavigateOptions, use_navigate};
use crate::settings::card::Check;
use crate::ui::{Button, Card, ConfirmDialog, Form, Look, Submission, TextField, toasts};
use crate::wire::json;
use fluxward_domain::workspaces::Workspace;
use leptos::server_fn::ServerFn;

const OVERRIDING: &str =
    "They can then put a change through that lacks its approvals; the activity log says so.";

/// Name, address, and whether Team Admins may override approvals; `version` is what was seen.
pub(crate) fn naming(parts: Parts, workspace: Workspace, version: Signal<i64>) -> AnyView {
    let submission = Submission::of(Edit::PATH);
    let done =
        parts.saved(path, |answer| json::read::<Workspace>(answer).map(|edited| edited.slug));
    view! {
        <Card id="naming" title="Settings">
            <Form action=Edit::PATH submission=submission on_done=done hidden=vec![("slug", parts.slug.get_value()), ("workspace", workspace.slug.clone())]>
                <input type="hidden" name="expected" value=move || version.get().to_string()/>
                <TextField name="form[name]" label="Name" submission=submission value=workspace.name required=true autocomplete="off"/>
                <TextField name="form[slug]" label="Slug" hint="The word in its address. Links to the old address stop working." submission=submission value=workspace.slug required=true autocomplete="off" literal=true/>
                <Check name="form[overriding]" label="Team Admins may override approvals" sentence=OVERRIDING checked=workspace.overriding/>
                <TextField name="form[reason]" label="Reason" hint="Recorded in the activity log, beside the change." submission=submission/>
                <div class="actions"><Button look=Look::Primary submit=true busy=submission.pending>"Save"</Button></div>
            </Form>
        </Card>
    }
    .into_any()
}

/// The end of a workspace, once no project hangs in it.
pub(crate) fn deletion(parts: Parts, workspace: &Workspace) -> AnyView {
    if workspace.projects > 0 {
        let projects = if workspace.projects == 1 {
            "One project hangs in it.".to_owned()
        } else {
            format!("{} projects hang in it.", workspace.projects)
        };
        return view! {
            <Card id="danger" title="Delete this workspace">
                <p class="soft">{projects}" Move or delete what hangs in it first."</p>
            </Card>
        }
        .into_any();
    }
    let submission = Submission::of(Delete::PATH);
    let (navigate, toasts) = (use_navigate(), toasts());
    let name = workspace.name.clone();
    let said = name.clone();
    let done = Callback::new(move |_: String| {
        toasts.say(format!("{said} is deleted"));
        navigate(&list_path(&parts.slug.get_value()), NavigateOptions::default());
    });
    view! {
        {danger("Delete this workspace", "Delete workspace", None)}
        <ConfirmDialog
            id=crate::grants::DELETING
            title=format!("Delete {name}?")
            consequences=vec![
                "Whoever holds a role in it loses what it gives at once, open pages included.".to_owned(),
                "Its address becomes free; what takes it begins without any of the old roles.".to_owned(),
                "The activity log keeps what happened.".to_owned(),
            ]
            typed=name
            confirm="Delete workspace"
            danger=true
            reason=true
            action=Delete::PATH
            hidden=vec![("slug", parts.slug.get_value()), ("workspace", workspace.slug.clone())]
            submission=submission
            on_done=done
        />
    }
    .into_any()
}
