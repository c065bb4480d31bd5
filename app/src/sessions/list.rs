//! One's sessions, each of which can be ended.

use super::calls::RevokeSession;
use crate::Failure;
use crate::markup::view;
use crate::prelude::*;
use crate::ui::{Ago, Button, Card, Column, ErrorState, Form, Look, Skeleton, Submission, Table};
use fluxward_domain::sessions::Session;
use leptos::server_fn::ServerFn;

/// The card with one's sessions.
#[component]
pub fn SessionsCard(
    /// The sessions.
    sessions: Resource<Result<Vec<Session>, Failure>>,
) -> AnyView {
    view! {
        <Card id="sessions" title="Sessions">
            <Transition fallback=|| view! { <Skeleton rows=2/> }>
                {move || Suspend::new(async move {
                    match sessions.await {
                        Ok(all) => table(all, sessions),
                        Err(failure) => view! { <ErrorState failure=failure retry=Callback::new(move |()| sessions.refetch())/> }.into_any(),
                    }
                })}
            </Transition>
        </Card>
    }
    .into_any()
}

fn table(all: Vec<Session>, sessions: Resource<Result<Vec<Session>, Failure>>) -> AnyView {
    let rows = all.into_iter().map(|session| row(session, sessions)).collect::<Vec<_>>();
    let columns = ["Device", "Last used", "Began", "Action"].map(Column::new).to_vec();
    view! { <Table label="Sessions" columns=columns>{rows}</Table> }.into_any()
}

fn row(session: Session, sessions: Resource<Result<Vec<Session>, Failure>>) -> AnyView {
    let end = if session.current {
        view! { <span class="badge">"This one"</span> }.into_any()
    } else {
        end_button(&session, sessions)
    };
    view! {
        <tr>
            <td class="wide"><b>{session.device}</b><br/><small>{session.address}</small></td>
            <td><small class="label">"Last used "</small><Ago at=session.last_seen_at/></td>
            <td class="hide"><Ago at=session.created_at/></td>
            <td class="end">{end}</td>
        </tr>
    }
    .into_any()
}

fn end_button(session: &Session, sessions: Resource<Result<Vec<Session>, Failure>>) -> AnyView {
    let submission = Submission::of(RevokeSession::PATH);
    let what = format!(" the session on {}", session.device);
    view! {
        <Form action=RevokeSession::PATH submission=submission hidden=vec![("id", session.id.to_string())] on_done=Callback::new(move |_| sessions.refetch())>
            <Button look=Look::Quiet submit=true busy=submission.pending>"End"<span class="unseen">{what}</span></Button>
        </Form>
    }
    .into_any()
}
