//! Why: the reasons of one decision, or what is missing and what would mend it.

use super::calls::Apply;
use super::foreseen::Foreseen;
use super::ground::Ground;
use super::page::Parts;
use super::preview::{differences, is_refused, working};
use super::query::{AccessQuery, address};
use crate::Failure;
use crate::markup::view;
use crate::prelude::*;
use crate::requests::ask_for_access;
use crate::router::NavigateOptions;
use crate::router::use_navigate;
use crate::sessions::viewing;
use crate::ui::{Button, ErrorState, Form, Look, Submission, TextField, toasts};
use fluxward_domain::permissions::Permission;
use leptos::server_fn::ServerFn;
use serde::{Deserialize, Serialize};

/// The explanation of one decision, as a page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Why {
    /// The answer.
    pub allowed: bool,
    /// Every grant that allows, or the first thing that is missing.
    pub reasons: Vec<Ground>,
    /// Changes of which each one would allow it, the smallest first, as sentences.
    pub ways: Vec<String>,
}

#[cfg(feature = "ssr")]
impl From<fluxward_domain::explanations::Explanation> for Why {
    fn from(explanation: fluxward_domain::explanations::Explanation) -> Self {
        let reasons = explanation.reasons.into_iter();
        // Ending the maintenance lock concerns everybody: it is not done from here.
        let is_here = |remedy: &fluxward_domain::explanations::Remedy| {
            remedy.changes.iter().all(|change| change.path != "/api/v1/settings")
        };
        let ways = explanation.would_allow.into_iter().filter(is_here);
        Self {
            allowed: explanation.allowed,
            reasons: reasons
                .map(|it| Ground { detail: it.detail, expires_at: it.expires_at })
                .collect(),
            ways: ways.map(|remedy| remedy.detail).collect(),
        }
    }
}

/// The explanation below its permission.
pub(super) fn explained(parts: Parts, permission: Permission) -> AnyView {
    view! {
        <div class="why" aria-live="polite">
            <Transition fallback=|| view! { <p class="soft">"Working out why…"</p> }>
                {move || Suspend::new(async move {
                    match parts.why.await {
                        Some(Ok(why)) => untrack(|| reasons(parts, permission, why)),
                        Some(Err(failure)) => view! { <ErrorState failure=failure/> }.into_any(),
                        None => ().into_any(),
                    }
                })}
            </Transition>
        </div>
    }
    .into_any()
}

fn reasons(parts: Parts, permission: Permission, why: Why) -> AnyView {
    let grounds = why.reasons.into_iter().map(Ground::shown).collect::<Vec<_>>();
    if why.allowed {
        return view! { <p>"Allowed by:"</p> <ul class="consequences">{grounds}</ul> }.into_any();
    }
    let asks = asks(parts, permission);
    let ways = if why.ways.is_empty() {
        view! { <p class="soft">"Nothing that somebody else could change here would allow it."</p> }
            .into_any()
    } else {
        ways(parts, permission, why.ways)
    };
    view! { <p>"Not allowed:"</p> <ul class="consequences">{grounds}</ul> {ways} {asks} }.into_any()
}

/// The link that asks whoever may give it, for oneself.
fn asks(parts: Parts, permission: Permission) -> Option<AnyView> {
    let own = viewing().get()?.me.id.to_string();
    let is_own = parts.id.with_value(|id| *id == own);
    is_own.then(|| ask_for_access(&parts.scope.get_value(), Some(permission.as_str())))?
}

fn ways(parts: Parts, permission: Permission, ways: Vec<String>) -> AnyView {
    let lead = if ways.len() == 1 {
        "This would allow it:"
    } else {
        "Each of these would allow it, the smallest first:"
    };
    let items = ways
        .into_iter()
        .enumerate()
        .map(|(n, detail)| way(parts, permission, n, detail))
        .collect::<Vec<_>>();
    view! { <p>{lead}</p> <ul class="items">{items}</ul> }.into_any()
}

/// One change; looked at before it is made.
fn way(parts: Parts, permission: Permission, n: usize, detail: String) -> AnyView {
    let is_open = Memo::new(move |_| parts.query.with(|query| query.change == Some(n)));
    let href = move || {
        let change = (!is_open.get()).then_some(n);
        let here = parts.query.with(|query| AccessQuery { change, ..query.clone() });
        format!("{}#{permission}", address(&parts.path.get_value(), &here))
    };
    let word = move || if is_open.get() { "Close" } else { "Look at it" };
    let (sentence, said) = (detail.clone(), StoredValue::new(detail));
    view! {
        <li>
            <div>{sentence.clone()}</div>
            <a class="button" href=href>{word}<span class="unseen">" "{sentence}</span></a>
            {move || is_open.get().then(|| looked_at(parts, permission, said.get_value()))}
        </li>
    }
    .into_any()
}

/// What the change would do, and the button that makes it, for whoever may.
fn looked_at(parts: Parts, permission: Permission, detail: String) -> AnyView {
    let detail = StoredValue::new(detail);
    view! {
        <div class="looked-at">
            <Transition fallback=working>
                {move || Suspend::new(async move {
                    let found = parts.foreseen.await?;
                    Some(untrack(|| offered(parts, permission, detail.get_value(), found)))
                })}
            </Transition>
        </div>
    }
    .into_any()
}

fn offered(
    parts: Parts,
    permission: Permission,
    detail: String,
    found: Result<Foreseen, Failure>,
) -> AnyView {
    if is_refused(&found) {
        return view! { <p>"You cannot make this change yourself:"</p> {differences(found, true)} }
            .into_any();
    }
    let submission = Submission::of(Apply::PATH);
    let (navigate, toasts) = (use_navigate(), toasts());
    let done = Callback::new(move |_: String| {
        toasts.say("Done: it is allowed now");
        parts.again();
        let here =
            parts.query.with_untracked(|query| AccessQuery { change: None, ..query.clone() });
        let quietly = NavigateOptions { scroll: false, ..NavigateOptions::default() };
        navigate(&address(&parts.path.get_value(), &here), quietly);
    });
    let hidden = vec![
        ("id", parts.id.get_value()),
        ("scope", parts.scope.get_value()),
        ("permission", permission.as_str().to_owned()),
        ("detail", detail),
    ];
    view! {
        {differences(found, true)}
        <Form action=Apply::PATH submission=submission on_done=done hidden=hidden label="Make this change">
            <TextField name="reason" label="Reason" hint="Recorded in the activity log, beside the change." submission=submission/>
            <div class="actions"><Button look=Look::Primary submit=true busy=submission.pending>"Make this change"</Button></div>
        </Form>
    }
    .into_any()
}
