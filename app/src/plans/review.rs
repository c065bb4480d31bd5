//! The last look before a plan changes: what it includes then, and who gains and loses what, in
//! every organization that has it.

use super::calls::EditOne;
use super::forms::{Draft, count};
use super::{seats, without};
use crate::Failure;
use crate::access::foreseen::Foreseen;
use crate::access::{differences, is_refused};
use crate::markup::view;
use crate::prelude::*;
use crate::router::{NavigateOptions, use_navigate};
use crate::ui::{Button, Form, Look, Submission, TextField, toasts};
use fluxward_domain::plans::Plan;
use leptos::server_fn::ServerFn;

/// The review of `draft`, with the button that saves; `again` asks for the plans anew.
pub(super) fn reviewed(
    plan: &Plan,
    draft: &Draft,
    found: Result<Foreseen, Failure>,
    again: Callback<()>,
) -> AnyView {
    let saving = if is_refused(&found) {
        view! { <div class="actions"><a class="button" href=draft.back()>"Back"</a></div> }
            .into_any()
    } else {
        saving(plan, draft, again)
    };
    let (modules, has) = (&draft.form.modules, count(&draft.form.seats));
    let seated = (has != plan.seats).then(|| {
        view! { <p>"Includes "{seats(has)}" from now on, not "{seats(plan.seats)}"."</p> }
    });
    view! {
        <section class="looked-at" aria-label=format!("Review of the plan {}", plan.name)>
            <h3>"Change the plan "{plan.name.clone()}"?"</h3>
            {listed("Includes from now on, too: ", &without(modules, &plan.modules))}
            {listed("Includes no longer: ", &without(&plan.modules, modules))}
            {seated}
            {differences(found, false)}
            {saving}
        </section>
    }
    .into_any()
}

fn listed(lead: &'static str, modules: &[&str]) -> Option<AnyView> {
    (!modules.is_empty()).then(|| view! { <p>{lead}{modules.join(", ")}"."</p> }.into_any())
}

fn saving(plan: &Plan, draft: &Draft, again: Callback<()>) -> AnyView {
    let submission = Submission::of(EditOne::PATH);
    let (navigate, toasts, name) = (use_navigate(), toasts(), plan.name.clone());
    let done = Callback::new(move |_: String| {
        toasts.say(format!("The plan {name} is saved"));
        again.run(());
        let quietly = NavigateOptions { scroll: false, ..NavigateOptions::default() };
        navigate("/settings#plans", quietly);
    });
    let mut hidden = vec![
        ("key", plan.key.clone()),
        ("expected", plan.version.to_string()),
        ("form[seats]", draft.form.seats.clone()),
    ];
    hidden.extend(draft.form.modules.iter().map(|module| ("form[modules][]", module.clone())));
    let (back, name) = (draft.back(), plan.name.clone());
    view! {
        <Form action=EditOne::PATH submission=submission on_done=done hidden=hidden label="Save the plan">
            <p class="field-error">{move || submission.error("seats").get()}</p>
            <TextField name="form[reason]" label="Reason" hint="Recorded in the activity log, beside the change." submission=submission/>
            <div class="actions">
                <a class="button" href=back>"Back"</a>
                <Button look=Look::Primary submit=true busy=submission.pending>"Save"<span class="unseen">" "{name}</span></Button>
            </div>
        </Form>
    }
    .into_any()
}
