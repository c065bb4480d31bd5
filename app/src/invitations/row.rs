//! A row of the list of invitations, and the words for how one stands.

use super::calls::Resend;
use super::query::about;
use crate::markup::view;
use crate::prelude::*;
use crate::router::NavigateOptions;
use crate::router::use_navigate;
use crate::ui::table::Cell;
use crate::ui::{Avatar, Button, Form, Submission, Time, toasts};
use fluxward_domain::invitations::{Invitation, InvitationStatus};
use leptos::server_fn::ServerFn;
use std::sync::Arc;

/// The cells of one row.
pub(super) fn draw(cell: Cell, slug: StoredValue<String>, submission: Submission) -> AnyView {
    let invitation = move || cell.get::<Invitation>();
    let ends = move || {
        let it = invitation();
        view! { <Time at=it.ended_at.unwrap_or(it.expires_at)/> }
    };
    view! {
        <td class="wide">{move || who(&slug.get_value(), &invitation())}</td>
        <td>{move || status(&invitation())}</td>
        <td class="hide">{move || invitation().role.name()}</td>
        <td class="hide soft">{move || invitation().invited_by.full_name.clone()}</td>
        <td class="hide soft">{ends}</td>
        <td>{move || help(&slug.get_value(), &invitation())}</td>
        <td class="end">{move || again(&slug.get_value(), &invitation(), submission)}</td>
    }
    .into_any()
}

fn who(slug: &str, invitation: &Invitation) -> AnyView {
    let href = about(slug, invitation.id);
    view! {
        <div class="who">
            <Avatar name=invitation.full_name.clone()/>
            <span>
                <a href=href>{invitation.full_name.clone()}</a>
                <small>{invitation.email.clone()}</small>
            </span>
        </div>
    }
    .into_any()
}

/// How it stands: a dot with its word, and what needs attention.
pub(super) fn status(invitation: &Invitation) -> AnyView {
    let class = match invitation.status {
        InvitationStatus::Pending | InvitationStatus::Sent => "dot pending",
        InvitationStatus::Failed => "dot hold",
        InvitationStatus::Accepted => "dot",
        InvitationStatus::Expired | InvitationStatus::Revoked => "dot off",
    };
    let long = invitation
        .overdue
        .then(|| view! { " " <span class="badge warn">"Pending for long"</span> });
    view! { <span class=class>{invitation.status.name()}</span>{long} }.into_any()
}

/// Help for what may not have arrived.
fn help(slug: &str, invitation: &Invitation) -> Option<AnyView> {
    let href = format!("{}&help=true", about(slug, invitation.id));
    invitation.status.is_open().then(|| {
        view! { <a href=href>"Did not arrive?"<span class="unseen">" "{invitation.full_name.clone()}</span></a> }
            .into_any()
    })
}

/// Sending it again, while it has not ended; expired ones too.
fn again(slug: &str, invitation: &Invitation, submission: Submission) -> Option<AnyView> {
    let ended = invitation.ended_at.is_some();
    (!ended).then(|| resend_form(slug, Arc::new(invitation.clone()), submission))
}

/// The form that sends one again, and shows what became of it.
pub(super) fn resend_form(
    slug: &str,
    invitation: Arc<Invitation>,
    submission: Submission,
) -> AnyView {
    let (navigate, toasts, here) = (use_navigate(), toasts(), slug.to_owned());
    let (id, name) = (invitation.id, invitation.full_name.clone());
    let said = name.clone();
    let done = Callback::new(move |_: String| {
        toasts.say(format!("The invitation of {said} is sent again"));
        let quietly = NavigateOptions { scroll: false, ..NavigateOptions::default() };
        navigate(&about(&here, id), quietly);
    });
    let hidden = vec![("slug", slug.to_owned()), ("id", id.to_string())];
    view! {
        <Form action=Resend::PATH submission=submission on_done=done hidden=hidden>
            <Button submit=true busy=submission.pending>"Resend" <span class="unseen">" "{name}</span></Button>
        </Form>
    }
    .into_any()
}
