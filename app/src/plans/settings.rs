//! What each plan includes: for platform administrators, in the platform's settings.

use super::calls::{EditOne, list};
use crate::Failure;
use crate::markup::view;
use crate::prelude::*;
use crate::ui::{Button, Card, ErrorState, Form, Look, Skeleton, Submission, toasts};
use fluxward_domain::plans::{Plan, modules};
use leptos::server_fn::ServerFn;

/// The card; each plan is a form of its own.
pub(crate) fn plans_card(plans: Resource<Result<Vec<Plan>, Failure>>) -> AnyView {
    view! {
        <Card id="plans" title="Plans">
            <p class="card-lead">"What organizations of each plan include, and how many members they may have. People, roles and settings are part of every plan. A change takes effect at once, and takes nothing away from anybody."</p>
            <Suspense fallback=|| view! { <Skeleton rows=3/> }>
                {move || Suspend::new(async move {
                    match plans.await {
                        Ok(plans) => plans.into_iter().map(one).collect::<Vec<_>>().into_any(),
                        Err(failure) => view! { <ErrorState failure=failure/> }.into_any(),
                    }
                })}
            </Suspense>
        </Card>
    }
    .into_any()
}

/// Asks for the plans; outside of what waits for them.
pub(crate) fn ask_plans() -> Resource<Result<Vec<Plan>, Failure>> {
    Resource::new_blocking(|| (), |()| list())
}

fn one(plan: Plan) -> AnyView {
    let submission = Submission::of(EditOne::PATH);
    let (toasts, name) = (toasts(), plan.name.clone());
    let done = Callback::new(move |_: String| toasts.say(format!("The plan {name} is saved")));
    let boxes = modules()
        .into_iter()
        .map(|module| {
            let ticked = plan.modules.iter().any(|it| it == module);
            view! {
                <label class="check">
                    <input type="checkbox" name="form[modules][]" value=module checked=ticked/>
                    <span>{module}</span>
                </label>
            }
        })
        .collect::<Vec<_>>();
    let id = format!("seats-of-{}", plan.key);
    let (hint, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let described = format!("{hint} {error_id}");
    let seats = plan.seats.map(|seats| seats.to_string()).unwrap_or_default();
    let error = submission.error("seats");
    let label = format!("The plan {}", plan.name);
    view! {
        <Form action=EditOne::PATH submission=submission on_done=done hidden=vec![("key", plan.key)] label=label>
            <fieldset>
                <legend>{plan.name.clone()}</legend>
                <div class="modules">{boxes}</div>
                <div class="field">
                    <label for=id.clone()>"Seats" <small>" (optional)"</small></label>
                    <small id=hint>"Empty: any number."</small>
                    <input type="number" id=id name="form[seats]" value=seats min="1" aria-describedby=described aria-invalid=move || error.get().is_some().then_some("true")/>
                    <p class="field-error" id=error_id>{move || error.get()}</p>
                </div>
                <div class="actions"><Button look=Look::Primary submit=true busy=submission.pending>"Save"<span class="unseen">" "{plan.name}</span></Button></div>
            </fieldset>
        </Form>
    }
    .into_any()
}
