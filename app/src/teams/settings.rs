//! The settings of a team, and its end.

use super::calls::{Delete, Edit};
use super::{list_path, path};
use crate::access::Preview;
use crate::access::planned::Planned;
use crate::grants::{DELETING, Parts, danger};
use crate::markup::view;
use crate::prelude::*;
use crate::router::{NavigateOptions, use_navigate};
use crate::ui::{Button, Card, ConfirmDialog, Form, Look, Submission, TextField, toasts};
use crate::wire::json;
use fluxward_domain::teams::Team;
use leptos::server_fn::ServerFn;

/// Name and address.
pub(super) fn naming(parts: Parts, name: String, slug: String, version: i64) -> AnyView {
    let submission = Submission::of(Edit::PATH);
    let done = parts.saved(path, |answer| json::read::<Team>(answer).map(|edited| edited.slug));
    let hidden = vec![
        ("slug", parts.slug.get_value()),
        ("team", slug.clone()),
        ("expected", version.to_string()),
    ];
    view! {
        <Card id="naming" title="Settings">
            <Form action=Edit::PATH submission=submission on_done=done hidden=hidden>
                <TextField name="form[name]" label="Name" submission=submission value=name required=true autocomplete="off"/>
                <TextField name="form[slug]" label="Slug" hint="The word in its address. Links to the old address stop working." submission=submission value=slug required=true autocomplete="off" literal=true/>
                <TextField name="form[reason]" label="Reason" hint="Recorded in the activity log, beside the change." submission=submission/>
                <div class="actions"><Button look=Look::Primary submit=true busy=submission.pending>"Save"</Button></div>
            </Form>
        </Card>
    }
    .into_any()
}

/// The end of a team.
pub(super) fn deletion(parts: Parts, name: &str, slug: &str) -> AnyView {
    let submission = Submission::of(Delete::PATH);
    let (navigate, toasts, said) = (use_navigate(), toasts(), name.to_owned());
    let done = Callback::new(move |_: String| {
        toasts.say(format!("{said} is deleted"));
        navigate(&list_path(&parts.slug.get_value()), NavigateOptions::default());
    });
    let (preview, team) = (Preview::new(), StoredValue::new(slug.to_owned()));
    let ask = Callback::new(move |()| {
        let (slug, team) = (parts.slug.get_value(), team.get_value());
        preview.ask(Planned::Disbanding { slug, team });
    });
    view! {
        {danger("Delete this team", "Delete team", Some(ask))}
        <ConfirmDialog
            id=DELETING
            title=format!("Delete {name}?")
            consequences=vec![
                "Whoever is in it loses what they hold through it at once, open pages included.".to_owned(),
                "What they hold themselves stays, and so does their membership.".to_owned(),
                "The activity log keeps what happened.".to_owned(),
            ]
            typed=name.to_owned()
            confirm="Delete team"
            danger=true
            fields=preview.shown(false)
            reason=true
            action=Delete::PATH
            hidden=vec![("slug", parts.slug.get_value()), ("team", slug.to_owned())]
            submission=submission
            on_done=done
        />
    }
    .into_any()
}
