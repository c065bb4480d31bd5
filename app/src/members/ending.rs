//! When a membership ends by itself: set, changed and taken away, on the member's page.

use super::calls::{SetEnd, set_end};
use super::controls::Whom;
use super::standing::Standing;
use crate::markup::view;
use crate::prelude::*;
use crate::ui::{Button, Form, Look, MomentField, Submission, TextField, Toasts, toasts};
use crate::wire::json;
use fluxward_domain::Moment;
use fluxward_domain::members::Member;
use leptos::html;
use leptos::server_fn::ServerFn;

/// The part of a card that says when the membership of `member` ends, for whoever may switch it.
pub(super) fn ending(
    member: RwSignal<Member>,
    standing: Memo<Option<Standing>>,
    whom: Whom,
) -> AnyView {
    let is_offered = Memo::new(move |_| {
        standing.with(|it| it.as_ref().is_some_and(|it| it.switch_refusal().is_none()))
    });
    let (submission, details) = (Submission::of(SetEnd::PATH), NodeRef::<html::Details>::new());
    let saved = saved(member, whom, submission);
    let done = Callback::new(move |answer: String| {
        saved.run(answer);
        if let Some(details) = details.get_untracked() {
            details.set_open(false);
        }
    });
    (move || is_offered.get().then(|| untrack(|| part(member, whom, submission, (details, done)))))
        .into_any()
}

/// The fields are made anew only when the end is another one: what is being chosen survives other
/// news about the member.
fn part(
    member: RwSignal<Member>,
    whom: Whom,
    submission: Submission,
    (details, done): (NodeRef<html::Details>, Callback<String>),
) -> AnyView {
    let ends = Memo::new(move |_| member.with(|member| member.expires_at));
    let version = Signal::derive(move || member.with(|member| member.version));
    let heading = move || if ends.get().is_some() { "Change the end" } else { "Set an end" };
    let is_refused = submission.refused.with(Option::is_some);
    let fields = move || {
        let ends = ends.get();
        untrack(|| fields(ends, submission))
    };
    view! {
        <details class="more" node_ref=details open=is_refused>
            <summary>{heading}</summary>
            <Form action=SetEnd::PATH submission=submission on_done=done hidden=whom.fields() label="End of the membership">
                <input type="hidden" name="expected" value=move || version.get().to_string()/>
                {fields}
            </Form>
        </details>
    }
    .into_any()
}

fn fields(ends: Option<Moment>, submission: Submission) -> AnyView {
    let busy = submission.pending;
    // Not the first one: Enter in a field presses that.
    let away = ends.map(|_| {
        view! { <Button submit=true name="ends" value="false" busy=busy>"Without an end"</Button> }
    });
    view! {
        <MomentField name="until" plain="until_plain" label="Ends" hint="From then on the membership is switched off by itself, and everything in it is kept." submission=submission/>
        <TextField name="reason" label="Reason" hint="Recorded in the activity log, beside the change." submission=submission/>
        <div class="actions">
            <Button submit=true look=Look::Primary name="ends" value="true" busy=busy>"Set end"</Button>
            {away}
        </div>
    }
    .into_any()
}

/// What an answer means for the page: the member as they are now, and a notice with Undo.
fn saved(member: RwSignal<Member>, whom: Whom, submission: Submission) -> Callback<String> {
    let (toasts, before) = (toasts(), StoredValue::new(None));
    // As it was when the form was sent: news about the change may come before its answer.
    Effect::new(move |_| {
        if submission.pending.get() {
            before.set_value(member.with_untracked(|member| member.expires_at));
        }
    });
    Callback::new(move |answer: String| {
        let Some(changed) = json::read::<Member>(&answer) else { return };
        let (ends, version) = (before.get_value(), changed.version);
        let undo = Callback::new(move |()| take_back(member, whom, (ends, version), toasts));
        toasts.say_with_undo(sentence(changed.expires_at), undo);
        member.set(changed);
    })
}

/// Back to what it was before the change that made the member's version `expected`.
fn take_back(
    member: RwSignal<Member>,
    whom: Whom,
    (ends, expected): (Option<Moment>, i64),
    toasts: Toasts,
) {
    let Some(slug) = whom.slug.try_get_value() else { return };
    let until = ends.map(Moment::to_rfc3339);
    leptos::task::spawn_local(async move {
        match set_end(slug, whom.id, ends.is_some(), until, None, None, Some(expected)).await {
            Ok(changed) => {
                toasts.say(sentence(changed.expires_at));
                member.try_set(changed);
            }
            Err(failure) => toasts.say(format!("Not saved: {failure}")),
        }
    });
}

const fn sentence(ends: Option<Moment>) -> &'static str {
    match ends {
        Some(_) => "The end of the membership is saved",
        None => "The membership has no end any more",
    }
}
