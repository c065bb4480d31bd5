//! What each plan includes: for platform administrators, in the platform's settings. A plan's form
//! is sent by GET: it changes nothing, it leads to the review.

use super::calls::list;
use super::forms::{Draft, PlanForm};
use super::review::reviewed;
use crate::Failure;
use crate::access::calls::foresee;
use crate::access::foreseen::Foreseen;
use crate::address::query_at;
use crate::markup::view;
use crate::prelude::*;
use crate::ui::{Card, ErrorState, Skeleton};
use fluxward_domain::plans::{Plan, modules};

/// What was filled in, and what that would do where it is to be reviewed.
#[derive(Clone, Copy)]
struct Review {
    draft: Memo<Option<Draft>>,
    found: Resource<Option<Result<Foreseen, Failure>>>,
}

/// Asks for the plans and, as the address says, for what another definition of one would do;
/// outside of what waits for them. The card finds the latter in the context of the page.
pub(crate) fn ask_plans() -> Resource<Result<Vec<Plan>, Failure>> {
    let words = query_at(Signal::stored("/settings".to_owned()));
    let draft = Memo::new(move |_| words.with(Draft::read));
    let found = Resource::new_blocking(
        move || draft.get().filter(|draft| draft.is_review),
        |draft| async move { Some(foresee(draft?.planned()).await) },
    );
    provide_context(Review { draft, found });
    Resource::new_blocking(|| (), |()| list())
}

/// The card; each plan is a form of its own, or its review.
pub(crate) fn plans_card(plans: Resource<Result<Vec<Plan>, Failure>>) -> AnyView {
    let Review { draft, found } = expect_context();
    let again = Callback::new(move |()| plans.refetch());
    view! {
        <Card id="plans" title="Plans">
            <p class="card-lead">"What organizations of each plan include, and how many members they may have. People, roles and settings are part of every plan. A change takes effect at once, and takes nothing away from anybody."</p>
            <Transition fallback=|| view! { <Skeleton rows=3/> }>
                {move || Suspend::new(async move {
                    let found = found.await;
                    match plans.await {
                        Ok(plans) => untrack(|| all(&plans, draft.try_get().flatten().as_ref(), found.as_ref(), again)),
                        Err(failure) => view! { <ErrorState failure=failure/> }.into_any(),
                    }
                })}
            </Transition>
        </Card>
    }
    .into_any()
}

fn all(
    plans: &[Plan],
    draft: Option<&Draft>,
    found: Option<&Result<Foreseen, Failure>>,
    again: Callback<()>,
) -> AnyView {
    let one = |plan: &Plan| {
        let own = draft.filter(|draft| draft.key == plan.key);
        match (own, found) {
            (Some(draft), Some(found)) => reviewed(plan, draft, found.clone(), again),
            (Some(draft), None) => editing(plan, &draft.form),
            (None, _) => editing(plan, &PlanForm::of(plan)),
        }
    };
    plans.iter().map(one).collect::<Vec<_>>().into_any()
}

fn editing(plan: &Plan, form: &PlanForm) -> AnyView {
    let boxes = modules()
        .into_iter()
        .map(|module| {
            let ticked = form.modules.iter().any(|it| it == module);
            view! {
                <label class="check">
                    <input type="checkbox" name="module" value=module checked=ticked/>
                    <span>{module}</span>
                </label>
            }
        })
        .collect::<Vec<_>>();
    let id = format!("seats-of-{}", plan.key);
    let hint = format!("{id}-hint");
    view! {
        <form class="form" method="get" action="/settings#plans" aria-label=format!("The plan {}", plan.name)>
            <input type="hidden" name="step" value="review"/>
            <input type="hidden" name="plan" value=plan.key.clone()/>
            <fieldset>
                <legend>{plan.name.clone()}</legend>
                <div class="modules">{boxes}</div>
                <div class="field">
                    <label for=id.clone()>"Seats" <small>" (optional)"</small></label>
                    <small id=hint.clone()>"Empty: any number."</small>
                    <input type="number" id=id name="seats" value=form.seats.clone() min="1" aria-describedby=hint/>
                </div>
                <div class="actions"><button class="button primary" type="submit">"Review"<span class="unseen">" "{plan.name.clone()}</span></button></div>
            </fieldset>
        </form>
    }
    .into_any()
}
