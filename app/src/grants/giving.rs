//! The card that gives a member one of the organization's own roles.

use super::calls::Assign;
use super::handing::Handing;
use crate::access::Preview;
use crate::markup::view;
use crate::prelude::*;
use crate::roles;
use crate::router::{NavigateOptions, use_navigate};
use crate::ui::{
    Button, Card, Choice, EmptyState, ErrorState, Form, Look, MomentField, Select, Skeleton,
    Submission, TextField, toasts,
};
use fluxward_domain::roles::Role;
use leptos::server_fn::ServerFn;

/// The card, while the address says so: `is_on`.
pub(crate) fn giving(handing: Handing, is_on: Memo<bool>) -> AnyView {
    let hands_out = Memo::new(move |_| handing.hands_out());
    // Whoever could not give before has not been told what there is.
    Effect::new(move |could: Option<bool>| {
        let can = hands_out.get();
        if can && could == Some(false) {
            handing.roles.refetch();
        }
        can
    });
    let shown = move || (is_on.get() && hands_out.get()).then(|| untrack(|| card(handing)));
    shown.into_any()
}

fn card(handing: Handing) -> AnyView {
    let corner = view! { <a class="button quiet" href=handing.path()>"Close"</a> }.into_any();
    view! {
        <Card id="add" title="Give role" corner=corner>
            <Transition fallback=|| view! { <Skeleton rows=2/> }>
                {move || Suspend::new(async move {
                    match handing.roles.await {
                        Ok(roles) => untrack(|| choosing(handing, &roles)),
                        Err(failure) => view! { <ErrorState failure=failure retry=Callback::new(move |()| handing.roles.refetch())/> }.into_any(),
                    }
                })}
            </Transition>
        </Card>
    }
    .into_any()
}

/// The form; or what to do, where there is nothing to give.
fn choosing(handing: Handing, roles: &[Role]) -> AnyView {
    let all = roles::path(&handing.slug.get_value());
    let action = view! { <a class="button" href=all>"Roles & permissions"</a> }.into_any();
    if roles.is_empty() {
        return view! { <EmptyState title="No role of the organization's own" advice="What is given here, beside the base role and the boxes, is a role of your own for the whole organization. Make one first." action=action/> }.into_any();
    }
    let choices = roles
        .iter()
        .filter(|role| handing.may_give(role.set()))
        .map(|role| Choice::new(role.key.clone(), role.name.clone()))
        .collect::<Vec<_>>();
    if choices.is_empty() {
        return view! { <EmptyState title="Nothing that you may give" advice="The organization's own roles permit more than you may hand out to this person. Ask an Owner or Admin." action=action/> }.into_any();
    }
    form(handing, choices)
}

fn form(handing: Handing, choices: Vec<Choice>) -> AnyView {
    let submission = Submission::of(Assign::PATH);
    let (navigate, toasts, there) = (use_navigate(), toasts(), handing.path());
    let done = Callback::new(move |_: String| {
        toasts.say("The role is given");
        handing.held.refetch();
        navigate(&there, NavigateOptions::default());
    });
    let chosen = submission
        .entered("form[role]")
        .or_else(|| choices.first().map(|it| it.value.clone()))
        .unwrap_or_default();
    let preview = Preview::new();
    let ask = Callback::new(move |role: String| preview.ask(handing.planned(role)));
    let first = chosen.clone();
    Effect::new(move |_| ask.run(first.clone()));
    let label = format!("Give role to {}", handing.name.get_value());
    view! {
        <Form action=Assign::PATH submission=submission on_done=done hidden=handing.fields() label=label>
            <Select name="form[role]" label="Role" choices=choices value=chosen on_change=ask submission=submission hint="Beside the base role. It reaches the organization and its workspaces, not its projects."/>
            {preview.shown(true)}
            <MomentField name="form[until]" plain="form[until_plain]" label="Ends" hint="From then on it is taken by itself. Empty: until somebody takes it." submission=submission/>
            <TextField name="form[reason]" label="Reason" hint="Recorded in the activity log, beside the change." submission=submission/>
            <div class="actions">
                <a class="button" href=handing.path()>"Cancel"</a>
                <Button submit=true look=Look::Primary busy=submission.pending>"Give role"</Button>
            </div>
        </Form>
    }
    .into_any()
}
