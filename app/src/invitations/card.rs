//! One invitation: what it says, its link while it may be shown, help when it did not arrive.

use super::calls::{Revoke, show};
use super::forms::InviteForm;
use super::query::{form, path};
use super::review::{privileges, warnings};
use super::row::{resend_form, status};
use crate::Failure;
use crate::markup::view;
use crate::prelude::*;
use crate::router::NavigateOptions;
use crate::router::use_navigate;
use crate::sessions::viewing;
use crate::ui::{
    Button, Card, ConfirmDialog, CopyField, ErrorState, Facts, Look, Skeleton, Submission, Time,
    toasts,
};
use fluxward_domain::ids::InvitationId;
use fluxward_domain::invitations::{Invitation, InvitationStatus};
use leptos::server_fn::ServerFn;
use std::sync::Arc;

const REVOKING: &str = "revoking";

/// The invitation that the card is about, as it is now.
pub(super) type Shown = Resource<Option<Result<Invitation, Failure>>>;

/// Asks for the invitation that the address names, whenever that is another one.
pub(super) fn shown(slug: StoredValue<String>, about: Memo<Option<InvitationId>>) -> Shown {
    Resource::new(
        move || about.get(),
        move |about| async move {
            match about {
                Some(id) => Some(show(slug.get_value(), id).await),
                None => None,
            }
        },
    )
}

/// What the card shares with its list.
#[derive(Clone, Copy)]
pub(super) struct Sending {
    pub(super) slug: StoredValue<String>,
    pub(super) resend: Submission,
    pub(super) revoke: Submission,
    /// Whether the help is open from the start.
    pub(super) help: Memo<bool>,
}

/// The card about one invitation; nothing when the address names none.
pub(super) fn card(shown: Shown, sending: Sending) -> AnyView {
    view! {
        <Transition fallback=|| view! { <Skeleton rows=3/> }>
            {move || Suspend::new(async move {
                match shown.await {
                    None => ().into_any(),
                    Some(Ok(invitation)) => untrack(|| about_one(invitation, sending)),
                    Some(Err(failure)) => view! { <ErrorState failure=failure/> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

fn about_one(invitation: Invitation, sending: Sending) -> AnyView {
    let slug = sending.slug.get_value();
    let corner = view! { <a class="button quiet" href=path(&slug)>"Close"</a> }.into_any();
    let title = format!("Invitation of {}", invitation.full_name);
    let open = invitation.ended_at.is_none();
    let actions = open.then(|| actions(&slug, &invitation, sending));
    let help = invitation.status.is_open().then(|| help(&slug, &invitation, sending.help));
    view! {
        <Card id="about" title=title corner=corner>
            {link(&invitation)}
            {warnings(&invitation.hints)}
            {facts(&invitation)}
            {help}
            {actions}
        </Card>
    }
    .into_any()
}

/// The link, for whoever has just sent it, while no mail goes out.
fn link(invitation: &Invitation) -> Option<AnyView> {
    let link = invitation.link.clone()?;
    Some(
        view! {
            <div class="note">
                <p><b>"Hand this link over yourself. "</b>"No mail server is configured. The link is good for this person alone and is shown only now."</p>
                <CopyField label="Link" text=link/>
            </div>
        }
        .into_any(),
    )
}

fn facts(invitation: &Invitation) -> AnyView {
    let message = invitation.message.clone().unwrap_or_else(|| "none".to_owned());
    let reminder = match invitation.reminded_at {
        Some(at) => view! { <Time at=at/> }.into_any(),
        None => "none yet".into_any(),
    };
    view! {
        <Facts items=vec![
            ("E-mail", invitation.email.clone().into_any()),
            ("Status", status(invitation)),
            ("Role", invitation.role.name().into_any()),
            ("Privileges", privileges(&invitation.privileges).into_any()),
            ("Message", message.into_any()),
            ("Invited by", invitation.invited_by.full_name.clone().into_any()),
            ("Sent", view! { <Time at=invitation.sent_at/> }.into_any()),
            ("Reminder", reminder),
            ("Ends", view! { <Time at=invitation.expires_at/> }.into_any()),
        ]/>
    }
    .into_any()
}

/// What to look at when a mail did not arrive, in the order in which it helps.
fn help(slug: &str, invitation: &Invitation, open: Memo<bool>) -> AnyView {
    let correct = form(slug, &InviteForm::correcting(invitation));
    let settings = viewing().is_administrator().then(|| {
        view! { <li>"Check the " <a href="/settings/mail">"mail settings"</a>" and send a test mail from there."</li> }
    });
    view! {
        <details class="more" id="help" open=move || open.get()>
            <summary>"Did not arrive?"</summary>
            <ol class="bullets">
                <li>{delivery(invitation)}</li>
                <li>"Check the address: " <b>{invitation.email.clone()}</b>". " <a href=correct>"Correct the address"</a></li>
                <li>"Ask the person to look into the spam folder."</li>
                <li>"Send it again: the link before stops working, and the time begins anew."</li>
                {settings}
            </ol>
        </details>
    }
    .into_any()
}

/// What became of the mail, in words.
fn delivery(invitation: &Invitation) -> String {
    match (invitation.status, &invitation.delivery_error) {
        (InvitationStatus::Sent, _) => {
            "The mail server took the mail. From there it is up to the recipient's server.".into()
        }
        (InvitationStatus::Failed, Some(error)) => format!("The mail was not delivered: {error}"),
        (InvitationStatus::Failed, None) => "The mail was not delivered.".into(),
        _ => "The mail has not gone out yet, or no mail server is configured.".into(),
    }
}

fn actions(slug: &str, invitation: &Invitation, sending: Sending) -> AnyView {
    let (navigate, toasts, here) = (use_navigate(), toasts(), path(slug));
    let (id, name) = (invitation.id.to_string(), invitation.full_name.clone());
    let said = name.clone();
    let done = Callback::new(move |_: String| {
        toasts.say(format!("The invitation of {said} is taken back"));
        navigate(&here, NavigateOptions::default());
    });
    let resend = resend_form(slug, Arc::new(invitation.clone()), sending.resend);
    view! {
        <div class="actions">
            {resend}
            <Button opens=REVOKING look=Look::Danger>"Revoke"</Button>
        </div>
        <ConfirmDialog
            id=REVOKING
            title=format!("Take the invitation of {name} back?")
            consequences=vec!["Its link stops working at once.".to_owned(), "The person can be invited again.".to_owned()]
            confirm="Revoke invitation"
            danger=true
            reason=true
            action=Revoke::PATH
            hidden=vec![("slug", slug.to_owned()), ("id", id)]
            submission=sending.revoke
            on_done=done
        />
    }
    .into_any()
}
