//! Where a person is signed in, and ending it.

use super::calls::EndSession;
use crate::Failure;
use crate::markup::view;
use crate::prelude::*;
use crate::ui::{
    Ago, Button, Card, EmptyState, ErrorState, Form, Look, Skeleton, Submission, toasts,
};
use fluxward_domain::ids::AccountId;
use fluxward_domain::sessions::{Session, SessionKind};
use leptos::server_fn::ServerFn;

/// The open sessions, asked for anew when one has ended.
pub(super) type Open = Resource<Result<Vec<Session>, Failure>>;

/// The sessions of a person.
#[component]
pub fn SessionsCard(
    /// The person.
    id: AccountId,
    /// Their sessions.
    open: Open,
) -> AnyView {
    let submission = Submission::of(EndSession::PATH);
    let toasts = toasts();
    let ended = Callback::new(move |_: String| {
        toasts.say("Session ended");
        open.refetch();
    });
    view! {
        <Card id="sessions" title="Sessions">
            <Transition fallback=|| view! { <Skeleton rows=2/> }>
                {move || Suspend::new(async move {
                    match open.await {
                        Ok(sessions) => items(id, sessions, submission, ended),
                        Err(failure) => view! { <ErrorState failure=failure/> }.into_any(),
                    }
                })}
            </Transition>
        </Card>
    }
    .into_any()
}

fn items(
    id: AccountId,
    sessions: Vec<Session>,
    submission: Submission,
    ended: Callback<String>,
) -> AnyView {
    if sessions.is_empty() {
        return view! { <EmptyState title="Signed in nowhere" advice="Sessions appear here after a sign-in."/> }.into_any();
    }
    let items = sessions
        .into_iter()
        .map(|session| item(id, session, submission, ended))
        .collect::<Vec<_>>();
    view! { <ul class="items">{items}</ul> }.into_any()
}

fn item(
    id: AccountId,
    session: Session,
    submission: Submission,
    ended: Callback<String>,
) -> AnyView {
    let hidden = vec![("id", id.to_string()), ("session", session.id.to_string())];
    let device = session.device;
    let kind =
        (session.kind == SessionKind::Api).then(|| view! { <span class="badge">"API"</span> });
    let current = session.current.then(|| view! { <span class="badge">"This one"</span> });
    let what = device.clone();
    view! {
        <li>
            <div>
                <b>{device}</b> {kind} {current}
                <small>{session.address} " · last used " <Ago at=session.last_seen_at/></small>
            </div>
            <Form action=EndSession::PATH submission=submission on_done=ended hidden=hidden>
                <Button submit=true look=Look::Quiet>"End session" <span class="unseen">" on "{what}</span></Button>
            </Form>
        </li>
    }
    .into_any()
}
