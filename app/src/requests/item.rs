//! One request in the list.

use super::calls::Withdraw;
use super::query::{Show, address};
use crate::grants::until;
use crate::markup::view;
use crate::prelude::*;
use crate::ui::{Ago, Avatar, Button, Form, Submission, toasts};
use fluxward_domain::requests::{AccessRequest, RequestStatus};
use fluxward_domain::roles::RoleScope;
use leptos::server_fn::ServerFn;

/// What the items share. Cheap to copy.
#[derive(Clone, Copy)]
pub(super) struct Items {
    pub(super) slug: StoredValue<String>,
    pub(super) path: StoredValue<String>,
    pub(super) show: Show,
    /// Asks for the list again.
    pub(super) again: Callback<()>,
}

/// "Approver in Design".
pub(super) fn wanted(request: &AccessRequest) -> String {
    format!("{} in {}", request.role_name, request.scope_name)
}

/// Who decides, in words.
const fn deciders(kind: RoleScope) -> &'static str {
    match kind {
        RoleScope::Organization => "Owners and Admins decide.",
        RoleScope::Workspace => "Owners, Admins and the Team Admins of the workspace decide.",
        RoleScope::Project => "Owners, Admins and the Managers of the project decide.",
    }
}

pub(super) fn item(items: Items, request: &AccessRequest) -> AnyView {
    let person = (items.show != Show::Mine).then(|| who(items, request));
    let kind = match request.kind {
        RoleScope::Organization => "the whole organization",
        RoleScope::Workspace => "workspace",
        RoleScope::Project => "project",
    };
    let waits = (items.show == Show::Mine && request.status == RequestStatus::Open)
        .then(|| deciders(request.kind));
    let withdrawable = (items.show == Show::Mine && request.status == RequestStatus::Open)
        .then(|| back(items, request));
    let decide = request.decidable.then(|| {
        let href = address(
            &items.path.get_value(),
            items.show.word(),
            Some(&request.id.to_string()),
        );
        let about = format!(" on {} for {}", wanted(request), request.user.full_name);
        view! { <a class="button" href=format!("{href}#deciding")>"Decide"<span class="unseen">{about}</span></a> }
    });
    let at = request.created_at;
    view! {
        <li class="request">
            {person}
            <div>
                <b>{wanted(request)}</b>" "<span class="soft">"· "{kind}</span>{until(request.expires_at)}
                <q class="said">{request.reason.clone()}</q>
                <small>"Asked "<Ago at=at/>". "{waits}{outcome(request)}</small>
            </div>
            {badge(request.status)}
            {decide}
            {withdrawable}
        </li>
    }
    .into_any()
}

fn who(items: Items, request: &AccessRequest) -> AnyView {
    let (name, email) = (request.user.full_name.clone(), request.user.email.clone());
    let href = format!("/orgs/{}/members/{}", items.slug.get_value(), request.user.id);
    view! { <div class="who"><Avatar name=name.clone()/><span><a href=href>{name}</a><small>{email}</small></span></div> }
        .into_any()
}

fn badge(status: RequestStatus) -> AnyView {
    let (class, word) = match status {
        RequestStatus::Open => ("badge warn", "Waiting"),
        RequestStatus::Granted => ("badge", "Granted"),
        RequestStatus::Declined => ("badge bad", "Declined"),
        RequestStatus::Withdrawn => ("badge warn", "Taken back"),
    };
    view! { <span class=class>{word}</span> }.into_any()
}

/// When and by whom it was decided, and what was said.
fn outcome(request: &AccessRequest) -> Option<AnyView> {
    let at = request.ended_at?;
    let word = match request.status {
        RequestStatus::Open => return None,
        RequestStatus::Granted => "Granted ",
        RequestStatus::Declined => "Declined ",
        RequestStatus::Withdrawn => "Taken back ",
    };
    let by = request.decided_by.clone().map(|name| format!(" by {name}"));
    let said = request.answer.clone().map(|answer| view! { ": "<q>{answer}</q> });
    Some(view! { {word}<Ago at=at/>{by}{said} }.into_any())
}

/// The button that takes one's own request back.
fn back(items: Items, request: &AccessRequest) -> AnyView {
    let submission = Submission::of(Withdraw::PATH);
    let toasts = toasts();
    let done = Callback::new(move |_: String| {
        toasts.say("Request taken back");
        items.again.run(());
    });
    let hidden = vec![("slug", items.slug.get_value()), ("id", request.id.to_string())];
    let about = wanted(request);
    view! {
        <Form action=Withdraw::PATH submission=submission on_done=done hidden=hidden>
            <Button submit=true busy=submission.pending>"Take back"<span class="unseen">" the request for "{about}</span></Button>
        </Form>
    }
    .into_any()
}
