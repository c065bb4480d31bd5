//! The last look before an invitation is sent: who, as what, and what that means in words.

use super::calls::Invite;
use super::forms::InviteForm;
use super::query::{about, form};
use crate::markup::view;
use crate::prelude::*;
use crate::router::NavigateOptions;
use crate::router::use_navigate;
use crate::ui::{Button, Card, Facts, Form, Look, Submission, toasts};
use crate::wire::json;
use fluxward_domain::FieldError;
use fluxward_domain::invitations::{Invitation, Review};
use fluxward_domain::privileges::Privilege;
use leptos::server_fn::ServerFn;

/// The review, with the button that sends.
pub(super) fn reviewed(slug: &str, draft: InviteForm, review: Review) -> AnyView {
    let submission = Submission::of(Invite::PATH);
    let (navigate, toasts) = (use_navigate(), toasts());
    let (here, back) = (slug.to_owned(), form(slug, &draft));
    let done = Callback::new(move |answer: String| {
        let Some(made) = json::read::<Invitation>(&answer) else { return };
        toasts.say(format!("{} is invited", made.full_name));
        navigate(&about(&here, made.id), NavigateOptions::default());
    });
    let mut hidden = vec![("slug", slug.to_owned())];
    hidden.extend(draft.fields());
    let errors =
        move || submission.refused.with(|error| error.as_ref().map(|it| it.detail.clone()));
    let verb = if review.by_mail { "Send invitation" } else { "Create invitation" };
    view! {
        <Card id="review" title="Review">
            {warnings(&review.hints)}
            {facts(&review)}
            {can(&review)}
        </Card>
        <Form action=Invite::PATH submission=submission on_done=done hidden=hidden label="Send the invitation">
            <p class="field-error">{move || errors().filter(|_| submission.refused.with(|it| it.as_ref().is_some_and(|it| !it.errors.is_empty())))}</p>
            <div class="actions">
                <a class="button" href=back>"Back"</a>
                <Button look=Look::Primary submit=true busy=submission.pending>{verb}</Button>
            </div>
        </Form>
    }
    .into_any()
}

/// What may be wrong with the address.
pub(super) fn warnings(hints: &[FieldError]) -> Option<AnyView> {
    if hints.is_empty() {
        return None;
    }
    let items =
        hints.iter().map(|hint| view! { <p>{hint.message.clone()}</p> }).collect::<Vec<_>>();
    Some(view! { <div class="note warn" role="status">{items}</div> }.into_any())
}

fn facts(review: &Review) -> AnyView {
    let way = if review.by_mail {
        format!("By mail; it can be accepted for {} hours.", review.hours)
    } else {
        format!(
            "No mail server is configured: you hand over a link, good for {} hours.",
            review.hours
        )
    };
    view! {
        <Facts items=vec![
            ("Name", review.full_name.clone().into_any()),
            ("E-mail", review.email.clone().into_any()),
            ("Role", review.role.name().into_any()),
            ("Privileges", privileges(&review.privileges).into_any()),
            ("Sent", way.into_any()),
        ]/>
    }
    .into_any()
}

/// The boxes in words.
pub(super) fn privileges(boxes: &[Privilege]) -> String {
    if boxes.is_empty() {
        return "none".to_owned();
    }
    boxes.iter().map(|privilege| privilege.label()).collect::<Vec<_>>().join(" · ")
}

fn can(review: &Review) -> AnyView {
    let items = review
        .entails
        .iter()
        .map(|sentence| view! { <li>{sentence.clone()}</li> })
        .collect::<Vec<_>>();
    view! {
        <h3>{format!("What {} will be able to do", review.full_name)}</h3>
        <p class="soft">{review.role.sentence()}</p>
        <ul class="bullets">{items}</ul>
    }
    .into_any()
}
