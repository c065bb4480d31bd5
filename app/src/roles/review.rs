//! The last look before a role changes: what it permits then, and who gains and loses what.

use super::about;
use super::calls::Edit;
use super::forms::RoleForm;
use crate::Failure;
use crate::access::foreseen::Foreseen;
use crate::access::{differences, is_refused};
use crate::markup::view;
use crate::prelude::*;
use crate::router::NavigateOptions;
use crate::router::use_navigate;
use crate::ui::{Button, Card, Form, Look, Submission, TextField, toasts};
use fluxward_domain::permissions::PermissionSet;
use fluxward_domain::roles::Role;
use leptos::server_fn::ServerFn;

/// The review of `form`, with the button that saves; `again` asks for the role anew.
pub(super) fn reviewed(
    slug: &str,
    role: &Role,
    form: RoleForm,
    found: Result<Foreseen, Failure>,
    again: Callback<()>,
) -> AnyView {
    let here = about(slug, &role.key);
    let back = form.back(&here);
    let cannot = is_refused(&found);
    let renamed = (form.name.trim() != role.name)
        .then(|| view! { <p>"Its name becomes “"{form.name.trim().to_owned()}"”."</p> });
    let (had, has) = (role.set(), form.set());
    let who = match role.holders {
        0 if !cannot => {
            view! { <p class="soft">"Nobody holds it: nobody gains or loses anything."</p> }
                .into_any()
        }
        _ => differences(found, false),
    };
    let save = if cannot {
        view! { <div class="actions"><a class="button" href=back>"Back"</a></div> }.into_any()
    } else {
        saving(slug, role, form, back, again)
    };
    view! {
        <Card id="review" title="Review">
            {renamed}
            {list("The role permits from now on, too", has.without(had))}
            {list("The role permits no longer", had.without(has))}
            <h3>"Who gains and who loses"</h3>
            {who}
            {save}
        </Card>
    }
    .into_any()
}

fn saving(slug: &str, role: &Role, form: RoleForm, back: String, again: Callback<()>) -> AnyView {
    let submission = Submission::of(Edit::PATH);
    let (navigate, toasts, here) = (use_navigate(), toasts(), about(slug, &role.key));
    let done = Callback::new(move |_: String| {
        toasts.say("Role saved");
        again.run(());
        navigate(&here, NavigateOptions::default());
    });
    let mut hidden = vec![
        ("slug", slug.to_owned()),
        ("key", role.key.clone()),
        ("expected", role.version.to_string()),
        ("form[name]", form.name),
    ];
    hidden.extend(form.may.iter().map(|may| ("form[may][]", may.as_str().to_owned())));
    view! {
        <Form action=Edit::PATH submission=submission on_done=done hidden=hidden label="Save the role">
            <p class="field-error">{move || submission.error("name").get()}</p>
            <TextField name="form[reason]" label="Reason" hint="Recorded in the activity log, beside the change." submission=submission/>
            <div class="actions">
                <a class="button" href=back>"Back"</a>
                <Button look=Look::Primary submit=true busy=submission.pending>"Save role"</Button>
            </div>
        </Form>
    }
    .into_any()
}

fn list(title: &'static str, set: PermissionSet) -> Option<AnyView> {
    if set.is_empty() {
        return None;
    }
    let items = set
        .iter()
        .map(|it| view! { <li>{it.sentence()}" "<small>{it.as_str()}</small></li> })
        .collect::<Vec<_>>();
    Some(view! { <h3>{title}</h3> <ul class="bullets">{items}</ul> }.into_any())
}
