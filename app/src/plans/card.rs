//! The plan of an organization: what it includes, its seats, and choosing another one after a
//! look at what that switches off.

use super::calls::{Choose, ChooseSeats};
use super::{included, seats, without};
use crate::Failure;
use crate::access::foreseen::Foreseen;
use crate::access::{differences, is_refused};
use crate::markup::view;
use crate::prelude::*;
use crate::router::NavigateOptions;
use crate::router::use_navigate;
use crate::ui::{Button, Card, Facts, Form, Look, Submission, TextField, toasts};
use fluxward_domain::organizations::Organization;
use fluxward_domain::plans::Plan;
use leptos::server_fn::ServerFn;

/// The card, for whoever may choose; `looked_at` is the plan that is looked at, with what choosing
/// it would do, and `again` asks for the organization anew.
pub(crate) fn plan_card(
    organization: &Organization,
    plans: &[Plan],
    looked_at: Option<(String, Result<Foreseen, Failure>)>,
    again: Callback<()>,
) -> AnyView {
    let slug = &organization.slug;
    let now = plans.iter().find(|plan| plan.key == organization.plan);
    let name = now.map_or_else(|| organization.plan.clone(), |plan| plan.name.clone());
    let taken = match organization.seats {
        None => format!("{} taken, of any number", organization.seats_taken),
        Some(all) => format!("{} taken, of {all}", organization.seats_taken),
    };
    let items = plans.iter().map(|plan| item(organization, plan)).collect::<Vec<_>>();
    let look = looked_at.and_then(|(key, found)| {
        let plan = plans.iter().find(|plan| plan.key == key && key != organization.plan)?;
        Some(choosing(organization, now, plan, found, again))
    });
    let own = own_seats(slug, organization, now, again);
    view! {
        <Card id="plan" title="Plan">
            <Facts items=vec![("Plan", name.into_any()), ("Seats", taken.into_any())]/>
            <ul class="items" aria-label="Plans">{items}</ul>
            {look}
            {own}
        </Card>
    }
    .into_any()
}

fn item(organization: &Organization, plan: &Plan) -> AnyView {
    let href = format!("/orgs/{}/settings?plan={}#plan", organization.slug, plan.key);
    let end = if plan.key == organization.plan {
        view! { <span class="badge">"Chosen"</span> }.into_any()
    } else {
        view! { <a class="button" href=href>"Choose"<span class="unseen">" "{plan.name.clone()}</span></a> }.into_any()
    };
    view! {
        <li>
            <div><b>{plan.name.clone()}</b><small>{included(plan)}" · "{seats(plan.seats)}</small></div>
            {end}
        </li>
    }
    .into_any()
}

fn choosing(
    organization: &Organization,
    now: Option<&Plan>,
    plan: &Plan,
    found: Result<Foreseen, Failure>,
    again: Callback<()>,
) -> AnyView {
    let submission = Submission::of(Choose::PATH);
    let (navigate, toasts, name) = (use_navigate(), toasts(), plan.name.clone());
    let back = format!("/orgs/{}/settings#plan", organization.slug);
    let there = back.clone();
    let done = Callback::new(move |_: String| {
        toasts.say(format!("The plan is {name} now"));
        again.run(());
        let quietly = NavigateOptions { scroll: false, ..NavigateOptions::default() };
        navigate(&there, quietly);
    });
    let had = now.map(|plan| plan.modules.as_slice()).unwrap_or_default();
    let off = without(had, &plan.modules);
    let off = (!off.is_empty()).then(|| {
        let text = format!(
            "Switches off: {}. Nothing is taken away: it is there again with another plan.",
            off.join(", ")
        );
        view! { <p class="note warn">{text}</p> }
    });
    let full = plan.seats.filter(|seats| *seats < organization.seats_taken).map(|seats| {
        let text = format!(
            "It has {seats} seats, and {} are taken: nobody is switched off, and nobody can join until seats are free.",
            organization.seats_taken
        );
        view! { <p class="note warn">{text}</p> }
    });
    let hidden = vec![("slug", organization.slug.clone()), ("plan", plan.key.clone())];
    let verb = format!("Choose {}", plan.name);
    if is_refused(&found) {
        return view! { <div class="looked-at">{differences(found, false)}</div> }.into_any();
    }
    view! {
        <section class="looked-at" aria-label="Another plan">
            <h3>{verb.clone()}"?"</h3>
            {off}
            {full}
            {differences(found, false)}
            <Form action=Choose::PATH submission=submission on_done=done hidden=hidden label="Choose the plan">
                <TextField name="reason" label="Reason" hint="Recorded in the activity log, beside the change." submission=submission/>
                <div class="actions">
                    <a class="button" href=back>"Cancel"</a>
                    <Button look=Look::Primary submit=true busy=submission.pending>{verb.clone()}</Button>
                </div>
            </Form>
        </section>
    }
    .into_any()
}

/// A number of seats that is the organization's own, whatever the plan says.
fn own_seats(
    slug: &str,
    organization: &Organization,
    now: Option<&Plan>,
    again: Callback<()>,
) -> AnyView {
    let submission = Submission::of(ChooseSeats::PATH);
    let toasts = toasts();
    let done = Callback::new(move |_: String| {
        toasts.say("Seats saved");
        again.run(());
    });
    let own =
        organization.seats.filter(|_| now.is_none_or(|plan| plan.seats != organization.seats));
    let own = own.map(|seats| seats.to_string()).unwrap_or_default();
    view! {
        <Form action=ChooseSeats::PATH submission=submission on_done=done hidden=vec![("slug", slug.to_owned())] label="Seats">
            <TextField name="seats" label="Seats of its own" hint="Instead of the plan’s number. Empty: the plan’s." submission=submission value=own kind="number"/>
            <div class="actions"><Button submit=true busy=submission.pending>"Save seats"</Button></div>
        </Form>
    }
    .into_any()
}
